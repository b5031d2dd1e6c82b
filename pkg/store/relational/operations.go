package relational

// The operations of a source: found by their labels, made when first seen.

import (
	"context"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const operationColumns = `o.id, o.source, o.system, o.set_id, o.name, o.labels`

// Operations lists what a source has, by system, set and labels. Empty system: all.
func (s *Store) Operations(ctx context.Context, source, system string) ([]store.Operation, error) {
	rows, err := s.query(ctx, `SELECT `+operationColumns+` FROM operations o
		WHERE o.source = ? AND (? = '' OR o.system = ?) ORDER BY o.system, o.set_id, o.labels`, source, system, system)
	all, err := list(rows, err, scanOperation)
	return all, s.explain("reading operations", err)
}

func scanOperation(row scanner) (store.Operation, error) {
	var o operationRow
	if err := row.Scan(o.columns()...); err != nil {
		return store.Operation{}, err
	}
	return o.operation()
}

type operationRow struct {
	store.Operation
	labels string
}

// columns are the targets of operationColumns.
func (o *operationRow) columns() []any {
	return []any{&o.ID, &o.Source, &o.System, &o.Set, &o.Name, &o.labels}
}

func (o *operationRow) operation() (store.Operation, error) {
	if err := json.Unmarshal([]byte(o.labels), &o.Labels); err != nil {
		return store.Operation{}, fmt.Errorf("%w: the labels of operation %d: %w", store.ErrDamaged, o.ID, err)
	}
	return o.Operation, nil
}

// canonicalLabels writes labels so that equal ones are equal text: JSON with sorted keys.
func canonicalLabels(labels map[string]string) (string, error) {
	for name, value := range labels {
		if !utf8.ValidString(name) || !utf8.ValidString(value) {
			return "", fmt.Errorf("the label %q=%q is not UTF-8", name, value)
		}
	}
	if labels == nil {
		labels = map[string]string{}
	}
	text, err := json.Marshal(labels)
	return string(text), err
}

// roll finds the operations of one set and makes those that are new.
type roll struct {
	tx             *transaction
	of             setOf
	known          map[string]store.Operation // by canonical labels; only ID and Name are filled
	insert, rename *statement
}

func callRoll(tx *transaction, of setOf) (*roll, error) {
	r := &roll{tx: tx, of: of, known: map[string]store.Operation{}}
	rows, err := tx.Query(`SELECT id, labels, name FROM operations WHERE source = ? AND system = ? AND set_id = ?`, of.source, of.system, of.set)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var o store.Operation
		var labels string
		if err := rows.Scan(&o.ID, &labels, &o.Name); err != nil {
			return nil, err
		}
		r.known[labels] = o
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	r.insert, err = tx.Prepare(`INSERT INTO operations (source, system, set_id, labels, name) VALUES (?, ?, ?, ?, ?) RETURNING id`)
	if err != nil {
		return nil, err
	}
	r.rename, err = tx.Prepare(`UPDATE operations SET name = ? WHERE id = ?`)
	return r, err
}

// id finds or makes an operation; a changed name is taken over.
func (r *roll) id(o store.Operation) (int64, error) {
	labels, err := canonicalLabels(o.Labels)
	if err != nil {
		return 0, err
	}
	known, found := r.known[labels]
	if !found {
		if err := r.insert.QueryRow(r.of.source, r.of.system, r.of.set, labels, o.Name).Scan(&known.ID); err != nil {
			return 0, err
		}
		known.Name = o.Name
	}
	if o.ID != 0 && o.ID != known.ID {
		return 0, fmt.Errorf("the operation %d of %s is not the one of %s with labels %s", o.ID, o.Source, r.of.source, labels)
	}
	if known.Name != o.Name && o.Name != "" {
		if _, err := r.rename.Exec(o.Name, known.ID); err != nil {
			return 0, err
		}
		known.Name = o.Name
		if err := changed(r.tx, r.of.source); err != nil {
			return 0, err
		}
	}
	r.known[labels] = known
	return known.ID, nil
}

// identifier finds the operations of a source that baselines and violations are of.
type identifier struct {
	tx     *transaction
	source string
	rolls  map[setOf]*roll
	owns   *statement
}

// of is the number of an operation: its own where it has one, else found or made by system, set and labels.
func (f *identifier) of(o store.Operation) (int64, error) {
	if o.Source != "" && o.Source != f.source {
		return 0, fmt.Errorf("the operation %s is of %s, not of %s", o.Name, o.Source, f.source)
	}
	if o.ID != 0 {
		return o.ID, f.check(o)
	}
	key := setOf{f.source, o.System, o.Set}
	if f.rolls == nil {
		f.rolls = map[setOf]*roll{}
	}
	if f.rolls[key] == nil {
		r, err := callRoll(f.tx, key)
		if err != nil {
			return 0, err
		}
		f.rolls[key] = r
	}
	return f.rolls[key].id(o)
}

// check makes sure that a number is one of this source: nothing crosses from one to another.
func (f *identifier) check(o store.Operation) (err error) {
	if f.owns == nil {
		if f.owns, err = f.tx.Prepare(`SELECT count(*) FROM operations WHERE id = ? AND source = ?`); err != nil {
			return err
		}
	}
	var n int
	if err := f.owns.QueryRow(o.ID, f.source).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("there is no operation %d (%s) in %s; was it forgotten?", o.ID, o.Name, f.source)
	}
	return nil
}
