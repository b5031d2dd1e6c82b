package baseline

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// exactCounts is up to how many requests the incomplete beta function is exact; far above it answers what is no
// probability, and the normal approximation is as good as exact.
const exactCounts = 1e7

// betaCDF is the probability that a value of Beta(a,b) is at most x. P(Bin(n,p) >= k) is that with k, n-k+1 and p.
func betaCDF(a, b, x float64) float64 {
	if n := a + b - 1; n > exactCounts {
		return standardNormal.Survival((a - 0.5 - n*x) / math.Sqrt(n*x*(1-x)))
	}
	return mathext.RegIncBeta(a, b, x)
}
