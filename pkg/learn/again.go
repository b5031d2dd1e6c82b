package learn

import (
	"context"
	"fmt"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what one baseline would be, at once, when a person asks.

// Again learns one baseline again from what is stored, with the given exclusions besides those that hold. It writes
// nothing and needs no lease. What people decided about the old version holds on; how far it moves is theirs to decide.
func (l *Learner) Again(ctx context.Context, old store.Baseline, besides ...store.Exclusion) (baseline.Record, error) {
	return l.AgainWithout(ctx, old, 0, besides...)
}

// AgainWithout is Again as if one exclusion, by its number, did not hold; 0 is none.
func (l *Learner) AgainWithout(ctx context.Context, old store.Baseline, gone int64, besides ...store.Exclusion) (baseline.Record, error) {
	w, known := l.settings.workOf(old.Operation.System, old.Operation.Set)
	if !known {
		return baseline.Record{}, fmt.Errorf("%s of %s is not among the operations that this data source learns now", old.Operation.Name, old.Operation.System)
	}
	excluded, _, err := l.exclusions(ctx, w.system.Name)
	if err != nil {
		return baseline.Record{}, err
	}
	excluded = slices.DeleteFunc(excluded, func(e store.Exclusion) bool { return e.ID == gone })
	troubled, err := l.troubles(ctx, w)
	if err != nil {
		return baseline.Record{}, err
	}
	t := troubled[old.Operation.ID]
	for _, e := range besides {
		if e.Kind == LevelKind || e.Kind == ResetKind {
			t.stretches = since(t.stretches, e) // from there on it is normal
		}
	}
	return l.learned(ctx, new(baseline.Room), w, old.Operation, old, true, t, covering(append(excluded, besides...), old.Operation))
}

// LevelKind is the kind of the exclusion of all time before an accepted level.
const LevelKind = "level"

// ResetKind is the kind of the exclusion of all time before a baseline began anew.
const ResetKind = "reset"

// since keeps the violations that were over before an accepted level began.
func since(stretches []store.Violation, level store.Exclusion) []store.Violation {
	var over []store.Violation
	for _, v := range stretches {
		if !v.End.IsZero() && !v.End.After(level.To) {
			over = append(over, v)
		}
	}
	return over
}

// Learns tells whether an operation is among those that are learned now: what a deleted definition had learned stays for a while.
func (l *Learner) Learns(o store.Operation) bool {
	return l.settings.Wants(o.System, o.Set)
}
