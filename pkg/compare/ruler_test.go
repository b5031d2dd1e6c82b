package compare

import (
	"math"
	"sort"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// A run has single values, a baseline buckets: between 1 s and 2.5 s the latter knows no more than the default buckets of
// Prometheus tell, and its interpolated median is 1.75 s wherever in there its requests lie.
func TestSingleValuesAndBucketsAreMeasuredAlike(t *testing.T) {
	single := func(from, to float64) Side {
		values := make([]float64, 5000)
		for i := range values {
			values[i*2003%len(values)] = from + (to-from)*(float64(i)+0.5)/float64(len(values))
		}
		return Of(values, float64(len(values)), 0)
	}
	for name, c := range map[string]struct {
		from, to, than, upTo float64
		gate                 Verdict
		change               Change
	}{
		"the same, high in the bucket":   {2.3, 2.45, 2.3, 2.45, Pass, NoChange},
		"the same, low in the bucket":    {1.05, 1.15, 1.05, 1.15, Pass, NoChange},
		"slower within the bucket":       {1.05, 1.15, 1.7, 1.8, Fail, NoChange},
		"slower than the last bucket":    {2.3, 2.45, 23, 24.5, Fail, Slower},
		"faster, in another bucket":      {2.3, 2.45, 0.6, 0.7, Pass, Faster},
		"slower, in the bucket above it": {1.3, 1.5, 2.6, 3, Fail, Slower},
	} {
		for way, o := range map[string]Operation{
			"a run against a baseline": {Name: "op", Base: inBuckets(5000, c.from, c.to), Candidate: single(c.than, c.upTo)},
			"a version against a run":  {Name: "op", Base: single(c.from, c.to), Candidate: inBuckets(5000, c.than, c.upTo)},
		} {
			if c.upTo > 10 && o.Base.Histogram == nil {
				continue // what lies above the last bucket of a version is not known
			}
			v := Gate([]Operation{o}, Defaults()).Operations[0]
			require.Equal(t, c.gate, v.Verdict, "%s, %s: %s", name, way, v.Reason)
			got := Compare(o)
			require.Equal(t, c.change, got.Change, "%s, %s: %v", name, way, got.Ratio)
		}
	}
}

// Who goes over to native histograms, or to other bounds, has not become slower or faster by that.
func TestOtherBoundsMakeNoChange(t *testing.T) {
	native := func(n int, from, to float64) Side {
		h := &baseline.Histogram{Native: true}
		for k := -20; k <= 20; k++ {
			h.Bounds = append(h.Bounds, math.Exp2(float64(k)/8))
		}
		h.Counts = make([]float64, len(h.Bounds)+1)
		for i := range n {
			x := from + (to-from)*(float64(i)+0.5)/float64(n)
			h.Counts[sort.SearchFloat64s(h.Bounds, x)]++
			h.Sum += x
		}
		return Side{Histogram: h, Attempts: float64(n)}
	}
	for name, c := range map[string]struct {
		base, candidate Side
		gate            Verdict
		change          Change
	}{
		"native from classic":        {inBuckets(5000, 2.2, 2.35), native(5000, 2.2, 2.35), Pass, NoChange},
		"classic from native":        {native(5000, 2.2, 2.35), inBuckets(5000, 2.2, 2.35), Pass, NoChange},
		"native from classic, slow":  {inBuckets(5000, 1.3, 1.5), native(5000, 2.6, 3), Fail, Slower},
		"native from classic, quick": {inBuckets(5000, 2.6, 3), native(5000, 1.3, 1.5), Pass, Faster},
	} {
		o := Operation{Name: "op", Base: c.base, Candidate: c.candidate}
		v := Gate([]Operation{o}, Defaults()).Operations[0]
		require.Equal(t, c.gate, v.Verdict, "%s: %s", name, v.Reason)
		got := Compare(o)
		require.Equal(t, c.change, got.Change, "%s: %v", name, got.Ratio)
	}
}
