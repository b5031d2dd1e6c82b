package learn

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which violations a span of hours holds (design 4.4). They
// are derived, never watched for: a down-time loses none.

// derive finds the violations of a span. Prometheus is asked only for the
// operations whose learned windows show that there can be one.
func (l *Learner) derive(ctx context.Context, w work, s span) ([]store.Violation, error) {
	records, err := l.records(ctx, w, s.to())
	if err != nil || len(records) == 0 {
		return nil, err
	}
	earlier, err := l.earlier(ctx, w, s)
	if err != nil {
		return nil, err
	}
	var found []store.Violation
	suspects := map[detect.Signal][]suspect{}
	from := s.from
	if w.countsErrors() {
		from = from.Add(-detect.HourReach)
	}
	for _, b := range records {
		windows, err := l.store.Windows(ctx, l.settings.Source, b.Operation.ID, from, s.to())
		if err != nil {
			return nil, fmt.Errorf("reading the windows of %s: %w", b.Operation.Name, err)
		}
		within := len(windows)
		if i := slices.IndexFunc(windows, func(window baseline.Window) bool { return window.End.After(s.from) }); i >= 0 {
			within = i
		}
		of := suspect{b.Operation, b.Record, earlier[suspected{b.Operation.ID, ""}]}
		switch {
		case w.set.Kind == "gauge":
			found = append(found, reconcile(of.operation, w.runViolations(windows[within:], of.record), of.earlier, s)...)
			continue
		case len(of.earlier) > 0 || slices.ContainsFunc(windows[within:], w.suspicious(of.record)):
			suspects[detect.Latency] = append(suspects[detect.Latency], of)
		}
		of.earlier = earlier[suspected{b.Operation.ID, store.OfErrors}]
		if w.countsErrors() && (len(of.earlier) > 0 || w.mayHaveFailed(windows, within, of.record)) {
			suspects[detect.Errors] = append(suspects[detect.Errors], of)
		}
	}
	for _, signal := range []detect.Signal{detect.Latency, detect.Errors} {
		for group := range slices.Chunk(suspects[signal], suspectsAtOnce) {
			confirmed, err := l.confirm(ctx, w, s, signal, group)
			if err != nil {
				return nil, err
			}
			found = append(found, confirmed...)
		}
	}
	return found, nil
}

// suspected is what may have been off: an operation, by a signal of store.Violation.
type suspected struct {
	operation int64
	signal    string
}

// records are the baselines that answered for a moment; where none did yet, today's.
func (l *Learner) records(ctx context.Context, w work, at time.Time) ([]store.Baseline, error) {
	then, err := l.store.Baselines(ctx, l.settings.Source, w.system.Name, at)
	if err != nil {
		return nil, fmt.Errorf("reading baselines: %w", err)
	}
	var records []store.Baseline
	for _, b := range then {
		if b.Operation.Set == w.set.ID {
			records = append(records, b.Baseline)
		}
	}
	return records, nil
}

// earlier are the violations that were going on when the span began, or are known in it.
func (l *Learner) earlier(ctx context.Context, w work, s span) (map[suspected][]store.Violation, error) {
	stored, err := l.store.Violations(ctx, l.settings.Source, w.system.Name, s.from.Add(-sameViolation), s.to())
	if err != nil {
		return nil, fmt.Errorf("reading violations: %w", err)
	}
	earlier := map[suspected][]store.Violation{}
	for _, v := range stored {
		if v.Operation.Set == w.set.ID {
			of := suspected{v.Operation.ID, v.Signal}
			earlier[of] = append(earlier[of], v)
		}
	}
	return earlier, nil
}
