package relational

// What past periods' reports were.

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/pack"
)

// PutReport keeps a report; one that is there already stays what it was.
func (s *Store) PutReport(ctx context.Context, l store.Lease, r store.KeptReport) error {
	return s.fenced(ctx, l, "keeping a report", func(tx *transaction) error {
		_, err := tx.Exec(`INSERT INTO reports (source, system, period, day, began, ended, made, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (source, system, period, day) DO NOTHING`,
			l.Source, r.System, r.Period, r.Day, r.From.UnixNano(), r.To.UnixNano(), r.At.UnixNano(), pack.Text(r.Text))
		return err
	})
}

const keptColumns = `system, period, day, began, ended, made`

func scanKept(row scanner, more ...any) (r store.KeptReport, err error) {
	var began, ended, made int64
	err = row.Scan(append([]any{&r.System, &r.Period, &r.Day, &began, &ended, &made}, more...)...)
	r.From, r.To, r.At = time.Unix(0, began).UTC(), time.Unix(0, ended).UTC(), time.Unix(0, made).UTC()
	return r, err
}

// KeptReport is the one of a period, nil where none was kept.
func (s *Store) KeptReport(ctx context.Context, source, system, period, day string) (*store.KeptReport, error) {
	const doing = "reading a kept report"
	var packed []byte
	row := s.queryRow(ctx, `SELECT `+keptColumns+`, text FROM reports WHERE source = ? AND system = ? AND period = ? AND day = ?`,
		source, system, period, day)
	r, err := scanKept(row, &packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, s.explain(doing, err)
	}
	if r.Text, err = pack.UnpackText(packed); err != nil {
		return nil, s.explain(doing, err)
	}
	return &r, nil
}

// KeptReports lists them without their texts, those of the latest periods first.
func (s *Store) KeptReports(ctx context.Context, source, system, period string, most int) ([]store.KeptReport, error) {
	rows, err := s.query(ctx, `SELECT `+keptColumns+` FROM reports
		WHERE source = ?1 AND (?2 = '' OR system = ?2) AND (?3 = '' OR period = ?3)
		ORDER BY ended DESC, period, system LIMIT ?4`, source, system, period, most)
	all, err := list(rows, err, func(row scanner) (store.KeptReport, error) { return scanKept(row) })
	return all, s.explain("listing kept reports", err)
}

// ExpireReports removes those of a kind of period that ended before a moment.
func (s *Store) ExpireReports(ctx context.Context, l store.Lease, period string, before time.Time) error {
	return s.fenced(ctx, l, "expiring reports", func(tx *transaction) error {
		_, err := tx.Exec(`DELETE FROM reports WHERE source = ? AND period = ? AND ended < ?`, l.Source, period, before.UnixNano())
		return err
	})
}
