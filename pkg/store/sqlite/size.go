package sqlite

// How large the file is.

import (
	"context"
	"errors"
	"io/fs"
	"os"
)

// Bytes is the file with its write-ahead log.
func (d *database) Bytes(context.Context) (int64, error) {
	var sum int64
	for _, path := range []string{d.path, d.path + "-wal"} {
		file, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) && path != d.path {
			continue // it was merged
		}
		if err != nil {
			return 0, err
		}
		sum += file.Size()
	}
	return sum, nil
}

// TableBytes counts whole pages.
func (d *database) TableBytes() (string, []any) {
	return `SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_schema m ON m.name = s.name WHERE s.aggregate = 1 GROUP BY m.tbl_name`, nil
}
