package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/relational"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// file is a store with the connections that it has.
type file struct {
	*relational.Store
	*database
}

func (f *file) Close() error { return f.Store.Close() }

func opened1(t testing.TB, path string, o Options, pragmas ...string) *file {
	t.Helper()
	d, err := open(context.Background(), path, o, pragmas...)
	require.NoError(t, err)
	s := &file{relational.New(d), d}
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func held(t testing.TB, s *file) store.Lease {
	t.Helper()
	l, ok, err := s.Acquire(context.Background(), "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	require.True(t, ok)
	return l
}

// large is an hour of many operations with log-normal durations, counted as Prometheus counts.
func large(n int, hour time.Time) []store.OperationHour {
	source := rand.New(rand.NewPCG(uint64(hour.Unix()), 1))
	ops := make([]store.OperationHour, n)
	for i := range ops {
		name := fmt.Sprint("operation ", i)
		ops[i].Operation = store.Operation{Name: name, Labels: map[string]string{"operation": name, "status": "ok"}}
		for w := range 12 {
			factor, sum := 1+source.Float64()/60, 0.0
			counts := make([]float64, len(bounds)+1)
			for range 60 {
				v := 0.3 * math.Exp(0.5*source.NormFloat64())
				k, _ := slices.BinarySearch(bounds, v)
				counts[k] += 5
				sum += 5 * v
			}
			for k := range counts {
				counts[k] = math.Round(counts[k]*factor*1024) / 1024
			}
			ops[i].Windows = append(ops[i].Windows, baseline.Window{
				End: hour.Add(time.Duration(w+1) * 5 * time.Minute), Width: 5 * time.Minute,
				Histogram: baseline.Histogram{Bounds: bounds, Counts: counts, Sum: float64(float32(sum * factor))},
			})
		}
	}
	return ops
}

var bounds = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

func TestFullDisk(t *testing.T) {
	s := opened1(t, filepath.Join(t.TempDir(), "yardstick.db"), Options{}, "max_page_count(40)")
	l := held(t, s)
	require.NoError(t, s.PutHour(context.Background(), l, "kgas", "operation", noon, large(10, noon)))
	next := noon.Add(time.Hour)
	err := s.PutHour(context.Background(), l, "kgas", "operation", next, large(5000, next))
	require.ErrorIs(t, err, store.ErrFull)
	require.ErrorContains(t, err, s.path)
	t.Run("nothing of the hour is stored, and what was there is", func(t *testing.T) {
		hours, err := s.LearnedHours(context.Background(), "1/yardstick", "kgas", "operation")
		require.NoError(t, err)
		require.Equal(t, []time.Time{noon}, hours)
		ops, err := s.Operations(context.Background(), "1/yardstick", "")
		require.NoError(t, err)
		require.Len(t, ops, 10)
	})
	t.Run("and it works on", func(t *testing.T) {
		require.NoError(t, s.Check(context.Background()))
		require.NoError(t, s.PutHour(context.Background(), l, "kgas", "operation", next, large(10, next)))
	})
}

func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yardstick.db")
	ctx := context.Background()
	t.Run("a store that is not there cannot be read", func(t *testing.T) {
		_, err := Open(ctx, path, Options{ReadOnly: true})
		require.ErrorContains(t, err, "there is none at "+path)
		require.NoFileExists(t, path)
	})
	writing := opened1(t, path, Options{})
	l := held(t, writing)
	require.NoError(t, writing.PutHour(ctx, l, "kgas", "operation", noon, large(3, noon)))
	reading := opened1(t, path, Options{ReadOnly: true})
	t.Run("a reader sees what another process writes", func(t *testing.T) {
		require.NoError(t, writing.PutHour(ctx, l, "kgas", "operation", noon.Add(time.Hour), large(3, noon.Add(time.Hour))))
		hours, err := reading.LearnedHours(ctx, l.Source, "kgas", "operation")
		require.NoError(t, err)
		require.Len(t, hours, 2)
	})
	t.Run("and writes nothing", func(t *testing.T) {
		require.ErrorIs(t, reading.PutHour(ctx, l, "kgas", "operation", noon, nil), store.ErrReadOnly)
		require.ErrorIs(t, reading.Check(ctx), store.ErrReadOnly)
		require.ErrorIs(t, reading.Forget(ctx, l.Source), store.ErrReadOnly)
		_, err := reading.readers.Exec(`DELETE FROM operations`)
		require.Error(t, err)
	})
	t.Run("a folder that cannot be written says so", func(t *testing.T) {
		if os.Getuid() == 0 || runtime.GOOS == "windows" {
			t.Skip("this user may write everywhere")
		}
		dir := t.TempDir()
		require.NoError(t, os.Chmod(dir, 0o500))
		for _, path := range []string{filepath.Join(dir, "yardstick.db"), filepath.Join(dir, "folder", "yardstick.db")} {
			_, err := Open(ctx, path, Options{})
			require.ErrorIs(t, err, store.ErrReadOnly)
			require.ErrorContains(t, err, dir)
		}
	})
	t.Run("a file that cannot be written says so", func(t *testing.T) {
		if os.Getuid() == 0 {
			t.Skip("this user may write everywhere")
		}
		path := filepath.Join(t.TempDir(), "yardstick.db")
		require.NoError(t, opened1(t, path, Options{}).Close())
		require.NoError(t, os.Chmod(path, 0o400))
		_, err := Open(ctx, path, Options{})
		require.ErrorIs(t, err, store.ErrReadOnly)
	})
}

func TestSettingsOfEveryConnection(t *testing.T) {
	s := opened1(t, filepath.Join(t.TempDir(), "yardstick.db"), Options{})
	for name, db := range map[string]*sql.DB{"writer": s.writer, "reader": s.readers} {
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "synchronous": "1", "foreign_keys": "1", "busy_timeout": "15000", "application_id": fmt.Sprint(applicationID), "page_size": "16384",
		} {
			var got string
			require.NoError(t, db.QueryRow("PRAGMA "+pragma).Scan(&got))
			require.Equal(t, want, got, "%s of the %s", pragma, name)
		}
	}
}

func TestDamagedStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yardstick.db")
	s := opened1(t, path, Options{})
	require.NoError(t, s.PutHour(context.Background(), held(t, s), "kgas", "operation", noon, large(500, noon)))
	require.NoError(t, s.Close())
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	for i := 16384; i < len(content); i++ { // all pages but the first
		content[i] = byte(i)
	}
	require.NoError(t, os.WriteFile(path, content, 0o600))
	_, err = Open(context.Background(), path, Options{})
	require.ErrorIs(t, err, store.ErrDamaged)
	require.ErrorContains(t, err, "; move it away, then Yardstick learns again")
}
