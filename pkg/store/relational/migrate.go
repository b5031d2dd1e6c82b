package relational

// Which schema a database has, and how it comes to the present one.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Schema is what this build knows of the tables of one database.
type Schema struct {
	Dialect    goose.Dialect
	Migrations fs.FS  // with a folder of that name
	Tables     string // a statement that counts the table of versions: none where nothing was made yet
	Options    []goose.ProviderOption
	Place      string // for a person
	Elsewhere  string // what else to do about a newer one
}

// Migrate makes the tables, or brings them to the present schema.
func (s Schema) Migrate(ctx context.Context, db *sql.DB) error {
	if err := s.refuseNewer(ctx, db); err != nil {
		return err
	}
	p, err := s.provider(db)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	return nil
}

func (s Schema) provider(db *sql.DB) (*goose.Provider, error) {
	numbered, err := fs.Sub(s.Migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	options := append([]goose.ProviderOption{goose.WithLogger(goose.NopLogger()), goose.WithAllowOutofOrder(true)}, s.Options...)
	p, err := goose.NewProvider(s.Dialect, db, numbered, options...)
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	return p, nil
}

// newest is the schema that this build knows.
func (s Schema) newest(db *sql.DB) (int64, error) {
	p, err := s.provider(db)
	if err != nil {
		return 0, err
	}
	sources := p.ListSources()
	return sources[len(sources)-1].Version, nil
}

func (s Schema) refuseNewer(ctx context.Context, db *sql.DB) error {
	has, err := s.version(ctx, db)
	if err != nil {
		return err
	}
	knows, err := s.newest(db)
	if err != nil {
		return err
	}
	if has > knows {
		return fmt.Errorf("%w: %s has schema %d, this one knows %d; install the newer Yardstick again, or %s",
			store.ErrNewer, s.Place, has, knows, s.Elsewhere)
	}
	return nil
}

// Require lets readers in only where every table is as they know it.
func (s Schema) Require(ctx context.Context, db *sql.DB) error {
	if err := s.refuseNewer(ctx, db); err != nil {
		return err
	}
	has, err := s.version(ctx, db)
	if err != nil {
		return err
	}
	if knows, err := s.newest(db); err != nil || has < knows {
		return errors.Join(err, fmt.Errorf("%s has the older schema %d; open it once for writing, which migrates it", s.Place, has))
	}
	return nil
}

// version is 0 where there are no tables.
func (s Schema) version(ctx context.Context, db *sql.DB) (version int64, err error) {
	var tables int
	err = db.QueryRowContext(ctx, s.Tables).Scan(&tables)
	if err != nil || tables == 0 {
		return 0, err
	}
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version)
	return version, err
}
