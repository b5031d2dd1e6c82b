package baseline

import (
	"math"
	"slices"
)

// This file answers for a long list of single durations what a window answers,
// without sorting it for every question.

// Sorted are single durations in ascending order.
type Sorted []float64

// SortedOf sorts a copy.
func SortedOf(samples []float64) Sorted { return slices.Sorted(slices.Values(samples)) }

// Quantile interpolates linearly between order statistics; NaN without samples.
func (s Sorted) Quantile(q float64) float64 { return sortedQuantile(s, q) }

// Interval holds the true quantile with the given level, as if effective of the
// samples were independent; 0 and +Inf where so few bound nothing on that side.
func (s Sorted) Interval(q, level, effective float64) (low, high float64) {
	return sortedInterval(s, effective, q, level)
}

// IntervalOf is Interval as if effective of the requests were independent.
func (h Histogram) IntervalOf(q, level, effective float64) (low, high float64) {
	n := h.Count()
	if !(n > 0) || len(h.Bounds) == 0 {
		return 0, math.Inf(1)
	}
	return h.between(n, effective, q, level)
}
