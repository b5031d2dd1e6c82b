package live

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers whether the documented absolute limits are kept.

// Outcome is what a target's check says.
type Outcome string

// The four outcomes (design 5.1).
const (
	Met        Outcome = "met"
	Missed     Outcome = "missed"
	NotTested  Outcome = "not tested"  // the load or work that the target speaks of is absent
	CannotTell Outcome = "cannot tell" // nothing measures it, or not up to the limit
)

// TargetRequest asks for the targets of a system.
type TargetRequest struct {
	System *catalog.System
	At     time.Time
	Lag    time.Duration
	// Baselines are those valid at the moment, by Key(set, labels); for the targets that speak of them.
	Baselines map[string]baseline.Record
	// Engine are values that only the caller knows, by the word of catalog.Target.Engine: "delay" is the
	// longest detection delay of the violations in its store, in seconds.
	Engine map[string]float64
}

// TargetRow is one target of one series.
type TargetRow struct {
	System  string
	Target  catalog.Target
	Labels  map[string]string
	Value   float64 // base units; NaN where unknown
	Outcome Outcome
	Reason  string
}

// Distance is the value as a multiple of the limit; NaN where there is none.
func (r TargetRow) Distance() float64 {
	if r.Target.Limit == 0 {
		return math.NaN()
	}
	return r.Value / r.Target.Limit
}

// Targets checks every target of the system, in the document's order, a row
// per series. With an error the targets that could be checked are there too.
func (r *Reader) Targets(ctx context.Context, req TargetRequest) ([]TargetRow, error) {
	t := Grid(req.At, req.Lag)
	bounds, boundsErr := r.bounds(ctx, req.System, t)
	rows := make([][]TargetRow, len(req.System.Targets))
	failures := make([]error, len(rows))
	var group errgroup.Group
	group.SetLimit(int(r.asks.most)) // more would only wait for one another
	for i, target := range req.System.Targets {
		group.Go(prometheus.Guarded(func() error {
			rows[i], failures[i] = r.target(ctx, req, target, bounds, t)
			return nil
		}))
	}
	failures = append(failures, group.Wait(), boundsErr)
	return slices.Concat(rows...), errors.Join(failures...)
}

func (r *Reader) target(ctx context.Context, req TargetRequest, target catalog.Target, bounds map[string]float64, t time.Time) ([]TargetRow, error) {
	whole := TargetRow{System: req.System.Name, Target: target, Labels: map[string]string{}, Value: math.NaN()}
	var load model.Vector
	if target.Load != "" {
		var err error
		if load, err = r.asks.instant(ctx, target.Load, momentOf(target.Load, t)); err != nil {
			return []TargetRow{whole.because(CannotTell, "Prometheus could not evaluate its load.")}, fmt.Errorf("checking the load of target %s: %w", target.ID, err)
		}
	}
	switch {
	case target.Engine != "" && target.Load != "" && !anyLoad(load):
		return []TargetRow{whole.because(NotTested, absent)}, nil
	case target.Engine != "":
		row, err := r.judgeEngine(ctx, req, whole)
		return []TargetRow{row}, err
	case target.Expr == "":
		return []TargetRow{whole.because(CannotTell, "No metric carries it.")}, nil
	}
	return r.measured(ctx, req.System, whole, load, bounds, t)
}

// overDays finds the ranges of a day or more in an expression.
var overDays = regexp.MustCompile(`\[\d+[dwy]`)

// momentOf is when an expression is evaluated for a moment. What looks back over days reads all samples of them, again
// with every refresh of a dashboard, and is moved by a hundredth at most in a quarter of an hour: it is asked for once
// in that time. The ends of days and hours are on this grid in every time zone.
func momentOf(expr string, t time.Time) time.Time {
	if overDays.MatchString(expr) {
		return t.Truncate(slowTick)
	}
	return t
}

// absent is why a target is not tested.
const absent = "The load or work that it speaks of is absent."

func (r *Reader) measured(ctx context.Context, sys *catalog.System, whole TargetRow, load model.Vector, bounds map[string]float64, t time.Time) ([]TargetRow, error) {
	target := whole.Target
	values, err := r.asks.instant(ctx, target.Expr, momentOf(target.Expr, t))
	if values == nil && err != nil {
		return []TargetRow{whole.because(CannotTell, "Prometheus could not evaluate it.")}, fmt.Errorf("checking target %s: %w", target.ID, err)
	}
	if len(values) == 0 {
		row, emptyErr := r.emptyTarget(ctx, sys, whole, load, t)
		return []TargetRow{row}, errors.Join(err, emptyErr)
	}
	return targetRows(whole, values, load, bounds), err
}

func targetRows(whole TargetRow, values, load model.Vector, bounds map[string]float64) []TargetRow {
	rows := make([]TargetRow, 0, len(values))
	for _, s := range values {
		row := whole
		row.Labels = labelsOf(s.Metric)
		highest, bucketed := bounds[boundMetric(whole.Target.Bound)]
		switch {
		case whole.Target.Load != "" && !loaded(s.Metric, load):
			row = row.because(NotTested, absent)
		case bucketed && highest < whole.Target.Limit:
			row = row.because(CannotTell, fmt.Sprintf(
				"The highest bucket bound of %s is %s, below the limit %s: longer ones cannot be told apart. Add a bound at %s.",
				boundMetric(whole.Target.Bound), number(highest), number(whole.Target.Limit), number(whole.Target.Limit)))
		default:
			row = judgeTarget(row, float64(s.Value))
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b TargetRow) int { return strings.Compare(Key("", a.Labels), Key("", b.Labels)) })
	return rows
}

// emptyTarget says why an expression has no series.
func (r *Reader) emptyTarget(ctx context.Context, sys *catalog.System, row TargetRow, load model.Vector, t time.Time) (TargetRow, error) {
	probe, err := r.Probe(ctx, sys, t)
	if err != nil {
		return row.because(CannotTell, "Nothing measures it."), err
	}
	i := slices.IndexFunc(probe.Quantities, func(q ProbedQuantity) bool { return q.ID == row.Target.Quantity })
	switch {
	case i >= 0 && !probe.Quantities[i].Found:
		q := probe.Quantities[i]
		return row.because(CannotTell, fmt.Sprintf("Missing: %s. %s", strings.Join(q.Missing, ", "), q.Emit)), nil
	case row.Target.Load != "" && !anyLoad(load):
		return row.because(NotTested, absent), nil
	}
	return row.because(NotTested, "Its metric exists, but this work has not been seen."), nil
}
