package learn

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which operations are worth being measured by the minute,
// and what that shows.

// suspect is an operation that may have been in violation: it says so itself in
// the windows that were learned, or it was when the span began.
type suspect struct {
	operation store.Operation
	record    baseline.Record
	earlier   []store.Violation
	hung      []detect.Stretch // in which work under way took too long
	looked    looked           // the hours of which earlier is known
	unseen    bool             // it completed nothing in the span nor in the hour before it
}

// mayHaveStopped tells whether windows are missing in which it would be odd that nothing was completed. Windows without
// requests are not kept: there may also have been no series.
func (w work) mayHaveStopped(windows []baseline.Window, record baseline.Record, s span) bool {
	ended := map[int64]bool{}
	width := learningWidth
	for _, window := range windows {
		ended[window.End.Unix()] = true
		width = max(learningWidth, window.Width)
	}
	for end := s.from.Add(width); !end.After(s.to()); end = end.Add(width) {
		if !ended[end.Unix()] && detect.JudgeRate(baseline.Window{End: end, Width: width}, record, w.tiers()).Tier >= detect.Warning {
			return true
		}
	}
	return false
}

// withSeries leaves out what is no more: of all that completed nothing for so long Prometheus is asked once whether there
// are series of it when an hour is over, however many they are.
func (l *Learner) withSeries(ctx context.Context, w work, s span, suspects []suspect) ([]suspect, error) {
	if !slices.ContainsFunc(suspects, func(of suspect) bool { return of.unseen }) {
		return suspects, nil
	}
	width, err := l.width(ctx, w, s.to(), learningWidth)
	if err != nil {
		return nil, w.unmeasured("", s, err)
	}
	there, err := l.settings.Prometheus.Windows(ctx, w.query(width, ""), s.from.Add(time.Hour), s.to(), time.Hour)
	if err != nil {
		return nil, w.unmeasured("", s, err)
	}
	exists := map[string]bool{}
	for _, op := range there {
		exists[w.key(op.Labels)] = len(op.Windows) > 0
	}
	return slices.DeleteFunc(suspects, func(of suspect) bool { return of.unseen && !exists[w.key(of.operation.Labels)] }), nil
}

// confirmInParts confirms suspects, in halves for as long as they are too many for one question: a proxy may take no
// address that names them all, or Prometheus may refuse to read so many series at once.
func (l *Learner) confirmInParts(ctx context.Context, w work, s span, signal detect.Signal, suspects []suspect) ([]store.Violation, error) {
	found, err := l.confirm(ctx, w, s, signal, suspects)
	if len(suspects) < 2 || !errors.Is(err, prometheus.ErrTooLarge) {
		return found, err
	}
	half := len(suspects) / 2
	if found, err = l.confirmInParts(ctx, w, s, signal, suspects[:half]); err != nil {
		return nil, err
	}
	others, err := l.confirmInParts(ctx, w, s, signal, suspects[half:])
	return append(found, others...), err
}

// confirm measures suspects and derives their violations: at the width of detection, and where nothing was completed by
// windows as they are learned.
func (l *Learner) confirm(ctx context.Context, w work, s span, signal detect.Signal, suspects []suspect) ([]store.Violation, error) {
	least := detectionWidth
	if signal == detect.Rate {
		least = learningWidth
	}
	step, err := l.width(ctx, w, s.to(), least)
	if err != nil {
		return nil, w.unmeasured("", s, err)
	}
	labels := make([]map[string]string, len(suspects))
	for i, of := range suspects {
		labels[i] = of.operation.Labels
	}
	failed := ""
	if signal == detect.Errors {
		failed = w.set.Errors
	}
	q := w.query(step, failed)
	q.Selector = prometheus.Matchers(q.Selector, prometheus.AnyOf(w.set.By, labels))
	// Before the span: the rise that led to a breach, and the evidence of the first verdict.
	before := (detect.RecentReach + detect.HourReach + step - 1) / step * step
	measured, err := l.settings.Prometheus.Windows(ctx, q, s.from.Add(step-before), s.to(), step)
	if err != nil {
		return nil, w.unmeasured("", s, err)
	}
	apart := sameViolation
	if signal == detect.Rate {
		apart = sameStop(step)
	}
	windows := make(map[string][]baseline.Window, len(measured))
	for _, op := range measured {
		windows[w.key(op.Labels)] = op.Windows
	}
	var found []store.Violation
	for _, of := range suspects { // those that have no windows any more, too
		shown := w.violationsIn(signal, windows[w.key(of.operation.Labels)], of, s, step)
		found = append(found, reconcileApart(of.operation, shown, of.earlier, s, of.looked, apart)...)
	}
	return found, nil
}

// key names an operation within its set.
func (w work) key(labels map[string]string) string {
	var b strings.Builder
	for _, name := range w.set.By {
		fmt.Fprintf(&b, "%d:%s", len(labels[name]), labels[name])
	}
	return b.String()
}
