//go:build unix

package postgres

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const many = 10_000

// crowd is an hour of many operations with twelve windows each.
func crowd(at time.Time) []store.OperationHour {
	bounds := []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}
	ops := make([]store.OperationHour, many)
	for i := range ops {
		name := fmt.Sprint("operation ", i)
		ops[i].Operation = store.Operation{System: "kgas", Set: "operation", Name: name, Labels: map[string]string{"operation": name, "status": "ok"}}
		for w := range 12 {
			counts := make([]float64, len(bounds)+1)
			for k := range counts {
				counts[k] = float64((i*7+w*13+k*29+at.Hour())%300) / 8
			}
			ops[i].Windows = append(ops[i].Windows, baseline.Window{
				End: at.Add(time.Duration(w+1) * 5 * time.Minute), Width: 5 * time.Minute,
				Histogram: baseline.Histogram{Bounds: bounds, Counts: counts, Sum: float64(i % 97)},
			})
		}
	}
	return ops
}

// BenchmarkHours stores the hours of a day of 10,000 operations, backwards as the learner does.
func BenchmarkHours(b *testing.B) {
	ctx := context.Background()
	s := opened(b, server(b).Empty(), Options{})
	l := held(b, s, "bench")
	midnight := noon.Truncate(24 * time.Hour)
	n := 0
	for b.Loop() {
		b.StopTimer()
		at := midnight.Add(-time.Duration(n+1) * time.Hour)
		ops := crowd(at)
		runtime.GC()
		b.StartTimer()
		require.NoError(b, s.PutHour(ctx, l, "kgas", "operation", at, ops))
		n++
	}
}

// BenchmarkBaselines puts and reads the baselines of 10,000 operations.
func BenchmarkBaselines(b *testing.B) {
	ctx := context.Background()
	address := server(b).Empty()
	s := opened(b, address, Options{})
	l := held(b, s, "bench")
	p95 := 0.0
	put := func() {
		all := make([]store.Baseline, many)
		for i, op := range crowd(noon) {
			record := baseline.Record{Quantiles: baseline.Quantiles{P95: p95}, Profile: &baseline.Profile{TimeZone: "UTC"}, Reason: "enough requests"}
			all[i] = store.Baseline{Operation: op.Operation, Record: record, ValidFrom: noon}
		}
		require.NoError(b, s.PutBaselines(ctx, l, all))
	}
	put()
	b.Run("put 10,000 new baselines", func(b *testing.B) {
		for b.Loop() {
			p95++
			put()
		}
	})
	b.Run("put 10,000 equal baselines", func(b *testing.B) {
		for b.Loop() {
			put()
		}
	})
	read := func(b *testing.B, s store.Store) {
		all, err := s.Baselines(ctx, source, "kgas", noon)
		require.NoError(b, err)
		require.Len(b, all, many)
	}
	b.Run("baselines, first time", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			fresh := opened(b, address, Options{})
			b.StartTimer()
			read(b, fresh)
		}
	})
	b.Run("baselines, again", func(b *testing.B) {
		for b.Loop() {
			read(b, s)
		}
	})
}
