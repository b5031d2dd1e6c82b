package compare

import (
	"sort"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// inBuckets counts executions that take between two durations, evenly, in the default buckets of Prometheus.
func inBuckets(n int, from, to float64) Side {
	h := &baseline.Histogram{Bounds: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}}
	h.Counts = make([]float64, len(h.Bounds)+1)
	for i := range n {
		x := from + (to-from)*(float64(i)+0.5)/float64(n)
		h.Counts[sort.SearchFloat64s(h.Bounds, x)]++
		h.Sum += x
	}
	return Side{Histogram: h, Attempts: float64(n)}
}

// Between 0.25 s and 0.5 s a bucket shows no difference: that is no proof of being as fast.
func TestAWideBucketPassesNothing(t *testing.T) {
	base := inBuckets(5000, 0.26, 0.30)
	gate := func(candidate Side) Answer {
		return Gate([]Operation{{Name: "op", Base: base, Candidate: candidate}}, Defaults())
	}
	slower := gate(inBuckets(5000, 0.42, 0.48))
	require.Equal(t, Fail, slower.Verdict, "1.6 times as slow: %s", slower.Operations[0].Reason)
	require.Equal(t, Mean, slower.Operations[0].Decisive().Measure)
	require.Equal(t, Pass, gate(inBuckets(5000, 0.26, 0.30)).Verdict)
}
