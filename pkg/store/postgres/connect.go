package postgres

// How the server is connected to, and how long it may take.

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/relational"
)

const (
	// schemaName holds our tables, so that the database may hold those of others too; search_path in the address names
	// another one.
	schemaName = "yardstick"
	// oldest is the first version that the statements need; older ones get no fixes any more.
	oldest = 13
	// connectWithin and patience bound what the server may take: to answer at all, and for everything that is asked at
	// once (an hour of 10,000 operations takes seconds).
	connectWithin = 5 * time.Second
	patience      = 2 * time.Minute
	renewWithin   = 10 * time.Second
	// writersAtOnce and readersAtOnce are the connections of one process; a server has 100 by default.
	writersAtOnce = 4
	readersAtOnce = 4
	// A connection that is idle is given back, and none grows old: after a failover the new server is found.
	idleFor = time.Minute
	liveFor = 5 * time.Minute
	// lockWithin is how long a writer waits before it looks into who keeps it waiting; the server has waited stuckAfter
	// for the process behind a stuck one. Together with the time of a lease less than a minute passes.
	lockWithin = 3 * time.Second
	stuckAfter = 10 * time.Second
	// restWithin is after how long the server itself ends a transaction whose process does not go on.
	restWithin = 30 * time.Second
	// migrateTries of a second each wait for another process that migrates.
	migrateTries = 60
)

// parse reads an address. What it says never has the password.
func parse(address string, o Options) (*pgx.ConnConfig, error) {
	const reads = "it reads postgres://user@host:5432/database"
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("the address of the PostgreSQL store cannot be read: %s; in a password, signs such as # / ? %% are written as %%23 %%2F %%3F %%25", reads)
	}
	switch {
	case u.Scheme != "postgres" && u.Scheme != "postgresql":
		return nil, fmt.Errorf("%q is no address of a PostgreSQL store: %s", u.Scheme+":", reads)
	case u.Query().Has("password"):
		return nil, errors.New("the address of the PostgreSQL store has its password among the parameters, where it is not hidden: give it apart")
	case strings.Trim(u.Path, "/") == "":
		return nil, fmt.Errorf("the address of the PostgreSQL store names no database: %s", reads)
	}
	for host := range strings.SplitSeq(u.Host, ",") {
		if _, port, err := net.SplitHostPort(host); err == nil && !isPort(port) {
			return nil, fmt.Errorf("the address of the PostgreSQL store: port %s: give one from 1 to 65535", port)
		}
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		var wrong *pgconn.ParseConfigError
		if errors.As(err, &wrong) && wrong.Unwrap() != nil {
			err = wrong.Unwrap() // without the address
		}
		return nil, fmt.Errorf("the address of the PostgreSQL store: %w", err)
	}
	if o.Password != "" {
		config.Password = o.Password
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectWithin
	}
	if !u.Query().Has("target_session_attrs") { // of several hosts, the one that can be written
		config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
	dialer := net.Dialer{KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 3}}
	config.DialFunc = dialer.DialContext
	for name, value := range map[string]string{
		"search_path": schemaName, "application_name": "yardstick", "lock_timeout": milliseconds(lockWithin),
		"idle_in_transaction_session_timeout": milliseconds(restWithin), "statement_timeout": milliseconds(patience),
	} {
		if config.RuntimeParams[name] == "" {
			config.RuntimeParams[name] = value
		}
	}
	if config.RuntimeParams["search_path"], err = schemaIn(config.RuntimeParams["search_path"]); err != nil {
		return nil, fmt.Errorf("the address of the PostgreSQL store: %w", err)
	}
	return config, nil
}

// schemaIn is the one schema that a search_path names, which the server reads as one too: several would have the tables
// made in whichever of them is there.
func schemaIn(path string) (string, error) {
	name := strings.TrimSpace(path)
	if n := len(name); n > 1 && name[0] == '"' && name[n-1] == '"' && !strings.Contains(name[1:n-1], `"`) {
		return name[1 : n-1], nil
	}
	if name == "" || strings.ContainsAny(name, ", \t\"") || strings.HasPrefix(name, "$") {
		return "", fmt.Errorf("search_path %s: name the one schema that the store is in, such as search_path=%s", path, schemaName)
	}
	return strings.Map(func(r rune) rune { // as the server reads a name without quotes
		if 'A' <= r && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, name), nil
}

func isPort(text string) bool {
	port, err := strconv.ParseUint(text, 10, 16)
	return err == nil && port > 0
}

func connect(config *pgx.ConnConfig) *database {
	d := &database{schema: config.RuntimeParams["search_path"], user: config.User, place: placeOf(config), clock: serversClock}
	config, said := settled(config)
	for db, most := range map[**sql.DB]int{&d.writers: writersAtOnce, &d.readers: readersAtOnce} {
		*db = stdlib.OpenDB(*config, stdlib.OptionAfterConnect(said))
		(*db).SetMaxOpenConns(most)
		(*db).SetMaxIdleConns(most)
		(*db).SetConnMaxIdleTime(idleFor)
		(*db).SetConnMaxLifetime(liveFor)
	}
	return d
}

// settled takes out of a configuration what a pooler lets nobody set while it is connected to, and says it afterwards. An
// administrator may have given the database another isolation, or little time for a statement: who waited for the lock of
// a source's writers has to see what they wrote, or it takes a lease that was lost for its own; and what takes long, such
// as forgetting a source, would never be done.
func settled(config *pgx.ConnConfig) (*pgx.ConnConfig, func(context.Context, *pgx.Conn) error) {
	config = config.Copy()
	var set strings.Builder
	set.WriteString("SET default_transaction_isolation = 'read committed';")
	for _, name := range []string{"search_path", "lock_timeout", "idle_in_transaction_session_timeout", "statement_timeout"} {
		fmt.Fprintf(&set, "SET %s = %s;", name, pgx.Identifier{config.RuntimeParams[name]}.Sanitize())
		delete(config.RuntimeParams, name)
	}
	return config, func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.PgConn().Exec(ctx, set.String()).ReadAll()
		return err
	}
}

// placeOf says for a person which database it is.
func placeOf(config *pgx.ConnConfig) string {
	var hosts []string
	add := func(host string, port uint16) {
		if at := net.JoinHostPort(host, fmt.Sprint(port)); !slices.Contains(hosts, at) {
			hosts = append(hosts, at)
		}
	}
	add(config.Host, config.Port)
	for _, other := range config.Fallbacks {
		add(other.Host, other.Port)
	}
	place := fmt.Sprintf("PostgreSQL at %s, database %s", strings.Join(hosts, " or "), config.Database)
	if schema := config.RuntimeParams["search_path"]; schema != schemaName {
		place += ", schema " + schema
	}
	return place
}

//go:embed migrations/*.sql
var migrations embed.FS

// prepare looks at the server, and makes or migrates the tables: that may take as long as it takes, for what is ended is
// begun again, and would be ended again.
func (d *database) prepare(ctx context.Context, config *pgx.ConnConfig, held bool) error {
	if err := d.look(ctx, held); err != nil {
		return err
	}
	config = config.Copy()
	config.RuntimeParams["statement_timeout"] = "0"
	config, said := settled(config)
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(said))
	return errors.Join(d.migrate(ctx, db), db.Close())
}

// look refuses what is no place for a store, and makes the schema.
func (d *database) look(ctx context.Context, held bool) error {
	ctx, end := d.Patience(ctx)
	defer end()
	var version int
	if err := d.writers.QueryRowContext(ctx, `SELECT current_setting('server_version_num')::int / 10000`).Scan(&version); err != nil {
		return err
	}
	if version < oldest {
		return fmt.Errorf("%w: it is PostgreSQL %d, and at least %d is needed", store.ErrRefused, version, oldest)
	}
	if err := d.refuseSharing(ctx); err != nil {
		return err
	}
	if err := d.makeSchema(ctx, held); err != nil {
		return err
	}
	return d.refuseClosed(ctx)
}

func (d *database) migrate(ctx context.Context, db *sql.DB) error {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(d.lock("migrations")), lock.WithLockTimeout(1, migrateTries))
	if err != nil {
		return fmt.Errorf("preparing to migrate: %w", err)
	}
	schema := relational.Schema{
		Dialect: goose.DialectPostgres, Migrations: migrations, Options: []goose.ProviderOption{goose.WithSessionLocker(locker)},
		Tables: `SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'goose_db_version'`,
		Place:  d.place, Elsewhere: "choose another database",
	}
	for deadline := time.Now().Add(patience); ; {
		// A table that changes is free between two transactions of who learns with the version before; to wait in line
		// for it keeps everybody waiting, so that it is done for short times.
		if err = schema.Migrate(ctx, db); code(err) != lockNotAvailable || ctx.Err() != nil || time.Now().After(deadline) {
			return err
		}
	}
}

// refuseClosed refuses a schema that is there and that the user may not look into: to the server it is as if it were not.
func (d *database) refuseClosed(ctx context.Context) error {
	var seen bool
	err := d.writers.QueryRowContext(ctx, `SELECT current_schema() IS NOT DISTINCT FROM $1`, d.schema).Scan(&seen)
	if err == nil && !seen {
		err = fmt.Errorf("%w: the user %s may not use the schema %s at %s; GRANT USAGE, CREATE ON SCHEMA lets it", store.ErrRefused, d.user, d.schema, d.place)
	}
	return err
}

// makeSchema makes the schema where there is none, unless a store was to be held there, and refuses one that holds
// somebody else's tables.
func (d *database) makeSchema(ctx context.Context, held bool) error {
	var there, ours, foreign bool
	err := d.writers.QueryRowContext(ctx, `SELECT there, ours, tables AND NOT ours FROM (SELECT
		EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1) AS there,
		EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = $1) AS tables,
		EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename = 'goose_db_version') AS ours) AS found`,
		d.schema).Scan(&there, &ours, &foreign)
	switch {
	case err != nil:
		return err
	case foreign:
		return fmt.Errorf("the schema %s has tables of another program: %w; name another one by search_path in the address", d.schema, store.ErrNotOurs)
	case held && !ours:
		return ErrNotHeld
	case there:
		return nil
	}
	_, err = d.writers.ExecContext(ctx, `CREATE SCHEMA IF NOT EXISTS `+pgx.Identifier{d.schema}.Sanitize())
	if code(err) == uniqueViolation || code(err) == duplicateSchema {
		return nil // another process made it at the same moment
	}
	return err
}
