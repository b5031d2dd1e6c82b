package learn

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// An operation gets 15 % faster, and nobody answers. A window for maintenance every night that is introduced later is learned
// all the same, and while the history is of both levels the baseline is no less sure than it was.
func TestAPauseIsLearnedWhileAnotherLevelWaitsForAnAnswer(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w, settings := cartAlone()
		l := caughtUp(t, s, settings)
		defer l.Close()
		normal := recordOf(t, s, "cart")
		begin := time.Now()
		setSlow(w, func(_ string, at time.Time) float64 {
			if at.After(begin) {
				return 0.85
			}
			return 1
		})
		maintained := begin.Add(9 * day)
		w.idle = func(_ string, at time.Time) bool { return at.After(maintained) && at.UTC().Hour() == 2 }
		daily(t, l, 17, func(d int) {
			b := baselineOf(t, s, "cart")
			require.Equal(t, baseline.Active, b.Record.State, "version %d on day %d: %s", b.Version, d, b.Record.Reason)
			require.InEpsilon(t, normal.P95, b.Record.P95, mostDrift-1, "on day %d", d)
		})
		require.Contains(t, openProposals(t, s, "cart"), store.ProposesDrift)
		b := baselineOf(t, s, "cart")
		require.Contains(t, b.Record.RateProfile.Pauses, 2)
		require.Contains(t, b.Reason, "latency stays as it was")
		require.Equal(t, normal.P95, b.Record.Anchor.P95)
		require.True(t, b.Record.To.Before(b.Record.TrafficTo), "%s", b.Record.TrafficTo)
		for _, v := range violationsOf(t, s, "cart") {
			require.True(t, v.Start.Before(maintained.Add(6*day)), "on %s the pause is regular, on weekdays and on weekends", v.Start)
		}
	})
}
