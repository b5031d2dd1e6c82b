package sqlite

// What people say of violations.

import (
	"context"
	"database/sql"
)

// SetVerdict keeps a person's word on a violation; found is false where the source has no such violation. It needs no
// lease: the learner leaves this column alone.
func (s *Store) SetVerdict(ctx context.Context, source string, violation int64, verdict string) (found bool, err error) {
	err = s.write(ctx, "keeping a verdict", func(tx *sql.Tx) error {
		done, err := tx.Exec(`UPDATE violations SET verdict = ?
			WHERE id = ? AND operation IN (SELECT id FROM operations WHERE source = ?)`, verdict, violation, source)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		found = n > 0
		return err
	})
	return found, err
}
