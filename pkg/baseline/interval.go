package baseline

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers between which values the true quantile lies, given that
// only n requests were seen.

// exactRanks is the number of requests up to which the binomial distribution is
// summed exactly; above it the normal approximation is off by less than one rank in a thousand.
const exactRanks = 100_000

var standardNormal = distuv.UnitNormal

// ShareInterval is the score interval of a share, k of n (Wilson, 1927), with its ends z standard errors away. Of a count that
// was extrapolated to more than all, it is that of all.
func ShareInterval(k, n, z float64) (low, high float64) {
	p, z2 := math.Min(1, k/n), z*z
	middle := (p + z2/(2*n)) / (1 + z2/n)
	half := z / (1 + z2/n) * math.Sqrt(p*(1-p)/n+z2/(4*n*n))
	return math.Max(0, middle-half), math.Min(1, middle+half)
}

// AtLeast is P(Bin(n,p) >= k), of counts that may have been extrapolated.
func AtLeast(k, n, p float64) float64 {
	k, n = math.Floor(k), math.Round(n)
	switch {
	case k <= 0:
		return 1
	case k > n:
		return 0
	case p >= 1:
		return 1
	}
	return betaCDF(k, n-k+1, p)
}

// orderRanks are the ranks (from 1) between which the true quantile q lies with
// the given level. The request of rank l lies above it with probability
// P(Bin(n,q) <= l-1), that of rank u below it with P(Bin(n,q) >= u); whole ranks
// would hold it in more cases than stated, so they are interpolated to where both
// are half of what is left (Hettmansperger and Sheather 1986). l is below 1 and
// u above n where so few requests give no bound on that side.
func orderRanks(n, q, level float64) (l, u float64) {
	n = math.Round(n)
	if n < 1 {
		return 0, 2
	}
	tail := (1 - level) / 2
	if n > exactRanks {
		d := standardNormal.Quantile(1-tail) * math.Sqrt(n*q*(1-q))
		return n*q - d + 0.5, n*q + d + 0.5
	}
	return fractionalRank(n, q, tail), fractionalRank(n, q, 1-tail)
}

// fractionalRank is where the probability that fewer than so many requests lie below the quantile reaches p.
func fractionalRank(n, q, p float64) float64 {
	k, before, mass := binomialQuantile(n, q, p)
	if !(mass > 0) {
		return k
	}
	return k + math.Min(1, math.Max(0, (p-before)/mass))
}

// binomialQuantile is the smallest k with P(Bin(n,q) <= k) >= p, with the
// probability below it and its own. One exact sum near the answer and a walk from
// there: the interval of every operation is needed at every evaluation.
func binomialQuantile(n, q, p float64) (k, before, mass float64) {
	sd := math.Sqrt(n * q * (1 - q))
	k = math.Floor(n*q + standardNormal.Quantile(p)*sd)
	k = math.Min(math.Max(k, 0), n)
	cdf := binomialCDF(k, n, q)
	mass = binomialMass(k, n, q)
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
	return k, cdf - mass, mass
}

func binomialCDF(k, n, q float64) float64 {
	switch {
	case k < 0:
		return 0
	case k >= n:
		return 1
	}
	return betaCDF(n-k, k+1, 1-q)
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
