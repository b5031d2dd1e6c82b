package baseline

import "github.com/yardstick-baselines/yardstick/pkg/figure"

// This file answers in what unit the values of an operation are kept.

// Scale is what a value of a metric in a unit of Grafana is divided by: times are kept in seconds, all else as it is.
func Scale(unit string) float64 { return figure.Scale(unit) }

// IsTime tells whether a unit of Grafana is one of time; none is a second.
func IsTime(unit string) bool { return figure.IsTime(unit) }

// KeptIn is the unit in which values are kept: empty for durations, which are in seconds, as they nearly all are. A level may
// be in seconds too, and is not slow.
func KeptIn(unit string, level bool) string {
	switch {
	case !IsTime(unit):
		return unit
	case level:
		return "s"
	}
	return ""
}

// Measured says of options what is measured: in which unit the metric has it, what of it is better, and whether each window
// has one value, of something that has one at any time.
func (o Options) Measured(unit, direction string, level bool) Options {
	o.Unit, o.Direction, o.Level = KeptIn(unit, level), direction, level
	return o
}

// Typical is the number that Statistic names.
func (r Record) Typical() float64 {
	if r.Level != nil && r.Level.Values > 0 {
		return r.Level.Usual()
	}
	return r.P95
}

// Statistic is what is compared with normal, in words: the p95 of requests and runs, of a level its value.
func Statistic(level bool) string {
	if level {
		return "value"
	}
	return "p95"
}
