package relational

// When levels changed.

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// PutShifts replaces the shifts of an operation that lie in [from, to].
func (s *Store) PutShifts(ctx context.Context, l store.Lease, operation store.Operation, from, to time.Time, shifts []store.Shift) error {
	return s.fenced(ctx, l, "storing changes of level", func(tx *transaction) error {
		ids := identifier{tx: tx, source: l.Source}
		id, err := ids.of(operation)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM shifts WHERE operation = ? AND at >= ? AND at <= ?`, id, from.UnixNano(), to.UnixNano()); err != nil {
			return err
		}
		for _, shift := range shifts {
			detail, err := json.Marshal(shift)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO shifts (operation, at, detail) VALUES (?, ?, ?)
				ON CONFLICT (operation, at) DO UPDATE SET detail = excluded.detail`, id, shift.At.UnixNano(), string(detail)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Shifts lists those within [from, to] by time.
func (s *Store) Shifts(ctx context.Context, source, system string, from, to time.Time) ([]store.LevelShift, error) {
	rows, err := s.query(ctx, `SELECT h.detail, `+operationColumns+` FROM shifts h JOIN operations o ON o.id = h.operation
		WHERE o.source = ?1 AND (?2 = '' OR o.system = ?2) AND (h.at >= ?3 OR ?3 IS NULL) AND (h.at <= ?4 OR ?4 IS NULL) ORDER BY h.at, o.id`,
		source, system, nanos(from), nanos(to))
	all, err := list(rows, err, scanShift)
	return all, s.explain("reading changes of level", err)
}

func scanShift(row scanner) (shift store.LevelShift, err error) {
	var o operationRow
	var detail sql.RawBytes
	if err := row.Scan(append([]any{&detail}, o.columns()...)...); err != nil {
		return shift, err
	}
	if err := json.Unmarshal(detail, &shift.Shift); err != nil {
		return shift, err
	}
	shift.Operation, err = o.operation()
	return shift, err
}
