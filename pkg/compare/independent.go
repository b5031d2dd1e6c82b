package compare

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers how many independent executions a series, or a histogram, of
// them is worth: a slow minute of a load test makes hundreds of requests slow at once.

const (
	// leastForBatches is from how many values on neighbours can be told from chance.
	leastForBatches = 100
	// batchesLevel is how improbable the differences between batches must be by chance before they count.
	batchesLevel = 0.001
)

// independent compares the batches of a series (about √n batches of √n neighbours): the share below the median of each
// differs by chance alone like a coin's; where it differs by more, there is less information.
func independent(values []float64) (effective float64) {
	n := len(values)
	if n < leastForBatches {
		return float64(n)
	}
	median := baseline.SortedOf(values).Quantile(0.5)
	size := int(math.Sqrt(float64(n)))
	batches := n / size
	shares := make([]float64, batches)
	var mean float64
	for b := range shares {
		for _, v := range values[b*size : (b+1)*size] {
			if v < median {
				shares[b]++
			}
		}
		shares[b] /= float64(size)
		mean += shares[b] / float64(batches)
	}
	if mean <= 0 || mean >= 1 {
		return float64(n) // half of the values are the same
	}
	var squares float64
	for _, s := range shares {
		squares += (s - mean) * (s - mean)
	}
	// By chance squares is the variance of a share times a chi square with one degree less than batches.
	unrest := squares / (mean * (1 - mean) / float64(size))
	free := float64(batches - 1)
	if (distuv.ChiSquared{K: free}).Survival(unrest) > batchesLevel {
		return float64(n)
	}
	return math.Max(1, float64(n)*free/unrest)
}

// By how much more a level that all executions of a minute share tells of the middle, and of the mean, than of the p95,
// beside what chance alone tells of each. The first is that of log-normal durations, whatever their width, (φ(0)²/0.25) /
// (φ(1.645)²/0.0475); the second that of narrow ones, of wide ones it is less. A tail knows less of the level than its
// middle: what the p95 says of itself is too much for both.
const (
	middleToP95 = 2.84
	meanToP95   = 4.46
)

// effectiveAt is how many independent executions are known of a quantile.
func (s Side) effectiveAt(q float64) float64 {
	if q < 0.95 {
		return s.inflated(middleToP95)
	}
	return s.effective()
}

func (s Side) effectiveOfMean() float64 { return s.inflated(meanToP95) }

// inflated is the effective number where the level tells so many times as much as of the p95. Single values are told apart
// by their middle from the beginning.
func (s Side) inflated(times float64) float64 {
	n, effective := s.N(), s.effective()
	if s.Histogram == nil || len(s.Samples) > 0 || !(effective > 0) {
		return effective
	}
	return n / (1 + times*(n/effective-1))
}
