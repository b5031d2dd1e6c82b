package live

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// BenchmarkVerdictsByOperations judges ever more operations at a new moment (docs/scale.md): the time per operation
// should stay the same. One moment in thirty judges the hour anew: measure with -benchtime 30x.
func BenchmarkVerdictsByOperations(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			baselines := make(map[string]baseline.Record, n)
			for i := range n {
				baselines[Key("set0", map[string]string{"op": fmt.Sprint(i)})] = baseline.Record{
					Quantiles: baseline.Quantiles{P50: 0.05, P95: 0.1, P99: 0.2}, P95Low: 0.09, P95High: 0.11, LogSD: 0.1, Effective: 1000, Requests: 1000, State: baseline.Active,
				}
			}
			r := New(&made{operations: n, scrape: 5 * time.Second}, Options{})
			ask := func(at time.Time) {
				_, err := r.Verdicts(context.Background(), Request{System: plain(1), Baselines: baselines, At: at})
				require.NoError(b, err)
			}
			ask(noon) // what is looked back at is read once
			for i := 1; b.Loop(); i++ {
				ask(noon.Add(time.Duration(i) * tick))
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/operation")
		})
	}
}
