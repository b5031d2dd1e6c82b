package sqlite_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// foreign makes an SQLite file with a table, as another program would.
func foreign(t *testing.T, path string, pragmas ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	for _, statement := range append(pragmas, `CREATE TABLE dashboard (id INTEGER PRIMARY KEY, title TEXT)`, `INSERT INTO dashboard (title) VALUES ('mine')`) {
		_, err = db.Exec(statement)
		require.NoError(t, err)
	}
	require.NoError(t, db.Close())
}

func TestFilesThatAreNotOurs(t *testing.T) {
	cases := []struct {
		name, file string
		make       func(t *testing.T, path string)
		say        string
	}{
		{"Grafana's database", "grafana.db", func(t *testing.T, path string) { foreign(t, path) }, "Grafana's own database"},
		{"Grafana's database where there is none yet", "Grafana.DB", func(*testing.T, string) {}, "Grafana's own database"},
		{"Grafana's database under another name", "link.db", func(t *testing.T, path string) {
			foreign(t, filepath.Join(filepath.Dir(path), "grafana.db"))
			require.NoError(t, os.Symlink(filepath.Join(filepath.Dir(path), "grafana.db"), path))
		}, "Grafana's own database"},
		{"a database of another program", "other.db", func(t *testing.T, path string) { foreign(t, path) }, "database of another program"},
		{"a database of another program with a log", "wal.db", func(t *testing.T, path string) { foreign(t, path, `PRAGMA journal_mode=WAL`) }, "database of another program"},
		{"a database of a program that names itself", "named.db", func(t *testing.T, path string) { foreign(t, path, `PRAGMA application_id=4711`) }, "database of another program"},
		{"text", "notes.txt", func(t *testing.T, path string) { require.NoError(t, os.WriteFile(path, []byte("dear diary"), 0o600)) }, "another kind of file"},
		{"a long file", "film.mp4", func(t *testing.T, path string) { require.NoError(t, os.WriteFile(path, make([]byte, 100_000), 0o600)) }, "another kind of file"},
		{"a folder", "folder", func(t *testing.T, path string) { require.NoError(t, os.Mkdir(path, 0o700)) }, "is a folder"},
	}
	for _, c := range cases {
		t.Run(c.name+" is refused and left as it is", func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, c.file)
			c.make(t, path)
			before := snapshot(t, dir)
			for _, o := range []sqlite.Options{{}, {ReadOnly: true}} {
				_, err := sqlite.Open(context.Background(), path, o)
				require.ErrorIs(t, err, store.ErrNotOurs)
				require.ErrorContains(t, err, c.say)
				require.Equal(t, before, snapshot(t, dir))
			}
		})
	}
}

// snapshot is every file of a folder with its content.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		content, _ := os.ReadFile(filepath.Join(dir, e.Name()))
		files[e.Name()] = string(content)
	}
	return files
}

func TestPaths(t *testing.T) {
	open := func(path string) error {
		s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
		if err == nil {
			err = s.Close()
		}
		return err
	}
	dir := t.TempDir()
	t.Run("folders are made", func(t *testing.T) { require.NoError(t, open(filepath.Join(dir, "a", "b c", "yardstick.db"))) })
	t.Run("any name will do", func(t *testing.T) {
		for _, name := range []string{"?mode=ro", "100%.db", "a#b&c=d.db", "größe 文.db", "file:x.db", ":memory:"} {
			path := filepath.Join(dir, name)
			require.NoError(t, open(path))
			require.FileExists(t, path)
			require.NoError(t, open(path), "once more")
		}
	})
	t.Run("a relative path is of the working folder", func(t *testing.T) {
		t.Chdir(dir)
		require.NoError(t, open("relative.db"))
		require.FileExists(t, filepath.Join(dir, "relative.db"))
	})
	t.Run("an empty path is refused", func(t *testing.T) { require.ErrorContains(t, open(" "), "path is empty") })
	t.Run("an empty file becomes a store", func(t *testing.T) {
		path := filepath.Join(dir, "empty.db")
		require.NoError(t, os.WriteFile(path, nil, 0o600))
		require.NoError(t, open(path))
	})
	t.Run("a folder in the way is named", func(t *testing.T) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "file"), []byte("x"), 0o600))
		err := open(filepath.Join(dir, "file", "yardstick.db"))
		require.ErrorIs(t, err, store.ErrReadOnly)
		require.ErrorContains(t, err, filepath.Join(dir, "file"))
	})
}

func TestNewerStores(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yardstick.db")
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	_, err = db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	before := sha256.Sum256([]byte(snapshot(t, filepath.Dir(path))["yardstick.db"]))
	aside := func(to string, _ error) { t.Errorf("moved to %s", to) }
	for _, o := range []sqlite.Options{{}, {ReadOnly: true}, {OrReadOnly: true, SetAside: aside}} {
		_, err = sqlite.Open(context.Background(), path, o)
		require.Equal(t, before, sha256.Sum256([]byte(snapshot(t, filepath.Dir(path))["yardstick.db"])), "it is left as it is, for the newer Yardstick")
		require.ErrorIs(t, err, store.ErrNewer)
		require.ErrorContains(t, err, fmt.Sprintf("%s has schema 9999, this one knows", path))
		require.ErrorContains(t, err, "install the newer Yardstick again")
	}
}
