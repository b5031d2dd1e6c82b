package baseline

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A summary that tells its p90 at most has a baseline, by which it is compared; that it is none of the p95 is said.
func TestASummaryWithoutItsP95SaysSo(t *testing.T) {
	of := func(highest, moves float64) (all []Window) {
		for i := range 28 * slotsPerDay {
			scale := math.Exp(moves * math.Sin(float64(i)))
			all = append(all, Window{End: start.Add(time.Duration(i+1) * slot), Width: slot, Histogram: Histogram{
				Native: true, Bounds: []float64{0.1 * scale, 0.2 * scale}, Counts: []float64{50, 100*highest - 50, 100 - 100*highest},
			}})
		}
		return all
	}
	const untold = "; the summary tells no quantile from 0.95 on: the highest that it tells stands for the p95"
	r := Learn(of(0.9, 0.05), Options{})
	require.Equal(t, Active, r.State)
	require.InEpsilon(t, 0.2, r.P95, 0.05)
	require.Contains(t, r.Reason, untold)
	for _, highest := range []float64{0.95, 0.99} {
		require.NotContains(t, Learn(of(highest, 0.05), Options{}).Reason, untold, highest)
	}
	still := Learn(of(0.9, 0), Options{})
	require.Equal(t, Learning, still.State)
	require.Equal(t, "the summary tells no quantile from 0.95 on: let it tell one", still.Reason)
	native := Histogram{Native: true, Bounds: []float64{0.5, 1}, Counts: []float64{0, 100, 0}}
	require.NotContains(t, Learn([]Window{{End: start, Width: slot, Histogram: native}}, Options{}).Reason, untold)
}
