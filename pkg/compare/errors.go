package compare

import (
	"math"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers by how many percentage points more executions fail. Not by
// how many times: at small counts a ratio blows up.

// differenceOf is the share of failures of the candidate minus that of the base, with an interval (Newcombe's, of Wilson's scores).
func differenceOf(base, candidate Side, level float64) Ratio {
	if !(base.Attempts > 0) || !(candidate.Attempts > 0) {
		return Ratio{math.NaN(), math.Inf(-1), math.Inf(1)}
	}
	b, c := base.Failed/base.Attempts, candidate.Failed/candidate.Attempts
	z := normalQuantile(0.5 + level/2)
	bTogether, cTogether := math.Max(base.Together, 1), math.Max(candidate.Together, 1)
	if c > b {
		bTogether = math.Max(bTogether, cTogether) // it may have had the luck of no burst
	} else {
		cTogether = math.Max(cTogether, math.Min(bTogether, candidate.Failed)) // at most one burst is all that failed
	}
	bLow, bHigh := baseline.ShareInterval(base.Failed/bTogether, base.Attempts/bTogether, z)
	cLow, cHigh := baseline.ShareInterval(candidate.Failed/cTogether, candidate.Attempts/cTogether, z)
	d := c - b
	return Ratio{Value: d, Low: d - math.Hypot(c-cLow, bHigh-b), High: d + math.Hypot(cHigh-c, b-bLow)}
}

// exceedance is the probability that by chance at least as many of the candidate lie above the base's p95, raised by
// the margin, where the candidate is not slower than that. It is exact for any distribution (the counts above an order
// statistic are negative hypergeometric), so that it works where there are too few values for an interval of a p95.
func exceedance(base, candidate Side, margin float64) (p, share float64) {
	n, m := len(base.Samples), len(candidate.Samples)
	rank := min(n, int(math.Ceil(0.95*float64(n))))
	limit := base.Samples[rank-1] * (1 + margin)
	over := 0
	for _, v := range candidate.Samples {
		if v > limit {
			over++
		}
	}
	r, beyond := float64(rank), float64(n-rank)
	all := logChoose(float64(n+m), float64(m))
	for k := float64(over); k <= float64(m); k++ {
		p += math.Exp(logChoose(float64(m)-k+r-1, r-1) + logChoose(k+beyond, beyond) - all)
	}
	return math.Min(1, p), float64(over) / float64(m)
}
