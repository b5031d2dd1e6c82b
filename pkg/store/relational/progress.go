package relational

// How far the learner is.

import (
	"context"
	"database/sql"
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// NoteError keeps the last failure of a set for a person to see; an empty message takes it back. It takes the lease: what
// went wrong for a process that stood still meanwhile would stay, for its successor knows nothing of it.
func (s *Store) NoteError(ctx context.Context, l store.Lease, system, set, message string, at time.Time) error {
	return s.fenced(ctx, l, "noting an error", func(tx *transaction) error {
		_, err := tx.Exec(`INSERT INTO progress (source, system, set_id, last_error, last_error_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (source, system, set_id) DO UPDATE SET last_error = excluded.last_error, last_error_at = excluded.last_error_at`,
			l.Source, system, set, message, nanos(at))
		return err
	})
}

// SetWanted keeps how many hours of a set are to be learned.
func (s *Store) SetWanted(ctx context.Context, source, system, set string, hours int) error {
	return s.write(ctx, source, "noting the wanted hours", func(tx *transaction) error {
		_, err := tx.Exec(`INSERT INTO progress (source, system, set_id, wanted) VALUES (?, ?, ?, ?)
			ON CONFLICT (source, system, set_id) DO UPDATE SET wanted = excluded.wanted`, source, system, set, hours)
		return err
	})
}

// Progress lists the sets of a source that are wanted, were learned or failed, by system and set.
func (s *Store) Progress(ctx context.Context, source string) ([]store.Progress, error) {
	rows, err := s.query(ctx, `
		WITH sets AS (SELECT system, set_id FROM progress WHERE source = ?1 UNION SELECT system, set_id FROM learned_hours WHERE source = ?1),
		learned AS (SELECT system, set_id, count(*) AS hours, min(hour) AS oldest, max(hour) AS newest
			FROM learned_hours WHERE source = ?1 GROUP BY system, set_id)
		SELECT s.system, s.set_id, coalesce(l.hours, 0), coalesce(p.wanted, 0), l.oldest, l.newest, coalesce(p.last_error, ''), p.last_error_at
		FROM sets s LEFT JOIN learned l USING (system, set_id)
		LEFT JOIN progress p ON p.source = ?1 AND p.system = s.system AND p.set_id = s.set_id
		ORDER BY s.system, s.set_id`, source)
	all, err := list(rows, err, scanProgress)
	return all, s.explain("reading the progress", err)
}

func scanProgress(row scanner) (p store.Progress, err error) {
	var oldest, newest, failed sql.NullInt64
	err = row.Scan(&p.System, &p.Set, &p.Learned, &p.Wanted, &oldest, &newest, &p.LastError, &failed)
	if oldest.Valid {
		p.Oldest, p.Newest = time.Unix(oldest.Int64, 0).UTC(), time.Unix(newest.Int64, 0).UTC().Add(time.Hour)
	}
	p.LastErrorTime = fromNanos(failed)
	return p, err
}

// nanos is how times are kept; the zero time is NULL.
func nanos(t time.Time) sql.NullInt64 {
	if t.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: moment(t), Valid: true}
}

// moment is a time as it is kept and compared with what is; one that no number of nanoseconds is left for is the first or
// the last that has one. Who asks for all there is up to the year 9999 means that.
func moment(t time.Time) int64 {
	switch {
	case t.Before(time.Unix(0, math.MinInt64)):
		return math.MinInt64
	case t.After(time.Unix(0, math.MaxInt64)):
		return math.MaxInt64
	}
	return t.UnixNano()
}

func fromNanos(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.Unix(0, n.Int64).UTC()
}
