package compare

import (
	"testing"

	"github.com/stretchr/testify/require"
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
