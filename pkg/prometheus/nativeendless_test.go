package prometheus

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// What lies beyond all that anything takes is in the bucket without an end, in however many buckets it was told.
func TestABucketBeyondEverythingHasNoEnd(t *testing.T) {
	told := func(buckets ...nativeBucket) (bounds, counts []float64) {
		h := nativeHistogram(histogramPoint{buckets: buckets}, 1)
		return h.Bounds, h.Counts
	}
	first := nativeBucket{lower: 1, upper: 2, count: 5}
	for name, beyond := range map[string][]nativeBucket{
		"with a bound":         {{lower: 2, upper: math.MaxFloat64, count: 3}},
		"with several bounds":  {{lower: 2, upper: 1e200, count: 1}, {lower: 1e250, upper: 1e300, count: 2}},
		"and without one":      {{lower: 2, upper: math.MaxFloat64, count: 2}, {lower: math.MaxFloat64, upper: math.Inf(1), count: 1}},
		"without a bound only": {{lower: 2, upper: math.Inf(1), count: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			bounds, counts := told(append([]nativeBucket{first}, beyond...)...)
			require.Equal(t, []float64{1, 2}, bounds)
			require.Equal(t, []float64{0, 5, 3}, counts)
		})
	}
}
