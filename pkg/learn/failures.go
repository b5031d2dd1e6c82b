package learn

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what a failure keeps from being learned.

// whole are the failures that every set would meet: there is no use in asking for the next.
var whole = []error{
	prometheus.ErrUnreachable, prometheus.ErrRefused, prometheus.ErrNotPrometheus, prometheus.ErrSlow,
	store.ErrLeaseLost, store.ErrAway, store.ErrRefused, store.ErrFull, store.ErrReadOnly, store.ErrNotOurs, store.ErrDamaged,
	ErrHeldElsewhere, context.Canceled, context.DeadlineExceeded,
}

// setError is a failure of one set alone: a query that Prometheus refuses, an
// answer with warnings. It is noted beside the set's progress. What the store cannot keep is one, too, and that on which
// the program itself fails.
type setError struct{ error }

func (e setError) Unwrap() error { return e.error }

// isWhole tells whether every set would meet a failure.
func isWhole(err error) bool {
	return slices.ContainsFunc(whole, func(kind error) bool { return errors.Is(err, kind) })
}

// ofSource tells whether a failure concerns more than one set.
func ofSource(err error) bool {
	return isWhole(err) || !errors.As(err, new(setError)) && !errors.Is(err, store.ErrUnfit) && !errors.As(err, new(*prometheus.Panic))
}

// unmeasured says what of a set could not be measured, and marks that as a failure of the set, unless Prometheus as a whole is
// to blame.
func (w work) unmeasured(what string, s span, err error) error {
	err = fmt.Errorf("measuring %s%s of %s from %s: %w", what, w.set.ID, w.system.Title, s.from.UTC().Format(time.RFC3339), err)
	if isWhole(err) {
		return err
	}
	return setError{err}
}

// failed notes an error with its set, so that a person sees it beside the progress.
func (l *Learner) failed(ctx context.Context, w work, err error) {
	if ctx.Err() != nil || errors.Is(err, context.Canceled) || errors.Is(err, store.ErrLeaseLost) {
		return
	}
	l.mu.Lock()
	known := l.told[w.id()] == root(err)
	l.failing[w.id()], l.told[w.id()] = err.Error(), root(err)
	l.mu.Unlock()
	if l.settings.OnError != nil && !known {
		l.settings.OnError(w.system.Name, w.set.ID, err)
	}
	l.note(ctx, w, err.Error(), l.clock.Now())
}

// letOthers does something of a set and notes what failed among the failures, so that the others go on; a failure of the
// source ends them all.
func (l *Learner) letOthers(ctx context.Context, w work, failed failures, do func(context.Context, work) error) error {
	err := prometheus.Guarded(func() error { return do(ctx, w) })()
	if err == nil || ofSource(err) {
		return err
	}
	l.failed(ctx, w, err)
	failed[w.id()] = err
	return nil
}

// root is what is wrong, without where it was met.
func root(err error) string {
	for {
		under := errors.Unwrap(err)
		if under == nil {
			return err.Error()
		}
		err = under
	}
}

// well takes back what was noted of a set, when it goes well again. A baseline that could not be kept stays noted until the
// baselines are learned again: what else goes well does not bring it.
func (l *Learner) well(ctx context.Context, w work) {
	l.mu.Lock()
	unkept := l.unkept[w.id()]
	l.mu.Unlock()
	if unkept != nil {
		l.failed(ctx, w, unkept)
		return
	}
	l.mu.Lock()
	delete(l.failing, w.id())
	delete(l.told, w.id())
	l.mu.Unlock()
	l.note(ctx, w, "", time.Time{})
}

// note keeps an error beside the progress of a set, or takes it back with an empty message: also one that another process
// noted, which may have died since. Where the store itself fails there is nowhere to note it; the status has it.
func (l *Learner) note(ctx context.Context, w work, message string, at time.Time) {
	lease := l.held()
	l.noting.Lock()
	defer l.noting.Unlock()
	if message == "" && l.unnoted[w.id()] == lease.Fence {
		return
	}
	delete(l.unnoted, w.id())
	if err := l.store.NoteError(ctx, lease, w.system.Name, w.set.ID, message, at); err == nil && message == "" {
		l.unnoted[w.id()] = lease.Fence
	}
}
