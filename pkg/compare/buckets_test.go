package compare

import (
	"math"
	"math/rand/v2"
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

// Of requests that take about 2.5 s, a tenth more of them above that bound moves the interpolated median from 2.3 s to
// 2.8 s: what is slower by less than its margins must not fail for that, and what is slower by more must.
func TestABoundThatAFewRequestsPassFailsNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 17))
	around := func(median, sd float64) Side {
		h := &baseline.Histogram{Bounds: []float64{.1, .25, .5, 1, 2.5, 5, 10}, Counts: make([]float64, 8)}
		for range 5000 {
			x := median * math.Exp(sd*random.NormFloat64())
			h.Counts[sort.SearchFloat64s(h.Bounds, x)]++
			h.Sum += x
		}
		return Side{Histogram: h, Attempts: 5000}
	}
	verdict := func(base, candidate Side) OperationVerdict {
		return Gate([]Operation{{Name: "op", Base: base, Candidate: candidate}}, Defaults()).Operations[0]
	}
	for _, sd := range []float64{0.05, 0.1, 0.2, 0.3} {
		for _, slower := range []float64{1.02, 1.04} {
			v := verdict(around(2.45, sd), around(2.45*slower, sd))
			require.NotEqual(t, Fail, v.Verdict, "%vx at a deviation of %v: %s", slower, sd, v.Reason)
		}
		v := verdict(around(2.45, sd), around(2.45*1.15, sd))
		require.Equal(t, Fail, v.Verdict, "1.15x at a deviation of %v: %s", sd, v.Reason)
	}
	t.Run("a tail two buckets on is shown, whatever the mean", func(t *testing.T) {
		base, tail := around(0.7, 0.05), around(0.7, 0.05)
		tail.Histogram.Counts[3] -= 400 // of 0.5 s to 1 s
		tail.Histogram.Counts[5] += 400 // 2.5 s to 5 s
		v := verdict(base, tail)
		require.Equal(t, Fail, v.Verdict, v.Reason)
		require.Contains(t, []Measure{P95, P99}, v.Decisive().Measure)
	})
}
