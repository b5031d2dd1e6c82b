package baseline

import (
	"math"
	"slices"
)

// This file answers at what duration a given share of the requests of a
// histogram was done, the way Prometheus answers it.

// Count is the number of requests. It can be fractional, because Prometheus
// extrapolates an increase to the edges of its range.
func (h Histogram) Count() float64 {
	var n float64
	for _, c := range h.Counts {
		n += c
	}
	return n
}

// Quantile is the duration in seconds below which the share q of the requests
// lies; NaN without requests. Classic buckets are interpolated linearly with 0
// as the lower bound of the first one, native ones exponentially, both as
// Prometheus does. A quantile in the +Inf bucket is answered by the last
// finite bound with clamped set: the truth is at least that.
func (h Histogram) Quantile(q float64) (v float64, clamped bool) {
	return h.atRank(q*h.Count(), h.Count())
}

// atRank is the duration of the request of a given rank out of total.
func (h *Histogram) atRank(rank, total float64) (v float64, clamped bool) {
	if !(total > 0) || len(h.Bounds) == 0 {
		return math.NaN(), false
	}
	var below float64
	last := -1
	for i, c := range h.Counts {
		if c <= 0 {
			continue
		}
		if below+c >= rank || i == len(h.Bounds) {
			return h.inBucket(i, (rank-below)/c)
		}
		below += c
		last = i
	}
	// Rounding can leave the rank a hair above the last cumulative count.
	return h.inBucket(last, 1)
}

// endsBelow tells a summary whose highest quantile lies below q. Exponential buckets have no last bound that requests pass.
func (h *Histogram) endsBelow(q float64) bool {
	last := len(h.Counts) - 1
	return h.Native && len(h.Bounds) > 0 && h.Counts[last] > 0 && h.Counts[last] > (1-q)*h.Count()*(1+sameBound)
}

// LeastValue is from where on a value is more than nothing: the bucket around zero of native histograms ends at 3e-39 (less
// in other units), and a ratio to what Prometheus interpolates in it is no measurement.
const LeastValue = 1e-30

// inBucket is the value at a fraction of the requests of one bucket.
func (h *Histogram) inBucket(i int, fraction float64) (v float64, clamped bool) {
	if i >= len(h.Bounds) {
		return h.Bounds[len(h.Bounds)-1], true
	}
	fraction = min(max(fraction, 0), 1)
	low, high := h.edges(i)
	if h.Native && low > 0 {
		return low * math.Pow(high/low, fraction), false
	}
	return low + (high-low)*fraction, false
}

// edges are the bounds of bucket i, the upper one infinite for the last.
func (h *Histogram) edges(i int) (low, high float64) {
	switch {
	case i > 0:
		low = h.Bounds[i-1]
	case len(h.Bounds) > 0 && h.Bounds[0] <= 0:
		// Only a metric of signed values has such a bucket; as Prometheus, its bound stands for it.
		low = h.Bounds[0]
	}
	if i >= len(h.Bounds) {
		return low, math.Inf(1)
	}
	return low, h.Bounds[i]
}

// below is the number of requests done within v, by the interpolation of Quantile.
func (h Histogram) below(v float64) float64 {
	t := threshold{v: v}
	return t.count(&h)
}

// threshold is a duration; it remembers where it lies among the bounds of the last histogram, which the next one shares.
type threshold struct {
	v      float64
	bounds []float64
	native bool
	whole  int     // buckets that end within v
	part   float64 // of the next one
}

// count is the number of requests of h done within v.
func (t *threshold) count(h *Histogram) float64 {
	if len(t.bounds) == 0 || len(t.bounds) != len(h.Bounds) || &t.bounds[0] != &h.Bounds[0] || t.native != h.Native {
		t.find(h)
	}
	var n float64
	for i, c := range h.Counts {
		if i >= t.whole {
			return n + t.part*c
		}
		n += c
	}
	return n
}

func (t *threshold) find(h *Histogram) {
	t.bounds, t.native, t.part = h.Bounds, h.Native, 0
	t.whole, _ = slices.BinarySearchFunc(h.Bounds, t.v, func(bound, v float64) int {
		if bound <= v {
			return -1
		}
		return 1
	})
	if math.IsInf(t.v, 1) {
		t.whole++ // all requests took less, those of the last bucket too
		return
	}
	switch low, high := h.edges(t.whole); {
	case t.v <= low, math.IsInf(high, 1):
	case h.Native && low > 0:
		t.part = math.Log(t.v/low) / math.Log(high/low)
	default:
		t.part = (t.v - low) / (high - low)
	}
}

// Above is the number of requests that took longer than v, by the same interpolation. Those of which no duration is known
// are not shown to have.
func (h Histogram) Above(v float64) float64 {
	if len(h.Bounds) == 0 {
		return 0
	}
	return math.Max(0, h.Count()-h.below(v))
}

// Resolution is the ratio of the bounds of the bucket that holds the quantile
// q: a change smaller than that is interpolation, not measurement. It is 1 for
// the unknown.
func (h Histogram) Resolution(q float64) float64 {
	v, clamped := h.Quantile(q)
	if math.IsNaN(v) || clamped {
		return 1
	}
	for i := range h.Bounds {
		low, high := h.edges(i)
		if v <= high {
			if low > 0 {
				return high / low
			}
			// The first bucket starts at 0: no ratio bounds it. Its own half stands for the lower edge.
			return 2
		}
	}
	return 1
}

// Bucket are the bounds of the bucket that holds a value; not known where that lies beyond the last one.
func (h Histogram) Bucket(v float64) (low, high float64, known bool) {
	for i := range h.Bounds {
		if low, high = h.edges(i); v <= high*(1+sameBound) {
			return low, high, true
		}
	}
	return 0, 0, false
}
