package learn

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers when a baseline gets a new version.

// freshen says that a set has learned what its baselines do not know yet.
func (l *Learner) freshen(w work) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.rebased, w.id())
	delete(l.looked, w.id())
}

// rebaseFresh learns the baselines of a set again if it learned something since.
func (l *Learner) rebaseFresh(ctx context.Context, w work) error {
	excluded, state, err := l.exclusions(ctx, w.system.Name)
	if err != nil {
		return err
	}
	l.mu.Lock()
	done := l.rebased[w.id()] && l.excluded[w.id()] == state
	l.mu.Unlock()
	if done {
		return nil
	}
	if err = l.rebase(ctx, w, excluded, false); err != nil {
		if err = fmt.Errorf("learning the baselines of %s of %s: %w", w.set.ID, w.system.Title, err); ofSource(err) {
			return err
		}
	}
	l.mu.Lock()
	before := l.unkept[w.id()]
	// What could not be kept is not tried again from the same hours.
	l.rebased[w.id()], l.based[w.id()], l.excluded[w.id()], l.unkept[w.id()] = true, true, state, err
	l.mu.Unlock()
	if before != nil && err == nil {
		l.well(ctx, w)
	}
	return err
}

// rebaseNew learns the baselines of the operations that have none yet, so that their hours are judged: a process may have
// ended between learning the hours of a set and its first baselines.
func (l *Learner) rebaseNew(ctx context.Context, w work) error {
	excluded, _, err := l.exclusions(ctx, w.system.Name)
	if err != nil {
		return err
	}
	if err = l.rebase(ctx, w, excluded, true); err != nil {
		if err = fmt.Errorf("learning the first baselines of %s of %s: %w", w.set.ID, w.system.Title, err); ofSource(err) {
			return err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.based[w.id()] = true
	return err
}

// rebase learns the baselines of a set from everything that is stored, or only those that there are none of. It
// writes a version where there is none yet, and where the number moved; never
// over one that is frozen, never while the operation is in violation (design
// 4.7), and never further from its anchor than may be absorbed: that is proposed. A baseline
// that cannot be kept keeps no other one from it, and is told at the end.
func (l *Learner) rebase(ctx context.Context, w work, excluded []store.Exclusion, onlyNew bool) error {
	now := l.now()
	operations, err := l.store.Operations(ctx, l.settings.Source, w.system.Name)
	if err != nil {
		return fmt.Errorf("listing operations: %w", err)
	}
	all, err := l.baselines(ctx, w, time.Time{})
	if err != nil {
		return err
	}
	current := make(map[int64]store.Baseline, len(all))
	for _, b := range all {
		current[b.Operation.ID] = b
	}
	troubled, err := l.troubles(ctx, w)
	if err != nil {
		return err
	}
	versions := versions{put: func(all []store.Baseline) error { return l.store.PutBaselines(ctx, l.held(), all) }}
	seen := drifts{back: map[int64]bool{}}
	var room baseline.Room
	for _, operation := range operations {
		old, exists := current[operation.ID]
		if operation.Set != w.set.ID || exists && (onlyNew || holds(old, troubled[operation.ID])) {
			continue
		}
		record, err := l.learned(ctx, &room, w, operation, old, exists, troubled[operation.ID], covering(excluded, operation))
		if err != nil {
			return err
		}
		why := record.Reason
		if exists {
			left := seen.see(&record, old, now)
			if record, why = follows(old, record, left, decidedSince(excluded, old)); !tellsMore(record, old.Record) {
				continue
			}
		}
		version := store.Baseline{Operation: operation, Record: record, Author: store.Learner, Reason: why, Follows: old.Version, ValidFrom: now}
		if err := versions.add(version); err != nil {
			return err
		}
	}
	if err := versions.flush(); err != nil {
		return err
	}
	return cmp.Or(l.askOfDrifts(ctx, w, seen), versions.unkept)
}

// anchored keeps a record to the level that somebody last agreed to, and tells whether it has left it and what to ask about that.
func anchored(record *baseline.Record, old store.Baseline, now time.Time) (left bool, drift []store.Proposal) {
	anchor := anchorOf(old)
	if anchor == nil {
		return false, nil
	}
	if record.Anchor == nil && !olderHistory(*record, old.Record) {
		record.Anchor = anchor
	}
	left, certain := drifted(*record, record.Anchor)
	if certain {
		drift = append(drift, driftOf(old, *record, *record.Anchor, now))
	}
	return left, drift
}

// moreHistory is how much older the oldest window must be for a change to come from history that was learned later.
const moreHistory = 12 * time.Hour

// tellsMore tells whether a record is worth a version: one that rests on older history is even where no number moved, else
// whatever follows would seem to rest on it first, and be bound to nothing.
func tellsMore(r, old baseline.Record) bool { return old.Differs(r) || olderHistory(r, old) }

// olderHistory tells whether a record rests on history that was learned after the version before it.
func olderHistory(r, old baseline.Record) bool { return r.From.Before(old.From.Add(-moreHistory)) }

// propose asks what was not asked yet.
func (l *Learner) propose(ctx context.Context, w work, ps []store.Proposal) error {
	if len(ps) == 0 {
		return nil
	}
	known, err := l.store.Proposals(ctx, l.settings.Source, w.system.Name, "")
	if err != nil {
		return fmt.Errorf("reading proposals: %w", err)
	}
	if err := l.store.Propose(ctx, l.settings.Source, news(ps, known)); err != nil {
		return fmt.Errorf("storing proposals: %w", err)
	}
	return nil
}

// holds tells whether a baseline stays as it is: a person froze it, or it is in violation.
func holds(old store.Baseline, t troubled) bool {
	return old.Record.Standing == baseline.Frozen || t.goesOn && old.Record.Grown()
}

// learned is one baseline learned again, with what people decided about it.
func (l *Learner) learned(ctx context.Context, room *baseline.Room, w work, operation store.Operation, old store.Baseline, exists bool, t troubled, excluded []store.Exclusion) (baseline.Record, error) {
	if exists && !old.Record.Grown() {
		t.stretches = nil // what such a baseline called slow may be the norm
	}
	shape, level := shapeOf(excluded, old.Record)
	record, err := l.relearn(ctx, room, operation, t, excluded, l.now(), baseline.Options{
		TimeZone: w.zone, Holidays: l.settings.Holidays, Range: w.documented(operation.Labels), Shape: shape, LevelShape: level,
	}.Measured(w.set.Unit, w.set.Direction, w.set.IsLevel()))
	return record.After(old.Record), err
}

// shapeOf is what is kept of a baseline whose level was accepted anew: its hours of the day, until the new level has its own.
func shapeOf(excluded []store.Exclusion, old baseline.Record) (*baseline.Profile, *baseline.Levels) {
	for _, e := range excluded {
		if e.Kind == LevelKind {
			return old.Profile, old.Level
		}
	}
	return nil, nil
}

// relearn learns from the windows outside of violations and exclusions, as far
// back as it takes to make up for the time that those took.
func (l *Learner) relearn(ctx context.Context, room *baseline.Room, operation store.Operation, t troubled, excluded []store.Exclusion, now time.Time, o baseline.Options) (baseline.Record, error) {
	// From whole hours, so that the same hours teach the same at any time of the next.
	from := lastHour(now, l.settings.Lag).Add(time.Hour - l.reach() - l.lost(t, excluded, now))
	windows, err := l.store.WindowsIn(ctx, room, l.settings.Source, operation.ID, from, now)
	if err != nil {
		return baseline.Record{}, fmt.Errorf("reading the windows of %s: %w", operation.Name, err)
	}
	o.LeftOut = store.Untaught(excluded, t.stretches)
	return baseline.Learn(store.Teaching(windows, o.LeftOut), o), nil
}

// lost is how much further back an operation must look for the time that violations and exclusions took; at most its
// reach, so that the store does not grow without end.
func (l *Learner) lost(t troubled, excluded []store.Exclusion, now time.Time) time.Duration {
	return min(t.lasted(now, l.reach())+excludedTime(excluded, now.Add(-2*l.reach()), now), l.reach())
}

// reach is how far back a baseline reaches.
func (l *Learner) reach() time.Duration { return time.Duration(l.settings.days()) * 24 * time.Hour }

// baselines are those of a set that answered for a moment; where none did yet, today's. A zero moment means the newest.
func (l *Learner) baselines(ctx context.Context, w work, at time.Time) ([]store.Baseline, error) {
	stored, err := l.store.Baselines(ctx, l.settings.Source, w.system.Name, at)
	if err != nil {
		return nil, fmt.Errorf("reading baselines: %w", err)
	}
	var all []store.Baseline
	for _, b := range stored {
		if b.Operation.Set == w.set.ID {
			all = append(all, b.Baseline)
		}
	}
	return all, nil
}

// expire forgets what is older than the baselines of the set reach. It waits for as long as an operation of the set was in
// violation or excluded: what was learned before makes up for that time, and a long one does not become the norm, nor
// leaves no norm, for want of anything else.
func (l *Learner) expire(ctx context.Context, w work) error {
	troubled, err := l.troubles(ctx, w)
	if err != nil {
		return err
	}
	excluded, _, err := l.exclusions(ctx, w.system.Name)
	if err != nil {
		return err
	}
	operations, err := l.store.Operations(ctx, l.settings.Source, w.system.Name)
	if err != nil {
		return fmt.Errorf("listing operations: %w", err)
	}
	now := l.now()
	var pause time.Duration
	for _, operation := range operations {
		if operation.Set == w.set.ID {
			pause = max(pause, l.lost(troubled[operation.ID], covering(excluded, operation), now))
		}
	}
	before := lastHour(now, l.settings.Lag).Add(time.Hour - l.reach() - pause).Truncate(time.Hour)
	for _, set := range []string{w.set.ID, w.violations()} {
		if err := l.store.Expire(ctx, l.held(), w.system.Name, set, before); err != nil {
			return fmt.Errorf("expiring old hours: %w", err)
		}
	}
	return nil
}

const (
	// allVersions is for how long every version of a baseline stays: a quarter of a year, and no shorter than hours do.
	allVersions = 90 * 24 * time.Hour
	// thinned is of how much time before that the last version stays.
	thinned = 7 * 24 * time.Hour
)

// thin forgets most versions of long ago, so that the store grows little with the years. Verdicts that are kept hold
// their own numbers; a question about a moment of then is answered by a version at most a week older.
func (l *Learner) thin(ctx context.Context) error {
	if err := l.store.Thin(ctx, l.held(), l.longAgo(), thinned); err != nil {
		return fmt.Errorf("thinning old versions of baselines: %w", err)
	}
	return nil
}

// longAgo is until when versions are thinned.
func (l *Learner) longAgo() time.Time { return l.now().Add(-max(allVersions, 2*l.reach())) }
