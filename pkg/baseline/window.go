package baseline

import (
	"math"
	"slices"
	"time"
)

// This file answers what one measured interval shows, be it a histogram or
// single durations.

// Requests is the number of requests, or of runs.
func (w Window) Requests() float64 {
	if len(w.Samples) > 0 {
		return float64(len(w.Samples))
	}
	return w.Count()
}

// Middle is the moment whose hour a window belongs to.
func (w Window) Middle() time.Time { return w.End.Add(-w.Width / 2) }

// Quantile is the duration below which the share q lies; see Histogram.Quantile.
func (w Window) Quantile(q float64) (v float64, clamped bool) {
	if len(w.Samples) > 0 {
		return sortedQuantile(slices.Sorted(slices.Values(w.Samples)), q), false
	}
	return w.Histogram.Quantile(q)
}

// Quantiles are p50, p95 and p99; clamped says that the p95 is only a lower bound.
func (w Window) Quantiles() (q Quantiles, clamped bool) {
	if len(w.Samples) > 0 {
		sorted := slices.Sorted(slices.Values(w.Samples))
		return Quantiles{sortedQuantile(sorted, 0.5), sortedQuantile(sorted, 0.95), sortedQuantile(sorted, 0.99)}, false
	}
	n := w.Count()
	q.P50, _ = w.atRank(0.5*n, n)
	q.P95, clamped = w.atRank(0.95*n, n)
	q.P99, _ = w.atRank(0.99*n, n)
	return q, clamped
}

// Interval holds the true quantile with the given level; see Histogram.Interval.
func (w Window) Interval(q, level float64) (low, high float64) {
	if len(w.Samples) > 0 {
		return sortedInterval(slices.Sorted(slices.Values(w.Samples)), float64(len(w.Samples)), q, level)
	}
	return w.Histogram.Interval(q, level)
}

// Mean is the mean duration; NaN without requests.
func (w Window) Mean() float64 {
	if len(w.Samples) > 0 {
		m, _ := meanAndSD(w.Samples)
		return m
	}
	return w.Histogram.Mean()
}

// Rate is the number of requests per second; NaN for a window without width.
func (w Window) Rate() float64 {
	if w.Width <= 0 {
		return math.NaN()
	}
	return w.Requests() / w.Width.Seconds()
}

// ErrorRatio is the share of failed requests; NaN without requests.
func (w Window) ErrorRatio() float64 {
	n := w.Requests()
	if !(n > 0) {
		return math.NaN()
	}
	return math.Min(1, w.Errors/n)
}

// Age is how long work that has not ended had been going on at a moment.
type Age struct {
	At  time.Time
	Age time.Duration
}
