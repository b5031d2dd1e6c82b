package relational

// When operations were off.

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// PutViolations upserts by (operation, signal, start); one with a number begins at its start from now on, and keeps the
// verdict that it has: a person may have given another one since it was read. That of others stays where the new one has none.
func (s *Store) PutViolations(ctx context.Context, l store.Lease, vs []store.Violation) error {
	return s.fenced(ctx, l, "storing violations", func(tx *transaction) error {
		put, err := tx.Prepare(`INSERT INTO violations (operation, signal, tier, started, ended, onset, delay, peak, verdict)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (operation, signal, started) DO UPDATE SET tier = excluded.tier, ended = excluded.ended,
			onset = excluded.onset, delay = excluded.delay, peak = excluded.peak,
			verdict = CASE excluded.verdict WHEN '' THEN violations.verdict ELSE excluded.verdict END`)
		if err != nil {
			return err
		}
		defer func() { _ = put.Close() }()
		ids := identifier{tx: tx, source: l.Source}
		for _, v := range vs {
			id, err := ids.of(v.Operation)
			if err != nil {
				return err
			}
			if v.ID != 0 {
				v.Verdict = ""
				_, err := tx.Exec(`UPDATE violations SET started = ?1 WHERE id = ?2 AND operation = ?3 AND signal = ?4
					AND NOT EXISTS (SELECT 1 FROM violations WHERE operation = ?3 AND signal = ?4 AND started = ?1)`, v.Start.UnixNano(), v.ID, id, v.Signal)
				if err != nil {
					return err
				}
			}
			if _, err := put.Exec(id, v.Signal, v.Tier, v.Start.UnixNano(), nanos(v.End), nanos(v.Onset), int64(v.Delay), v.Peak, v.Verdict); err != nil {
				return err
			}
		}
		return nil
	})
}

const violationColumns = `v.id, v.signal, v.tier, v.started, v.ended, v.onset, v.delay, v.peak, v.verdict, ` + operationColumns

// violationsIn is read from the violations on, by their end: those of years would be looked through for those of a day else,
// which SQLite takes for the shorter way. The number is the end of what is open, as in the index.
const violationsIn = `SELECT ` + violationColumns + ` FROM violations v CROSS JOIN operations o
		WHERE coalesce(v.ended, 9223372036854775807) >= ?3 AND v.started <= ?4 AND o.id = v.operation AND o.source = ?1 AND (?2 = '' OR o.system = ?2)
		ORDER BY v.started, v.id`

// Violations lists those that lie at least partly in [from, to], by start; a zero time is no limit.
func (s *Store) Violations(ctx context.Context, source, system string, from, to time.Time) ([]store.Violation, error) {
	first, last := int64(math.MinInt64), int64(math.MaxInt64)
	if !from.IsZero() {
		first = moment(from)
	}
	if !to.IsZero() {
		last = moment(to)
	}
	rows, err := s.query(ctx, violationsIn, source, system, first, last)
	all, err := list(rows, err, scanViolation)
	return all, s.explain("reading violations", err)
}

// Violation is one of them, by its number.
func (s *Store) Violation(ctx context.Context, source string, id int64) (v store.Violation, found bool, err error) {
	const doing = "reading a violation"
	rows, err := s.query(ctx, `SELECT `+violationColumns+` FROM violations v JOIN operations o ON o.id = v.operation
		WHERE v.id = ? AND o.source = ?`, id, source)
	if err != nil {
		return v, false, s.explain(doing, err)
	}
	defer func() { _ = rows.Close() }()
	if found = rows.Next(); found {
		v, err = scanViolation(rows)
	}
	return v, found, s.explain(doing, errors.Join(err, rows.Err()))
}

func scanViolation(row scanner) (v store.Violation, err error) {
	var o operationRow
	var started, ended, onset sql.NullInt64
	columns := []any{&v.ID, &v.Signal, &v.Tier, &started, &ended, &onset, (*int64)(&v.Delay), &v.Peak, &v.Verdict}
	if err := row.Scan(append(columns, o.columns()...)...); err != nil {
		return v, err
	}
	v.Start, v.End, v.Onset = fromNanos(started), fromNanos(ended), fromNanos(onset)
	v.Operation, err = o.operation()
	return v, err
}
