package relational

// Runs that were imported: one row each, their single values in packed pieces.

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"time"
	"unicode/utf8"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/pack"
)

// StageSamples keeps pieces that nobody sees before KeepRun: short transactions, so that a large file does not keep
// the learner from writing.
func (s *Store) StageSamples(ctx context.Context, source, staging string, parts []store.SamplePart) error {
	return s.write(ctx, source, "keeping samples of a run", func(tx *transaction) error {
		put, err := tx.Prepare(`INSERT INTO run_samples (source, staging, number, part, staged, samples) VALUES (?, ?, ?, ?, ?, ?)`)
		if err != nil {
			return err
		}
		defer func() { _ = put.Close() }()
		now := time.Now().UnixNano()
		for _, p := range parts {
			if _, err := put.Exec(source, staging, p.Number, p.Part, now, pack.Numbers(p.Samples)); err != nil {
				return err
			}
		}
		return nil
	})
}

// KeepRun makes a run of what was staged, in one transaction.
func (s *Store) KeepRun(ctx context.Context, source, staging string, r store.Run) (added bool, err error) {
	about, err := json.Marshal(r.Context)
	if err != nil {
		return false, fmt.Errorf("keeping a run: %w", err)
	}
	err = s.write(ctx, source, "keeping a run", func(tx *transaction) error {
		result, err := tx.Exec(`INSERT INTO runs (source, id, system, format, name, started, imported, author, context, staging)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, source, r.ID, r.System, r.Format, r.Name, nanos(r.Started), r.Imported.UnixNano(), r.Author, string(about), staging)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return err
		}
		if added = n == 1; !added {
			_, err := tx.Exec(`DELETE FROM run_samples WHERE source = ? AND staging = ?`, source, staging)
			return err
		}
		return putMeasured(ctx, tx, source, r)
	})
	return added && err == nil, err
}

// LabelRun adds to the context of a run, in place of what is called the same.
func (s *Store) LabelRun(ctx context.Context, source, id string, labels map[string]string) error {
	return s.write(ctx, source, "labelling a run", func(tx *transaction) error {
		var text string
		err := tx.QueryRow(`SELECT context FROM runs WHERE source = ? AND id = ?`, source, id).Scan(&text)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("%w: %q", store.ErrNoRun, id)
		}
		about := map[string]string{}
		if err == nil {
			err = json.Unmarshal([]byte(text), &about)
		}
		if err != nil {
			return fmt.Errorf("reading the context of run %s: %w", id, err)
		}
		maps.Copy(about, labels)
		all, err := json.Marshal(about)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE runs SET context = ? WHERE source = ? AND id = ?`, string(all), source, id)
		return err
	})
}

func putMeasured(ctx context.Context, tx *transaction, source string, r store.Run) error {
	put, err := tx.Prepare(`INSERT INTO run_measured (source, run, number, content) VALUES (?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer func() { _ = put.Close() }()
	for i, m := range r.Measured {
		if i%cancelEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		content, err := json.Marshal(m)
		if err != nil {
			return fmt.Errorf("the measurements of %s: %w", m.Operation, err)
		}
		if _, err := put.Exec(source, r.ID, m.Number, string(content)); err != nil {
			return err
		}
	}
	return nil
}

// DropStaged removes pieces that no run names.
func (s *Store) DropStaged(ctx context.Context, source, staging string, before time.Time) error {
	return s.write(ctx, source, "removing an unfinished import", func(tx *transaction) error {
		_, err := tx.Exec(`DELETE FROM run_samples WHERE source = ?1 AND ((?2 <> '' AND staging = ?2) OR (?2 = '' AND staged < ?3))
			AND staging NOT IN (SELECT staging FROM runs WHERE source = ?1)`, source, staging, before.UnixNano())
		return err
	})
}

const runColumns = `r.id, r.system, r.format, r.name, r.started, r.imported, r.author, r.context`

// ListRuns lists runs by start, the newest first.
func (s *Store) ListRuns(ctx context.Context, source, system string) ([]store.Run, error) {
	all, _, err := s.runs(ctx, everyMeasurement, `SELECT `+runColumns+`, m.number, m.content FROM runs r LEFT JOIN run_measured m ON m.source = r.source AND m.run = r.id
		WHERE r.source = ? AND (? = '' OR r.system = ?) ORDER BY coalesce(r.started, r.imported) DESC, r.id, m.number`, source, system, system)
	return all, err
}

// RunHeads lists runs by start, the newest first, and reads of what they measured only how much it is.
func (s *Store) RunHeads(ctx context.Context, source, system string) ([]store.RunHead, error) {
	rows, err := s.query(ctx, `SELECT `+runColumns+`, (SELECT count(*) FROM run_measured m WHERE m.source = r.source AND m.run = r.id) FROM runs r
		WHERE r.source = ? AND (? = '' OR r.system = ?) ORDER BY coalesce(r.started, r.imported) DESC, r.id`, source, system, system)
	all, err := list(rows, err, func(row scanner) (head store.RunHead, err error) {
		head.Run, err = scanHead(row, &head.Quantities)
		return head, err
	})
	return all, s.explain("listing runs", err)
}

// RunsBeginning lists ids. A prefix is compared as it is: LIKE would take what a person types for a pattern.
func (s *Store) RunsBeginning(ctx context.Context, source, prefix string, most int) ([]string, error) {
	rows, err := s.query(ctx, `SELECT id FROM runs WHERE source = ? AND substr(id, 1, ?) = ? ORDER BY id LIMIT ?`, source, utf8.RuneCountInString(prefix), prefix, most)
	ids, err := list(rows, err, scanValue[string])
	return ids, s.explain("looking for a run", err)
}

// everyMeasurement is no limit.
const everyMeasurement = math.MaxInt

// RunsIn lists those of a range, up to so many measurements: over the years they are more than fit into memory.
func (s *Store) RunsIn(ctx context.Context, source, system string, from, to time.Time, most int) ([]store.Run, bool, error) {
	return s.runs(ctx, most, `SELECT `+runColumns+`, m.number, m.content FROM runs r LEFT JOIN run_measured m ON m.source = r.source AND m.run = r.id
		WHERE r.source = ?1 AND (?2 = '' OR r.system = ?2) AND coalesce(r.started, r.imported) BETWEEN ?3 AND ?4
		ORDER BY coalesce(r.started, r.imported) DESC, r.id, m.number`, source, system, moment(from), moment(to))
}

// FindRun is one run.
func (s *Store) FindRun(ctx context.Context, source, id string) (store.Run, error) {
	found, _, err := s.runs(ctx, everyMeasurement, `SELECT `+runColumns+`, m.number, m.content FROM runs r LEFT JOIN run_measured m ON m.source = r.source AND m.run = r.id
		WHERE r.source = ? AND r.id = ? ORDER BY m.number`, source, id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%w: %q", store.ErrNoRun, id)
	}
	if err != nil {
		return store.Run{}, err
	}
	return found[0], nil
}

func (s *Store) runs(ctx context.Context, most int, query string, args ...any) (all []store.Run, more bool, err error) {
	const doing = "reading runs"
	rows, err := s.query(ctx, query, args...)
	if err != nil {
		return nil, false, s.explain(doing, err)
	}
	defer func() { _ = rows.Close() }()
	measured := 0
	for rows.Next() {
		r, m, err := scanRun(rows)
		if err != nil {
			return nil, false, s.explain(doing, err)
		}
		if measured == most {
			return all, true, nil
		}
		if last := len(all) - 1; last < 0 || all[last].ID != r.ID {
			all = append(all, r)
		}
		if m != nil {
			of := &all[len(all)-1]
			of.Measured = append(of.Measured, *m)
			measured++
		}
	}
	return all, false, s.explain(doing, rows.Err())
}

// scanHead reads runColumns and what stands behind them.
func scanHead(row scanner, behind ...any) (r store.Run, err error) {
	var started sql.NullInt64
	var imported int64
	var about string
	if err := row.Scan(append([]any{&r.ID, &r.System, &r.Format, &r.Name, &started, &imported, &r.Author, &about}, behind...)...); err != nil {
		return r, err
	}
	r.Started, r.Imported = fromNanos(started), time.Unix(0, imported).UTC()
	if err := json.Unmarshal([]byte(about), &r.Context); err != nil {
		return r, fmt.Errorf("reading the context of run %s: %w", r.ID, err)
	}
	return r, nil
}

func scanRun(row scanner) (r store.Run, m *store.Measured, err error) {
	var number sql.NullInt64
	var content sql.NullString
	if r, err = scanHead(row, &number, &content); err != nil || !content.Valid {
		return r, nil, err
	}
	m = &store.Measured{}
	if err := json.Unmarshal([]byte(content.String), m); err != nil {
		return r, nil, fmt.Errorf("reading what run %s measured: %w", r.ID, err)
	}
	m.Number = int(number.Int64)
	return r, m, nil
}

// RunSamples are the single values of one measured quantity.
func (s *Store) RunSamples(ctx context.Context, source, id string, number int) (all []float64, err error) {
	const doing = "reading the samples of a run"
	rows, err := s.query(ctx, `SELECT p.samples FROM runs r JOIN run_samples p ON p.source = r.source AND p.staging = r.staging
		WHERE r.source = ? AND r.id = ? AND p.number = ? ORDER BY p.part`, source, id, number)
	if err != nil {
		return nil, s.explain(doing, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var packed sql.RawBytes
		if err := rows.Scan(&packed); err != nil {
			return nil, s.explain(doing, err)
		}
		if all, err = pack.AppendNumbers(all, packed); err != nil {
			return nil, s.explain(doing, fmt.Errorf("%w: %w", store.ErrDamaged, err))
		}
	}
	return all, s.explain(doing, rows.Err())
}

// DeleteRun removes a run and its samples.
func (s *Store) DeleteRun(ctx context.Context, source, id string) error {
	err := s.write(ctx, source, "deleting a run", func(tx *transaction) error {
		var staging string
		err := tx.QueryRow(`DELETE FROM runs WHERE source = ? AND id = ? RETURNING staging`, source, id).Scan(&staging)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("%w: %q", store.ErrNoRun, id)
		}
		if err != nil {
			return err
		}
		_, err = tx.Exec(`DELETE FROM run_samples WHERE source = ? AND staging = ?`, source, staging)
		return err
	})
	return err
}
