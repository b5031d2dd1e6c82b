// Package relational keeps a Yardstick store in the tables of a database. The
// statements stand here once, in the words that SQLite takes; store/sqlite and
// store/postgres bring their database and say what is different in it.
package relational

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Database is what a store needs of the database that it lies in.
type Database interface {
	Words
	Sizes

	// Begin begins a transaction that writes for a source. Others that write for the same source wait, in every
	// process, so that what is read in it stays true until it ends. What lasts outlives a power failure from its commit on.
	Begin(ctx context.Context, source string, lasts bool) (*sql.Tx, error)
	// Snapshot begins a transaction that only reads; all of its statements see one state.
	Snapshot(ctx context.Context) (*sql.Tx, error)
	// Query reads with one statement.
	Query(ctx context.Context, text string, values ...any) (*sql.Rows, error)

	// Patience bounds how long the database may take for what ctx is for.
	Patience(ctx context.Context) (context.Context, context.CancelFunc)
	// Within is the context of a single statement of a transaction that was begun with ctx.
	Within(ctx context.Context) context.Context
	// Now is the clock by which leases run out, given the caller's.
	Now(ctx context.Context, tx *sql.Tx, callers time.Time) (time.Time, error)

	// Fault gives an error its kind, where callers decide on it, with what a person does about it.
	Fault(err error) error
	Location() string
	Close() error
}

// Words are how a database is spoken to.
type Words interface {
	// Text turns a statement as SQLite takes it (with ? and ?1) into one that the database takes.
	Text(statement string) string
	// Keep makes of a text one that the database can hold; Kept is its reverse.
	Keep(text string) string
	Kept(text string) string
	// LastID is the largest number that a table ever gave a row, SetLastID begins after another one.
	LastID(table string) string
	SetLastID(table string) []string
	// Alone keeps others from writing to tables for the rest of a transaction; empty where its beginning does.
	Alone(tables []string) string
}

// Store keeps everything in a database that has its tables.
type Store struct {
	database Database
	current  remembered
	tell     func(error) // of what goes wrong; nil for nobody
}

var _ store.Store = (*Store)(nil)

// New makes a store of a database whose tables are there.
func New(d Database) *Store { return &Store{database: d} }

// Location says for a person where the store is.
func (s *Store) Location() string { return s.database.Location() }

// Close ends all connections.
func (s *Store) Close() error { return s.database.Close() }

// Check writes a number and reads it back.
func (s *Store) Check(ctx context.Context) error {
	const doing = "checking the store"
	var written, read int64
	err := s.write(ctx, "", doing, func(tx *transaction) error {
		return tx.QueryRow(`INSERT INTO health (id, number) VALUES (1, 1)
			ON CONFLICT (id) DO UPDATE SET number = health.number + 1 RETURNING number`).Scan(&written)
	})
	if err != nil {
		return err
	}
	if err := s.queryRow(ctx, `SELECT number FROM health WHERE id = 1`).Scan(&read); err != nil {
		return s.explain(doing, err)
	}
	if read < written { // another process may have checked since
		return fmt.Errorf("%s %s: %d was written and %d was read back", doing, s.Location(), written, read)
	}
	return nil
}

// Explain wraps an error with what was being done and its kind; what callers compare stays as it is.
func Explain(doing string, err error, fault func(error) error) error {
	var conflict *store.Conflict
	if err == nil || errors.As(err, &conflict) || errors.Is(err, store.ErrLeaseLost) || errors.Is(err, store.ErrNewer) {
		return err
	}
	return fmt.Errorf("%s: %w", doing, fault(err))
}

func (s *Store) explain(doing string, err error) error {
	return s.Told(Explain(doing, err, s.database.Fault))
}
