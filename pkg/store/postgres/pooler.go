package postgres

// Whether a connection is ours for as long as we have it.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// errShared says that who is in between gives every transaction another connection: prepared statements, the schema and
// the lock of who migrates belong to one.
var errShared = errors.New("a pooler in between gives each transaction another connection: let it pool by session (PgBouncer: pool_mode = session for this database), or name the server itself")

// refuseSharing refuses a pooler that pools by transaction. Such a one seems to work until two processes are there.
func (d *database) refuseSharing(ctx context.Context) error {
	ctx, end := context.WithTimeout(ctx, connectWithin)
	defer end()
	one, err := d.writers.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = one.Close() }() // it goes back
	if between, err := pooled(ctx, one); err != nil || !between {
		return err
	}
	other, err := d.writers.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = other.Close() }() // it goes back
	// One takes the connection that was given back last, another one that which was given back first.
	for _, order := range [][2]*sql.Conn{{one, other}, {other, one}} {
		shared, err := exchanged(ctx, one, other, order)
		if err != nil {
			return err
		}
		if shared {
			return fmt.Errorf("%w: %s: %w", store.ErrRefused, d.place, errShared)
		}
	}
	return nil
}

// pooled tells whether somebody is in between: who answered is not who was connected to.
func pooled(ctx context.Context, conn *sql.Conn) (between bool, err error) {
	process, err := processOf(ctx, conn)
	if err != nil {
		return false, err
	}
	err = conn.Raw(func(driver any) error {
		between = driver.(*stdlib.Conn).Conn().PgConn().PID() != process
		return nil
	})
	return between, err
}

// exchanged tells whether a connection has another process of the server after both were at work at once.
func exchanged(ctx context.Context, one, other *sql.Conn, order [2]*sql.Conn) (bool, error) {
	open := map[*sql.Conn]*sql.Tx{}
	defer func() {
		for _, tx := range open {
			_ = tx.Rollback() // nothing was written
		}
	}()
	before := map[*sql.Conn]uint32{}
	for _, conn := range []*sql.Conn{one, other} {
		tx, err := conn.BeginTx(ctx, nil)
		if err != nil {
			return false, err
		}
		open[conn] = tx
		if before[conn], err = processOf(ctx, tx); err != nil {
			return false, err
		}
	}
	for _, conn := range order {
		if err := open[conn].Rollback(); err != nil {
			return false, err
		}
	}
	after, err := processOf(ctx, one)
	return after != before[one], err
}

// processOf is the number of the server's process that answers. It is asked without a prepared statement, which another
// process would not know.
func processOf(ctx context.Context, on queryer) (process uint32, err error) {
	err = on.QueryRowContext(ctx, `SELECT pg_backend_pid()`, pgx.QueryExecModeSimpleProtocol).Scan(&process)
	return process, err
}
