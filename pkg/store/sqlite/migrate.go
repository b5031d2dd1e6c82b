package sqlite

// Which schema a file has, and how it comes to the present one.

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

func migrate(ctx context.Context, db *sql.DB, path string) error {
	if err := refuseNewer(ctx, db, path); err != nil {
		return err
	}
	p, err := provider(db)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	return nil
}

func provider(db *sql.DB) (*goose.Provider, error) {
	numbered, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, numbered, goose.WithLogger(goose.NopLogger()), goose.WithAllowOutofOrder(true))
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	return p, nil
}

// newest is the schema that this build knows.
func newest(db *sql.DB) (int64, error) {
	p, err := provider(db)
	if err != nil {
		return 0, err
	}
	sources := p.ListSources()
	return sources[len(sources)-1].Version, nil
}

func refuseNewer(ctx context.Context, db *sql.DB, path string) error {
	has, err := schemaOf(ctx, db)
	if err != nil {
		return err
	}
	knows, err := newest(db)
	if err != nil {
		return err
	}
	if has > knows {
		return fmt.Errorf("%w: %s has schema %d, this one knows %d; install the newer Yardstick again, or choose another path",
			store.ErrNewer, path, has, knows)
	}
	return nil
}

// requireSchema lets readers in only where every table is as they know it.
func requireSchema(ctx context.Context, db *sql.DB, path string) error {
	if err := refuseNewer(ctx, db, path); err != nil {
		return err
	}
	has, err := schemaOf(ctx, db)
	if err != nil {
		return err
	}
	if knows, err := newest(db); err != nil || has < knows {
		return errors.Join(err, fmt.Errorf("%s has the older schema %d; open it once for writing, which migrates it", path, has))
	}
	return nil
}

// schemaOf is 0 for a file without tables.
func schemaOf(ctx context.Context, db *sql.DB) (version int64, err error) {
	var tables int
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'`).Scan(&tables)
	if err != nil || tables == 0 {
		return 0, err
	}
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version)
	return version, err
}
