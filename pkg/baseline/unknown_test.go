package baseline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// An application may forget the quantiles of a summary within minutes: its requests are counted then, and nothing else is
// known of them. What is known of their neighbours stays known.
func TestRequestsOfNoKnownDurationHideNoOthers(t *testing.T) {
	known := Histogram{Native: true, Bounds: []float64{0.2, 0.7}, Counts: []float64{5, 4.5, 0.5}, Sum: 3}
	unknown := Histogram{Native: true, Counts: []float64{10}, Sum: 4}
	for name, parts := range map[string][]Histogram{"first": {unknown, known}, "last": {known, unknown}} {
		var both Histogram
		for _, h := range parts {
			both.Add(h)
		}
		p95, clamped := both.Quantile(0.95)
		require.False(t, clamped, name)
		require.InDelta(t, 0.7, p95, 1e-9, name)
		require.InDelta(t, 20, both.Count(), 1e-9, name)
		require.InDelta(t, 7, both.Sum, 1e-9, name)
	}
	require.Equal(t, []float64{5, 4.5, 0.5}, known.Counts)
	require.Zero(t, unknown.Above(0.1), "nobody saw that they took long")
	unknown.Add(unknown)
	require.InDelta(t, 20, unknown.Count(), 0)
}

// So it is with every third window of a quiet operation.
func TestAQuietSummaryThatForgetsIsLearned(t *testing.T) {
	of := func(forgets bool) Record {
		var windows []Window
		for i := range 7 * slotsPerDay {
			w := Window{End: start.Add(time.Duration(i+1) * slot), Width: slot, Histogram: Histogram{
				Native: true, Bounds: []float64{0.2 + 0.001*float64(i%7), 0.7 + 0.001*float64(i%11)}, Counts: []float64{3, 2.8125, 0.1875}, Sum: 2,
			}}
			if forgets && i%3 == 1 {
				w.Histogram = Histogram{Native: true, Counts: []float64{6}, Sum: 2}
			}
			windows = append(windows, w)
		}
		return Learn(windows, Options{})
	}
	r, all := of(true), of(false)
	require.InEpsilon(t, all.P95, r.P95, 0.02)
	require.InEpsilon(t, all.Requests, r.Requests, 0.02)
	require.Equal(t, all.State, r.State)
}
