package learn

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers when a baseline gets a new version.

// author is who made a version that no person made.
const author = "learner"

// freshen says that a set has learned what its baselines do not know yet.
func (l *Learner) freshen(w work) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.rebased, w.id())
}

// rebaseFresh learns the baselines of a set again if it learned something since.
func (l *Learner) rebaseFresh(ctx context.Context, w work) error {
	l.mu.Lock()
	done := l.rebased[w.id()]
	l.mu.Unlock()
	if done {
		return nil
	}
	if err := l.rebase(ctx, w); err != nil {
		return fmt.Errorf("learning the baselines of %s of %s: %w", w.set.ID, w.system.Title, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rebased[w.id()] = true
	return nil
}

// rebase learns the baselines of a set from everything that is stored. It
// writes a version where there is none yet, and where the number moved; never
// over one that a person made, and never while the operation is in violation
// (design 4.7).
func (l *Learner) rebase(ctx context.Context, w work) error {
	now := l.clock.Now()
	operations, err := l.store.Operations(ctx, l.settings.Source, w.system.Name)
	if err != nil {
		return fmt.Errorf("listing operations: %w", err)
	}
	current, err := l.current(ctx, w)
	if err != nil {
		return err
	}
	troubled, err := l.troubles(ctx, w)
	if err != nil {
		return err
	}
	var versions []store.Baseline
	for _, operation := range operations {
		if operation.Set != w.set.ID {
			continue
		}
		old, exists := current[operation.ID]
		version, moved, err := l.moved(ctx, w, operation, old, exists, troubled[operation.ID])
		if err != nil {
			return err
		}
		if !moved {
			continue
		}
		version.ValidFrom = now
		if versions, err = l.putBaselines(ctx, append(versions, version), baselinesAtOnce); err != nil {
			return err
		}
	}
	_, err = l.putBaselines(ctx, versions, 1)
	return err
}

// moved learns one baseline again and tells whether it is another one.
func (l *Learner) moved(ctx context.Context, w work, operation store.Operation, old store.Baseline, exists bool, t troubled) (store.Baseline, bool, error) {
	if exists && (old.Author != author || t.goesOn && grown(old.Record)) {
		return store.Baseline{}, false, nil
	}
	if exists && !grown(old.Record) {
		t.stretches = nil // what such a baseline called slow may be the norm
	}
	record, err := l.relearn(ctx, operation, t, l.clock.Now(), baseline.Options{
		TimeZone: w.zone, Direction: w.set.Direction, Range: w.documented(operation.Labels),
	})
	if err != nil || exists && !old.Record.Differs(record) {
		return store.Baseline{}, false, err
	}
	return store.Baseline{Operation: operation, Record: record, Author: author, Reason: record.Reason}, true, nil
}

// putBaselines writes versions once there are enough of them, and returns what is still to be written.
func (l *Learner) putBaselines(ctx context.Context, versions []store.Baseline, enough int) ([]store.Baseline, error) {
	if len(versions) < enough {
		return versions, nil
	}
	if err := l.store.PutBaselines(ctx, l.held(), versions); err != nil {
		return nil, fmt.Errorf("storing baselines: %w", err)
	}
	return nil, nil
}

// grown tells whether a baseline has seen enough of time to say what is slow.
func grown(r baseline.Record) bool { return r.State == baseline.Active && r.To.Sub(r.From) >= mature }

// relearn learns from the windows outside of violations, as far back as it
// takes to make up for the time that those took.
func (l *Learner) relearn(ctx context.Context, operation store.Operation, t troubled, now time.Time, o baseline.Options) (baseline.Record, error) {
	// From whole hours, so that the same hours teach the same at any time of the next.
	from := lastHour(now, l.settings.Lag).Add(time.Hour - l.reach() - t.lasted(now, l.reach()))
	windows, err := l.store.Windows(ctx, l.settings.Source, operation.ID, from, now)
	if err != nil {
		return baseline.Record{}, fmt.Errorf("reading the windows of %s: %w", operation.Name, err)
	}
	return baseline.Learn(t.without(windows, now), o), nil
}

// reach is how far back a baseline reaches.
func (l *Learner) reach() time.Duration { return time.Duration(l.settings.days()) * 24 * time.Hour }

func (l *Learner) current(ctx context.Context, w work) (map[int64]store.Baseline, error) {
	stored, err := l.store.Baselines(ctx, l.settings.Source, w.system.Name, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("reading baselines: %w", err)
	}
	current := make(map[int64]store.Baseline, len(stored))
	for _, b := range stored {
		if b.Operation.Set == w.set.ID {
			current[b.Operation.ID] = b.Baseline
		}
	}
	return current, nil
}

// expire forgets what is older than the baselines of the set reach. It waits
// for as long as an operation of the set was in violation, so that a long
// violation does not become the norm for want of anything else; at most for
// twice the reach, so that the store does not grow without end.
func (l *Learner) expire(ctx context.Context, w work) error {
	troubled, err := l.troubles(ctx, w)
	if err != nil {
		return err
	}
	now := l.clock.Now()
	var pause time.Duration
	for _, t := range troubled {
		pause = max(pause, t.lasted(now, l.reach()))
	}
	before := lastHour(now, l.settings.Lag).Add(time.Hour - l.reach() - pause).Truncate(time.Hour)
	for _, set := range []string{w.set.ID, w.violations()} {
		if err := l.store.Expire(ctx, l.held(), w.system.Name, set, before); err != nil {
			return fmt.Errorf("expiring old hours: %w", err)
		}
	}
	return nil
}
