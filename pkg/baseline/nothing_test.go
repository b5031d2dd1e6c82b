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

// Native histograms count what took no time in a bucket that ends at 3e-39: that is 0, of which nothing is a multiple.
func TestTheBucketAroundZeroIsNothing(t *testing.T) {
	const ofPrometheus = 0x1p-128
	for name, zero := range map[string]float64{"in seconds": ofPrometheus, "in milliseconds": ofPrometheus / 1000, "in nanoseconds": ofPrometheus / 1e9} {
		h := Histogram{Native: true, Bounds: []float64{zero, 0.25, 0.5}, Counts: []float64{96, 0, 4, 0}, Sum: 1.5}
		var windows []Window
		for i := range 4 * slotsPerDay {
			w := Window{End: start.Add(time.Duration(i+1) * slot), Width: slot, Histogram: h}
			if i%20 == 0 { // a little more than one in twenty of these take some time
				w.Histogram = Histogram{Native: true, Bounds: h.Bounds, Counts: []float64{90, 0, 10, 0}, Sum: 4}
			}
			windows = append(windows, w)
		}
		r := Learn(windows, Options{})
		require.InDelta(t, 0.35, r.P95, 0.1, name)
		require.Less(t, r.LogSD, 0.1, name)
		require.Zero(t, r.Slope(), name)
	}
}
