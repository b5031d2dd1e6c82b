package learn

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// This file answers what becomes of the hours of a set that is described otherwise, or is measured from something else.

// stillKnown are the known hours of a set: none any more where it is not what it was when they were learned. What was in
// violation then is known to have been up to the end of them, until they are looked at again.
func (l *Learner) stillKnown(ctx context.Context, w work, known []time.Time) ([]time.Time, error) {
	described, err := l.describe(ctx, w)
	if err != nil {
		return nil, err
	}
	measured, err := l.store.Measure(ctx, l.held(), w.system.Name, w.set.ID, w.measured())
	if err != nil {
		return nil, fmt.Errorf("noting what %s of %s is measured from: %w", w.set.ID, w.system.Title, err)
	}
	if !described && !measured {
		return known, nil
	}
	if len(known) > 0 {
		if err := l.endOpen(ctx, w, known[len(known)-1].Add(time.Hour)); err != nil {
			return nil, err
		}
	}
	l.freshen(w)
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.based, w.id())
	delete(l.sizes, w.id())
	delete(l.typed, w.id())
	return nil, nil
}

// describe lets go what was learned of a set by other labels, or with other failures: half of it would be of each.
func (l *Learner) describe(ctx context.Context, w work) (changed bool, err error) {
	if w.set.Described == "" {
		return false, nil
	}
	changed, err = l.store.Describe(ctx, l.held(), w.system.Name, w.set.ID, w.set.Described)
	if err != nil {
		err = fmt.Errorf("noting by what %s of %s is learned: %w", w.set.ID, w.system.Title, err)
	}
	return changed, err
}

// measured says what the windows of a set are read from. Where that is something else, by a mapping or other matchers, its
// history is read again from there, and takes the place of what was learned hour by hour: what the operations are called
// stays, so that baselines survive a change of the emitter. The address of Prometheus is not part of it: one that moved has
// the same history, and the hours that it lost are known still.
func (w work) measured() string {
	var runs catalog.Runs
	if w.set.Runs != nil {
		runs = *w.set.Runs
	}
	return fmt.Sprintf("metric=%q kind=%q across=%q unit=%q selector=%q by=%q labels=%q fixed=%q errors=%q timestamp=%q since=%q count=%q",
		w.set.Metric, w.set.Kind, w.set.Across, w.set.Unit, w.selector(), slices.Sorted(slices.Values(w.set.By)), w.set.Labels, w.set.Fixed,
		w.set.Errors, runs.Timestamp, runs.RunningSince, runs.Count)
}
