package prometheus

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// A summary that tells no quantile above the p95 tells the p95: however many requests there were, it is not beyond it.
func TestTheHighestQuantileOfASummaryIsKnown(t *testing.T) {
	for _, quantiles := range [][]float64{{0.5, 0.95}, {0.5, 0.9, 0.95}, {0.5, 0.75, 0.9, 0.95}} {
		for n := 0.5; n < 2000; n += 0.37 {
			var known []quantile
			for _, q := range quantiles {
				known = append(known, quantile{q, q})
			}
			h := summaryHistogram(known, n, 1)
			p95, clamped := h.Quantile(0.95)
			require.False(t, clamped, "%v of %v requests", quantiles, n)
			require.InDelta(t, 0.95, p95, 0.05/math.Max(1, 0.05*n), "%v of %v requests", quantiles, n)
			require.InDelta(t, n, h.Count(), 1.0/perRequest, "%v of %v requests", quantiles, n)
		}
	}
}

// What stands for no limit is no duration: its squares are no numbers, and a baseline of it could not be written down.
func TestAQuantileThatStandsForNoLimitIsNone(t *testing.T) {
	for _, none := range []float64{math.MaxFloat64, math.Inf(1), math.NaN(), 0, -1} {
		h := summaryHistogram([]quantile{{0.5, 0.2}, {0.95, 0.4}, {0.99, none}}, 1000, 1)
		require.Equal(t, []float64{0.2, 0.4}, h.Bounds)
		require.InDeltaSlice(t, []float64{500, 450, 50}, h.Counts, 1e-3)
	}
}
