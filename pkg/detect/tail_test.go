package detect

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// Where one hour of the night is five times slower, a p99 that is half as slow again at noon is told as anywhere else.
func TestATailIsToldBesideASlowHour(t *testing.T) {
	for name, night := range map[string]float64{"a day like any hour": 1, "one slow hour": 5} {
		s := &stream{median: 0.1, logSD: 0.4, levelSD: 0.02, perSecond: 10, bounds: geometric(0.005, 1.0905, 90), r: rand.New(rand.NewPCG(1, 1))}
		s.slow = func(at time.Time) float64 {
			if at.Add(-1).Hour() == 2 {
				return night
			}
			return 1
		}
		r := s.learned(5)
		noon := start.Add(5*24*time.Hour + 12*time.Hour)
		var quiet, slower []baseline.Window
		for k := range 12 {
			end := noon.Add(time.Duration(12-k) * 5 * time.Minute)
			w := baseline.Window{End: end, Width: 5 * time.Minute, Histogram: s.piece(end, 5*time.Minute)}
			quiet = append(quiet, w)
			w.Histogram = s.piece(end, 5*time.Minute)
			// Of a hundred requests one and a half take four times as long.
			for range 45 {
				w.Counts[len(w.Counts)/2+5]++
			}
			slower = append(slower, w)
		}
		require.Equal(t, Normal, JudgeDrift(quiet, r, Settings{}).Tier, name)
		d := JudgeDrift(slower, r, Settings{})
		require.Equal(t, Info, d.Tier, "%s: p99 %.3f, taken for normal %.3f", name, joinedP99(slower), Settings{}.Filled().tailOf(r)(slower[0]))
		require.InDelta(t, tailQuantile, d.Quantile, 0, name)
	}
}

func joinedP99(windows []baseline.Window) float64 {
	v, _ := joinedAll(windows).Quantile(tailQuantile)
	return v
}

// Of a cache fourteen requests in a hundred miss by day and three by night, and take four hundred times as long: by day
// the p95 is one of these, by night only the p99 is. The nights are as they always are.
func TestANightWhoseTailIsFurtherAwayIsNoDrift(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	s := &stream{median: 0.002, logSD: 0.3, perSecond: 1, bounds: geometric(0.0005, 1.0905, 130), r: r}
	factor := 1.0
	s.slow = func(at time.Time) float64 {
		misses := 0.03
		if hour := at.Add(-1).Hour(); hour >= 8 && hour < 18 {
			misses = 0.14
		}
		if r.Float64() < misses {
			return 400 * factor
		}
		return 1
	}
	normal := s.learned(7)
	hourBefore := func(at time.Time) []baseline.Window {
		windows := make([]baseline.Window, 0, 12)
		for k := range 12 {
			end := at.Add(-time.Duration(k) * 5 * time.Minute)
			windows = append(windows, baseline.Window{End: end, Width: 5 * time.Minute, Histogram: s.piece(end, 5*time.Minute)})
		}
		return windows
	}
	for hour := 1; hour < 24; hour++ {
		d := JudgeDrift(hourBefore(start.Add(time.Duration(7*24+hour)*time.Hour)), normal, Settings{})
		require.Equal(t, Normal, d.Tier, "%d:00: %s", hour, d.Reason)
	}
	factor = 2.5
	d := JudgeDrift(hourBefore(start.Add((7*24+4)*time.Hour)), normal, Settings{})
	require.Equal(t, Info, d.Tier, "misses of the night that take longer are told")
	require.InDelta(t, 2.5, d.Ratio, 0.5)
}
