package relational

// What was learned, hour by hour.

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// cancelEvery is after how many operations a long transaction looks whether it is still wanted.
const cancelEvery = 256

// PutHour stores one hour of a set in one transaction, together with the mark that it is learned.
// Storing the same hour again replaces it, also for operations that have nothing any more.
// Every window must end in (hour, hour+1h].
func (s *Store) PutHour(ctx context.Context, l store.Lease, system, set string, hour time.Time, ops []store.OperationHour) error {
	doing := fmt.Sprintf("storing the hour %s of %s/%s", hour.UTC().Format(time.RFC3339), system, set)
	if !hour.Equal(hour.Truncate(time.Hour)) {
		return fmt.Errorf("%s: it does not begin on the hour", doing)
	}
	for _, op := range ops {
		if err := fits(op, l, system, set, hour); err != nil {
			return fmt.Errorf("%s: %w", doing, err)
		}
	}
	of := setOf{l.Source, system, set}
	return s.fenced(ctx, l, doing, func(tx *transaction) error {
		if err := putOperations(ctx, tx, of, hour, ops); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO learned_hours (source, system, set_id, hour) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			of.source, of.system, of.set, hour.Unix())
		return err
	})
}

func putOperations(ctx context.Context, tx *transaction, of setOf, hour time.Time, ops []store.OperationHour) error {
	roll, err := callRoll(tx, of)
	if err != nil {
		return err
	}
	ids := make([]int64, len(ops))
	done := make(map[int64]bool, len(ops))
	for i, op := range ops {
		if i%cancelEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		id, err := roll.id(op.Operation)
		if err != nil {
			return err
		}
		if done[id] {
			return fmt.Errorf("%w: the operation %s is in the hour twice", store.ErrUnfit, op.Operation.Name)
		}
		ids[i], done[id] = id, true
	}
	err = days{tx}.change(ctx, dayOf(hour), ids, func(i int, had []baseline.Window) ([]baseline.Window, bool) {
		return replaceHour(had, hour, ops[i].Windows)
	})
	if err != nil {
		return err
	}
	return emptyRest(ctx, tx, of, hour, done)
}

func fits(op store.OperationHour, l store.Lease, system, set string, hour time.Time) error {
	o := op.Operation
	if o.Source != "" && o.Source != l.Source || o.System != "" && o.System != system || o.Set != "" && o.Set != set {
		return fmt.Errorf("%w: the operation %s/%s/%s is of another source or set than the hour", store.ErrUnfit, o.Source, o.System, o.Set)
	}
	for i, w := range op.Windows {
		if !w.End.After(hour) || w.End.After(hour.Add(time.Hour)) {
			return fmt.Errorf("%w: a window of %s ends at %s, outside of the hour", store.ErrUnfit, o.Name, w.End.UTC().Format(time.RFC3339Nano))
		}
		if i > 0 && w.End.Before(op.Windows[i-1].End) {
			return fmt.Errorf("%w: the windows of %s are not in the order of time", store.ErrUnfit, o.Name)
		}
	}
	return nil
}

// emptyRest empties an hour that is learned again for the operations that it no longer has.
func emptyRest(ctx context.Context, tx *transaction, set setOf, hour time.Time, done map[int64]bool) error {
	var learned int
	err := tx.QueryRow(`SELECT count(*) FROM learned_hours WHERE source = ? AND system = ? AND set_id = ? AND hour = ?`,
		set.source, set.system, set.set, hour.Unix()).Scan(&learned)
	if err != nil || learned == 0 {
		return err
	}
	ids, err := days{tx}.operations(set, dayOf(hour))
	if err != nil {
		return err
	}
	ids = slices.DeleteFunc(ids, func(id int64) bool { return done[id] })
	return days{tx}.change(ctx, dayOf(hour), ids, func(_ int, had []baseline.Window) ([]baseline.Window, bool) {
		return replaceHour(had, hour, nil)
	})
}

// LearnedHours are the starts of the hours of a set that are learned, ascending.
func (s *Store) LearnedHours(ctx context.Context, source, system, set string) ([]time.Time, error) {
	rows, err := s.query(ctx, `SELECT hour FROM learned_hours WHERE source = ? AND system = ? AND set_id = ? ORDER BY hour`, source, system, set)
	hours, err := list(rows, err, func(row scanner) (time.Time, error) {
		var hour int64
		err := row.Scan(&hour)
		return time.Unix(hour, 0).UTC(), err
	})
	return hours, s.explain("reading the learned hours", err)
}

// mostDays is for how many days of windows room is made at once.
const mostDays = 60

// Windows returns the learned windows of one operation that end in (from, to], ascending; a zero time is no limit.
func (s *Store) Windows(ctx context.Context, source string, operation int64, from, to time.Time) ([]baseline.Window, error) {
	return s.WindowsIn(ctx, new(baseline.Room), source, operation, from, to)
}

// WindowsIn is Windows in memory that is used again.
func (s *Store) WindowsIn(ctx context.Context, room *baseline.Room, source string, operation int64, from, to time.Time) ([]baseline.Window, error) {
	const doing = "reading windows"
	room.Empty()
	first, last := int64(-1<<62), int64(1<<62)
	if !from.IsZero() {
		first = dayOf(from)
	}
	if !to.IsZero() {
		last = dayOf(to)
	}
	rows, err := s.query(ctx, `SELECT w.day, w.packed FROM windows w JOIN operations o ON o.id = w.operation
		WHERE w.operation = ? AND o.source = ? AND w.day BETWEEN ? AND ? ORDER BY w.day`, operation, source, first, last)
	if err != nil {
		return nil, s.explain(doing, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var day int64
		var packed sql.RawBytes
		if err := rows.Scan(&day, &packed); err != nil {
			return nil, s.explain(doing, err)
		}
		before := len(room.Windows)
		if err := unpack(room, packed); err != nil {
			return nil, s.explain(doing, err)
		}
		// The days to come are as long as this one, as far as anybody knows.
		room.Windows = slices.Grow(room.Windows, int(min(last-day, mostDays))*(len(room.Windows)-before))
	}
	windows := room.Windows
	// The first and the last day hold more than was asked for.
	if !from.IsZero() {
		windows = windows[firstAfter(windows, from):]
	}
	for !to.IsZero() && len(windows) > 0 && windows[len(windows)-1].End.After(to) {
		windows = windows[:len(windows)-1]
	}
	return windows, s.explain(doing, rows.Err())
}
