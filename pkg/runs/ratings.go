package runs

import "math"

// This file answers what D5 calls a benchmark: its rating and its status
// (l.204-215; D-32 of the catalogue says what the words stand for).

var nan = math.NaN()

// ratingOf is excellent up to the baseline, good up to the middle between it and the maximum, acceptable up to the maximum,
// poor above; empty where one of them is not known.
func ratingOf(mean, baseline, limit float64) string {
	switch {
	case !(mean > 0) || !(baseline > 0) || !(limit > 0):
		return ""
	case mean <= baseline:
		return "excellent"
	case mean <= (baseline+limit)/2:
		return "good"
	case mean <= limit:
		return "acceptable"
	}
	return "poor"
}
