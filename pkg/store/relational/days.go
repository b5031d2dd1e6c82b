package relational

// The rows that hold an operation's windows of one day.

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/pack"
)

// setOf names the operations that are learned together.
type setOf struct{ source, system, set string }

// days reads and writes the rows in one transaction.
type days struct {
	tx *transaction
}

// rowsOfDays are read and written with one statement each: over a network every one has to wait for an answer. So many
// take about 1.5 MB.
const rowsOfDays = 256

// dayOf is the row of the hour that begins at t: days since 1970, UTC.
func dayOf(t time.Time) int64 {
	const day = 24 * 60 * 60
	seconds := t.Unix()
	if seconds < 0 {
		seconds -= day - 1
	}
	return seconds / day
}

// change gives the windows of a day of many operations to become, by their places in ids, and writes what changed.
func (d days) change(ctx context.Context, day int64, ids []int64, become func(i int, had []baseline.Window) (windows []baseline.Window, changed bool)) error {
	for first := 0; first < len(ids); first += rowsOfDays {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		some := ids[first:min(first+rowsOfDays, len(ids))]
		had, err := d.read(day, some)
		if err != nil {
			return err
		}
		var kept, gone []any
		for i, id := range some {
			windows, changed := become(first+i, had[id])
			switch {
			case !changed:
			case len(windows) == 0:
				gone = append(gone, id)
			default:
				kept = append(kept, id, day, pack.Pack(windows))
			}
		}
		if err := d.put(kept); err != nil {
			return err
		}
		if err := d.remove(day, gone); err != nil {
			return err
		}
	}
	return nil
}

func (d days) read(day int64, ids []int64) (map[int64][]baseline.Window, error) {
	values := []any{day}
	for _, id := range ids {
		values = append(values, id)
	}
	rows, err := d.tx.Query(`SELECT operation, packed FROM windows WHERE day = ? AND operation IN (`+marks(len(ids))+`)`, values...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	found := make(map[int64][]baseline.Window, len(ids))
	for rows.Next() {
		var id int64
		var packed sql.RawBytes
		if err := rows.Scan(&id, &packed); err != nil {
			return nil, err
		}
		if found[id], err = unpacked(packed); err != nil {
			return nil, err
		}
	}
	return found, rows.Err()
}

// unpacked are the windows of a row.
func unpacked(packed []byte) ([]baseline.Window, error) {
	var room baseline.Room
	err := unpack(&room, packed)
	return room.Windows, err
}

// unpack reads a row into a room. What cannot be read there was written otherwise: a pack has a checksum.
func unpack(room *baseline.Room, packed []byte) error {
	if err := pack.UnpackInto(room, packed); err != nil {
		return fmt.Errorf("%w: %w", store.ErrDamaged, err)
	}
	return nil
}

// put writes rows of an operation, a day and its windows.
func (d days) put(values []any) error {
	const columns = 3
	if len(values) == 0 {
		return nil
	}
	row := "(" + marks(columns) + ")"
	_, err := d.tx.Exec(`INSERT INTO windows (operation, day, packed) VALUES `+row+strings.Repeat(", "+row, len(values)/columns-1)+
		` ON CONFLICT (operation, day) DO UPDATE SET packed = excluded.packed`, values...)
	return err
}

func (d days) remove(day int64, ids []any) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := d.tx.Exec(`DELETE FROM windows WHERE day = ? AND operation IN (`+marks(len(ids))+`)`, append([]any{day}, ids...)...)
	return err
}

// marks are the places of n values in a statement.
func marks(n int) string { return "?" + strings.Repeat(", ?", n-1) }

// replaceHour puts windows in the place of those that end in (hour, hour+1h].
func replaceHour(had []baseline.Window, hour time.Time, windows []baseline.Window) (now []baseline.Window, changed bool) {
	from, until := firstAfter(had, hour), firstAfter(had, hour.Add(time.Hour))
	if from == until && len(windows) == 0 {
		return had, false
	}
	return slices.Replace(had, from, until, windows...), true
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
func (d days) operations(set setOf, day int64) ([]int64, error) {
	rows, err := d.tx.Query(`SELECT o.id FROM operations o JOIN windows w ON w.operation = o.id AND w.day = ?
		WHERE o.source = ? AND o.system = ? AND o.set_id = ?`, day, set.source, set.system, set.set)
	return list(rows, err, scanValue[int64])
}
