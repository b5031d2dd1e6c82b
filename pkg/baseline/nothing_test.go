package baseline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Requests that take less than the clock shows have no p95 to compare others with. They fail and stop like all others.
func TestRequestsThatTakeNoTimeTeachErrorsAndRate(t *testing.T) {
	of := func(w Window) (all []Window) {
		for i := range 4 * slotsPerDay {
			w.End, w.Width, w.Errors = start.Add(time.Duration(i+1)*slot), slot, 2
			all = append(all, w)
		}
		return all
	}
	for name, windows := range map[string][]Window{
		"in a bucket up to 0": of(Window{Histogram: Histogram{Bounds: []float64{0, 1}, Counts: []float64{100, 0, 0}}}),
		"without any bound":   of(Window{Histogram: Histogram{Native: true, Counts: []float64{100}}}),
		"runs":                of(Window{Samples: make([]float64, 100)}),
	} {
		r := Learn(windows, Options{})
		require.Equal(t, Learning, r.State, name)
		require.InDelta(t, 100*4*slotsPerDay, r.Requests, 0, name)
		require.InDelta(t, 0.02, r.ErrorRatio, 1e-12, name)
		require.InDelta(t, 100/slot.Seconds(), r.RequestRate, 1e-12, name)
		require.Equal(t, windows[len(windows)-1].End, r.To, name)
		require.NotContains(t, r.Reason, "no requests", name)
		require.Contains(t, r.Reason, "115,200 r", name)
	}
	require.Equal(t, "no requests were seen yet", Learn(of(Window{}), Options{}).Reason)
}
