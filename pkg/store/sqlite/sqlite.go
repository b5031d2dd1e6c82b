// Package sqlite keeps a Yardstick store in one SQLite file. Several processes
// may open it at once.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Options change how a store is opened.
type Options struct {
	// ReadOnly opens an existing store without changing it (reports beside a running plugin).
	ReadOnly bool
}

// Store is one SQLite file. SQLite has one writer at a time: writes wait in line here for the one connection
// that writes, and between processes for SQLite's lock. Readers see the last committed state meanwhile.
type Store struct {
	path    string
	writer  *sql.DB // nil when read-only
	readers *sql.DB
	current remembered
	closing sync.Once
	closed  error
}

var _ store.Store = (*Store)(nil)

// Open opens the store at path and makes it, with its folders, where there is none.
//
// A file that Yardstick did not make is refused untouched (store.ErrNotOurs), and so is a store of a newer
// Yardstick (store.ErrNewer).
func Open(ctx context.Context, path string, o Options) (store.Store, error) {
	return open(ctx, path, o)
}

func open(ctx context.Context, path string, o Options, pragmas ...string) (*Store, error) {
	path, err := recognise(path, o)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path}
	if !o.ReadOnly {
		if s.writer, err = s.openWriter(ctx, pragmas); err != nil {
			return nil, s.explain(fmt.Sprintf("opening the store %s", path), err)
		}
	}
	if s.readers, err = s.openReaders(ctx, o); err != nil {
		_ = s.Close()
		return nil, s.explain(fmt.Sprintf("opening the store %s", path), err)
	}
	opened.add(path)
	return s, nil
}

// Location says for a person where the store is.
func (s *Store) Location() string { return s.path + " (SQLite)" }

// Close ends all connections; the last one merges the write-ahead log into the file.
func (s *Store) Close() error {
	s.closing.Do(func() {
		var errs []error
		if s.readers != nil {
			errs = append(errs, s.readers.Close())
			opened.remove(s.path)
		}
		if s.writer != nil {
			errs = append(errs, s.writer.Close())
		}
		if err := errors.Join(errs...); err != nil {
			s.closed = fmt.Errorf("closing the store %s: %w", s.path, err)
		}
	})
	return s.closed
}

// Check writes a number and reads it back.
func (s *Store) Check(ctx context.Context) error {
	var written, read int64
	err := s.write(ctx, "checking the store", func(tx *sql.Tx) error {
		return tx.QueryRow(`INSERT INTO health (id, number) VALUES (1, 1)
			ON CONFLICT (id) DO UPDATE SET number = number + 1 RETURNING number`).Scan(&written)
	})
	if err != nil {
		return err
	}
	if err := s.readers.QueryRowContext(ctx, `SELECT number FROM health WHERE id = 1`).Scan(&read); err != nil {
		return s.explain("checking the store", err)
	}
	if read < written { // another process may have checked since
		return fmt.Errorf("checking the store %s: %d was written and %d was read back", s.path, written, read)
	}
	return nil
}
