package backtest

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers which histogram a row of quantiles stands for.
//
// Quantiles cannot be added, histograms can. So a row is taken to be normal, in
// logarithms, between and beyond the quantiles it tells, and its requests are laid
// into buckets of a ninth of a doubling that all rows share.

const growth = 1.08

// gridBounds are shared by all rows of a series that lie between two values.
func gridBounds(low, high float64) []float64 {
	first := math.Floor(math.Log(low) / math.Log(growth))
	n := int(math.Ceil(math.Log(high)/math.Log(growth))-first) + 1
	bounds := make([]float64, n)
	for i := range bounds {
		bounds[i] = math.Pow(growth, first+float64(i))
	}
	return bounds
}

var quantilesOf = [3]float64{0, distuv.UnitNormal.Quantile(0.95), distuv.UnitNormal.Quantile(0.99)}

// leastSlope keeps a row whose quantiles are equal a distribution.
const leastSlope = 1e-3

func histogramOf(r Row, bounds []float64) baseline.Histogram {
	h := baseline.Histogram{Bounds: bounds, Counts: make([]float64, len(bounds)+1), Native: true}
	logs := [3]float64{math.Log(r.P50), math.Log(math.Max(r.P95, r.P50)), math.Log(math.Max(r.P99, math.Max(r.P95, r.P50)))}
	body := math.Max((logs[1]-logs[0])/quantilesOf[1], leastSlope)
	tail := math.Max((logs[2]-logs[1])/(quantilesOf[2]-quantilesOf[1]), leastSlope)
	before := 0.0
	for i, b := range bounds {
		d := math.Log(b)
		z := (d - logs[0]) / body
		if d > logs[1] {
			z = quantilesOf[1] + (d-logs[1])/tail
		}
		below := 1.0
		switch {
		case z < -6:
			below = 0
		case z < 6:
			below = distuv.UnitNormal.CDF(z)
		}
		h.Counts[i] = r.Requests * (below - before)
		before = below
	}
	h.Counts[len(bounds)] = r.Requests * (1 - before)
	return h
}
