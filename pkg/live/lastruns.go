package live

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how the last runs of rare operations went, and how long
// the ones under way have been running.

// gauges are the series of a set's companion gauges at one moment, one query for all of them.
type gauges map[string]model.Vector // by metric name

func (r *Reader) gauges(ctx context.Context, sys *catalog.System, set catalog.OperationSet, matchers string, t time.Time, names ...string) (gauges, error) {
	wanted := namesPattern(names)
	if wanted == "" {
		return nil, nil
	}
	expr := "{" + prometheus.Matchers(wanted, sys.Selector, set.Selector, matchers) + "}"
	vector, err := r.asks.instant(ctx, expr, t)
	if vector == nil && err != nil {
		return nil, fmt.Errorf("reading the last runs of %s: %w", set.Metric, err)
	}
	byName := gauges{}
	for _, s := range vector {
		name := string(s.Metric[model.MetricNameLabel])
		byName[name] = append(byName[name], s)
	}
	return byName, err
}

// ageOf writes how long the work under way had been going on when it was scraped.
func ageOf(sys *catalog.System, set catalog.OperationSet, matchers string) string {
	return ageQuery(sys, set, matchers).Expr()
}

func ageQuery(sys *catalog.System, set catalog.OperationSet, matchers string) prometheus.AgeQuery {
	return prometheus.AgeQuery{Since: set.Runs.RunningSince, Selector: prometheus.Matchers(sys.Selector, set.Selector, matchers), By: set.By}
}

// ages are those of the oldest work under way of each operation, by the key of its labels (design 4.8).
func (r *Reader) ages(ctx context.Context, sys *catalog.System, set catalog.OperationSet, matchers string, t time.Time) (map[string]time.Duration, error) {
	if set.Runs == nil || set.Runs.RunningSince == "" {
		return nil, nil
	}
	found, err := r.asks.instant(ctx, ageOf(sys, set, matchers), t)
	if err != nil {
		err = fmt.Errorf("reading the work under way of %s: %w", set.Metric, err)
	}
	return oldest(found, set.By), err
}

func oldest(ages model.Vector, by []string) map[string]time.Duration {
	found := map[string]time.Duration{}
	for _, s := range ages {
		key := Key("", ownLabels(s.Metric, by))
		found[key] = max(found[key], figure.Duration(float64(s.Value)))
	}
	return found
}

// ownLabels are the labels of a series that make an operation.
func ownLabels(metric model.Metric, by []string) map[string]string {
	labels := make(map[string]string, len(by))
	for _, name := range by {
		if value := string(metric[model.LabelName(name)]); value != "" {
			labels[name] = value
		}
	}
	return labels
}

// apart are the labels of a series without its name: equal for the companions of one process.
func apart(metric model.Metric) model.Fingerprint {
	plain := metric.Clone()
	delete(plain, model.MetricNameLabel)
	return plain.Fingerprint()
}

// lastRuns are what is known of each operation of a set at t, by the key of its
// labels; of those that the matchers find.
func (r *Reader) lastRuns(ctx context.Context, sys *catalog.System, set catalog.OperationSet, matchers string, t time.Time) (map[string]detect.Run, error) {
	if counts(set) {
		return r.countedRuns(ctx, sys, set, t)
	}
	found, err := r.gauges(ctx, sys, set, matchers, t, set.Metric, set.Runs.Timestamp, set.Runs.RunningSince)
	if found == nil {
		return nil, err
	}
	starts := found[set.Runs.RunningSince]
	if !slices.ContainsFunc(starts, func(s *model.Sample) bool { return s.Value > 0 }) {
		return runsAt(found, nil, set, t), err // nothing goes on
	}
	ages, ageErr := r.ages(ctx, sys, set, matchers, t)
	return runsAt(found, ages, set, t), errors.Join(err, ageErr)
}

// runsAt reads from the gauges the run of each operation that ended last on
// any instance, and the oldest that goes on.
func runsAt(found gauges, ages map[string]time.Duration, set catalog.OperationSet, t time.Time) map[string]detect.Run {
	ended := map[model.Fingerprint]float64{}
	for _, s := range found[set.Runs.Timestamp] {
		ended[apart(s.Metric)] = float64(s.Value)
	}
	runs := map[string]detect.Run{}
	for _, s := range found[set.Metric] {
		at, duration := ended[apart(s.Metric)], float64(s.Value)/figure.Scale(set.Unit)
		if !(at > 0) || math.IsNaN(duration) {
			continue // never ran
		}
		key := Key("", ownLabels(s.Metric, set.By))
		run := runs[key]
		run.At = t
		if end := moment(at); end.After(run.LastAt) {
			run.Last, run.LastAt = figure.Duration(duration), end
		}
		runs[key] = run
	}
	for _, s := range found[set.Runs.RunningSince] {
		key := Key("", ownLabels(s.Metric, set.By))
		age, start := ages[key], moment(float64(s.Value))
		if age <= 0 || !(s.Value > 0) {
			continue
		}
		run := runs[key]
		run.At, run.Running = t, age
		if run.Since.IsZero() || start.Before(run.Since) {
			run.Since = start
		}
		runs[key] = run
	}
	return runs
}

// counts tells whether no gauge of a set says when a run ended.
func counts(set catalog.OperationSet) bool { return set.Runs == nil || set.Runs.Timestamp == "" }

// countedRuns finds the last run where no gauge tells when it ended: by its count, or by the changed value.
func (r *Reader) countedRuns(ctx context.Context, sys *catalog.System, set catalog.OperationSet, t time.Time) (map[string]detect.Run, error) {
	ops, err := r.asks.runs(ctx, runQuery(sys, set), t.Add(-countedBack), t)
	if ops == nil && err != nil {
		return nil, fmt.Errorf("reading the runs of %s: %w", set.Metric, err)
	}
	runs := make(map[string]detect.Run, len(ops))
	for _, op := range ops {
		if n := len(op.Windows); n > 0 && len(op.Windows[n-1].Samples) > 0 {
			last := op.Windows[n-1]
			runs[Key("", op.Labels)] = detect.Run{At: t, Last: figure.Duration(last.Samples[len(last.Samples)-1]), LastAt: last.End}
		}
	}
	return runs, err
}

func runQuery(sys *catalog.System, set catalog.OperationSet) prometheus.RunQuery {
	q := prometheus.RunQuery{
		Metric: set.Metric, Unit: set.Unit, By: set.By, Selector: prometheus.Matchers(sys.Selector, set.Selector),
	}
	if set.Runs != nil {
		q.Timestamp, q.Count = set.Runs.Timestamp, set.Runs.Count
	}
	return q
}

// moment is a time that a metric tells in unix seconds.
func moment(unix float64) time.Time {
	whole, part := math.Modf(unix)
	return time.Unix(int64(whole), int64(part*1e9)).UTC()
}
