package prometheus_test

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

func TestLevelsThatAreNoNumberForAScrape(t *testing.T) { onEachServer(t, levelsThatAreNoNumber) }

// A hit ratio is 0/0 in every scrape without a request, and the rest of the window says what it usually is.
func levelsThatAreNoNumber(t *testing.T, client clientOf) {
	const noNumber = -4096 // stands for NaN, which a History would leave out
	h := promtest.History{From: noon.Add(-time.Hour), To: noon.Add(time.Hour), Step: 15 * time.Second}
	gauge := func(metric, pool, instance string, value func(scrape int) float64) {
		values := make([]float64, h.Scrapes())
		for i := range values {
			values[i] = value(i)
		}
		h.Series(metric, map[string]string{"pool": pool, "instance": instance}, values)
	}
	always := func(v float64) func(int) float64 { return func(int) float64 { return v } }
	every := func(n int, instead, v float64) func(int) float64 {
		return func(scrape int) float64 {
			if scrape%n == 0 {
				return instead
			}
			return v
		}
	}
	gauge("hits_ratio", "fine", "a", always(0.5))
	gauge("hits_ratio", "now and then none", "a", every(4, noNumber, 0.8))
	gauge("hits_ratio", "now and then infinite", "a", every(4, math.Inf(1), 0.8))
	gauge("hits_ratio", "now and then below all", "a", every(4, math.Inf(-1), 0.8))
	gauge("hits_ratio", "one of two never", "a", always(noNumber))
	gauge("hits_ratio", "one of two never", "b", always(0.6))
	gauge("hits_ratio", "never", "a", always(noNumber))
	gauge("hits_ratio", "without a limit", "a", always(math.MaxFloat64))
	gauge("hits_ratio", "hardly a number", "a", every(2, 1e200, 2e200))
	counter := func(pool, instance string, broken bool) {
		gauge("sent_total", pool, instance, func(scrape int) float64 {
			if broken {
				return noNumber
			}
			return 150 * float64(scrape)
		})
	}
	counter("one of two never", "a", true)
	counter("one of two never", "b", false)
	counter("never", "a", true)
	c := client(t, strings.ReplaceAll(h.String(), " -4096 ", " NaN "))

	ask := func(q prometheus.WindowQuery) []prometheus.OpWindows {
		t.Helper()
		q.By, q.Width = []string{"pool"}, 5*time.Minute
		ops, err := c.Windows(context.Background(), q, noon.Add(5*time.Minute), noon.Add(20*time.Minute), 5*time.Minute)
		require.NoError(t, err)
		return ops
	}
	for _, across := range []string{"avg", "sum", "max", "min"} {
		ops := ask(prometheus.WindowQuery{Metric: "hits_ratio", Kind: "level", Unit: "percentunit", Across: across})
		for pool, want := range map[string]float64{
			"fine": 0.5, "now and then none": 0.8, "now and then infinite": 0.8, "now and then below all": 0.8, "one of two never": 0.6,
		} {
			windows := windowsOf(t, ops, "pool", pool)
			require.Len(t, windows, 4, "%s of %s", across, pool)
			for _, w := range windows {
				require.InDelta(t, want, w.Mean(), 1e-9, "%s of %s", across, pool)
			}
		}
		for _, op := range ops {
			for _, pool := range []string{"never", "without a limit", "hardly a number"} {
				require.NotEqual(t, pool, op.Labels["pool"], "%s: what is never a number has no window", across)
			}
		}
	}
	ops := ask(prometheus.WindowQuery{Metric: "sent_total", Kind: "counter", Unit: "cps"})
	require.Len(t, ops, 1)
	for _, w := range windowsOf(t, ops, "pool", "one of two never") {
		require.InDelta(t, 10, w.Mean(), 0.4)
	}
}
