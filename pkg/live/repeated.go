package live

import (
	"math"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// This file answers whether an operation has been slow several runs in a row,
// by the factor and the count that its system's document gives (D5 l.316-317).

// degradedFrom is the duration in seconds above which a run counts; NaN where
// the system has no such rule or nothing is known to compare with.
func degradedFrom(rule *catalog.Degradation, normal baseline.Record, t time.Time) float64 {
	expected := normal.Expected(t)
	if rule == nil || !(expected > 0) || normal.State == baseline.Learning {
		return math.NaN()
	}
	return rule.Factor * expected
}

// repeatedRuns is what each of the last runs exceeds, against the limit; 0 where
// fewer runs are known than have to be slow. One normal run ends it.
func repeatedRuns(durations []float64, limit float64, rule *catalog.Degradation) float64 {
	if rule == nil || math.IsNaN(limit) {
		return math.NaN()
	}
	if len(durations) < rule.Runs {
		return 0
	}
	return slices.Min(durations[len(durations)-rule.Runs:]) / limit
}
