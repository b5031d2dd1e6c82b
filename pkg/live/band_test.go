package live

import (
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
