//go:build unix

package postgres

import (
	"context"
	"database/sql"
	"net/url"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/postgres/pgtest"
	"github.com/yardstick-baselines/yardstick/pkg/store/relational"
)

// What docs/operating.md says of backups: each is made while the store is open and in use, and what is restored of it
// answers as the store did at that moment.

// sums are the checksums of everything in a store.
func sums(t *testing.T, s store.Store) []relational.Copied {
	t.Helper()
	all, err := relational.Copy(context.Background(), s, file(t, filepath.Join(t.TempDir(), "sums.db")), untold)
	require.NoError(t, err)
	return all
}

// goOn changes a store after its backup.
func goOn(t *testing.T, s store.Store) {
	t.Helper()
	require.NoError(t, s.SetWanted(context.Background(), source, "kgas", "later", 1))
}

func TestACopyOfTheFileAnswersAsTheStoreDid(t *testing.T) {
	for name, backUp := range map[string]func(t *testing.T, path, to string){
		"VACUUM INTO": func(t *testing.T, path, to string) {
			db, err := sql.Open("sqlite", path)
			require.NoError(t, err)
			_, err = db.Exec(`VACUUM INTO ?`, to)
			require.NoError(t, err)
			require.NoError(t, db.Close())
		},
		"sqlite3 .backup": func(t *testing.T, path, to string) {
			program, err := exec.LookPath("sqlite3")
			if err != nil {
				t.Skip("sqlite3 is not installed here")
			}
			said, err := exec.Command(program, path, ".backup '"+to+"'").CombinedOutput()
			require.NoError(t, err, string(said))
		},
		"yardstick store copy": func(t *testing.T, path, to string) {
			_, err := relational.Copy(context.Background(), file(t, path), file(t, to), untold)
			require.NoError(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path, to := filepath.Join(t.TempDir(), "yardstick.db"), filepath.Join(t.TempDir(), "backup.db")
			s := file(t, path)
			fill(t, s)
			before, whole := seen(t, s), sums(t, s)
			backUp(t, path, to)
			goOn(t, s)
			restored := file(t, to)
			require.Equal(t, before, seen(t, restored))
			require.Equal(t, whole, sums(t, restored))
			goesOnLearning(t, restored)
		})
	}
}

func TestADumpOfTheDatabaseAnswersAsTheStoreDid(t *testing.T) {
	server := server(t)
	address := server.Empty()
	u, err := url.Parse(address)
	require.NoError(t, err)
	schema := u.Query().Get("search_path")
	s := opened(t, address, Options{})
	fill(t, s)
	before, whole := seen(t, s), sums(t, s)
	dump := server.Dump(t, schema)
	goOn(t, s)
	server.Restore(t, "restored", dump)
	restored := opened(t, server.Address("postgres", pgtest.Password, "restored", "search_path", schema), Options{})
	require.Equal(t, before, seen(t, restored))
	require.Equal(t, whole, sums(t, restored))
	goesOnLearning(t, restored)
}

// goesOnLearning puts an hour more: what is restored takes writes, and no former owner of a lease has them.
func goesOnLearning(t *testing.T, s store.Store) {
	t.Helper()
	ctx := context.Background()
	l := held(t, s, "after the restore")
	next := noon.Add(time.Hour)
	require.NoError(t, s.PutHour(ctx, l, "kgas", "operation", next, hour(next)))
	hours, err := s.LearnedHours(ctx, source, "kgas", "operation")
	require.NoError(t, err)
	require.Equal(t, []time.Time{noon, next}, hours)
	require.NoError(t, s.Release(ctx, l))
}
