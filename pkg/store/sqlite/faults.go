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

// Fault gives an error its kind, where callers decide on it.
func (d *database) Fault(err error) error {
	if errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrFull) {
		return err // it has its kind
	}
	code := resultCode(err)
	switch code & primary {
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		err = fmt.Errorf("%w: the file %s (%w)", store.ErrDamaged, d.path, err)
	case lib.SQLITE_IOERR:
		if !isFull(err) && code != lib.SQLITE_IOERR_SHMSIZE {
			return d.disk(code, err)
		}
	}
	switch {
	case errors.Is(err, store.ErrDamaged):
		if !d.immutable { // there it may be that somebody writes
			d.damage.CompareAndSwap(nil, &err)
		}
		return err
	case isFull(err), code == lib.SQLITE_FULL, code == lib.SQLITE_IOERR_SHMSIZE:
		return fmt.Errorf("%w: free some on the disk of %s (%w)", store.ErrFull, d.path, err)
	case code&primary == lib.SQLITE_READONLY, code&primary == lib.SQLITE_CANTOPEN, code == lib.SQLITE_PERM:
		return fmt.Errorf("%w: let this process write %s and its folder, or choose another path (%w)", store.ErrReadOnly, d.path, err)
	case code&primary == lib.SQLITE_CONSTRAINT:
		return fmt.Errorf("%w: %w", store.ErrUnfit, err)
	case code&primary == lib.SQLITE_BUSY:
		return fmt.Errorf("another process holds %s for longer than %s: %w", d.path, busyTimeout, err)
	case code == lib.SQLITE_INTERRUPT:
		return context.Canceled
	}
	return err
}

// primary is the part of a result code that all of its kind share.
const primary = 0xff

// disk is what the operating system did not do for SQLite, which does not pass on why.
func (d *database) disk(code int, err error) error {
	if code == lib.SQLITE_IOERR_READ || code == lib.SQLITE_IOERR_SHORT_READ {
		return fmt.Errorf("the disk of %s cannot be read; look at the system's log: %w", d.path, err)
	}
	if most, limited := fileLimit(); limited {
		return fmt.Errorf("%w: a file of this process may have %d MB (ulimit -f, LimitFSIZE), raise that for %s (%w)", store.ErrFull, most>>20, d.path, err)
	}
	return fmt.Errorf("%w: the disk of %s takes no writes now; look at the system's log (%w)", store.ErrReadOnly, d.path, err)
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
	return code&primary == lib.SQLITE_BUSY || code&primary == lib.SQLITE_LOCKED || code&primary == lib.SQLITE_CONSTRAINT ||
		code == lib.SQLITE_ERROR && strings.Contains(err.Error(), "already exists")
}

func isFull(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }
