package baseline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRequestsAndErrorsAreThoseOfLateWhereLatencyIsHeld(t *testing.T) {
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	sunday := monday.AddDate(0, 0, 13).Add(12 * time.Hour)
	learned := func(from time.Time, days int, took, failed float64) Record {
		var windows []Window
		for at := from; at.Before(from.AddDate(0, 0, days)); at = at.Add(5 * time.Minute) {
			windows = append(windows, Window{
				End: at.Add(5 * time.Minute), Width: 5 * time.Minute, Errors: failed,
				Histogram: Histogram{Native: true, Bounds: []float64{took / 1.1, took, took * 1.1}, Counts: []float64{0, 70, 30, 0}, Sum: 100 * took},
			})
		}
		return Learn(windows, Options{})
	}
	old := learned(monday, 7, 0.2, 0)
	require.True(t, old.HadSuchADay(sunday))

	held := old.WithTrafficOf(learned(monday.AddDate(0, 0, 10), 2, 0.3, 5))
	require.Equal(t, old.Quantiles, held.Quantiles)
	require.Equal(t, []any{old.From, old.To, old.Requests}, []any{held.From, held.To, held.Requests}, "of which latency was learned")
	require.InDelta(t, 0.05, held.ErrorRatio, 1e-9)
	require.False(t, held.HadSuchADay(sunday), "how many come on a Sunday is not known any more")
	require.True(t, old.Differs(held))

	young := learned(monday.AddDate(0, 0, 10), 1, 0.2, 5)
	young.From = young.From.Add(time.Hour)
	require.Equal(t, old, old.WithTrafficOf(young), "less than a day")
}

func TestSilenceIsRegularAtEveryHourOfWhatWasSilentForLong(t *testing.T) {
	silent := Record{RequestRate: 5, RateProfile: &Profile{Factors: flat(), PausesOfWeek: []int{7}, Failing: map[int]Failing{3: {Hour: 0.5}}}}
	r := silent.Silent()
	for h := range 7 * 24 {
		require.True(t, r.RateProfile.PausesAt(time.Date(2026, 3, 2, h, 30, 0, 0, time.UTC)))
	}
	require.True(t, silent.Differs(r))
	require.Equal(t, silent.RateProfile.Failing, r.RateProfile.Failing)
	require.Empty(t, silent.RateProfile.Pauses, "the version before is as it was")
	require.Equal(t, Record{}, Record{}.Silent())
}
