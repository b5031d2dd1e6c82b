package runs

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which of the learned windows a baseline does not rest on, so that what is compared with it is normal.

// untaught is the time that did not teach the baselines of a system.
type untaught struct {
	excluded   []store.Exclusion
	violations map[int64][]store.Violation // by operation
}

func untaughtOf(ctx context.Context, keep store.Store, source, system string, known []store.BaselineAt) (untaught, error) {
	excluded, err := keep.Exclusions(ctx, source, system)
	if err != nil {
		return untaught{}, fmt.Errorf("reading exclusions: %w", err)
	}
	all, err := keep.Violations(ctx, source, system, learnedFrom(known), time.Time{})
	if err != nil {
		return untaught{}, fmt.Errorf("reading violations: %w", err)
	}
	violations := map[int64][]store.Violation{}
	for _, v := range all {
		if v.KeepsFromTeaching() {
			violations[v.Operation.ID] = append(violations[v.Operation.ID], v)
		}
	}
	return untaught{excluded, violations}, nil
}

// learnedFrom is the first moment that any of the baselines was learned from.
func learnedFrom(known []store.BaselineAt) (from time.Time) {
	for i, b := range known {
		if i == 0 || b.Record.From.Before(from) {
			from = b.Record.From
		}
	}
	return from
}

// without leaves out the windows that did not teach a baseline.
func (u untaught) without(windows []baseline.Window, b store.Baseline) []baseline.Window {
	var excluded []store.Exclusion
	for _, e := range u.excluded {
		// A frozen baseline may be of the level that was normal before another one was accepted.
		if e.Covers(b.Operation) && (!e.From.IsZero() || b.Record.Standing != baseline.Frozen) {
			excluded = append(excluded, e)
		}
	}
	violations := u.violations[b.Operation.ID]
	if !b.Record.Grown() {
		violations = nil // what such a baseline calls slow may be the norm
	}
	return store.Teaching(windows, store.Untaught(excluded, violations))
}
