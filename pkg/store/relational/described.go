package relational

// By what a set was learned and what it was measured from, and what becomes of that where it is described otherwise.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Describe notes by what a set is learned, and removes what was learned by something else.
func (s *Store) Describe(ctx context.Context, l store.Lease, system, set, described string) (again bool, err error) {
	of := setOf{l.Source, system, set}
	err = s.fenced(ctx, l, fmt.Sprintf("noting by what %s/%s is learned", system, set), func(tx *transaction) error {
		before, _, err := saidBefore(tx, of)
		if err != nil || before == described {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO progress (source, system, set_id, described) VALUES (?, ?, ?, ?)
			ON CONFLICT (source, system, set_id) DO UPDATE SET described = excluded.described`, l.Source, system, set, described); err != nil {
			return err
		}
		if again = before != ""; !again {
			return nil // by an earlier version, which did not say
		}
		return unlearn(tx, of)
	})
	return again && err == nil, err
}

// Measure notes what a set is measured from, and removes the marks of hours that were measured from something else.
func (s *Store) Measure(ctx context.Context, l store.Lease, system, set, measured string) (again bool, err error) {
	of := setOf{l.Source, system, set}
	err = s.fenced(ctx, l, fmt.Sprintf("noting what %s/%s is measured from", system, set), func(tx *transaction) error {
		_, before, err := saidBefore(tx, of)
		if err != nil || before == measured {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO progress (source, system, set_id, measured) VALUES (?, ?, ?, ?)
			ON CONFLICT (source, system, set_id) DO UPDATE SET measured = excluded.measured`, l.Source, system, set, measured); err != nil {
			return err
		}
		if again = before != ""; !again {
			return nil // by an earlier version, which did not say
		}
		return unmark(tx, of)
	})
	return again && err == nil, err
}

// saidBefore is what was noted of a set; empty where nothing was.
func saidBefore(tx *transaction, of setOf) (described, measured string, err error) {
	err = tx.QueryRow(`SELECT described, measured FROM progress WHERE source = ? AND system = ? AND set_id = ?`, of.source, of.system, of.set).
		Scan(&described, &measured)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return described, measured, err
}

// unmark removes the marks of the hours of a set and of their violations.
func unmark(tx *transaction, of setOf) error {
	_, err := tx.Exec(`DELETE FROM learned_hours WHERE source = ? AND system = ? AND set_id IN (?, ?)`,
		of.source, of.system, of.set, store.MarkViolations+of.set)
	return err
}

// unlearn removes the windows of a set, the marks of its hours and of their violations, and the operations of which
// nothing is left that anybody could miss.
func unlearn(tx *transaction, of setOf) error {
	const ofSet = ` IN (SELECT id FROM operations WHERE source = ? AND system = ? AND set_id = ?)`
	if _, err := tx.Exec(`DELETE FROM windows WHERE operation`+ofSet, of.source, of.system, of.set); err != nil {
		return err
	}
	if err := unmark(tx, of); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM operations WHERE id IN (
			SELECT o.id FROM operations o WHERE o.source = ? AND o.system = ? AND o.set_id = ?
				AND NOT EXISTS (SELECT 1 FROM baselines b WHERE b.operation = o.id AND b.author <> ?)
				AND NOT EXISTS (SELECT 1 FROM violations v WHERE v.operation = o.id)
				AND `+untouched+`)`,
		of.source, of.system, of.set, store.Learner); err != nil {
		return err
	}
	return changed(tx, of.source)
}
