package baseline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// An operation all of whose requests lie in one bucket is known as well as one whose requests lie in two.
func TestOneBucketIsABaseline(t *testing.T) {
	for name, inNext := range map[string]float64{"one bucket": 0, "one request in a thousand in the next": 1} {
		for _, native := range []bool{false, true} {
			windows := make([]Window, 2*slotsPerDay)
			for i := range windows {
				h := Histogram{Bounds: defaultBuckets, Counts: make([]float64, len(defaultBuckets)+1), Native: native}
				h.Counts[0], h.Counts[1] = 1000-inNext, inNext
				h.Sum = 0.002 * h.Count()
				windows[i] = Window{End: start.Add(time.Duration(i+1) * slot), Width: slot, Histogram: h}
			}
			r := Learn(windows, Options{})
			require.Equal(t, Active, r.State, "%s: %s", name, r.Reason)
			require.InDelta(t, r.Requests, r.Effective, 0.01*r.Requests, name)
			require.Less(t, r.P95Low, r.P95, name)
			require.Less(t, r.P95, r.P95High, name)
			require.LessOrEqual(t, r.P95Most, defaultBuckets[1], name)
		}
	}
}
