package relational

// How statements reach the database, and rows come back: in its own words, and
// within the time that it may take.

import (
	"context"
	"database/sql"
)

// said are the values of a statement as the database can hold them. Those of the caller stay as they are: some are said
// more than once.
func said(w Words, values []any) []any {
	kept := make([]any, len(values))
	for i, v := range values {
		if text, ok := v.(string); ok {
			v = w.Keep(text)
		}
		kept[i] = v
	}
	return kept
}

// heard turns text that was read into what was once kept.
func heard(w Words, targets []any) {
	for _, target := range targets {
		switch t := target.(type) {
		case *string:
			*t = w.Kept(*t)
		case *sql.NullString:
			t.String = w.Kept(t.String)
		}
	}
}

// transaction is one that speaks the database's words.
type transaction struct {
	*sql.Tx
	words Words
	ctx   context.Context // of its statements
	end   context.CancelFunc
}

func (t *transaction) Exec(text string, values ...any) (sql.Result, error) {
	return t.ExecContext(t.ctx, t.words.Text(text), said(t.words, values)...)
}

func (t *transaction) Query(text string, values ...any) (*results, error) {
	rows, err := t.QueryContext(t.ctx, t.words.Text(text), said(t.words, values)...) //nolint:rowserrcheck // whoever reads asks for it
	return &results{rows, t.words, nil}, err
}

func (t *transaction) QueryRow(text string, values ...any) result {
	rows, err := t.Query(text, values...)
	return result{rows, err}
}

func (t *transaction) Prepare(text string) (*statement, error) {
	prepared, err := t.PrepareContext(t.ctx, t.words.Text(text))
	return &statement{prepared, t.words, t.ctx}, err
}

func (t *transaction) Rollback() error {
	defer t.end()
	return t.Tx.Rollback()
}

func (t *transaction) Commit() error {
	defer t.end()
	return t.Tx.Commit()
}

// statement is a prepared one; it ends with its transaction.
type statement struct {
	*sql.Stmt
	words Words
	ctx   context.Context
}

func (s *statement) Exec(values ...any) (sql.Result, error) {
	return s.ExecContext(s.ctx, said(s.words, values)...)
}

func (s *statement) Query(values ...any) (*results, error) {
	rows, err := s.QueryContext(s.ctx, said(s.words, values)...) //nolint:rowserrcheck // whoever reads asks for it
	return &results{rows, s.words, nil}, err
}

func (s *statement) QueryRow(values ...any) result {
	rows, err := s.Query(values...)
	return result{rows, err}
}

// results are the rows that a question found.
type results struct {
	*sql.Rows
	words Words
	end   context.CancelFunc // of the time that the question had
}

func (r *results) Scan(targets ...any) error {
	if err := r.Rows.Scan(targets...); err != nil {
		return err
	}
	heard(r.words, targets)
	return nil
}

func (r *results) Close() error {
	if r.end != nil {
		defer r.end()
	}
	return r.Rows.Close()
}

// scanner is a row that was found: one of many, or the only one.
type scanner interface{ Scan(targets ...any) error }

// list reads all rows of a question.
func list[T any](rows *results, err error, scan func(scanner) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// scanValue reads a row of one value.
func scanValue[T any](row scanner) (value T, err error) {
	err = row.Scan(&value)
	return value, err
}

// result is the first row of a question.
type result struct {
	rows *results
	err  error
}

// Scan reads the row; sql.ErrNoRows where there is none.
func (r result) Scan(targets ...any) error {
	if r.err != nil {
		return r.err
	}
	defer func() { _ = r.rows.Close() }() // its error is that of Err
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := r.rows.Scan(targets...); err != nil {
		return err
	}
	return r.rows.Rows.Close()
}

// query reads with one statement.
func (s *Store) query(ctx context.Context, text string, values ...any) (*results, error) {
	ctx, end := s.database.Patience(ctx)
	rows, err := s.database.Query(ctx, s.database.Text(text), said(s.database, values)...) //nolint:rowserrcheck // whoever reads asks for it
	if err != nil {
		end()
		return nil, err
	}
	return &results{rows, s.database, end}, nil
}

func (s *Store) queryRow(ctx context.Context, text string, values ...any) result {
	rows, err := s.query(ctx, text, values...)
	return result{rows, err}
}

// begin begins a transaction that writes for a source.
func (s *Store) begin(ctx context.Context, source string, lasts bool) (*transaction, error) {
	return s.transact(ctx, func(ctx context.Context) (*sql.Tx, error) { return s.database.Begin(ctx, source, lasts) })
}

// snapshot begins a transaction that reads.
func (s *Store) snapshot(ctx context.Context) (*transaction, error) {
	return s.transact(ctx, s.database.Snapshot)
}

func (s *Store) transact(ctx context.Context, begin func(context.Context) (*sql.Tx, error)) (*transaction, error) {
	ctx, end := s.database.Patience(ctx)
	tx, err := begin(ctx)
	if err != nil {
		end()
		return nil, err
	}
	return &transaction{tx, s.database, s.database.Within(ctx), end}, nil
}
