package learn

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which violations a span of hours holds (design 4.4). They
// are derived, never watched for: a down-time loses none.

// widest is how far back a verdict looks where traffic is low.
const widest = 5 * time.Minute

// leastRequests is five requests above the p95 (design 5.1).
const leastRequests = 100

// suspect is an operation that may have been in violation: it says so itself in
// the windows that were learned, or it was when the span began.
type suspect struct {
	operation store.Operation
	record    baseline.Record
	earlier   []store.Violation
}

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
	var suspects []suspect
	for _, b := range records {
		windows, err := l.store.Windows(ctx, l.settings.Source, b.Operation.ID, s.from, s.to())
		if err != nil {
			return nil, fmt.Errorf("reading the windows of %s: %w", b.Operation.Name, err)
		}
		of := suspect{b.Operation, b.Record, earlier[b.Operation.ID]}
		switch {
		case w.set.Kind == "gauge":
			found = append(found, reconcile(of.operation, w.runViolations(windows, of.record), of.earlier, s.from)...)
		case len(of.earlier) > 0 || slices.ContainsFunc(windows, w.suspicious(of.record)):
			suspects = append(suspects, of)
		}
	}
	for group := range slices.Chunk(suspects, suspectsAtOnce) {
		confirmed, err := l.confirm(ctx, w, s, group)
		if err != nil {
			return nil, err
		}
		found = append(found, confirmed...)
	}
	return found, nil
}

// records are the baselines that answered for a moment; where none did yet, today's.
func (l *Learner) records(ctx context.Context, w work, at time.Time) ([]store.Baseline, error) {
	then, err := l.store.Baselines(ctx, l.settings.Source, w.system.Name, at)
	if err != nil {
		return nil, fmt.Errorf("reading baselines: %w", err)
	}
	today, err := l.current(ctx, w)
	if err != nil {
		return nil, err
	}
	var records []store.Baseline
	for _, b := range then {
		if b.Operation.Set != w.set.ID {
			continue
		}
		if b.Later {
			b.Baseline = today[b.Operation.ID]
		}
		records = append(records, b.Baseline)
	}
	return records, nil
}

// earlier are the violations that were going on when the span began, or are known in it, by operation.
func (l *Learner) earlier(ctx context.Context, w work, s span) (map[int64][]store.Violation, error) {
	stored, err := l.store.Violations(ctx, l.settings.Source, w.system.Name, s.from.Add(-sameViolation), s.to())
	if err != nil {
		return nil, fmt.Errorf("reading violations: %w", err)
	}
	earlier := map[int64][]store.Violation{}
	for _, v := range stored {
		if v.Operation.Set == w.set.ID {
			earlier[v.Operation.ID] = append(earlier[v.Operation.ID], v)
		}
	}
	return earlier, nil
}

// suspicious tells whether a learned window can hold a violation. In the minute
// of a breach one request in twenty took longer than the warning factor; in the
// five minutes around it that is one in a hundred, and one in two hundred where
// slow requests made the others fewer.
func (w work) suspicious(record baseline.Record) func(baseline.Window) bool {
	const share = 0.995
	s := w.tiers()
	return func(window baseline.Window) bool {
		expected := record.Expected(window.End)
		if !(expected > 0) {
			return false
		}
		if s.Invert {
			v, _ := window.Quantile(0.5)
			return v <= expected/s.Info
		}
		v, clamped := window.Quantile(share)
		return clamped || v >= s.Warning*expected
	}
}

func (w work) tiers() detect.Settings {
	s, t := detect.Defaults(), w.system.Tiers
	for _, f := range []struct {
		to   *float64
		from float64
	}{{&s.Info, t.Info}, {&s.Warning, t.Warning}, {&s.Critical, t.Critical}} {
		if f.from > 0 {
			*f.to = f.from
		}
	}
	s.MinRequests = float64(w.set.MinRequests)
	if s.MinRequests <= 0 {
		s.MinRequests = leastRequests
	}
	s.Invert = w.set.Direction == "more"
	return s
}

// confirm measures suspects at the width of detection and derives their violations.
func (l *Learner) confirm(ctx context.Context, w work, s span, suspects []suspect) ([]store.Violation, error) {
	step, err := l.width(ctx, w, s.to(), detectionWidth)
	if err != nil {
		return nil, measuring(fmt.Errorf("measuring %s of %s: %w", w.set.ID, w.system.Title, err))
	}
	byLabels := make(map[string]suspect, len(suspects))
	for _, of := range suspects {
		byLabels[w.key(of.operation.Labels)] = of
	}
	q := w.query(step, "")
	q.Selector = prometheus.Matchers(q.Selector, w.anyOf(suspects))
	// Before the span: the rise that led to a breach, and the evidence of the first verdict.
	before := (2*widest + step - 1) / step * step
	measured, err := l.settings.Prometheus.Windows(ctx, q, s.from.Add(step-before), s.to(), step)
	if err != nil {
		return nil, measuring(fmt.Errorf("measuring %s of %s from %s: %w", w.set.ID, w.system.Title, s.from.UTC().Format(time.RFC3339), err))
	}
	var found []store.Violation
	for _, op := range measured {
		if of, wanted := byLabels[w.key(op.Labels)]; wanted {
			delete(byLabels, w.key(op.Labels))
			shown := w.violationsIn(op.Windows, of.record, s, step)
			found = append(found, reconcile(of.operation, shown, of.earlier, s.from)...)
		}
	}
	for _, of := range byLabels { // nothing of it exists any more
		found = append(found, reconcile(of.operation, nil, of.earlier, s.from)...)
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

// anyOf matches every label of the suspects by the values it has among them.
func (w work) anyOf(suspects []suspect) string {
	matchers := make([]string, 0, len(w.set.By))
	for _, name := range w.set.By {
		var values []string
		for _, of := range suspects {
			values = append(values, regexp.QuoteMeta(of.operation.Labels[name]))
		}
		slices.Sort(values)
		matchers = append(matchers, prometheus.LabelName(name)+"=~"+prometheus.Quote(strings.Join(slices.Compact(values), "|")))
	}
	return prometheus.Matchers(matchers...)
}

// violationsIn derives the violations of one operation from its windows, step wide and step apart.
func (w work) violationsIn(windows []baseline.Window, record baseline.Record, s span, step time.Duration) []store.Violation {
	settings := w.tiers()
	var verdicts []detect.Verdict
	for i, window := range windows {
		if window.End.After(s.from.Add(-sameViolation)) {
			verdicts = append(verdicts, detect.Judge(evidence(windows[:i+1], settings.MinRequests, step), record, settings))
		}
	}
	var found []store.Violation
	for _, stretch := range detect.Violations(verdicts, step) {
		if !stretch.End.After(s.from) {
			continue // the span before has it
		}
		// An operation that vanished in the middle of the span is not open at its end.
		stretch.Open = stretch.Open && stretch.End.After(s.to().Add(-sameViolation))
		found = append(found, violationOf(stretch))
	}
	return found
}

// evidence joins the last windows until they hold enough requests for a verdict.
func evidence(windows []baseline.Window, least float64, step time.Duration) baseline.Window {
	last := windows[len(windows)-1]
	joined := baseline.Window{End: last.End}
	for i := len(windows) - 1; i >= 0 && last.End.Sub(windows[i].End) < widest; i-- {
		joined.Width += step
		joined.Add(windows[i].Histogram)
		if joined.Requests() >= least {
			break
		}
	}
	return joined
}

// runViolations: a run that took too long violates from the moment it did until it ended.
func (w work) runViolations(windows []baseline.Window, record baseline.Record) []store.Violation {
	settings := w.tiers()
	var found []store.Violation
	for _, window := range windows {
		for _, took := range window.Samples {
			last := seconds(took)
			v := detect.JudgeRun(detect.Run{At: window.End, Last: last, LastAt: window.End}, record, settings)
			if v.Tier < detect.Warning {
				continue
			}
			began := window.End.Add(-last)
			after := func(factor float64) time.Time { return began.Add(seconds(min(factor*v.Expected, took))) }
			found = append(found, violationOf(detect.Stretch{
				Onset: after(1), Detected: after(settings.Info), Start: after(settings.Warning), End: window.End, Peak: v.Ratio, Tier: v.Tier,
			}))
		}
	}
	return found
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func violationOf(s detect.Stretch) store.Violation {
	v := store.Violation{Tier: int(s.Tier), Start: s.Start, End: s.End, Onset: s.Onset, Delay: s.Detected.Sub(s.Onset), Peak: s.Peak}
	if s.Open {
		v.End = time.Time{}
	}
	return v
}
