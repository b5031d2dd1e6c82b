package relational

// The rows that hold an operation's windows of one day.

import (
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store/pack"
)

// setOf names the operations that are learned together.
type setOf struct{ source, system, set string }

// days reads and writes the rows in one transaction, whose end closes the statements.
type days struct {
	get, put, remove, list *statement
}

// dayOf is the row of the hour that begins at t: days since 1970, UTC.
func dayOf(t time.Time) int64 {
	const day = 24 * 60 * 60
	seconds := t.Unix()
	if seconds < 0 {
		seconds -= day - 1
	}
	return seconds / day
}

func openDays(tx *transaction) (*days, error) {
	var failed error
	prepare := func(text string) *statement {
		statement, err := tx.Prepare(text)
		failed = errors.Join(failed, err)
		return statement
	}
	d := &days{
		get:    prepare(`SELECT packed FROM windows WHERE operation = ? AND day = ?`),
		put:    prepare(`INSERT INTO windows (operation, day, packed) VALUES (?, ?, ?) ON CONFLICT (operation, day) DO UPDATE SET packed = excluded.packed`),
		remove: prepare(`DELETE FROM windows WHERE operation = ? AND day = ?`),
		list: prepare(`SELECT o.id FROM operations o JOIN windows w ON w.operation = o.id AND w.day = ?
			WHERE o.source = ? AND o.system = ? AND o.set_id = ?`),
	}
	return d, failed
}

func (d *days) read(operation, day int64) ([]baseline.Window, error) {
	rows, err := d.get.Query(operation, day)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return nil, rows.Err()
	}
	var packed sql.RawBytes
	if err := rows.Scan(&packed); err != nil {
		return nil, err
	}
	windows, err := pack.Unpack(packed)
	return windows, errors.Join(err, rows.Err())
}

func (d *days) write(operation, day int64, windows []baseline.Window) error {
	if len(windows) == 0 {
		_, err := d.remove.Exec(operation, day)
		return err
	}
	_, err := d.put.Exec(operation, day, pack.Pack(windows))
	return err
}

// replaceHour puts windows in the place of those that end in (hour, hour+1h].
func (d *days) replaceHour(operation int64, hour time.Time, windows []baseline.Window) error {
	had, err := d.read(operation, dayOf(hour))
	if err != nil {
		return err
	}
	end := hour.Add(time.Hour)
	from, until := firstAfter(had, hour), firstAfter(had, end)
	if from == until && len(windows) == 0 {
		return nil
	}
	return d.write(operation, dayOf(hour), slices.Replace(had, from, until, windows...))
}

// cut removes the windows of a day that end by a moment.
func (d *days) cut(operation, day int64, until time.Time) error {
	had, err := d.read(operation, day)
	if err != nil {
		return err
	}
	kept := had[firstAfter(had, until):]
	if len(kept) == len(had) {
		return nil
	}
	return d.write(operation, day, kept)
}

// firstAfter is the position of the first window that ends after t.
func firstAfter(windows []baseline.Window, t time.Time) int {
	i := slices.IndexFunc(windows, func(w baseline.Window) bool { return w.End.After(t) })
	if i < 0 {
		return len(windows)
	}
	return i
}

// operations of a set that have a row of that day.
func (d *days) operations(set setOf, day int64) (ids []int64, err error) {
	rows, err := d.list.Query(day, set.source, set.system, set.set)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
