package relational

// The versions of what is normal.

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// PutBaselines adds versions; a record equal to the current one adds none.
// The operation of each is found by its ID, or by system, set and labels, and is made when it is new.
func (s *Store) PutBaselines(ctx context.Context, l store.Lease, bs []store.Baseline) error {
	return s.fenced(ctx, l, "storing baselines", func(tx *transaction) error {
		v, err := openVersions(tx, l.Source)
		if err != nil {
			return err
		}
		more := false
		for i, b := range bs {
			if i%cancelEvery == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			added, err := v.add(b)
			if err != nil {
				return fmt.Errorf("the baseline of %s: %w", b.Operation.Name, err)
			}
			more = more || added
		}
		if !more {
			return nil
		}
		return changed(tx, l.Source)
	})
}

// versions adds to the baselines of one source.
type versions struct {
	ids            identifier
	latest, insert *statement
}

func openVersions(tx *transaction, source string) (v *versions, err error) {
	v = &versions{ids: identifier{tx: tx, source: source}}
	v.latest, err = tx.Prepare(`SELECT version, record, valid_from FROM baselines WHERE operation = ? ORDER BY version DESC LIMIT 1`)
	if err != nil {
		return nil, err
	}
	v.insert, err = tx.Prepare(`INSERT INTO baselines (operation, version, record, valid_from, author, reason) VALUES (?, ?, ?, ?, ?, ?)`)
	return v, err
}

func (v *versions) add(b store.Baseline) (added bool, err error) {
	id, err := v.ids.of(b.Operation)
	if err != nil {
		return false, err
	}
	record, err := json.Marshal(b.Record)
	if err != nil {
		return false, fmt.Errorf("%w: %w", store.ErrUnfit, err)
	}
	var version int
	var present string
	var from int64
	err = v.latest.QueryRow(id).Scan(&version, &present, &from)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	if err == nil && (present == string(record) || b.Follows != 0 && b.Follows != version) {
		return false, nil
	}
	if b.Follows == 0 {
		from = b.ValidFrom.UnixNano()
	}
	_, err = v.insert.Exec(id, version+1, string(record), notBefore(b.ValidFrom, from), b.Author, b.Reason)
	return true, err
}

// notBefore is when a version is valid that was made on top of one valid from a moment (nanoseconds): clocks of replicas,
// and those of this machine and of Prometheus, differ, and one that begins before what it follows would never answer.
func notBefore(given time.Time, followed int64) int64 { return max(given.UnixNano(), followed) }

const baselineColumns = `b.version, b.record, b.valid_from, b.author, b.reason, ` + operationColumns

// Versions lists all versions of one operation, ascending.
func (s *Store) Versions(ctx context.Context, source string, operation int64) ([]store.Baseline, error) {
	rows, err := s.query(ctx, `SELECT `+baselineColumns+` FROM baselines b JOIN operations o ON o.id = b.operation
		WHERE b.operation = ? AND o.source = ? ORDER BY b.version`, operation, source)
	all, err := list(rows, err, scanBaseline)
	return all, s.explain("reading the versions of a baseline", err)
}

func scanBaseline(row scanner) (b store.Baseline, err error) {
	var o operationRow
	var record sql.RawBytes
	var from int64
	columns := []any{&b.Version, &record, &from, &b.Author, &b.Reason}
	if err := row.Scan(append(columns, o.columns()...)...); err != nil {
		return b, err
	}
	b.ValidFrom = time.Unix(0, from).UTC()
	if err := json.Unmarshal(record, &b.Record); err != nil {
		return b, fmt.Errorf("%w: version %d of the baseline of %s: %w", store.ErrDamaged, b.Version, o.Name, err)
	}
	b.Operation, err = o.operation()
	return b, err
}
