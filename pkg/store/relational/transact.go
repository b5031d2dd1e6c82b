package relational

// How a write happens: whole or not at all, and only by who holds the lease.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// write runs fn in a transaction that keeps others from writing for the source, from its beginning. What it wrote lasts: people
// were told that it is done.
func (s *Store) write(ctx context.Context, source, doing string, fn func(*transaction) error) error {
	return s.within(ctx, source, true, doing, fn)
}

// within runs fn in a transaction. A cancelled ctx rolls it back.
func (s *Store) within(ctx context.Context, source string, lasts bool, doing string, fn func(*transaction) error) error {
	tx, err := s.begin(ctx, source, lasts)
	if err != nil {
		return s.explain(doing, err)
	}
	if err := fn(tx); err != nil {
		_ = tx.Rollback()
		return s.explain(doing, orCancelled(ctx, err))
	}
	return s.explain(doing, orCancelled(ctx, tx.Commit()))
}

// takenBack ends a transaction that wrote nothing because of what was asked, which is no fault of the database.
type takenBack struct{ error }

func (e takenBack) Unwrap() error { return e.error }

// orCancelled says that the caller went away, where that is why the transaction ended.
func orCancelled(ctx context.Context, err error) error {
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// fenced writes on behalf of a lease: where the source has another fence by now, nothing is written. What is lost of it with
// the power is learned again, for the mark of an hour is in the same transaction.
func (s *Store) fenced(ctx context.Context, l store.Lease, doing string, fn func(*transaction) error) error {
	return s.within(ctx, l.Source, false, doing, func(tx *transaction) error {
		var owner string
		var fence int64
		err := tx.QueryRow(`SELECT owner, fence FROM leases WHERE source = ?`, l.Source).Scan(&owner, &fence)
		switch {
		case errors.Is(err, sql.ErrNoRows), err == nil && (fence != l.Fence || owner != l.Owner):
			return fmt.Errorf("%s of %s: %w", doing, l.Source, store.ErrLeaseLost)
		case err != nil:
			return err
		}
		return fn(tx)
	})
}

// changed tells the readers of a source's baselines, in this and other processes, to read anew.
func changed(tx *transaction, source string) error {
	_, err := tx.Exec(`INSERT INTO changes (source, number) VALUES (?, 1)
		ON CONFLICT (source) DO UPDATE SET number = changes.number + 1`, source)
	return err
}
