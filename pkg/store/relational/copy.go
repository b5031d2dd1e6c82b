package relational

// How everything that a store holds comes into another one, and how it is known
// that it came whole.

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// table is one that is copied.
type table struct {
	name     string
	numbered bool              // its rows get numbers that are never used twice
	instead  map[string]string // what is read in the place of a column
}

// tables are all but the one that the health check writes to, those first that others refer to.
var tables = []table{
	{name: "operations", numbered: true}, {name: "windows"}, {name: "learned_hours"}, {name: "progress"}, {name: "baselines"},
	{name: "violations", numbered: true},
	// A lease stays with the process that holds it; its number goes on, so that no former owner writes again.
	{name: "leases", instead: map[string]string{"owner": "''", "expires": "0"}},
	{name: "changes"}, {name: "deployments"}, {name: "exclusions", numbered: true}, {name: "acts", numbered: true},
	{name: "proposals", numbered: true}, {name: "shifts"}, {name: "runs"}, {name: "run_measured"}, {name: "run_samples"},
	{name: "own_operations"}, {name: "reports"}, {name: "work"},
}

const (
	// A statement puts so many rows, or so many bytes, at once: a network has to be crossed for each.
	rowsAtOnce  = 200
	bytesAtOnce = 4 << 20
	// tellEvery is after how many rows somebody is told how far it is.
	tellEvery = 5000
)

// Copied is what was found of one table, the same in both stores.
type Copied struct {
	Table string `json:"table"`
	Rows  int64  `json:"rows"`
	// Checksum is of all values of all rows, whatever their order.
	Checksum string `json:"checksum"`
}

// ErrNotEmpty says that what is to be filled holds something already.
var ErrNotEmpty = errors.New("the store to copy to is not empty")

// ErrInUse says that a process writes into the store that is copied.
var ErrInUse = errors.New("the store to copy is in use")

// Copy copies everything into an empty store, in one transaction: when it is interrupted nothing was copied. Before it
// ends, what arrived is read again and compared with what was sent.
func Copy(ctx context.Context, from, to store.Store, tell func(table string, rows int64)) (all []Copied, err error) {
	source, target, err := bothRelational(from, to)
	if err != nil {
		return nil, err
	}
	c := copying{from: source.database, to: target.database, tell: tell}
	const doing = "copying the store"
	if c.reading, err = source.database.Snapshot(ctx); err != nil {
		return nil, source.explain(doing, err)
	}
	defer func() { _ = c.reading.Rollback() }() // nothing was written
	if err := c.idle(ctx); err != nil {
		return nil, source.explain(doing, err)
	}
	if c.writing, err = target.database.Begin(ctx, "", true); err != nil {
		return nil, target.explain(doing, err)
	}
	defer func() { _ = c.writing.Rollback() }() // after a commit it does nothing
	if err := c.empty(ctx); err != nil {
		return nil, target.explain(doing, err)
	}
	for _, t := range tables {
		tell(t.name, 0)
		copied, err := c.table(ctx, t)
		if err != nil {
			return nil, target.explain(fmt.Sprintf("%s: the table %s", doing, t.name), err)
		}
		all = append(all, copied)
	}
	return all, target.explain(doing, c.writing.Commit())
}

func bothRelational(from, to store.Store) (source, target *Store, err error) {
	a, one := from.(interface{ relational() *Store })
	b, two := to.(interface{ relational() *Store })
	if !one || !two {
		return nil, nil, errors.New("copying the store: both must lie in a database")
	}
	return a.relational(), b.relational(), nil
}

func (s *Store) relational() *Store { return s }

type copying struct {
	from, to         Database
	reading, writing *sql.Tx
	tell             func(table string, rows int64)
}

// idle makes sure that nobody learns into the store while it is copied: that would stay behind.
func (c *copying) idle(ctx context.Context) error {
	now, err := c.from.Now(ctx, c.reading, time.Now())
	if err != nil {
		return err
	}
	var source, owner string
	err = c.reading.QueryRowContext(ctx, c.from.Text(`SELECT source, owner FROM leases WHERE owner <> '' AND expires > ? ORDER BY source LIMIT 1`), now.UnixNano()).
		Scan(&source, &owner)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("%w: %s learns %s into %s; stop it first, and try again a minute later", ErrInUse, owner, source, c.from.Location())
}

// empty keeps others from writing into the target, and makes sure that it holds nothing.
func (c *copying) empty(ctx context.Context) error {
	var names []string
	for _, t := range tables {
		names = append(names, t.name)
	}
	if alone := c.to.Alone(names); alone != "" {
		if _, err := c.writing.ExecContext(ctx, alone); err != nil {
			return err
		}
	}
	for _, name := range names {
		var some bool
		if err := c.writing.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+name+`)`).Scan(&some); err != nil {
			return err
		}
		if some {
			return fmt.Errorf("%w: %s has rows in the table %s; give one that nothing was written to", ErrNotEmpty, c.to.Location(), name)
		}
	}
	return nil
}

func (c *copying) table(ctx context.Context, t table) (done Copied, err error) {
	columns, err := columnsOf(ctx, c.reading, t.name)
	if err != nil {
		return done, err
	}
	theirs, err := columnsOf(ctx, c.writing, t.name)
	if err != nil {
		return done, err
	}
	if !slices.Equal(slices.Sorted(slices.Values(columns)), slices.Sorted(slices.Values(theirs))) {
		return done, fmt.Errorf("its columns are %s in one store and %s in the other", strings.Join(columns, ", "), strings.Join(theirs, ", "))
	}
	put := inserting{c: c, table: t.name, columns: columns}
	sent, err := eachRow(ctx, c.reading, c.from, t, columns, true, func(rows int64, row []any) error {
		if rows%tellEvery == 0 {
			c.tell(t.name, rows)
		}
		return put.add(ctx, row)
	})
	if err == nil {
		err = put.flush(ctx)
	}
	if err == nil && t.numbered {
		err = c.number(ctx, t.name)
	}
	if err != nil {
		return done, err
	}
	arrived, err := eachRow(ctx, c.writing, c.to, t, columns, false, func(int64, []any) error { return nil })
	if err != nil {
		return done, err
	}
	if sent != arrived {
		return done, fmt.Errorf("%d rows with the checksum %s were sent, and %d with %s arrived; nothing was kept", sent.Rows, sent.Checksum, arrived.Rows, arrived.Checksum)
	}
	return sent, nil
}

func columnsOf(ctx context.Context, tx *sql.Tx, table string) ([]string, error) {
	rows, err := tx.QueryContext(ctx, `SELECT * FROM `+table+` LIMIT 0`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	return columns, errors.Join(err, rows.Err())
}

// eachRow reads a table, and says how many rows there are and what their checksum is.
func eachRow(ctx context.Context, tx *sql.Tx, w Words, t table, columns []string, instead bool, do func(rows int64, row []any) error) (Copied, error) {
	read := slices.Clone(columns)
	for i, column := range columns {
		if other, is := t.instead[column]; is && instead {
			read[i] = other
		}
	}
	rows, err := tx.QueryContext(ctx, `SELECT `+strings.Join(read, ", ")+` FROM `+t.name)
	if err != nil {
		return Copied{}, err
	}
	defer func() { _ = rows.Close() }()
	var sum checksum
	for rows.Next() {
		row, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			targets[i] = &row[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return Copied{}, err
		}
		for i, value := range row {
			if text, is := value.(string); is {
				row[i] = w.Kept(text)
			}
		}
		if err := sum.add(row); err != nil {
			return Copied{}, err
		}
		if err := do(sum.rows, row); err != nil {
			return Copied{}, err
		}
	}
	return Copied{t.name, sum.rows, sum.String()}, rows.Err()
}

// inserting puts many rows with one statement.
type inserting struct {
	c       *copying
	table   string
	columns []string
	values  []any
	bytes   int
}

func (p *inserting) add(ctx context.Context, row []any) error {
	for _, value := range row {
		switch v := value.(type) {
		case []byte:
			p.bytes += len(v)
		case string:
			p.bytes += len(v)
		}
	}
	p.values = append(p.values, row...)
	if len(p.values) >= rowsAtOnce*len(p.columns) || p.bytes >= bytesAtOnce {
		return p.flush(ctx)
	}
	return nil
}

func (p *inserting) flush(ctx context.Context) error {
	if len(p.values) == 0 {
		return nil
	}
	one := "(?" + strings.Repeat(", ?", len(p.columns)-1) + ")"
	text := `INSERT INTO ` + p.table + ` (` + strings.Join(p.columns, ", ") + `) VALUES ` + one +
		strings.Repeat(", "+one, len(p.values)/len(p.columns)-1)
	_, err := p.c.writing.ExecContext(ctx, p.c.to.Text(text), said(p.c.to, p.values)...)
	p.values, p.bytes = p.values[:0], 0
	return err
}

// number lets the target go on where the numbers of the source ended: that of a row that was removed means nothing else later.
func (c *copying) number(ctx context.Context, table string) error {
	var last int64
	if err := c.reading.QueryRowContext(ctx, c.from.LastID(table)).Scan(&last); err != nil || last == 0 {
		return err
	}
	for _, text := range c.to.SetLastID(table) {
		var values []any
		if strings.Contains(text, "?") {
			values = []any{last}
		}
		if _, err := c.writing.ExecContext(ctx, c.to.Text(text), values...); err != nil {
			return err
		}
	}
	return nil
}

// checksum adds up the hashes of rows, so that their order does not count.
type checksum struct {
	rows int64
	sum  [4]uint64
}

func (s *checksum) add(row []any) error {
	h := sha256.New()
	for _, value := range row {
		if err := hashValue(h, value); err != nil {
			return err
		}
	}
	digest := h.Sum(nil)
	for i := range s.sum {
		s.sum[i] += binary.BigEndian.Uint64(digest[8*i:])
	}
	s.rows++
	return nil
}

// hashValue writes a value so that no two are written alike: its kind, its length, itself.
func hashValue(h hash.Hash, value any) error {
	var kind byte
	var content []byte
	switch v := value.(type) {
	case nil:
		kind = 'n'
	case int64:
		kind, content = 'i', binary.BigEndian.AppendUint64(nil, uint64(v))
	case float64:
		kind, content = 'f', binary.BigEndian.AppendUint64(nil, math.Float64bits(v))
	case string:
		kind, content = 't', []byte(v)
	case []byte:
		kind, content = 'b', v
	default:
		return fmt.Errorf("a value of the kind %T is not expected", value)
	}
	head := binary.BigEndian.AppendUint64([]byte{kind}, uint64(len(content)))
	_, _ = h.Write(head) // a hash takes everything
	_, _ = h.Write(content)
	return nil
}

// String is short enough to be compared by eye.
func (s *checksum) String() string {
	var all []byte
	for _, part := range s.sum {
		all = binary.BigEndian.AppendUint64(all, part)
	}
	return hex.EncodeToString(all[:16])
}
