package relational

// How large the store is.

import (
	"context"
	"errors"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Sizes is what a database says of the space that it takes.
type Sizes interface {
	// Bytes is that of the whole store.
	Bytes(ctx context.Context) (int64, error)
	// TableBytes is a statement that lists every table with its bytes, indexes included.
	TableBytes() (statement string, values []any)
}

var (
	_ store.Sized   = (*Store)(nil)
	_ store.Watched = (*Store)(nil)
)

// Bytes is what everything takes on the disk.
func (s *Store) Bytes(ctx context.Context) (int64, error) {
	ctx, end := s.database.Patience(ctx)
	defer end()
	bytes, err := s.database.Bytes(ctx)
	return bytes, s.explain("measuring the store", err)
}

// Tables lists the tables in the order in which they are copied.
func (s *Store) Tables(ctx context.Context) ([]store.TableSize, error) {
	const doing = "measuring the tables"
	bytes, err := s.tableBytes(ctx)
	if err != nil {
		return nil, s.explain(doing, err)
	}
	all := make([]store.TableSize, len(tables))
	for i, t := range tables {
		all[i] = store.TableSize{Table: t.name, Bytes: bytes[t.name]}
		if err := s.queryRow(ctx, `SELECT count(*) FROM `+t.name).Scan(&all[i].Rows); err != nil {
			return nil, s.explain(doing, err)
		}
	}
	return all, nil
}

func (s *Store) tableBytes(ctx context.Context) (map[string]int64, error) {
	text, values := s.database.TableBytes()
	rows, err := s.database.Query(ctx, text, values...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := map[string]int64{}
	for rows.Next() {
		var name string
		var bytes int64
		if err := rows.Scan(&name, &bytes); err != nil {
			return nil, err
		}
		all[name] = bytes
	}
	return all, rows.Err()
}

// SchemaVersion is the number of the last migration.
func (s *Store) SchemaVersion(ctx context.Context) (version int64, err error) {
	err = s.queryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version)
	return version, s.explain("reading the version of the schema", err)
}

// Sources lists whose data the store holds.
func (s *Store) Sources(ctx context.Context) ([]string, error) {
	rows, err := s.query(ctx, `SELECT source FROM operations UNION SELECT source FROM progress ORDER BY source`)
	all, err := list(rows, err, scanValue[string])
	return all, s.explain("listing the sources", err)
}

// OnFault is told of every error that is the database's.
func (s *Store) OnFault(tell func(error)) { s.tell = tell }

// Told tells of an error, and returns it. What a caller did wrong, or gave up, is no fault.
func (s *Store) Told(err error) error {
	var conflict *store.Conflict
	var own *store.OwnConflict
	var overtaken *store.Overtaken
	switch {
	case err == nil, s.tell == nil, errors.Is(err, context.Canceled), errors.Is(err, store.ErrLeaseLost), errors.Is(err, store.ErrNoRun),
		errors.As(err, &conflict), errors.As(err, &own), errors.As(err, &overtaken), errors.As(err, new(takenBack)):
	default:
		s.tell(err)
	}
	return err
}
