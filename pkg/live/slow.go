package live

import (
	"math"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers whether an operation is slow run by run (D2 l.143, E-9).

// slowFactor: one normal run in twenty is above the p95, so the threshold of a slow run is 1.1 x the p99.
const slowFactor = 1.1

// slowOf is how many of the last runs count.
const slowOf = 3

// slowThreshold is the documents' baseline.threshold in seconds; NaN while nothing is known.
func slowThreshold(normal baseline.Record) float64 {
	switch {
	case normal.State == baseline.Documented && normal.RangeHigh > 0:
		return slowFactor * normal.RangeHigh
	case normal.P99 > 0 && normal.State != baseline.Learning:
		return slowFactor * normal.P99
	}
	return math.NaN()
}

// slowShare is what two thirds of the requests of a window exceed, against the threshold.
func slowShare(w baseline.Window, normal baseline.Record) float64 {
	const runs = slowOf - 1
	if w.Requests() < runs {
		return math.NaN()
	}
	v, _ := w.Quantile(1 - float64(runs)/slowOf)
	return v / slowThreshold(normal)
}

// slowRuns is what the last run and one more of the last three exceed, against
// the threshold; 0 where no second run is known. A normal run ends it.
func slowRuns(durations []float64, normal baseline.Record) float64 {
	last := durations[max(0, len(durations)-slowOf):]
	if len(last) < slowOf-1 {
		return 0 / slowThreshold(normal)
	}
	sorted := slices.Sorted(slices.Values(last))
	return min(last[len(last)-1], sorted[len(sorted)-(slowOf-1)]) / slowThreshold(normal)
}
