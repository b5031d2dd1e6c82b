package learn

import (
	"context"
	"fmt"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers why a baseline does not become active although much was seen: what it was learned from has two levels.

// LastChange is the last change of level within what a baseline was learned from; found is false where it has one level only.
func LastChange(ctx context.Context, s store.Store, source string, b store.Baseline) (c detect.Change, found bool, err error) {
	r := b.Record
	if r.OfRuns() {
		return c, false, nil // single runs have no half hours
	}
	windows, err := s.Windows(ctx, source, b.Operation.ID, later(r.From, r.To.Add(-shiftsReach)), r.To)
	if err != nil {
		return c, false, fmt.Errorf("reading the windows of %s: %w", b.Operation.Name, err)
	}
	all, err := s.Exclusions(ctx, source, b.Operation.System)
	if err != nil {
		return c, false, fmt.Errorf("reading exclusions: %w", err)
	}
	changes := changesIn(store.Teaching(windows, store.Untaught(covering(all, b.Operation), nil)), r)
	last := func(a, b detect.Change) int { return a.At.Compare(b.At) }
	if len(changes) == 0 {
		return c, false, nil
	}
	return slices.MaxFunc(changes, last), true, nil
}
