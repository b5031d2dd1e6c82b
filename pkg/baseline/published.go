package baseline

import "time"

// This file answers which numbers of a baseline others read who cannot see its state.

// Stat is one of them, with its name.
type Stat struct {
	Name  string
	Value float64
}

// Published are those at a moment. Expected is what rules of others divide by: while a baseline is being learned there is
// none, or they would alert on three requests, and no duration of 0, of which everything is infinitely many times.
func (r Record) Published(at time.Time) []Stat {
	stats := []Stat{{"p50", r.P50}, {"p95", r.P95}, {"p99", r.P99}, {"mean", r.Mean}, {"sd", r.SD}}
	expected, judges := r.ExpectedLately(at), r.State != Learning && r.State != ""
	if judges && (expected > 0 || r.Unit != "") {
		stats = append(stats, Stat{"expected", expected})
	}
	return stats
}
