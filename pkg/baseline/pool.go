package baseline

import (
	"math"
	"slices"
)

// This file answers what many windows show together.

// pool is the sum of what was seen: bucket counts, or sorted single durations.
type pool struct {
	Histogram
	sorted []float64
}

func poolOf(units []unit) pool {
	var p pool
	for i := range units {
		u := &units[i]
		if u.outlier {
			continue
		}
		if u.exact {
			p.sorted = append(p.sorted, u.value)
			continue
		}
		p.Add(u.Histogram)
	}
	slices.Sort(p.sorted)
	return p
}

func (p pool) requests() float64 {
	if len(p.sorted) > 0 {
		return float64(len(p.sorted))
	}
	return p.Count()
}

func (p pool) quantile(q float64) (v float64, clamped bool) {
	if len(p.sorted) > 0 {
		return sortedQuantile(p.sorted, q), false
	}
	return p.Quantile(q)
}

// shareBelow is the share of requests done within v.
func (p pool) shareBelow(v float64) float64 {
	if len(p.sorted) > 0 {
		return sortedBelow(p.sorted, v) / float64(len(p.sorted))
	}
	return p.below(v) / p.Count()
}

func (p pool) meanAndSD() (mean, sd float64) {
	if len(p.sorted) > 0 {
		return meanAndSD(p.sorted)
	}
	return p.Mean(), p.SD()
}

func (p pool) resolution() float64 {
	if len(p.sorted) > 0 {
		return 1
	}
	return p.Resolution(learnedQuantile)
}

// interval is the 95 % interval of the p95 as if effective requests were
// independent. Both ends are finite: with too few requests to bound the upper
// one, it lies as far above the p95 as the lower one below, at least at the
// largest value seen.
func (p pool) interval(effective float64) (low, high float64) {
	if len(p.sorted) > 0 {
		low, high = sortedInterval(p.sorted, effective, learnedQuantile, level)
	} else {
		low, high = p.between(p.Count(), effective, learnedQuantile, level)
	}
	if !math.IsInf(high, 1) {
		return low, high
	}
	p95, _ := p.quantile(learnedQuantile)
	high, _ = p.quantile(1)
	if low > 0 {
		high = math.Max(high, p95*p95/low)
	}
	return low, high
}
