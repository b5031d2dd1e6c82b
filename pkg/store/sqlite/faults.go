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
	switch code := resultCode(err); {
	case isFull(err), code == lib.SQLITE_FULL, code == lib.SQLITE_IOERR_SHMSIZE:
		return fmt.Errorf("%w: free some on the disk of %s (%w)", store.ErrFull, d.path, err)
	case code&0xff == lib.SQLITE_READONLY, code&0xff == lib.SQLITE_CANTOPEN, code == lib.SQLITE_PERM:
		return fmt.Errorf("%w: let this process write %s and its folder, or choose another path (%w)", store.ErrReadOnly, d.path, err)
	case code == lib.SQLITE_NOTADB:
		return fmt.Errorf("%s: %w (%w)", d.path, store.ErrNotOurs, err)
	case code&0xff == lib.SQLITE_CORRUPT:
		return fmt.Errorf("the file %s is damaged; move it away, then Yardstick learns again: %w", d.path, err)
	case code&0xff == lib.SQLITE_BUSY:
		return fmt.Errorf("another process holds %s for longer than %s: %w", d.path, busyTimeout, err)
	case code == lib.SQLITE_INTERRUPT:
		return context.Canceled
	}
	return err
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
