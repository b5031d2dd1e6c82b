package live

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/prometheus/common/model"
)

// This file answers whether one value keeps its limit.

func judgeTarget(row TargetRow, value float64) TargetRow {
	switch {
	case math.IsNaN(value): // a quantile of no requests, a share of none
		return row.because(NotTested, "There was nothing to measure in the time looked at.")
	case math.IsInf(value, 0):
		return row.because(CannotTell, "What it is divided by is 0.")
	}
	row.Value = value
	holds, err := compare(value, row.Target.Op, row.Target.Limit)
	if err != nil {
		return row.because(CannotTell, err.Error())
	}
	if holds {
		row.Outcome = Met
		return row
	}
	row.Outcome = Missed
	row.Reason = fmt.Sprintf("%s is not %s %s.", number(value), row.Target.Op, number(row.Target.Limit))
	return row
}

func (r TargetRow) because(outcome Outcome, reason string) TargetRow {
	r.Outcome, r.Reason = outcome, reason
	return r
}

// loaded says whether the load of a series is there: the load series whose shared labels agree.
func loaded(metric model.Metric, load model.Vector) bool {
	for _, l := range load {
		if l.Value > 0 && agree(metric, l.Metric) {
			return true
		}
	}
	return false
}

func anyLoad(load model.Vector) bool {
	return slices.ContainsFunc(load, func(s *model.Sample) bool { return s.Value > 0 })
}

// agree says that no label that both have differs.
func agree(a, b model.Metric) bool {
	for name, value := range b {
		if own, shared := a[name]; shared && own != value && name != model.MetricNameLabel {
			return false
		}
	}
	return true
}

func labelsOf(metric model.Metric) map[string]string {
	labels := make(map[string]string, len(metric))
	for name, value := range maps.All(metric) {
		if name != model.MetricNameLabel {
			labels[string(name)] = string(value)
		}
	}
	return labels
}

// compare evaluates one of the comparisons of the catalogue.
func compare(value float64, op string, limit float64) (bool, error) {
	switch op {
	case "<":
		return value < limit, nil
	case "<=":
		return value <= limit, nil
	case ">":
		return value > limit, nil
	case ">=":
		return value >= limit, nil
	case "==":
		return value == limit, nil
	}
	return false, fmt.Errorf("the comparison %q is not known", op)
}
