//go:build !linux && !darwin

package sqlite

func fileLimit() (most uint64, limited bool) { return 0, false }
