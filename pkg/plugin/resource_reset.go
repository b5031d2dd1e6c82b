package plugin

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// How does a baseline begin anew? What was measured before teaches nothing from now on, and nothing that people decided
// holds on. Nothing is removed, so that it can be taken back.

func (d *Datasource) beginAnew(r *request, of decision) (any, error) {
	learner, err := d.learner(r)
	if err != nil {
		return nil, err
	}
	if len(of.Operations) > maxAgain {
		return nil, tooManyAgain(len(of.Operations))
	}
	now := d.process.now().UTC()
	return d.reviseWith(r, of, "reset", func(old store.Baseline) (baseline.Record, *store.Exclusion, error) {
		before := store.Exclusion{
			System: old.Operation.System, Operation: old.Operation.ID, To: endOfWindows(now), Kind: learn.ResetKind, Reason: of.Reason, Author: r.login, At: now,
		}
		old.Record = old.Record.Undecided()
		record, err := learner.Again(r.Context(), old, before)
		return record, &before, err
	})
}

// endOfWindows is the end of the window that a moment lies in: what began before it has begun before the reset.
func endOfWindows(now time.Time) time.Time {
	const window = 5 * time.Minute
	return now.Truncate(window).Add(window)
}
