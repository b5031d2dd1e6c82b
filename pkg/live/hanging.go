package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers when work of operations took too long while it was under way, within the last hour, or was overdue. What
// began before is told with its beginning: its age tells.

// hung are those breaches of operations, by the key of their labels.
func (r *Reader) hung(ctx context.Context, req Request, set catalog.OperationSet, judged []OperationVerdict, t time.Time) (map[string][]detect.Stretch, error) {
	if req.Signal == detect.Rate && set.TellsEnds() {
		return r.overdue(ctx, req, set, judged, t)
	}
	if req.Signal != detect.Latency || set.Runs == nil || set.Runs.RunningSince == "" || len(judged) == 0 {
		return nil, nil
	}
	q, minute := ageQuery(req.System, set, ""), t.Truncate(runsStep)
	var doubt error
	if set.Kind != "gauge" { // of what takes less time than a window is wide the windows tell
		if q.Least, doubt = r.width(ctx, QueryOf(req.System, set), t); q.Least == 0 {
			return nil, doubt
		}
	}
	ages, err := r.agesTo(ctx, q.Expr(), set.By, minute)
	if err != nil {
		err = fmt.Errorf("reading the work of %s that was under way: %w", set.Metric, err)
	}
	by, hung := SettingsOf(req.System, set), map[string][]detect.Stretch{}
	for _, v := range judged {
		key := Key("", v.Labels)
		under := ages[key]
		if v.Running > 0 && v.At.After(minute) {
			under = append(under, baseline.Age{At: v.At, Age: v.Running})
		}
		if stretches := detect.Hung(under, runsStep, t, v.Baseline, by); len(stretches) > 0 {
			hung[key] = stretches
		}
	}
	return hung, errors.Join(doubt, err)
}

// agesTo are those of the hour up to a moment, by the key of the labels.
func (r *Reader) agesTo(ctx context.Context, expr string, by []string, minute time.Time) (map[string][]baseline.Age, error) {
	series, err := r.asks.matrix(ctx, expr, minute.Add(-history), minute, runsStep)
	ages := map[string][]baseline.Age{}
	for _, op := range prometheus.AgesIn(series, by) {
		ages[Key("", op.Labels)] = op.Ages
	}
	return ages, err
}

// overdue is when runs of operations were overdue, by the key of their labels.
func (r *Reader) overdue(ctx context.Context, req Request, set catalog.OperationSet, judged []OperationVerdict, t time.Time) (map[string][]detect.Stretch, error) {
	var least time.Duration
	for i := range judged {
		least = judged[i].Baseline.Between.Soonest(least)
	}
	if least == 0 {
		return nil, nil
	}
	q := prometheus.PauseQuery{
		Ended: set.Runs.Timestamp, Running: set.Runs.RunningSince, Selector: prometheus.Matchers(req.System.Selector, set.Selector), By: set.By, Least: least,
	}
	pauses, err := r.agesTo(ctx, q.Expr(), set.By, t.Truncate(runsStep))
	if err != nil {
		err = fmt.Errorf("reading when the last runs of %s had ended: %w", set.Metric, err)
	}
	overdue := map[string][]detect.Stretch{}
	for _, v := range judged {
		key := Key("", v.Labels)
		if stretches := detect.Overdue(pauses[key], runsStep, t, v.Baseline); len(stretches) > 0 {
			overdue[key] = stretches
		}
	}
	return overdue, err
}
