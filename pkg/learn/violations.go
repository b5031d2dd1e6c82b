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
// operations whose learned windows show that there can be one, and for work
// that was under way.
func (l *Learner) derive(ctx context.Context, w work, s span) ([]store.Violation, error) {
	records, err := l.baselines(ctx, w, s.to())
	if err != nil || len(records) == 0 {
		return nil, err
	}
	before, err := l.looksBefore(ctx, w)
	if err != nil {
		return nil, err
	}
	earlier, err := l.earlier(ctx, w, s, before)
	if err != nil {
		return nil, err
	}
	hung, err := l.hung(ctx, w, s, records)
	if err != nil {
		return nil, err
	}
	overdue, err := l.overdue(ctx, w, s, records)
	if err != nil {
		return nil, err
	}
	var found []store.Violation
	suspects := map[detect.Signal][]suspect{}
	for _, b := range records {
		windows, within, err := l.windowsTo(ctx, w, b.Operation, s)
		if err != nil {
			return nil, err
		}
		found = append(found, w.suspect(b, windows, within, noted{earlier, hung, overdue, before}, s, suspects)...)
	}
	if suspects[detect.Rate], err = l.withSeries(ctx, w, s, suspects[detect.Rate]); err != nil {
		return nil, err
	}
	for _, signal := range []detect.Signal{detect.Latency, detect.Errors, detect.Rate} {
		for group := range slices.Chunk(suspects[signal], suspectsAtOnce) {
			confirmed, err := l.confirmInParts(ctx, w, s, signal, group)
			if err != nil {
				return nil, err
			}
			found = append(found, confirmed...)
		}
	}
	return found, nil
}

// suspect adds an operation to the suspects of each signal by which its learned windows show that it can have been in
// violation, or known violations that it was. What they tell by themselves is answered.
func (w work) suspect(b store.Baseline, windows []baseline.Window, within int, also noted, s span, suspects map[detect.Signal][]suspect,
) (found []store.Violation) {
	of := func(signal string) suspect {
		return suspect{operation: b.Operation, record: b.Record, looked: also.looked, earlier: also.earlier[suspected{b.Operation.ID, signal}]}
	}
	slow, failed, stopped := of(""), of(store.OfErrors), of(store.OfRate)
	slow.hung = also.hung[b.Operation.ID]
	if n := len(windows); n > 0 && w.set.CountsRequests() {
		stopped.earlier = reaching(stopped.earlier, s.from.Add(-sameStop(windows[n-1].Width)))
	}
	switch {
	case w.set.Kind == "gauge":
		found = append(found, reconcile(slow.operation, w.runViolations(windows[within:], slow.record), slow.earlier, s)...)
	case len(slow.earlier) > 0 || len(slow.hung) > 0 || detect.MayHaveBeenSlowIn(windows[within:], slow.record, w.tiers()):
		suspects[detect.Latency] = append(suspects[detect.Latency], slow)
	}
	switch {
	case !w.set.CountsErrors(): // any more, where something has failed
		found = append(found, reconcile(failed.operation, nil, failed.earlier, s)...)
	case len(failed.earlier) > 0 || detect.MayHaveFailedIn(windows, within, failed.record, w.tiers()):
		suspects[detect.Errors] = append(suspects[detect.Errors], failed)
	}
	switch {
	case !w.set.CountsRequests():
		found = append(found, reconcile(stopped.operation, overdueViolations(also.overdue[b.Operation.ID]), stopped.earlier, s)...)
	case len(stopped.earlier) > 0 || w.mayHaveStopped(windows, stopped.record, s):
		stopped.unseen = len(stopped.earlier) == 0 && len(windows) == 0
		suspects[detect.Rate] = append(suspects[detect.Rate], stopped)
	}
	return found
}

// windowsTo are the learned windows of a span, from one of them on; those of the hour before it are there too, where they
// tell what failed, or that there were requests.
func (l *Learner) windowsTo(ctx context.Context, w work, of store.Operation, s span) (windows []baseline.Window, within int, err error) {
	from := s.from
	if w.set.CountsRequests() {
		from = from.Add(-detect.HourReach)
	}
	if windows, err = l.store.Windows(ctx, l.settings.Source, of.ID, from, s.to()); err != nil {
		return nil, 0, fmt.Errorf("reading the windows of %s: %w", of.Name, err)
	}
	within = slices.IndexFunc(windows, func(window baseline.Window) bool { return window.End.After(s.from) })
	if within < 0 {
		within = len(windows)
	}
	return windows, within, nil
}

// noted is what is known of a span besides windows: violations by operation and signal, when which operation hung or was
// overdue, and which hours were looked at before.
type noted struct {
	earlier map[suspected][]store.Violation
	hung    map[int64][]detect.Stretch
	overdue map[int64][]detect.Stretch
	looked  looked
}

// suspected is what may have been off: an operation, by a signal of store.Violation.
type suspected struct {
	operation int64
	signal    string
}

// reaching are the violations that had not ended before a moment.
func reaching(all []store.Violation, moment time.Time) (late []store.Violation) {
	for _, v := range all {
		if v.End.IsZero() || !v.End.Before(moment) {
			late = append(late, v)
		}
	}
	return late
}

// earlier are the violations that were going on when the span began, or are known in it; of stops those that had ended since
// the hour before it began, too. Where nobody has looked at the hours after it, those with which the next ones begin may
// have begun in it.
func (l *Learner) earlier(ctx context.Context, w work, s span, before looked) (map[suspected][]store.Violation, error) {
	to := s.to()
	if next, found := before.from(to); found {
		to = next
	}
	stored, err := l.store.Violations(ctx, l.settings.Source, w.system.Name, s.from.Add(-detect.HourReach), to)
	if err != nil {
		return nil, fmt.Errorf("reading violations: %w", err)
	}
	earlier := map[suspected][]store.Violation{}
	for _, v := range stored {
		if v.Operation.Set == w.set.ID {
			of := suspected{v.Operation.ID, v.Signal}
			if v.Signal == store.OfRate || len(reaching([]store.Violation{v}, s.from.Add(-sameViolation))) > 0 {
				earlier[of] = append(earlier[of], v)
			}
		}
	}
	return earlier, nil
}
