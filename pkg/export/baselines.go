package export

// This file answers what the numbers of a baseline are called, wherever they are published (design 4.5).

// Metric is a name with what it says.
type Metric struct{ Name, Help string }

// Metrics of a baseline besides its values.
var (
	Confidence = Metric{"yardstick_baseline_confidence_ratio", "Probability that the learned p95 lies within 10 % of the true one; of a level also its usual value."}
	Samples    = Metric{"yardstick_baseline_samples", "Requests that a baseline rests on."}
)

// BaselineOf is the metric of values that are kept in a unit; in none those are durations, in seconds.
func BaselineOf(unit string) Metric {
	if unit != "" {
		return Metric{"yardstick_baseline_value", "What is normal for an operation that is not measured in seconds, in its unit."}
	}
	return Metric{"yardstick_baseline_seconds", "What is normal for an operation; expected is the p95 of the last minutes."}
}
