package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkHourByOperations stores one more hour of ever more operations (docs/scale.md): the time per operation should
// stay the same.
func BenchmarkHourByOperations(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := opened1(b, filepath.Join(b.TempDir(), "yardstick.db"), Options{})
			l := held(b, s)
			hour := noon.Truncate(24 * time.Hour)
			for b.Loop() {
				b.StopTimer()
				hour = hour.Add(time.Hour)
				ops := large(n, hour)
				runtime.GC()
				b.StartTimer()
				require.NoError(b, s.PutHour(context.Background(), l, "kgas", "operation", hour, ops))
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/operation")
		})
	}
}
