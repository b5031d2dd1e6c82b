// Package postgres keeps a Yardstick store in a schema of a PostgreSQL database,
// which several replicas of Grafana share.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/relational"
)

// ErrNotHeld says that there is no store in a schema that was to hold one.
var ErrNotHeld = errors.New("there is no store in it")

// Options change how a store is opened.
type Options struct {
	// Password is given apart from the address, so that it need not be escaped there.
	Password string
	// Held refuses a schema that holds no store (ErrNotHeld), instead of making one there.
	Held bool
}

// Store is one schema of a database.
type Store struct {
	*relational.Store
	database *database
}

var (
	_ store.Store         = (*Store)(nil)
	_ relational.Database = (*database)(nil)
)

// Open opens the store at an address (postgres://user@host:5432/database) and makes its tables where there are none.
//
// A server that does not answer is store.ErrAway, one that turns us away store.ErrRefused, tables of another program
// store.ErrNotOurs, those of a newer Yardstick store.ErrNewer.
func Open(ctx context.Context, address string, o Options) (store.Store, error) {
	d, err := open(ctx, address, o)
	if err != nil {
		return nil, err
	}
	return d.store(), nil
}

func open(ctx context.Context, address string, o Options) (*database, error) {
	config, err := parse(address, o)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	d := connect(config)
	if err := d.prepare(ctx, config, o.Held); err != nil {
		_ = d.Close()
		return nil, relational.Explain("opening the store "+d.Location(), err, d.Fault)
	}
	return d, nil
}

func (d *database) store() *Store { return &Store{relational.New(d), d} }

// Acquire takes or renews a lease by the server's clock: those of the replicas may differ.
func (s *Store) Acquire(ctx context.Context, source, owner string, ttl time.Duration, now time.Time) (store.Lease, bool, error) {
	const doing = "taking a lease"
	if owner != "" {
		lease, decided, err := s.database.renew(ctx, source, owner, ttl, now)
		if err != nil || decided {
			return lease, lease.Owner != "", s.Told(relational.Explain(doing, err, s.database.Fault))
		}
	}
	return s.Store.Acquire(ctx, source, owner, ttl, now)
}

// database is where the tables are. Who writes has connections of its own, so that readers never wait for who waits
// to write.
type database struct {
	words
	writers, readers *sql.DB
	schema           string
	user, place      string // for a person
	clock            func(ctx context.Context, on queryer, callers time.Time) (time.Time, error)
}

// queryer is what a statement is said to.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Location says for a person where the store is.
func (d *database) Location() string { return d.place }

// Close ends all connections.
func (d *database) Close() error {
	if err := errors.Join(d.readers.Close(), d.writers.Close()); err != nil {
		return fmt.Errorf("closing the store %s: %w", d.place, err)
	}
	return nil
}

// Begin holds the lock of a source's writers until the transaction ends. A process that was stopped in the middle of one
// would keep it for as long as its connection lives: after a while it is looked into who holds it. What lasts is the server's
// matter (synchronous_commit).
func (d *database) Begin(ctx context.Context, source string, _ bool) (*sql.Tx, error) {
	for {
		tx, err := d.writers.BeginTx(ctx, nil)
		if err != nil || source == "" {
			return tx, err
		}
		if _, err = tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, d.lock(source)); err == nil {
			return tx, nil
		}
		_ = tx.Rollback() // the error is why
		if code(err) != lockNotAvailable || ctx.Err() != nil {
			return nil, err
		}
		if err := d.evict(ctx, source); err != nil {
			return nil, err
		}
	}
}

// evict ends the connection that holds the lock of a source's writers where the server waits for the process behind it.
func (d *database) evict(ctx context.Context, source string) error {
	_, err := d.readers.ExecContext(ctx, `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
		WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND (l.classid::bigint << 32 | l.objid::bigint) = $1
		AND a.datname = current_database() AND a.wait_event_type = 'Client' AND a.state_change < clock_timestamp() - $2 * interval '1 second'`,
		d.lock(source), stuckAfter.Seconds())
	return err
}

// lock is the number of the lock of a source's writers; two that share one only wait for each other.
func (d *database) lock(source string) int64 {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(d.schema + "\x00" + source))
	return int64(sum.Sum64())
}

// Snapshot sees one state in all of its statements.
func (d *database) Snapshot(ctx context.Context) (*sql.Tx, error) {
	return d.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
}

func (d *database) Query(ctx context.Context, text string, values ...any) (*sql.Rows, error) {
	return d.readers.QueryContext(ctx, text, values...)
}

func (d *database) Patience(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, patience)
}

// Within is the transaction's own: a server that is gone answers no statement.
func (d *database) Within(ctx context.Context) context.Context { return ctx }

func (d *database) Now(ctx context.Context, tx *sql.Tx, callers time.Time) (time.Time, error) {
	return d.clock(ctx, tx, callers)
}

// serversClock is the one clock that all replicas share.
func serversClock(ctx context.Context, on queryer, _ time.Time) (time.Time, error) {
	var microseconds int64
	err := on.QueryRowContext(ctx, `SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint`).Scan(&microseconds)
	return time.UnixMicro(microseconds), err
}

// milliseconds are how settings of a connection are written.
func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
