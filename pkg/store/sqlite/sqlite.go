// Package sqlite keeps a Yardstick store in one SQLite file. Several processes
// may open it at once.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/relational"
)

// Options change how a store is opened.
type Options struct {
	// ReadOnly opens an existing store without changing it (reports beside a running plugin).
	ReadOnly bool
	// SetAside is told where a store that is damaged was moved to; another one is made in its place. Without it a
	// damaged store is left where it is, and refused.
	SetAside func(to string, why error)
	// OrReadOnly opens a store that cannot be written for reading: what was learned still answers.
	OrReadOnly bool
}

// Store is one file.
type Store struct {
	*relational.Store
	database *database
}

var _ store.Store = (*Store)(nil)

// database is the file. SQLite has one writer at a time: writes wait in line here for the one connection
// that writes, and between processes for SQLite's lock. Readers see the last committed state meanwhile.
type database struct {
	words
	path      string
	writer    *sql.DB       // nil when read-only
	turn      chan struct{} // of who begins a transaction
	lasting   bool          // commits outlive a power failure, as was said last; of whose turn it is
	readers   *sql.DB
	immutable bool                  // it is read without looking whether somebody writes
	file      os.FileInfo           // as it was opened
	damage    atomic.Pointer[error] // the first that was met
	kept      error                 // why a store that was to be written is open for reading only
	closing   sync.Once
	closed    error
}

var _ relational.Database = (*database)(nil)

// Open opens the store at path and makes it, with its folders, where there is none.
//
// A file that Yardstick did not make is refused untouched (store.ErrNotOurs), and so is a store of a newer
// Yardstick (store.ErrNewer).
func Open(ctx context.Context, path string, o Options) (store.Store, error) {
	d, err := open(ctx, path, o)
	if errors.Is(err, store.ErrDamaged) {
		d, err = openInstead(ctx, path, o, err)
	}
	if errors.Is(err, store.ErrReadOnly) && o.OrReadOnly && !o.ReadOnly {
		if reading, failed := open(ctx, path, Options{ReadOnly: true}); failed == nil {
			reading.kept = err
			d, err = reading, nil
		}
	}
	if err != nil {
		return nil, err
	}
	return &Store{relational.New(d), d}, nil
}

func open(ctx context.Context, path string, o Options, pragmas ...string) (*database, error) {
	path, err := recognise(path, o)
	if err != nil {
		return nil, err
	}
	d := &database{path: path, turn: make(chan struct{}, 1)}
	d.file, _ = os.Stat(path) // none yet: it is made now
	if !o.ReadOnly {
		if d.file == nil {
			private(path)
		}
		if d.writer, err = d.openWriter(ctx, pragmas); err != nil {
			return nil, d.notOpened(err)
		}
	}
	if d.readers, err = d.openReaders(ctx, o); err != nil {
		_ = d.Close()
		return nil, d.notOpened(err)
	}
	if d.file == nil {
		d.file, _ = os.Stat(path)
	}
	opened.add(path)
	return d, nil
}

// fileMode is that of Grafana's own database. SQLite would take 0644, and what lies beside it has the mode of the file.
const fileMode = 0o640

// private makes an empty file that others of the machine cannot read, whatever the folder lets them. Where it cannot be made,
// SQLite says why.
func private(path string) {
	if file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode); err == nil {
		_ = file.Close() // nothing was written
	}
}

// notOpened says why, and of which file where that is to be set aside.
func (d *database) notOpened(err error) error {
	err = relational.Explain(fmt.Sprintf("opening the store %s", d.path), err, d.Fault)
	if errors.Is(err, store.ErrDamaged) {
		return damagedFile{err, d.path, d.file}
	}
	return err
}

// Location says for a person where the store is.
func (d *database) Location() string { return d.path + " (SQLite)" }

// Close ends all connections; the last one merges the write-ahead log into the file.
func (d *database) Close() error {
	d.closing.Do(func() {
		var errs []error
		if d.readers != nil {
			errs = append(errs, d.readers.Close())
			opened.remove(d.path)
		}
		if d.writer != nil {
			errs = append(errs, d.writer.Close())
		}
		if err := errors.Join(errs...); err != nil {
			d.closed = fmt.Errorf("closing the store %s: %w", d.path, err)
		}
	})
	return d.closed
}

// Begin holds the write lock from the beginning, for whichever source.
func (d *database) Begin(ctx context.Context, _ string, lasts bool) (*sql.Tx, error) {
	if d.writer == nil {
		if d.kept != nil {
			return nil, d.kept
		}
		return nil, fmt.Errorf("%w: it was opened for reading only", store.ErrReadOnly)
	}
	select { // nobody else says how safe a commit is, until the transaction has begun
	case d.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-d.turn }()
	if err := d.settle(ctx, lasts); err != nil {
		return nil, err
	}
	return d.writer.BeginTx(ctx, nil)
}

// settle says how safe the next commit is. What lasts is said each time: the connection may be a new one.
func (d *database) settle(ctx context.Context, lasts bool) (err error) {
	switch {
	case lasts:
		_, err = d.writer.ExecContext(ctx, `PRAGMA synchronous = FULL`)
	case d.lasting:
		_, err = d.writer.ExecContext(ctx, `PRAGMA synchronous = NORMAL`)
	}
	d.lasting = lasts || d.lasting && err != nil
	return err
}

func (d *database) Snapshot(ctx context.Context) (*sql.Tx, error) {
	return d.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
}

func (d *database) Query(ctx context.Context, text string, values ...any) (*sql.Rows, error) {
	return d.readers.QueryContext(ctx, text, values...)
}

// Patience is the busy time-out's: a file answers, or fails.
func (d *database) Patience(ctx context.Context) (context.Context, context.CancelFunc) {
	return ctx, func() {}
}

// Within is no context: waiting for one costs a goroutine per statement, and the transaction's ends all of them.
func (d *database) Within(context.Context) context.Context { return context.Background() }

// Now is the caller's clock: a file has the processes of one machine.
func (d *database) Now(_ context.Context, _ *sql.Tx, callers time.Time) (time.Time, error) {
	return callers, nil
}

// words are those in which the statements are written.
type words struct{}

func (words) Text(statement string) string { return statement }
func (words) Keep(text string) string      { return text }
func (words) Kept(text string) string      { return text }

func (words) Alone([]string) string { return "" }

func (words) LastID(table string) string {
	return `SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = '` + table + `'`
}

func (words) SetLastID(table string) []string {
	return []string{
		`DELETE FROM sqlite_sequence WHERE name = '` + table + `'`,
		`INSERT INTO sqlite_sequence (name, seq) VALUES ('` + table + `', ?)`,
	}
}
