// Package compare answers whether one set of measurements is slower than
// another, and whether that is shown or only looks so. It is pure: numbers in,
// numbers out, no clock and no I/O.
package compare

import (
	"math"
	"sort"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// Side is what was measured of one quantity of one operation, in the best form that is known: single values, else a
// histogram, else mean and standard deviation.
type Side struct {
	Samples   baseline.Sorted
	Histogram *baseline.Histogram
	Mean, SD  float64 // NaN where unknown
	// Count are the executions that Mean and SD rest on.
	Count float64
	// Effective is how many independent executions carry the same information, of a histogram on its p95; 0: all of them.
	Effective float64
	// Attempts and Failed are all executions and those that failed.
	Attempts, Failed float64
	// Together is by how many times more their share varies than that of independent attempts, as Bursts tell; 0: no more.
	Together float64
	// ruler are the buckets of the other side, where those are not this one's.
	ruler *ruler
}

// Of is a side of single values in the order in which they were measured.
func Of(values []float64, attempts, failed float64) Side {
	return Side{Samples: baseline.SortedOf(values), Effective: independent(values), Attempts: attempts, Failed: failed}
}

// Reference is a number that stands for the normal and was not measured: it has no uncertainty. Of what is expected to take
// so long nothing is expected to fail.
func Reference(mean float64) Side {
	return Side{Mean: mean, SD: 0, Count: math.Inf(1), Attempts: math.Inf(1)}
}

// N is the number of executions that have a value.
func (s Side) N() float64 {
	switch {
	case len(s.Samples) > 0:
		return float64(len(s.Samples))
	case s.Histogram != nil:
		return s.Histogram.Count()
	}
	return s.Count
}

func (s Side) effective() float64 {
	if s.Effective > 0 {
		return math.Min(s.Effective, s.N())
	}
	return s.N()
}

// ownQuantile is NaN where only mean and deviation are known, or the quantile lies above the last bucket.
func (s Side) ownQuantile(q float64) float64 {
	switch {
	case len(s.Samples) > 0:
		return s.Samples.Quantile(q)
	case s.Histogram != nil:
		if v, clamped := s.Histogram.Quantile(q); !clamped {
			return v
		}
	}
	return math.NaN()
}

// bucketOf is between which bounds a value lies that was interpolated in a bucket too wide for a margin; else the value itself.
func (s Side) bucketOf(v, margin float64) (low, high float64) {
	if len(s.Samples) > 0 || s.Histogram == nil || math.IsInf(v, 1) {
		return v, v
	}
	i := sort.SearchFloat64s(s.Histogram.Bounds, v)
	if i > 0 {
		low = s.Histogram.Bounds[i-1]
	}
	if high = math.Inf(1); i < len(s.Histogram.Bounds) {
		high = s.Histogram.Bounds[i]
	}
	if low > 0 && high <= low*widest(margin) {
		return v, v
	}
	return low, high
}

func (s Side) ownInterval(q, level float64) (low, high float64) {
	switch {
	case len(s.Samples) > 0:
		return s.Samples.Interval(q, level, s.effective())
	case s.Histogram != nil:
		return s.Histogram.IntervalOf(q, level, s.effectiveAt(q))
	}
	return 0, math.Inf(1)
}

// Average is the mean of all executions; NaN without any.
func (s Side) Average() float64 {
	switch {
	case len(s.Samples) > 0:
		var sum float64
		for _, v := range s.Samples {
			sum += v
		}
		return sum / float64(len(s.Samples))
	case s.Histogram != nil:
		return s.Histogram.Mean()
	case s.Count > 0:
		return s.Mean
	}
	return math.NaN()
}

// of is what a measure of the size is; NaN where it is not known.
func (s Side) of(m Measure) float64 {
	if q, is := quantileOf[m]; is {
		return s.quantile(q)
	}
	return s.Average()
}

// summaryOnly tells that quantiles cannot be known.
func (s Side) summaryOnly() bool { return len(s.Samples) == 0 && s.Histogram == nil }

// unbounded tells that no number of executions bounds the mean: how much they scatter is not known, as in the summaries
// of Locust, Artillery and k6.
func (s Side) unbounded() bool { return s.summaryOnly() && s.Count >= 2 && math.IsNaN(s.SD) }

// noSpread is why a ratio of means decides nothing, and what to do.
const noSpread = "a file has means without a standard deviation, which no number of executions decides: give one with single values"
