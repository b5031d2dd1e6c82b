package baseline

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers between which values the true quantile lies, given that
// only n requests were seen.

// exactRanks is the number of requests up to which the binomial distribution is
// summed exactly; above it the normal approximation is off by less than one rank in a thousand.
const exactRanks = 100_000

var standardNormal = distuv.UnitNormal

// orderRanks are the ranks (from 1) of the two requests between which the true
// quantile q lies with at least the given level: the largest l with
// P(Bin(n,q) <= l-1) <= a/2 and the smallest u with P(Bin(n,q) >= u) <= a/2.
// l is 0 and u is n+1 where so few requests give no bound on that side.
func orderRanks(n, q, level float64) (l, u float64) {
	n = math.Round(n)
	if n < 1 {
		return 0, 1
	}
	tail := (1 - level) / 2
	if n > exactRanks {
		d := standardNormal.Quantile(1-tail) * math.Sqrt(n*q*(1-q))
		return math.Max(0, math.Floor(n*q-d)), math.Min(n+1, math.Ceil(n*q+d)+1)
	}
	l = binomialQuantile(n, q, tail)
	if binomialCDF(l, n, q) > tail {
		l--
	}
	u = binomialQuantile(n, q, 1-tail)
	return l + 1, u + 1
}

// binomialQuantile is the smallest k with P(Bin(n,q) <= k) >= p. One exact sum
// near the answer and a walk from there: the interval of every operation is
// needed at every evaluation.
func binomialQuantile(n, q, p float64) float64 {
	sd := math.Sqrt(n * q * (1 - q))
	k := math.Floor(n*q + standardNormal.Quantile(p)*sd)
	k = math.Min(math.Max(k, 0), n)
	cdf := binomialCDF(k, n, q)
	mass := binomialMass(k, n, q)
	for cdf < p && k < n {
		mass *= (n - k) / (k + 1) * q / (1 - q)
		k++
		cdf += mass
	}
	for k > 0 && cdf-mass >= p {
		cdf -= mass
		mass *= k / (n - k + 1) * (1 - q) / q
		k--
	}
	return k
}

func binomialCDF(k, n, q float64) float64 {
	switch {
	case k < 0:
		return 0
	case k >= n:
		return 1
	}
	return mathext.RegIncBeta(n-k, k+1, 1-q)
}

func binomialMass(k, n, q float64) float64 {
	a, _ := math.Lgamma(n + 1)
	b, _ := math.Lgamma(k + 1)
	c, _ := math.Lgamma(n - k + 1)
	return math.Exp(a - b - c + k*math.Log(q) + (n-k)*math.Log1p(-q))
}

// Interval holds the true quantile q with the given level (0.95), from order
// statistics: no shape of distribution is assumed. low is 0 and high is +Inf
// where so few requests bound nothing on that side (below 72 requests for both
// sides of a p95).
func (h Histogram) Interval(q, level float64) (low, high float64) {
	n := h.Count()
	if !(n > 0) || len(h.Bounds) == 0 {
		return math.NaN(), math.NaN()
	}
	return h.between(n, n, q, level)
}

// between is the interval that effective independent requests would give.
func (h Histogram) between(total, effective, q, level float64) (low, high float64) {
	m := math.Max(1, math.Round(effective))
	l, u := orderRanks(m, q, level)
	low, high = 0, math.Inf(1)
	// The request of rank k sits in the middle of the k-th n-th of the distribution.
	if l >= 1 {
		low, _ = h.atRank((l-0.5)/m*total, total)
	}
	if u <= m {
		v, clamped := h.atRank((u-0.5)/m*total, total)
		if !clamped {
			high = v
		}
	}
	return low, high
}
