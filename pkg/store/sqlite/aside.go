package sqlite

// What becomes of a store that is damaged: it is set aside, never removed.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// asideMark stands between the name of a store and the time when it was set aside.
const asideMark = ".damaged-"

// beside are the files that belong to an SQLite file: its log, and the index of that.
var beside = []string{"", "-wal", "-shm"}

// openInstead sets a damaged store aside and makes another one, where that is wanted.
func openInstead(ctx context.Context, path string, o Options, why error) (*database, error) {
	var damaged damagedFile
	if o.ReadOnly || o.SetAside == nil || !errors.As(why, &damaged) {
		return nil, fmt.Errorf("%w; move it away, then Yardstick learns again", why)
	}
	to, err := setAside(damaged.path, damaged.file)
	if err != nil {
		return nil, fmt.Errorf("%w; it cannot be set aside: %w", why, err)
	}
	o.SetAside(to, why)
	return open(ctx, path, o)
}

// damagedFile is a store that was found damaged as it was opened.
type damagedFile struct {
	error
	path string
	file os.FileInfo
}

func (f damagedFile) Unwrap() error { return f.error }

// Damage is what was found in a store since it was opened; nil where nothing was.
func (s *Store) Damage() error {
	if found := s.database.damage.Load(); found != nil {
		return *found
	}
	return nil
}

// KeptFromWriting is why a store that was to be written is open for reading only; nil where it can be written.
func (s *Store) KeptFromWriting() error { return s.database.kept }

// Moved tells whether the file that is open is no longer the one at its place: it was removed, or another one was put there.
// What is written then goes with the process, while others, and connections that are made later, read what is at the place.
func (s *Store) Moved() bool {
	now, err := os.Stat(s.database.path)
	return errors.Is(err, fs.ErrNotExist) || err == nil && s.database.file != nil && !os.SameFile(now, s.database.file)
}

// SetAside closes a damaged store and renames it, so that another one can be made in its place. Where another process
// has done so already there is nothing to do, and to is empty.
func (s *Store) SetAside() (to string, err error) {
	_ = s.Close() // of a damaged file: what can still be closed is
	return setAside(s.database.path, s.database.file)
}

func setAside(path string, file os.FileInfo) (to string, err error) {
	now, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && file != nil && !os.SameFile(now, file) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	to = path + asideMark + time.Now().UTC().Format("20060102T150405.000Z")
	for _, of := range beside {
		if err := os.Rename(path+of, to+of); err != nil && (of == "" || !errors.Is(err, fs.ErrNotExist)) {
			return "", err
		}
	}
	return to, nil
}

// Aside lists the damaged stores that were set aside from the place of this one, and are still there.
func (s *Store) Aside() []string {
	folder, name := filepath.Split(s.database.path)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil // whoever cannot list the folder is told of what is worse
	}
	var all []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), name+asideMark) && strings.HasSuffix(e.Name(), "Z") {
			all = append(all, filepath.Join(folder, e.Name()))
		}
	}
	return all
}

// remains tells whether a file that no longer begins as a store does was one of ours: its tables are still named in it,
// or it is a beginning of an SQLite file that is too short to hold anything.
func remains(path string) (bool, error) {
	content, err := readBeginning(path, remainsWithin)
	if err != nil {
		return false, err
	}
	if len(content) < leastFile {
		return strings.HasPrefix(string(content), magic[:min(len(content), len(magic))]), nil
	}
	text := string(content)
	return strings.Contains(text, "CREATE TABLE learned_hours") && strings.Contains(text, "goose_db_version"), nil
}

const (
	// remainsWithin is how far into a file its tables are looked for: they are described in its first pages.
	remainsWithin = 1 << 20
	// leastFile is the smallest page, and so the smallest file, of SQLite.
	leastFile = 512
)

// damagedHeader is what a store is told apart by.
func damagedHeader(path string, file os.FileInfo) error {
	return damagedFile{fmt.Errorf("%w: the file %s does not begin as a store does", store.ErrDamaged, path), path, file}
}
