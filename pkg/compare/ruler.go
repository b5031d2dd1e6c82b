package compare

import (
	"slices"
	"sort"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers how what is known finely is compared with what was counted in wide buckets.

// ruler holds what one side measured in the buckets of the other. Where that one interpolates within a bucket may be far
// from the truth; read off the same ruler, equal executions are equal.
type ruler struct {
	baseline.Histogram
	other *baseline.Histogram
}

// alike makes quantiles of both sides comparable.
func alike(base, candidate Side) (Side, Side) {
	return base.onRulerOf(candidate), candidate.onRulerOf(base)
}

func (s Side) onRulerOf(other Side) Side {
	if len(other.Samples) > 0 || other.Histogram == nil || len(other.Histogram.Bounds) == 0 {
		return s
	}
	bounds := other.Histogram.Bounds
	counts := make([]float64, len(bounds)+1)
	switch {
	case len(s.Samples) > 0:
		for _, v := range s.Samples {
			counts[sort.SearchFloat64s(bounds, v)]++
		}
	case s.Histogram != nil && !slices.Equal(s.Histogram.Bounds, bounds):
		left := s.Histogram.Count()
		for i, bound := range bounds {
			above := s.Histogram.Above(bound)
			counts[i], left = left-above, above
		}
		counts[len(bounds)] = left
	default:
		return s
	}
	s.ruler = &ruler{baseline.Histogram{Bounds: bounds, Native: other.Histogram.Native, Counts: counts}, other.Histogram}
	return s
}

// readsOffRuler tells whether a value of a side lies in the bucket in which the other one has that quantile, and is known
// better than that one's. In another bucket it is certainly known on which side it lies.
func (s Side) readsOffRuler(v, q float64) bool {
	if s.ruler == nil {
		return false
	}
	of, clamped := s.ruler.other.Quantile(q)
	if clamped || sort.SearchFloat64s(s.ruler.Bounds, v) != sort.SearchFloat64s(s.ruler.Bounds, of) {
		return false
	}
	return len(s.Samples) > 0 || s.Histogram.Resolution(q) < s.ruler.other.Resolution(q)
}

// quantile is NaN where only mean and deviation are known, or the quantile lies above the last bucket.
func (s Side) quantile(q float64) float64 {
	own := s.ownQuantile(q)
	if s.readsOffRuler(own, q) {
		if v, clamped := s.ruler.Quantile(q); !clamped {
			return v
		}
	}
	return own
}

// interval holds the true quantile with a level; 0 and +Inf where nothing bounds it.
func (s Side) interval(q, level float64) (low, high float64) {
	low, high = s.ownInterval(q, level)
	if s.ruler == nil {
		return low, high
	}
	from, to := s.ruler.IntervalOf(q, level, s.effectiveAt(q))
	if s.readsOffRuler(low, q) {
		low = from
	}
	if s.readsOffRuler(high, q) {
		high = to
	}
	return low, high
}

// resolution is the ratio of the bounds of the bucket that holds a quantile; 1 for single values that are in none.
func (s Side) resolution(q float64) float64 {
	switch {
	case s.readsOffRuler(s.ownQuantile(q), q):
		return s.ruler.Resolution(q)
	case len(s.Samples) > 0 || s.Histogram == nil:
		return 1
	}
	return s.Histogram.Resolution(q)
}
