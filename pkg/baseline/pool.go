package baseline

import "math"

// This file answers what many windows show together.

// pool is the sum of what was seen: bucket counts, or sorted single durations.
type pool struct {
	Histogram
	sorted []float64
}

func poolOf(u *evidence) pool {
	var p pool
	for i := range u.list {
		if one := &u.list[i]; one.exact && !one.outlier {
			if p.sorted == nil {
				p.sorted = make([]float64, 0, len(u.list)-i)
			}
			p.sorted = append(p.sorted, one.value)
		}
	}
	ascending(p.sorted)
	for i := range u.week.pooled {
		p.Add(u.week.pooled[i])
	}
	return p
}

// without is the pool of the units that are no outliers, of a pool of all of them.
func (p pool) without(u *evidence) pool {
	if len(p.sorted) == 0 {
		u.leaveOut()
		return poolOf(u)
	}
	var out []float64
	for i := range u.list {
		if one := &u.list[i]; one.outlier && one.exact {
			out = append(out, one.value)
		}
	}
	ascending(out)
	return pool{sorted: difference(p.sorted, out)}
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
	if low >= LeastValue {
		high = math.Max(high, p95*p95/low)
	}
	return low, high
}

// widened is the interval of the true p95: its ends are moved to the bounds of
// the buckets that hold them. They are taken anew for as many requests as were
// counted, less what correlation takes: interpolation makes a p95 in a wide
// bucket steadier than the true one is.
func (p pool) widened(low, high, plain, correlated float64) (least, most float64) {
	if len(p.sorted) > 0 || !(plain > 0) {
		return low, high
	}
	n := p.Count()
	from, to := p.between(n, math.Min(n, n*correlated/plain), learnedQuantile, level)
	low, high = math.Min(low, from), math.Max(high, to)
	if math.IsInf(high, 1) {
		high, _ = p.quantile(1)
	}
	least, most = low, high
	for i := range p.Bounds {
		if a, b := p.edges(i); low > a && low <= b {
			least = a
		}
		if a, b := p.edges(i); high > a && high <= b {
			most = b
		}
	}
	return least, most
}
