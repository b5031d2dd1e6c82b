package relational

// What is removed, and when.

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Expire removes hours that ended before a moment, or at it, for one set.
func (s *Store) Expire(ctx context.Context, l store.Lease, system, set string, before time.Time) error {
	of := setOf{l.Source, system, set}
	end := before.Truncate(time.Hour) // of the last hour that goes
	last := end.Add(-time.Hour)
	return s.fenced(ctx, l, fmt.Sprintf("expiring hours of %s/%s", system, set), func(tx *transaction) error {
		_, err := tx.Exec(`DELETE FROM windows WHERE day < ? AND
			operation IN (SELECT id FROM operations WHERE source = ? AND system = ? AND set_id = ?)`, dayOf(last), of.source, of.system, of.set)
		if err != nil {
			return err
		}
		if err := cutDay(ctx, tx, of, dayOf(last), end); err != nil {
			return err
		}
		_, err = tx.Exec(`DELETE FROM learned_hours WHERE source = ? AND system = ? AND set_id = ? AND hour <= ?`,
			of.source, of.system, of.set, last.Unix())
		return err
	})
}

// cutDay removes the windows of a day that end by a moment.
func cutDay(ctx context.Context, tx *transaction, of setOf, day int64, until time.Time) error {
	ids, err := days{tx}.operations(of, day)
	if err != nil {
		return err
	}
	return days{tx}.change(ctx, day, ids, func(_ int, had []baseline.Window) ([]baseline.Window, bool) {
		kept := had[firstAfter(had, until):]
		return kept, len(kept) < len(had)
	})
}

// removeAtOnce is how many rows go in one transaction, so that others write in between.
const removeAtOnce = 10_000

// Thin keeps, of the versions that the learner made before a moment, the last one of each stretch of that length.
func (s *Store) Thin(ctx context.Context, l store.Lease, before time.Time, stretch time.Duration) error {
	open := before.UnixNano() / int64(stretch) // stretch, which is not over
	// Found by the index over times: records are most of the table, and only those that go are read.
	return s.removeAll(ctx, l, "thinning the versions of baselines", `DELETE FROM baselines WHERE (operation, version) IN (
			SELECT b.operation, b.version FROM operations o JOIN baselines b ON b.operation = o.id
			WHERE o.source = ?1 AND b.valid_from < ?2 AND
				(SELECT n.valid_from / ?3 = b.valid_from / ?3 AND n.author = ?4 FROM baselines n
					WHERE n.operation = b.operation AND (n.valid_from, n.version) > (b.valid_from, b.version) ORDER BY n.valid_from, n.version LIMIT 1)
				AND b.author = ?4 AND b.version < (SELECT max(version) FROM baselines WHERE operation = b.operation)
			LIMIT ?5)`,
		l.Source, open*int64(stretch), int64(stretch), store.Learner, removeAtOnce)
}

// untouched is of an operation o of which nobody decided anything besides its baseline.
const untouched = `NOT EXISTS (SELECT 1 FROM exclusions e WHERE e.operation = o.id)
				AND NOT EXISTS (SELECT 1 FROM acts a WHERE a.source = o.source AND a.operation_id = o.id)`

// DropGone removes operations that have gone for good, such as those of a host that is no more, with the violations that
// ended as long ago and that nobody said anything about: what stayed for them would be listed for ever.
func (s *Store) DropGone(ctx context.Context, l store.Lease, before time.Time) error {
	// The sets that are still measured are listed once: looked for operation by operation, a set that is gone as a whole
	// would be read as often as it has operations.
	return s.removeAll(ctx, l, "removing operations that have gone", `DELETE FROM operations WHERE id IN (
			SELECT o.id FROM operations o WHERE o.source = ?1
				AND NOT EXISTS (SELECT 1 FROM windows w WHERE w.operation = o.id)
				AND NOT EXISTS (SELECT 1 FROM baselines b WHERE b.operation = o.id AND (b.valid_from >= ?2 OR b.author <> ?3))
				AND NOT EXISTS (SELECT 1 FROM violations v WHERE v.operation = o.id AND (v.ended IS NULL OR v.ended >= ?2 OR v.verdict <> ''))
				AND `+untouched+`
				AND (o.system, o.set_id) IN (SELECT p.system, p.set_id FROM operations p
					WHERE p.source = ?1 AND EXISTS (SELECT 1 FROM windows w WHERE w.operation = p.id))
			LIMIT ?4)`,
		l.Source, before.UnixNano(), store.Learner, removeAtOnce)
}

// removeAll runs a statement that removes at most removeAtOnce rows for as long as there may be more.
func (s *Store) removeAll(ctx context.Context, l store.Lease, doing, text string, args ...any) error {
	for {
		var gone int64
		err := s.fenced(ctx, l, doing, func(tx *transaction) error {
			done, err := tx.Exec(text, args...)
			if err != nil {
				return err
			}
			if gone, err = done.RowsAffected(); err != nil || gone == 0 {
				return err
			}
			return changed(tx, l.Source)
		})
		if err != nil || gone < removeAtOnce {
			return err
		}
	}
}

// Retract takes back what was noted of moments that have not come yet.
func (s *Store) Retract(ctx context.Context, l store.Lease, now time.Time) error {
	const ours = ` AND operation IN (SELECT id FROM operations WHERE source = ?)`
	return s.fenced(ctx, l, "taking back what was noted ahead of time", func(tx *transaction) error {
		if _, err := tx.Exec(`DELETE FROM learned_hours WHERE source = ? AND hour > ?`, l.Source, now.Add(-time.Hour).Unix()); err != nil {
			return err
		}
		at := now.UnixNano()
		if _, err := tx.Exec(`UPDATE violations SET ended = ? WHERE ended > ? AND started <= ?`+ours, at, at, at, l.Source); err != nil {
			return err
		}
		// Where every version is of later, it is this clock that is wrong: when each of them was made would be lost.
		moved, err := tx.Exec(`UPDATE baselines SET valid_from = ? WHERE valid_from > ?`+ours+`
			AND EXISTS (SELECT 1 FROM baselines b JOIN operations o ON o.id = b.operation WHERE o.source = ? AND b.valid_from <= ?)`,
			at, at, l.Source, l.Source, at)
		if err != nil {
			return err
		}
		if n, err := moved.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return changed(tx, l.Source)
	})
}

// Forget removes everything of a source but what people defined. Who holds its lease loses it, so that
// a learner in the middle of an hour does not bring the source back.
func (s *Store) Forget(ctx context.Context, source string) error {
	return s.write(ctx, source, "forgetting "+source, func(tx *transaction) error { return forget(tx, source) })
}

func forget(tx *transaction, source string) error {
	for _, text := range []string{
		`DELETE FROM operations WHERE source = ?`, // with windows, baselines and violations
		`DELETE FROM learned_hours WHERE source = ?`,
		`DELETE FROM progress WHERE source = ?`,
		`DELETE FROM deployments WHERE source = ?`,
		`DELETE FROM exclusions WHERE source = ?`,
		`DELETE FROM acts WHERE source = ?`,
		`DELETE FROM reports WHERE source = ?`,
		`DELETE FROM work WHERE source = ?`,
		`DELETE FROM runs WHERE source = ?`, // with what was measured
		`DELETE FROM run_samples WHERE source = ?`,
		`UPDATE leases SET owner = '', expires = 0, fence = fence + 1 WHERE source = ?`,
	} {
		if _, err := tx.Exec(text, source); err != nil {
			return err
		}
	}
	return changed(tx, source)
}
