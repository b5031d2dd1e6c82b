package detect

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// averaged is wandering by two thousand points instead of nine.
func averaged(k, n, at, wander, least float64) (chance float64) {
	const step = 0.008
	for x := -8.0; x <= 8; x += step {
		chance += step * distuv.UnitNormal.Prob(x) * baseline.AtLeast(k, n, math.Max(least, distuv.UnitNormal.CDF(at+wander*x)))
	}
	return chance
}

// Of many requests the level decides how many are slow, and one in ten million is further off than the outermost of the nine
// points: a breach that was stated as 1e-7 had a chance of 3e-6.
func TestABreachIsAsImprobableAsItIsSaidToBe(t *testing.T) {
	at := -distuv.UnitNormal.Quantile(judgedQuantile)
	for _, n := range []float64{20, 100, 300, 1000, 5000, 50000} {
		for _, wander := range []float64{0.1, 0.2, 0.3, 0.5} {
			for name, far := range map[string]struct{ at, least float64 }{"above the expected": {at, 0}, "twice as long": {at - 0.7, unknownTail}} {
				// The least number that is a breach.
				low, high := 0.0, n+1
				for high-low > 1 {
					middle := math.Floor((low + high) / 2)
					if wandering(middle, n, far.at, wander, far.least) <= breachChance {
						high = middle
					} else {
						low = middle
					}
				}
				if high > n {
					continue // all of them are not improbable enough
				}
				// The average by points is off by this much where few requests decide.
				const most = 1.6
				if exact := averaged(high, n, far.at, wander, far.least); exact > most*breachChance {
					t.Errorf("%s, %.0f requests, a level that wanders by %.1f: %.0f are a breach, with a chance of %.2g", name, n, wander, high, exact)
				}
			}
		}
	}
}

// What is said to be improbable never becomes less so by looking further out.
func TestLookingFurtherOutOnlyRaisesAChance(t *testing.T) {
	at := -distuv.UnitNormal.Quantile(judgedQuantile)
	for _, n := range []float64{100, 1000, 10000} {
		for _, wander := range []float64{0.1, 0.3} {
			for share := 0.05; share < 0.6; share += 0.01 {
				k := math.Round(share * n)
				exact := averaged(k, n, at, wander, 0)
				bound := furtherOut(0, func(x float64) float64 { return baseline.AtLeast(k, n, distuv.UnitNormal.CDF(at+wander*x)) })
				if bound > exact*1.001+1e-12 {
					t.Errorf("%.0f of %.0f: at least %.3g of %.3g", k, n, bound, exact)
				}
			}
		}
	}
}
