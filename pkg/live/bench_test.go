package live

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// What the Go side adds for 10,000 operations: a new moment whose windows have
// arrived, and a second reader of the same moment.
func BenchmarkVerdicts(b *testing.B) {
	const n = 10_000
	src := &made{operations: n, scrape: 5 * time.Second}
	baselines := make(map[string]baseline.Record, n)
	for i := range n {
		baselines[Key("set0", map[string]string{"op": fmt.Sprint(i)})] = baseline.Record{
			Quantiles: baseline.Quantiles{P50: 0.05, P95: 0.1, P99: 0.2}, P95Low: 0.09, P95High: 0.11, LogSD: 0.1, Effective: 1000, Requests: 1000, State: baseline.Active,
		}
	}
	ask := func(b *testing.B, r *Reader, at time.Time) {
		_, err := r.Verdicts(context.Background(), Request{System: plain(1), Baselines: baselines, At: at})
		require.NoError(b, err)
	}
	b.Run("new moment", func(b *testing.B) {
		r := New(src, Options{})
		for i := 0; b.Loop(); i++ {
			ask(b, r, noon.Add(time.Duration(i)*tick))
		}
	})
	b.Run("second reader", func(b *testing.B) {
		r := New(src, Options{})
		for b.Loop() {
			ask(b, r, noon)
		}
	})
	b.Run("violations since the hour began", func(b *testing.B) {
		r := New(src, Options{})
		left := Left{Since: map[string]time.Time{"set0": noon.Add(-55 * time.Minute)}}
		for b.Loop() {
			now, err := r.OpenViolations(context.Background(), Request{System: plain(1), Baselines: baselines, At: noon}, left)
			require.NoError(b, err)
			b.ReportMetric(float64(len(now.Ended)), "ended")
		}
	})
}
