package relational

// New versions of systems, as they were reported.

import (
	"context"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// PutDeployment keeps a deployment; the same system, moment and version again replaces it.
func (s *Store) PutDeployment(ctx context.Context, source string, d store.Deployment) error {
	return s.write(ctx, source, "keeping a deployment", func(tx *transaction) error {
		_, err := tx.Exec(`INSERT INTO deployments (source, system, at, version, description, author) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (source, system, at, version) DO UPDATE SET description = excluded.description, author = excluded.author`,
			source, d.System, d.At.UnixNano(), d.Version, d.Description, d.Author)
		return err
	})
}

// Deployments lists those within [from, to], by time; a zero time is no limit.
func (s *Store) Deployments(ctx context.Context, source, system string, from, to time.Time) ([]store.Deployment, error) {
	rows, err := s.query(ctx, `SELECT system, at, version, description, author FROM deployments
		WHERE source = ?1 AND (?2 = '' OR system = ?2) AND (at >= ?3 OR ?3 IS NULL) AND (at <= ?4 OR ?4 IS NULL)
		ORDER BY at, system, version`, source, system, nanos(from), nanos(to))
	all, err := list(rows, err, scanDeployment)
	return all, s.explain("reading deployments", err)
}

func scanDeployment(row scanner) (d store.Deployment, err error) {
	var at int64
	err = row.Scan(&d.System, &at, &d.Version, &d.Description, &d.Author)
	d.At = time.Unix(0, at).UTC()
	return d, err
}
