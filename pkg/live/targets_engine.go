package live

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// This file answers the targets that speak of baselines themselves: no metric
// of the system carries them, the engine does (E-9, E-12, E-15).

// The words of catalog.Target.Engine.
const (
	engineSlow       = "slow"
	engineRequests   = "requests"
	engineConfidence = "confidence"
	engineCoverage   = "coverage"
	engineDelay      = "delay"
)

// judgeEngine checks a target over all operations: by the one that is furthest from it.
func (r *Reader) judgeEngine(ctx context.Context, req TargetRequest, row TargetRow) (TargetRow, error) {
	if value, given := req.Engine[row.Target.Engine]; given {
		return judgeTarget(row, value), nil
	}
	if row.Target.Engine == engineDelay {
		return row.because(NotTested, "No operation has left its baseline."), nil
	}
	verdicts, err := r.Verdicts(ctx, Request{System: req.System, Baselines: req.Baselines, At: req.At, Lag: req.Lag})
	if len(verdicts) == 0 {
		return row.because(CannotTell, "No operation has been seen yet."), err
	}
	if row.Target.Engine == engineCoverage {
		return coverageRow(row, verdicts), err
	}
	worst, value, missed, n := furthest(row.Target, verdicts)
	if n == 0 {
		return row.because(CannotTell, "Nothing has been learned yet."), err
	}
	row.Labels = worst.Labels
	row = judgeTarget(row, value)
	if row.Outcome == Missed {
		row.Reason = fmt.Sprintf("%d of %d operations; furthest: %s with %s.", missed, n, worst.Operation, number(value))
	}
	return row, err
}

// furthest is the operation with the value that keeps a target the least, and how many miss it.
func furthest(target catalog.Target, verdicts []OperationVerdict) (worst OperationVerdict, value float64, missed, n int) {
	value = math.NaN()
	for _, v := range verdicts {
		own := engineValue(target.Engine, v)
		if math.IsNaN(own) {
			continue
		}
		n++
		if holds, err := compare(own, target.Op, target.Limit); err == nil && !holds {
			missed++
		}
		lessIsBetter := target.Op == "<" || target.Op == "<="
		if math.IsNaN(value) || lessIsBetter && own > value || !lessIsBetter && own < value {
			worst, value = v, own
		}
	}
	return worst, value, missed, n
}

func engineValue(engine string, v OperationVerdict) float64 {
	learned := v.Baseline.Requests > 0
	switch {
	case engine == engineSlow:
		return v.Slow
	case engine == engineRequests && learned:
		return v.Baseline.Requests
	case engine == engineConfidence && learned:
		return v.Baseline.Confidence
	}
	return math.NaN()
}

// coverageRow is the share of the operations that have a baseline to be judged by.
func coverageRow(row TargetRow, verdicts []OperationVerdict) TargetRow {
	var without []string
	for _, v := range verdicts {
		if v.Baseline.State != baseline.Active && v.Baseline.State != baseline.Documented {
			without = append(without, v.Operation)
		}
	}
	row = judgeTarget(row, 1-float64(len(without))/float64(len(verdicts)))
	if row.Outcome == Missed {
		slices.Sort(without)
		row.Reason = fmt.Sprintf("%d of %d operations have none yet, %s among them.", len(without), len(verdicts), without[0])
	}
	return row
}
