//go:build unix

package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// A store_path may lie in a folder that everybody of the machine can look into, as Grafana's own often is.
func TestOthersOfTheMachineDoNotReadTheStore(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "open")
	require.NoError(t, os.Mkdir(folder, 0o755))
	path := filepath.Join(folder, "yardstick.db")
	s := opened1(t, path, Options{})
	held(t, s) // a write
	for _, beside := range []string{"", "-wal", "-shm"} {
		about, err := os.Stat(path + beside)
		require.NoError(t, err)
		require.Zero(t, about.Mode().Perm()&0o007, "%s has %s", path+beside, about.Mode())
	}
	require.NoError(t, s.Close())

	t.Run("who lets others read it is not overruled", func(t *testing.T) {
		require.NoError(t, os.Chmod(path, 0o644))
		again, err := Open(context.Background(), path, Options{})
		require.NoError(t, err)
		require.NoError(t, again.Close())
		about, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o644), about.Mode().Perm())
	})
}
