package learn

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which hours are still to be looked at for violations.

// checkAll derives the violations of learned hours, oldest first so that one
// that spans hours is continued, not begun again.
func (l *Learner) checkAll(ctx context.Context, works []work) (failures, error) {
	var jobs []job
	for _, w := range works {
		of, err := l.unchecked(ctx, w)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, of...)
	}
	slices.SortStableFunc(jobs, func(a, b job) int { return a.from.Compare(b.from) })
	if len(jobs) > 0 {
		l.begin(Checking, hoursOf(jobs))
	}
	failed := failures{}
	for len(jobs) > 0 {
		var now []job
		now, jobs = apart(jobs)
		roundFailed, err := l.inParallel(ctx, now, l.checkSpan)
		if err != nil {
			return nil, err
		}
		failed.add(roundFailed)
		jobs = slices.DeleteFunc(jobs, func(j job) bool { return failed[j.id()] != nil })
	}
	return failed, nil
}

// apart takes the first jobs that may run beside one another: spans of one set wait for each other.
func apart(jobs []job) (now, later []job) {
	taken := map[string]bool{}
	for _, j := range jobs {
		if taken[j.id()] || len(now) == atOnce {
			later = append(later, j)
			continue
		}
		taken[j.id()] = true
		now = append(now, j)
	}
	return now, later
}

// unchecked are the learned hours of the last week whose violations are not derived, oldest first.
func (l *Learner) unchecked(ctx context.Context, w work) ([]job, error) {
	learned, err := l.store.LearnedHours(ctx, l.settings.Source, w.system.Name, w.set.ID)
	if err != nil {
		return nil, fmt.Errorf("listing learned hours: %w", err)
	}
	checked, err := l.store.LearnedHours(ctx, l.settings.Source, w.system.Name, w.violations())
	if err != nil {
		return nil, fmt.Errorf("listing checked hours: %w", err)
	}
	week := wanted(l.now(), l.settings.Lag, min(ViolationHours, l.settings.days()*24))
	known := missing(week, missing(week, learned)) // those of the week that are learned
	var jobs []job
	for _, s := range spans(missing(known, checked), mostHours) {
		jobs = append(jobs, job{w, s})
	}
	return jobs, nil
}

// checkSpan derives the violations of a span and marks its hours.
func (l *Learner) checkSpan(ctx context.Context, w work, s span) error {
	found, err := l.derive(ctx, w, s)
	if err != nil {
		return err
	}
	if len(found) > 0 {
		if err := l.store.PutViolations(ctx, l.held(), found); err != nil {
			return fmt.Errorf("storing violations: %w", err)
		}
		if slices.ContainsFunc(found, store.Violation.KeepsFromTeaching) {
			l.freshen(w) // its baselines must leave that time out
		}
	}
	for i := range s.hours {
		hour := s.from.Add(time.Duration(i) * time.Hour)
		if err := l.store.PutHour(ctx, l.held(), w.system.Name, w.violations(), hour, nil); err != nil {
			return fmt.Errorf("marking an hour: %w", err)
		}
	}
	for _, v := range found {
		if l.settings.OnViolation != nil {
			l.settings.OnViolation(v)
		}
	}
	return nil
}

// reconcile joins what a span shows of one operation with what other spans
// showed: a stretch that continues a violation prolongs it, and an open one that
// does not go on has ended with the span before. The span after may have been looked at already, when this one could not
// be learned: what that one found begins earlier where this one shows it, and what it took to go on until its own
// beginning ends where this one shows it.
func reconcile(operation store.Operation, shown []store.Violation, others []store.Violation, s span) []store.Violation {
	return reconcileApart(operation, shown, others, s, nil, sameViolation)
}

// reconcileApart is reconcile, given which hours were looked at before and how far apart two parts of one violation may be.
func reconcileApart(operation store.Operation, shown []store.Violation, others []store.Violation, s span, before looked, apart time.Duration) []store.Violation {
	var changed []store.Violation
	continued := map[time.Time]bool{}
	others, rests := before.cut(others, s)
	for _, v := range shown {
		goesOn := v.End.IsZero()
		for _, e := range others {
			if !touch(e, v, s.from, apart) {
				continue
			}
			continued[e.Start] = true
			v.ID, v.Verdict = e.ID, e.Verdict
			if !v.Start.Before(e.Start) {
				v.Start, v.Onset, v.Delay = e.Start, e.Onset, e.Delay
			}
			v.Peak, v.Tier = max(v.Peak, e.Peak), max(v.Tier, e.Tier)
			v.End = endOfBoth(e, v, s.to())
			goesOn = v.End.IsZero() && (!e.End.IsZero() || !e.Start.After(s.from))
			break
		}
		if goesOn {
			v, rests = before.goOn(v, rests, s)
		}
		v.Operation = operation
		changed = merge(changed, v)
	}
	for _, e := range others {
		if (e.End.IsZero() || e.End.Equal(s.to())) && !continued[e.Start] && !e.Start.After(s.from) {
			e.End = s.from
			changed = append(changed, e)
		}
	}
	return append(changed, lasting(rests)...)
}

// endOfBoth is when a violation ended that one span knows as e and another one, up to a moment, shows as v.
func endOfBoth(e, v store.Violation, to time.Time) time.Time {
	switch {
	case e.End.IsZero():
		return v.End
	case v.End.IsZero() && !e.End.Before(to), // the span after knows
		!v.End.IsZero() && e.End.After(v.End) && !e.End.Equal(to):
		return e.End
	}
	return v.End
}

// merge adds a violation, or prolongs the one that begins at the same moment.
func merge(all []store.Violation, v store.Violation) []store.Violation {
	for i := range all {
		if all[i].Start.Equal(v.Start) {
			prolong(&all[i], v)
			return all
		}
	}
	return append(all, v)
}

// prolong makes one violation of two that are parts of it.
func prolong(e *store.Violation, v store.Violation) {
	if v.Start.Before(e.Start) { // of two runs beside one another the later end may have the earlier start
		e.Start, e.Onset, e.Delay = v.Start, v.Onset, v.Delay
	}
	e.Peak, e.Tier = max(e.Peak, v.Peak), max(e.Tier, v.Tier)
	if v.End.IsZero() || v.End.After(e.End) {
		e.End = v.End
	}
}

// touch tells whether two stretches are parts of one violation. Of an open one that began before a span no more is known
// than that it lasted until the span began.
func touch(e, v store.Violation, from time.Time, apart time.Duration) bool {
	until := e.End
	if until.IsZero() && !e.Start.After(from) {
		until = from
	}
	begins := until.IsZero() || !v.Start.After(until.Add(apart))
	ends := v.End.IsZero() || !e.Start.After(v.End.Add(apart))
	return begins && ends
}

// sameViolation is how far apart two parts of one violation may be: as long as one must be over to be over.
const sameViolation = 5 * time.Minute

// sameStop is that of two stops, which begin a window before it ends: one of the windows, each so wide, may lie between them.
func sameStop(width time.Duration) time.Duration { return max(sameViolation, width) }
