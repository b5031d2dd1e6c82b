package relational

// Time that does not teach.

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const exclusionColumns = `id, system, operation, began, ended, kind, reason, author, at, withdrawn_at, withdrawn_by, withdrawn_reason`

// PutExclusion keeps an exclusion and notes the act.
func (s *Store) PutExclusion(ctx context.Context, source string, e store.Exclusion, operation string) (id int64, err error) {
	err = s.write(ctx, source, "keeping an exclusion", func(tx *transaction) error {
		if e.Operation != 0 {
			ids := identifier{tx: tx, source: source}
			if err := ids.check(store.Operation{ID: e.Operation, Name: operation}); err != nil {
				return err
			}
		}
		if id, err = putExclusion(tx, source, e); err != nil {
			return err
		}
		_, err = note(tx, source, store.Act{
			At: e.At, Author: e.Author, Action: "exclude", System: e.System, Operation: operation, Reason: e.Reason, OperationID: e.Operation, Exclusion: id,
		})
		return err
	})
	return id, err
}

func putExclusion(tx *transaction, source string, e store.Exclusion) (id int64, err error) {
	err = tx.QueryRow(`INSERT INTO exclusions (source, system, operation, began, ended, kind, reason, author, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		source, e.System, orNull(e.Operation), nanos(e.From), e.To.UnixNano(), e.Kind, e.Reason, e.Author, e.At.UnixNano()).Scan(&id)
	return id, err
}

// WithdrawExclusion takes an exclusion back, and notes the act.
func (s *Store) WithdrawExclusion(ctx context.Context, source string, id int64, by, reason string, at time.Time) (e store.Exclusion, found bool, err error) {
	err = s.write(ctx, source, "withdrawing an exclusion", func(tx *transaction) error {
		row := tx.QueryRow(`SELECT `+exclusionColumns+` FROM exclusions WHERE id = ? AND source = ? AND withdrawn_at IS NULL`, id, source)
		var name string
		if e, err = scanExclusion(row); errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		found = true
		if e.Operation != 0 {
			if err := tx.QueryRow(`SELECT name FROM operations WHERE id = ?`, e.Operation).Scan(&name); err != nil {
				return err
			}
		}
		e.Withdrawn, e.WithdrawnBy, e.WithdrawnReason = at, by, reason
		if _, err := tx.Exec(`UPDATE exclusions SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_reason = ? WHERE id = ?`, at.UnixNano(), by, reason, id); err != nil {
			return err
		}
		_, err = note(tx, source, store.Act{
			At: at, Author: by, Action: "withdraw", System: e.System, Operation: name, Reason: reason, OperationID: e.Operation, Exclusion: id,
		})
		return err
	})
	return e, found, err
}

// Exclusions lists them, also those withdrawn, by the time they were made.
func (s *Store) Exclusions(ctx context.Context, source, system string) ([]store.Exclusion, error) {
	rows, err := s.query(ctx, `SELECT `+exclusionColumns+` FROM exclusions
		WHERE source = ?1 AND (?2 = '' OR system = ?2) ORDER BY at, id`, source, system)
	all, err := list(rows, err, scanExclusion)
	return all, s.explain("reading exclusions", err)
}

func scanExclusion(row scanner) (e store.Exclusion, err error) {
	var operation, began, ended, at, withdrawn sql.NullInt64
	err = row.Scan(&e.ID, &e.System, &operation, &began, &ended, &e.Kind, &e.Reason, &e.Author, &at, &withdrawn, &e.WithdrawnBy, &e.WithdrawnReason)
	e.Operation = operation.Int64
	e.From, e.To, e.At, e.Withdrawn = fromNanos(began), fromNanos(ended), fromNanos(at), fromNanos(withdrawn)
	return e, err
}

// orNull is NULL for no number.
func orNull(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }
