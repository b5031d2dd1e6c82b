package sqlite

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const many = 10_000

// BenchmarkHours stores the hours of a day of 10,000 operations, backwards as the learner does.
func BenchmarkHours(b *testing.B) {
	ctx := context.Background()
	path := filepath.Join(b.TempDir(), "yardstick.db")
	s := opened1(b, path, Options{})
	l := held(b, s)
	midnight := noon.Truncate(24 * time.Hour)
	n := 0
	for b.Loop() {
		b.StopTimer()
		hour := midnight.Add(-time.Duration(n+1) * time.Hour)
		ops := large(many, hour)
		runtime.GC()
		b.StartTimer()
		require.NoError(b, s.PutHour(ctx, l, "kgas", "operation", hour, ops))
		n++
	}
	_, err := s.writer.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
	require.NoError(b, err)
	info, err := os.Stat(path)
	require.NoError(b, err)
	b.ReportMetric(float64(info.Size())/float64(n*many), "B/operation-hour")
	b.ReportMetric(float64(n), "hours")
}

// BenchmarkReading asks a store of 10,000 operations what pages and the learner ask.
func BenchmarkReading(b *testing.B) {
	ctx := context.Background()
	path := filepath.Join(b.TempDir(), "yardstick.db")
	s := opened1(b, path, Options{})
	l := held(b, s)
	for h := range 24 {
		hour := noon.Truncate(24 * time.Hour).Add(time.Duration(h) * time.Hour)
		require.NoError(b, s.PutHour(ctx, l, "kgas", "operation", hour, large(many, hour)))
	}
	baselines := make([]store.Baseline, many)
	ops := large(many, noon)
	put := func(p95 float64) {
		for i, op := range ops {
			op.Operation.System, op.Operation.Set = "kgas", "operation"
			record := baseline.Record{Quantiles: baseline.Quantiles{P95: p95}, Profile: &baseline.Profile{TimeZone: "UTC"}, Reason: "enough requests"}
			baselines[i] = store.Baseline{Operation: op.Operation, Record: record, ValidFrom: noon}
		}
		require.NoError(b, s.PutBaselines(ctx, l, baselines))
	}
	p95 := 0.0
	b.Run("put 10,000 new baselines", func(b *testing.B) {
		for b.Loop() {
			p95++
			put(p95)
		}
	})
	b.Run("put 10,000 equal baselines", func(b *testing.B) {
		for b.Loop() {
			put(p95)
		}
	})
	b.Run("baselines, first time", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			fresh := opened1(b, path, Options{ReadOnly: true})
			b.StartTimer()
			read(b, fresh)
		}
	})
	b.Run("baselines, again", func(b *testing.B) {
		for b.Loop() {
			read(b, s)
		}
	})
	b.Run("a day of windows of one operation", func(b *testing.B) {
		for b.Loop() {
			ws, err := s.Windows(ctx, l.Source, 77, time.Time{}, time.Time{})
			require.NoError(b, err)
			require.Len(b, ws, 288)
		}
	})
}

// BenchmarkThin thins the versions of a thousand operations: of a year, one a day, and then what is left of it again.
func BenchmarkThin(b *testing.B) {
	const thousand, week = 1000, 7 * 24 * time.Hour
	ctx := context.Background()
	s := opened1(b, filepath.Join(b.TempDir(), "yardstick.db"), Options{})
	l := held(b, s)
	ops := large(thousand, noon)
	for day := range 365 {
		baselines := make([]store.Baseline, len(ops))
		for i, op := range ops {
			op.Operation.System, op.Operation.Set = "kgas", "operation"
			record := baseline.Record{Quantiles: baseline.Quantiles{P95: float64(day)}, Profile: &baseline.Profile{TimeZone: "UTC"}, Reason: "enough requests"}
			baselines[i] = store.Baseline{Operation: op.Operation, Record: record, ValidFrom: noon.AddDate(0, 0, day), Author: "learner"}
		}
		require.NoError(b, s.PutBaselines(ctx, l, baselines))
	}
	before := noon.AddDate(0, 0, 365-90)
	began := time.Now()
	require.NoError(b, s.Thin(ctx, l, before, week))
	first := time.Since(began)
	for b.Loop() {
		require.NoError(b, s.Thin(ctx, l, before, week))
	}
	b.ReportMetric(first.Seconds(), "s-first-time")
}

// BenchmarkDropGone looks for operations that have gone among ten thousand with windows, and finds none.
func BenchmarkDropGone(b *testing.B) {
	ctx := context.Background()
	s := opened1(b, filepath.Join(b.TempDir(), "yardstick.db"), Options{})
	l := held(b, s)
	require.NoError(b, s.PutHour(ctx, l, "kgas", "operation", noon, large(many, noon)))
	for b.Loop() {
		require.NoError(b, s.DropGone(ctx, l, noon.AddDate(0, 0, 90)))
	}
}

func read(b *testing.B, s *file) {
	b.Helper()
	all, err := s.Baselines(context.Background(), "1/yardstick", "kgas", noon)
	require.NoError(b, err)
	require.Len(b, all, many)
}
