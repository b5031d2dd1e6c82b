package sqlite

// How the file is connected to: one writer, several readers, and how safe a commit is.

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/yardstick-baselines/yardstick/pkg/store/relational"
)

const (
	// busyTimeout is how long a write waits for another process: an hour of 10,000 operations is written in about two seconds.
	busyTimeout = 15 * time.Second
	// readers at once; each holds a page cache.
	maxReaders = 4
	// makeWithin bounds the race of several processes that make the same store.
	makeWithin = 20 * time.Second
)

// SQLite's default locks end when any descriptor of the file is closed by the
// same process (fcntl(2)), and recognise reads the file. Linux has locks
// without that trap; elsewhere the registry of open stores keeps recognise away.
func init() { _, _ = driver.OFDLocking(true) }

// common settings of every connection.
//
// synchronous=NORMAL with a write-ahead log: a killed process loses nothing, a
// power failure may take the last commits but leaves the store whole. That is
// for what is learned; what people decide is committed with FULL (Begin).
var common = []string{"synchronous(NORMAL)", "foreign_keys(1)", "trusted_schema(0)", "temp_store(MEMORY)"}

// made is the first thing that happens to a new file, before anything creates its first page: so a half-made
// store is known as ours. It is one setting because the driver sorts them. Rows grow to 6 kB
// in the course of a day: pages of 16 kB hold them without gaps (4 and 8 kB: 40 % more space, the same time).
var made = fmt.Sprintf("page_size(16384); PRAGMA application_id(%d)", applicationID)

//go:embed migrations/*.sql
var migrations embed.FS

func (d *database) schema() relational.Schema {
	return relational.Schema{
		Dialect: goose.DialectSQLite3, Migrations: migrations, Tables: `SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'`,
		Place: d.path, Elsewhere: "choose another path",
	}
}

func dsn(path string, settings url.Values, pragmas ...string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/… on Windows
	}
	settings.Set("_busy_timeout", fmt.Sprint(busyTimeout.Milliseconds()))
	settings.Set("_defensive", "1")
	for _, p := range append(pragmas, common...) {
		settings.Add("_pragma", p)
	}
	return (&url.URL{Scheme: "file", Path: slashed, RawQuery: settings.Encode()}).String()
}

// openWriter makes or migrates the store. Another process may be doing the same
// at this moment: then one of both finds a table that was not there, and finds
// everything in place at its next try.
func (d *database) openWriter(ctx context.Context, pragmas []string) (*sql.DB, error) {
	deadline := time.Now().Add(makeWithin)
	for wait := 10 * time.Millisecond; ; wait *= 2 {
		db, err := d.makeAndMigrate(ctx, pragmas)
		if err == nil || !isRace(err) || time.Now().After(deadline) {
			return db, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait):
		}
	}
}

func (d *database) makeAndMigrate(ctx context.Context, pragmas []string) (*sql.DB, error) {
	settings := url.Values{"_txlock": {"immediate"}, "_journal_mode": {"WAL"}}
	if d.file == nil || d.file.Size() == 0 { // setting it again would write to the store of a newer Yardstick
		pragmas = append(pragmas, made)
	}
	db, err := sql.Open("sqlite", dsn(d.path, settings, append(pragmas, "journal_size_limit(67108864)", "cache_size(-16384)")...))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if err := d.schema().Migrate(ctx, db); err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

func (d *database) openReaders(ctx context.Context, o Options) (*sql.DB, error) {
	settings := url.Values{"_query_only": {"1"}}
	if o.ReadOnly {
		settings.Set("mode", "ro")
	}
	db, err := d.readersWith(ctx, settings)
	if err != nil && o.ReadOnly && resultCode(err) != lib.SQLITE_OK && d.still() {
		settings.Set("immutable", "1")
		d.immutable = true
		db, err = d.readersWith(ctx, settings)
	}
	return db, err
}

// still tells that nobody has the file open for writing, so that it can be read without the files beside it: SQLite has
// to make those even to read, which a read-only disk does not let it.
func (d *database) still() bool {
	log, err := os.Stat(d.path + "-wal")
	return errors.Is(err, fs.ErrNotExist) || err == nil && log.Size() == 0
}

func (d *database) readersWith(ctx context.Context, settings url.Values) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(d.path, settings))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(min(maxReaders, 2*runtime.NumCPU()))
	db.SetMaxIdleConns(2)
	if err := d.schema().Require(ctx, db); err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}
