package sqlite

// What people did to baselines.

import (
	"context"
	"database/sql"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Note keeps an act that no other method notes.
func (s *Store) Note(ctx context.Context, source string, a store.Act) error {
	return s.write(ctx, "noting what was done", func(tx *sql.Tx) error { return note(tx, source, a) })
}

func note(tx *sql.Tx, source string, a store.Act) error {
	_, err := tx.Exec(`INSERT INTO acts (source, at, author, action, system, operation, version, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		source, a.At.UnixNano(), a.Author, a.Action, a.System, a.Operation, a.Version, a.Reason)
	return err
}

// Acts lists what people did within [from, to], the newest first.
func (s *Store) Acts(ctx context.Context, source, system string, from, to time.Time, most int) ([]store.Act, error) {
	const doing = "reading what was done"
	rows, err := s.readers.QueryContext(ctx, `SELECT id, at, author, action, system, operation, version, reason FROM acts
		WHERE source = ?1 AND (?2 = '' OR system = ?2 OR system = '') AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR at <= ?4)
		ORDER BY at DESC, id DESC LIMIT ?5`, source, system, nanos(from), nanos(to), most)
	if err != nil {
		return nil, s.explain(doing, err)
	}
	defer func() { _ = rows.Close() }()
	var all []store.Act
	for rows.Next() {
		var a store.Act
		var at int64
		if err := rows.Scan(&a.ID, &at, &a.Author, &a.Action, &a.System, &a.Operation, &a.Version, &a.Reason); err != nil {
			return nil, s.explain(doing, err)
		}
		a.At = time.Unix(0, at).UTC()
		all = append(all, a)
	}
	return all, s.explain(doing, rows.Err())
}
