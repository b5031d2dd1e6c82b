//go:build linux || darwin

package sqlite

// How large a file of this process may become.

import "syscall"

// fileLimit is in bytes; limited is false where there is no limit.
func fileLimit() (most uint64, limited bool) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return 0, false
	}
	return limit.Cur, limit.Cur < 1<<62
}
