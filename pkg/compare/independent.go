package compare

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers how many independent executions a series of them is worth:
// a slow minute of a load test makes hundreds of requests slow at once.

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
