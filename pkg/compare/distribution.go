package compare

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers what the tables of the statistics books answer.

func normalQuantile(p float64) float64 { return distuv.UnitNormal.Quantile(p) }

func studentQuantile(p, free float64) float64 {
	return distuv.StudentsT{Sigma: 1, Nu: math.Max(1, free)}.Quantile(p)
}

// leastP is the smallest probability that is told apart from 0.
const leastP = 1e-12

// leastLevel finds the smallest one-sided error probability at which something is shown, by halving; 1 where it never
// is. shown must hold for all larger ones where it holds for one.
func leastLevel(shown func(alpha float64) bool) float64 {
	low, high := math.Log(leastP), math.Log(0.5)
	if !shown(0.5) {
		return 1
	}
	if shown(leastP) {
		return leastP
	}
	for range 40 {
		if middle := (low + high) / 2; shown(math.Exp(middle)) {
			high = middle
		} else {
			low = middle
		}
	}
	return math.Exp(high)
}

func logChoose(n, k float64) float64 {
	a, _ := math.Lgamma(n + 1)
	b, _ := math.Lgamma(k + 1)
	c, _ := math.Lgamma(n - k + 1)
	return a - b - c
}
