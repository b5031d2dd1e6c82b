package baseline

import "math"

// This file answers what the mean and the spread of the requests are.

// Mean is the exact mean in seconds; NaN without requests.
func (h Histogram) Mean() float64 {
	n := h.Count()
	if !(n > 0) {
		return math.NaN()
	}
	return h.Sum / n
}

// SD is the standard deviation in seconds, from one value per bucket (its
// middle, for native buckets its geometric middle) around the exact mean. It
// differs from the true one by at most SDBound.
func (h Histogram) SD() float64 {
	n, mean := h.Count(), h.Mean()
	if !(n > 0) {
		return math.NaN()
	}
	var squares, sum float64
	for i, c := range h.Counts {
		if i == len(h.Bounds) {
			break
		}
		m := h.middle(i)
		squares += c * (m - mean) * (m - mean)
		sum += c * m
	}
	if over := h.overflow(); over > 0 {
		// What the sum leaves over for the +Inf bucket, if that is more than its lower bound.
		m := math.Max((h.Sum-sum)/over, h.lastBound())
		squares += over * (m - mean) * (m - mean)
	}
	return math.Sqrt(squares / n)
}

// SDBound is by how much SD can be wrong: no request is further from its
// bucket's middle than the wider half of the bucket, and by the triangle
// inequality of the root mean square the two deviations differ by at most the
// root mean square of those halves. It is +Inf with requests in the +Inf bucket.
func (h Histogram) SDBound() float64 {
	if h.overflow() > 0 {
		return math.Inf(1)
	}
	var squares float64
	for i, c := range h.Counts {
		if c <= 0 {
			continue
		}
		low, high := h.edges(i)
		m := h.middle(i)
		half := math.Max(high-m, m-low)
		squares += c * half * half
	}
	return math.Sqrt(squares / h.Count())
}

func (h Histogram) middle(i int) float64 {
	low, high := h.edges(i)
	if h.Native && low > 0 {
		return math.Sqrt(low * high)
	}
	return (low + high) / 2
}

func (h Histogram) overflow() float64 {
	if len(h.Counts) <= len(h.Bounds) {
		return 0
	}
	return h.Counts[len(h.Bounds)]
}

func (h Histogram) lastBound() float64 {
	if len(h.Bounds) == 0 {
		return 0
	}
	return h.Bounds[len(h.Bounds)-1]
}
