package sqlite

// What went wrong, in the store's words.

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"

	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// explain wraps an error with what was being done and, where callers decide on it, with its kind.
func (s *Store) explain(doing string, err error) error {
	var conflict *store.Conflict
	if err == nil || errors.As(err, &conflict) || errors.Is(err, store.ErrLeaseLost) || errors.Is(err, store.ErrNewer) {
		return err
	}
	switch code := resultCode(err); {
	case isFull(err), code == lib.SQLITE_FULL, code == lib.SQLITE_IOERR_SHMSIZE:
		return fmt.Errorf("%s: %w: free some on the disk of %s (%w)", doing, store.ErrFull, s.path, err)
	case code&0xff == lib.SQLITE_READONLY, code&0xff == lib.SQLITE_CANTOPEN, code == lib.SQLITE_PERM:
		return fmt.Errorf("%s: %w: let this process write %s and its folder, or choose another path (%w)", doing, store.ErrReadOnly, s.path, err)
	case code == lib.SQLITE_NOTADB:
		return fmt.Errorf("%s: %s: %w (%w)", doing, s.path, store.ErrNotOurs, err)
	case code&0xff == lib.SQLITE_CORRUPT:
		return fmt.Errorf("%s: the file %s is damaged; move it away, then Yardstick learns again: %w", doing, s.path, err)
	case code&0xff == lib.SQLITE_BUSY:
		return fmt.Errorf("%s: another process holds %s for longer than %s: %w", doing, s.path, busyTimeout, err)
	case code == lib.SQLITE_INTERRUPT:
		return fmt.Errorf("%s: %w", doing, context.Canceled)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func resultCode(err error) int {
	var fault *driver.Error
	if errors.As(err, &fault) {
		return fault.Code()
	}
	return lib.SQLITE_OK
}

// isRace tells that another process made or migrated the same store at the same moment.
func isRace(err error) bool {
	code := resultCode(err)
	return code&0xff == lib.SQLITE_BUSY || code&0xff == lib.SQLITE_LOCKED || code&0xff == lib.SQLITE_CONSTRAINT ||
		code == lib.SQLITE_ERROR && strings.Contains(err.Error(), "already exists")
}

func isFull(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }
