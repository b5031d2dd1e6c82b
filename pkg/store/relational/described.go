package relational

// By what a set was learned, and what becomes of that where it is described otherwise.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Describe notes by what a set is learned, and removes what was learned by something else.
func (s *Store) Describe(ctx context.Context, l store.Lease, system, set, described, author string) (again bool, err error) {
	err = s.fenced(ctx, l, fmt.Sprintf("noting by what %s/%s is learned", system, set), func(tx *transaction) error {
		var before string
		err := tx.QueryRow(`SELECT described FROM progress WHERE source = ? AND system = ? AND set_id = ?`, l.Source, system, set).Scan(&before)
		if err != nil && !errors.Is(err, sql.ErrNoRows) || before == described {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO progress (source, system, set_id, described) VALUES (?, ?, ?, ?)
			ON CONFLICT (source, system, set_id) DO UPDATE SET described = excluded.described`, l.Source, system, set, described); err != nil {
			return err
		}
		if again = before != ""; !again {
			return nil // by an earlier version, which did not say
		}
		return unlearn(tx, l.Source, system, set, author)
	})
	return again && err == nil, err
}

// unlearn removes the windows of a set, the marks of its hours and of their violations, and the operations of which
// nothing is left that anybody could miss.
func unlearn(tx *transaction, source, system, set, author string) error {
	const ofSet = ` IN (SELECT id FROM operations WHERE source = ? AND system = ? AND set_id = ?)`
	if _, err := tx.Exec(`DELETE FROM windows WHERE operation`+ofSet, source, system, set); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM learned_hours WHERE source = ? AND system = ? AND set_id IN (?, ?)`,
		source, system, set, store.MarkViolations+set); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM operations WHERE id IN (
			SELECT o.id FROM operations o WHERE o.source = ? AND o.system = ? AND o.set_id = ?
				AND NOT EXISTS (SELECT 1 FROM baselines b WHERE b.operation = o.id AND b.author <> ?)
				AND `+untouched+`)`,
		source, system, set, author); err != nil {
		return err
	}
	return changed(tx, source)
}
