package compare

import (
	"sort"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers how single values are compared with what was counted in buckets.

// ruler holds the single values of one side in the buckets of the other. Where that one interpolates within a bucket may be
// far from the truth; read off the same ruler, equal executions are equal.
type ruler struct {
	baseline.Histogram
	other *baseline.Histogram
}

// alike makes quantiles of both sides comparable.
func alike(base, candidate Side) (Side, Side) {
	return base.onRulerOf(candidate), candidate.onRulerOf(base)
}

func (s Side) onRulerOf(other Side) Side {
	if len(s.Samples) == 0 || len(other.Samples) > 0 || other.Histogram == nil || len(other.Histogram.Bounds) == 0 {
		return s
	}
	bounds := other.Histogram.Bounds
	counted := baseline.Histogram{Bounds: bounds, Native: other.Histogram.Native, Counts: make([]float64, len(bounds)+1)}
	for _, v := range s.Samples {
		counted.Counts[sort.SearchFloat64s(bounds, v)]++
	}
	s.ruler = &ruler{counted, other.Histogram}
	return s
}

// covers tells whether a single value lies in the bucket in which the other side has that quantile. In another one it is
// known better than a ruler tells, and certainly on which side.
func (r *ruler) covers(v, q float64) bool {
	if r == nil {
		return false
	}
	of, clamped := r.other.Quantile(q)
	return !clamped && sort.SearchFloat64s(r.Bounds, v) == sort.SearchFloat64s(r.Bounds, of)
}

func (r *ruler) quantile(values baseline.Sorted, q float64) float64 {
	exact := values.Quantile(q)
	if !r.covers(exact, q) {
		return exact
	}
	if v, clamped := r.Histogram.Quantile(q); !clamped {
		return v
	}
	return exact
}

func (r *ruler) interval(values baseline.Sorted, q, level, effective float64) (low, high float64) {
	low, high = values.Interval(q, level, effective)
	if r == nil {
		return low, high
	}
	from, to := r.IntervalOf(q, level, effective)
	if r.covers(low, q) {
		low = from
	}
	if r.covers(high, q) {
		high = to
	}
	return low, high
}

func (r *ruler) resolution(values baseline.Sorted, q float64) float64 {
	if !r.covers(values.Quantile(q), q) {
		return 1
	}
	return r.Resolution(q)
}
