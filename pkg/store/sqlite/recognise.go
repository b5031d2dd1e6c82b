package sqlite

// Whether a path is ours to open: nothing is ever written to a file of somebody else.

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const (
	// applicationID is "YARD", in the header of every store (PRAGMA application_id).
	applicationID = 0x59415244
	// magic begins every SQLite file; the application id stands at byte 68 of it (sqlite.org/fileformat2.html).
	magic         = "SQLite format 3\x00"
	applicationAt = 68
)

// recognise returns the absolute path of a store that is ours, or of none yet with its folder made.
func recognise(path string, o Options) (string, error) {
	if strings.TrimSpace(path) == "" {
		return "", errors.New("opening the store: its path is empty")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("opening the store: %w", err)
	}
	path = resolved(path)
	if strings.EqualFold(filepath.Base(path), "grafana.db") {
		return "", fmt.Errorf("%s is Grafana's own database: %w; give the store a file of its own, such as yardstick.db", path, store.ErrNotOurs)
	}
	if opened.has(path) {
		return path, nil
	}
	return path, recogniseFile(path, o)
}

// resolved follows links, so that one file has one name; of a file that is not there yet, those of its folder.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(folder, filepath.Base(path))
	}
	return path
}

func recogniseFile(path string, o Options) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && o.ReadOnly:
		return fmt.Errorf("opening the store: there is none at %s; learn first", path)
	case errors.Is(err, fs.ErrNotExist):
		return makeFolder(filepath.Dir(path))
	case err != nil:
		return notWritable(path, err)
	case info.IsDir():
		return fmt.Errorf("%s is a folder: %w; name a file in it, such as %s", path, store.ErrNotOurs, filepath.Join(path, "yardstick.db"))
	case info.Size() == 0:
		return nil
	}
	return readHeader(path, info)
}

func readHeader(path string, info os.FileInfo) error {
	header, err := readBeginning(path, applicationAt+4)
	if err != nil {
		return notWritable(path, err)
	}
	whole := len(header) == applicationAt+4 && bytes.HasPrefix(header, []byte(magic))
	if whole && binary.BigEndian.Uint32(header[applicationAt:]) == applicationID {
		return nil
	}
	if ours, err := remains(path); err == nil && ours {
		return damagedHeader(path, info)
	}
	if !whole {
		return fmt.Errorf("%s is another kind of file: %w; it is left as it is, choose another path, or move it away if it once was a store", path, store.ErrNotOurs)
	}
	return fmt.Errorf("%s is a database of another program: %w; it is left as it is, choose another path", path, store.ErrNotOurs)
}

// readBeginning reads up to so many bytes.
func readBeginning(path string, most int) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	return io.ReadAll(io.LimitReader(file, int64(most)))
}

func makeFolder(folder string) error {
	err := os.MkdirAll(folder, 0o750)
	if err == nil {
		return nil
	}
	return notWritable(folder, err)
}

func notWritable(path string, err error) error {
	if isFull(err) {
		return fmt.Errorf("making %s: %w", path, store.ErrFull)
	}
	var reason *fs.PathError
	if errors.As(err, &reason) {
		err = reason.Err
	}
	return fmt.Errorf("%w: %s: %w; choose a path that this process can write", store.ErrReadOnly, path, err)
}

// registry counts the stores that this process holds open.
type registry struct {
	mu    sync.Mutex
	paths map[string]int
}

var opened = registry{paths: map[string]int{}}

func (r *registry) add(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.paths[path]++
}

func (r *registry) remove(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.paths[path]--; r.paths[path] <= 0 {
		delete(r.paths, path)
	}
}

func (r *registry) has(path string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.paths[path] > 0
}
