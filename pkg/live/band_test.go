package live

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

func TestTheBandOfAnOperationWithFewRequests(t *testing.T) {
	normal := baseline.Record{
		Quantiles: baseline.Quantiles{P50: 115, P95: 215, P99: 268}, Mean: 124, State: baseline.Active, Resolution: 1, LogSD: 0.02,
		Requests: 10_000, Effective: 9000, P95Low: 213, P95High: 218, RequestRate: 1.0 / 60,
	}
	by := detect.Settings{}.Filled()
	windowOf := func(counts ...float64) baseline.Window {
		return baseline.Window{End: noon, Width: time.Minute, Histogram: baseline.Histogram{Bounds: []float64{100, 150, 300}, Counts: counts}}
	}
	ends := func(stat Stat, w baseline.Window) []float64 {
		_, lower, upper := band(stat, w, normal, by)
		return []float64{lower, upper}
	}
	one := ends(StatP95, windowOf(0, 1, 0, 0))
	require.InDelta(t, 37, one[0], 3, "the quickest of a thousand")
	require.InDelta(t, 360, one[1], 30, "the slowest of a thousand, and not twenty times normal")
	for _, stat := range []Stat{StatP50, StatP99, StatMean} {
		require.InEpsilonSlice(t, one, ends(stat, windowOf(0, 1, 0, 0)), 0.01, "of one request every statistic is the same")
	}
	require.Equal(t, one, ends(StatP95, windowOf(0, 0, 0, 0)), "a minute without requests is drawn as one with the usual")
	gap := ends(StatP95, baseline.Window{End: noon})
	require.Greater(t, gap[0], 200.0)
	require.Less(t, gap[1], 230.0)
	many := ends(StatP50, windowOf(0, 99, 0, 0))
	require.Less(t, many[1]/many[0], one[1]/one[0]/3)
}

// In an hour with a job of five minutes one request in twelve is slow: the median is what it always is, the p95 is the job's.
func TestEveryStatisticOfAnHourWithAJobHasItsOwnNormal(t *testing.T) {
	window := func(end time.Time, width time.Duration) baseline.Window {
		w := baseline.Window{End: end, Width: width, Histogram: baseline.Histogram{Native: true}}
		for b := 0.005; b < 20; b *= 1.09 {
			w.Bounds = append(w.Bounds, b)
		}
		w.Counts = make([]float64, len(w.Bounds)+1)
		for at := end.Add(-width); at.Before(end); at = at.Add(time.Minute) {
			median, below := 0.1, 0.0
			if at.Minute() < 5 {
				median = 0.5
			}
			for i, b := range w.Bounds {
				share := math.Erfc(-math.Log(b/median)/0.4/math.Sqrt2) / 2
				w.Counts[i], w.Sum, below = w.Counts[i]+60*(share-below), w.Sum+60*(share-below)*b, share
			}
		}
		return w
	}
	var learned []baseline.Window
	for end := noon.AddDate(0, 0, -14); !end.After(noon); end = end.Add(5 * time.Minute) {
		learned = append(learned, window(end, 5*time.Minute))
	}
	normal, by := baseline.Learn(learned, baseline.Options{}), detect.Settings{}.Filled()
	hour := window(noon.Add(time.Hour), time.Hour)
	for _, stat := range []Stat{StatP50, StatP95, StatP99, StatMean} {
		expected, lower, upper := band(stat, hour, normal, by)
		require.InEpsilon(t, expected, statOf(stat, hour), 0.1, stat)
		require.InEpsilon(t, expected*math.Exp(-3*normal.LogSD), lower, 0.02, stat)
		require.InEpsilon(t, expected*math.Exp(3*normal.LogSD), upper, 0.02, stat)
	}
}
