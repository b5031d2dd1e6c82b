package relational

// Whose data there is, and how it leaves.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

var _ store.Sourced = (*Store)(nil)

// Holdings lists the sources of which there is anything, by name. Leases and numbers of changes are none: they outlive what
// they were of.
func (s *Store) Holdings(ctx context.Context, now time.Time) ([]store.Holding, error) {
	const doing = "listing the sources"
	now, err := s.clock(ctx, now)
	if err != nil {
		return nil, s.explain(doing, err)
	}
	rows, err := s.query(ctx, `SELECT a.source,
			(SELECT count(*) FROM operations x WHERE x.source = a.source), (SELECT count(*) FROM own_operations x WHERE x.source = a.source),
			(SELECT count(*) FROM runs x WHERE x.source = a.source), (SELECT max(x.hour) FROM learned_hours x WHERE x.source = a.source),
			coalesce((SELECT x.expires FROM leases x WHERE x.source = a.source AND x.owner <> ''), 0)
		FROM (SELECT source FROM operations UNION SELECT source FROM learned_hours UNION SELECT source FROM progress
			UNION SELECT source FROM deployments UNION SELECT source FROM exclusions UNION SELECT source FROM acts UNION SELECT source FROM runs
			UNION SELECT source FROM own_operations UNION SELECT source FROM reports UNION SELECT source FROM work) a ORDER BY a.source`)
	all, err := list(rows, err, func(row scanner) (h store.Holding, err error) {
		var hour sql.NullInt64
		var expires int64
		err = row.Scan(&h.Source, &h.Operations, &h.Definitions, &h.Runs, &hour, &expires)
		if hour.Valid {
			end := time.Unix(hour.Int64, 0).UTC().Add(time.Hour)
			h.Learned = &end
		}
		h.Learning = isHeld(expires, now)
		return h, err
	})
	return all, s.explain(doing, err)
}

// clock is the database's, where it has one.
func (s *Store) clock(ctx context.Context, now time.Time) (time.Time, error) {
	reading, err := s.database.Snapshot(ctx)
	if err != nil {
		return now, err
	}
	defer func() { _ = reading.Rollback() }() // nothing was written
	return s.database.Now(ctx, reading, now)
}

// isHeld tells whether a lease that ends then keeps others from learning.
func isHeld(expires int64, now time.Time) bool {
	return expires > now.UnixNano() && expires <= now.Add(LongestLease).UnixNano()
}

// Remove removes everything of a source. The number of its lease stays and goes on, so that no former owner writes again.
func (s *Store) Remove(ctx context.Context, source string, now time.Time) error {
	doing := "removing " + source
	return s.write(ctx, source, doing, func(tx *transaction) error {
		now, err := s.database.Now(tx.ctx, tx.Tx, now)
		if err != nil {
			return err
		}
		var expires int64
		err = tx.QueryRow(`SELECT expires FROM leases WHERE source = ? AND owner <> ''`, source).Scan(&expires)
		switch {
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return err
		case isHeld(expires, now):
			return fmt.Errorf("%s: %w", doing, store.ErrLearning)
		}
		if err := forget(tx, source); err != nil {
			return err
		}
		_, err = tx.Exec(`DELETE FROM own_operations WHERE source = ?`, source)
		return err
	})
}
