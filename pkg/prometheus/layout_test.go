package prometheus_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// counter is a series that grows by a constant with every scrape; from and to are scrape numbers.
func counter(h *promtest.History, perScrape float64, from, to int) []float64 {
	values := make([]float64, h.Scrapes())
	for i := range values {
		values[i] = math.NaN()
		if i >= from && i < to {
			values[i] = perScrape * float64(i-from)
		}
	}
	return values
}

// buckets writes cumulative bucket counters, +Inf last, and the count.
func buckets(h *promtest.History, metric, op string, les []string, perScrape []float64, from, to int) {
	for i, le := range les {
		h.Series(metric+"_bucket", map[string]string{"op": op, "le": le}, counter(h, perScrape[i], from, to))
	}
	h.Series(metric+"_count", map[string]string{"op": op}, counter(h, perScrape[len(les)-1], from, to))
}

func TestBucketLayouts(t *testing.T) { onEachServer(t, bucketLayouts) }

func bucketLayouts(t *testing.T, client clientOf) {
	h := promtest.History{From: hour.From, To: hour.To, Step: 10 * time.Second}
	half, all := h.Scrapes()/2, h.Scrapes()
	// Prometheus 2 kept le="1", Prometheus 3 writes le="1.0": one operation has both, before and after noon.
	h.Series("op_seconds_bucket", map[string]string{"op": "upgraded", "le": "0.5"}, counter(&h, 1, 0, all))
	h.Series("op_seconds_bucket", map[string]string{"op": "upgraded", "le": "1"}, counter(&h, 3, 0, half))
	h.Series("op_seconds_bucket", map[string]string{"op": "upgraded", "le": "1.0"}, after(half, counter(&h, 3, 0, all)))
	h.Series("op_seconds_bucket", map[string]string{"op": "upgraded", "le": "+Inf"}, counter(&h, 4, 0, all))
	buckets(&h, "op_seconds", "finer", []string{"1.0", "+Inf"}, []float64{3, 4}, 0, half)
	buckets(&h, "op_seconds", "finer", []string{"0.7"}, []float64{2}, half, all)
	// A scrape can see a bucket before and the next one after a request: the larger may be behind.
	buckets(&h, "op_seconds", "torn", []string{"0.5", "1.0", "+Inf"}, []float64{3, 2, 4}, 0, all)
	buckets(&h, "op_seconds", "headless", []string{"0.5", "1.0"}, []float64{1, 3}, 0, all)
	h.Series("op_seconds_sum", map[string]string{"op": "torn"}, constant(&h, math.Inf(1)))
	h.Series("op_seconds_count", map[string]string{"op": "torn", "status": "error"}, counter(&h, 5, 0, all))
	c := client(t, h.String())
	q := prometheus.WindowQuery{Metric: "op_seconds", By: []string{"op"}, Errors: `status="error"`, Width: 5 * time.Minute}
	ops := ask(t, c, q, hour.From.Add(10*time.Minute), hour.To, 5*time.Minute)

	t.Run("bounds are numbers: 1 and 1.0 are one bucket", func(t *testing.T) {
		windows := windowsOf(t, ask(t, c, q, noon.Add(-10*time.Minute), noon.Add(10*time.Minute), time.Minute), "op", "upgraded")
		require.Len(t, windows, 21)
		for _, w := range windows {
			require.Equal(t, []float64{0.5, 1}, w.Bounds)
			require.InDeltaSlice(t, []float64{30, 60, 30}, w.Counts, 3, "%s", w.End)
		}
	})
	t.Run("a changed layout gives each window its own bounds", func(t *testing.T) {
		windows := windowsOf(t, ops, "op", "finer")
		require.Equal(t, []float64{1}, windows[0].Bounds)
		require.Equal(t, []float64{0.7}, windows[len(windows)-1].Bounds)
	})
	t.Run("no bucket is negative", func(t *testing.T) {
		for _, w := range windowsOf(t, ops, "op", "torn") {
			require.InDeltaSlice(t, []float64{90, 0, 30}, w.Counts, 1e-6)
		}
	})
	t.Run("no more requests fail than there are", func(t *testing.T) {
		for _, w := range windowsOf(t, ops, "op", "torn") {
			require.InDelta(t, 120, w.Errors, 1e-6)
		}
	})
	t.Run("without +Inf the last bucket is empty", func(t *testing.T) {
		w := windowsOf(t, ops, "op", "headless")[0]
		require.Equal(t, []float64{0.5, 1}, w.Bounds)
		require.InDeltaSlice(t, []float64{30, 60, 0}, w.Counts, 1e-6)
	})
	t.Run("a sum that is no number or absent is estimated from the buckets", func(t *testing.T) {
		w := windowsOf(t, ops, "op", "headless")[0]
		require.InDelta(t, 30*0.25+60*0.75, w.Sum, 1e-5)
		w = windowsOf(t, ops, "op", "torn")[0]
		require.InDelta(t, 90*0.25+30*1, w.Sum, 1e-5)
	})
}

// after leaves out the samples before a scrape.
func after(scrape int, values []float64) []float64 {
	for i := range scrape {
		values[i] = math.NaN()
	}
	return values
}

func constant(h *promtest.History, v float64) []float64 {
	values := make([]float64, h.Scrapes())
	for i := range values {
		values[i] = v
	}
	return values
}

func TestWindowsOfSummaries(t *testing.T) {
	h := promtest.History{From: hour.From, To: hour.To, Step: 15 * time.Second}
	for instance, factor := range map[string]float64{"a": 1, "b": 2} {
		labels := func(more ...string) map[string]string {
			l := map[string]string{"op": "query", "instance": instance}
			for i := 0; i+1 < len(more); i += 2 {
				l[more[i]] = more[i+1]
			}
			return l
		}
		for q, v := range map[string]float64{"0.5": 0.2, "0.9": 0.5, "0.99": 0.9} {
			h.Series("db_seconds", labels("quantile", q), constant(&h, v*factor))
		}
		h.Series("db_seconds_count", labels(), counter(&h, 5, 0, h.Scrapes()))
		h.Series("db_seconds_sum", labels(), counter(&h, 1.5, 0, h.Scrapes()))
	}
	c := client(t, h.String())
	q := prometheus.WindowQuery{Metric: "db_seconds", Kind: "summary", By: []string{"op"}, Width: 5 * time.Minute}
	w := windowsOf(t, ask(t, c, q, noon, noon, 0), "op", "query")[0]
	require.Equal(t, []float64{0.4, 1, 1.8}, w.Bounds, "quantiles are the largest of the instances")
	require.InDeltaSlice(t, []float64{100, 80, 18, 2}, w.Counts, 1e-6)
	require.InDelta(t, 60, w.Sum, 1e-5)
}

func TestQueriesThatPrometheusFindsTooLarge(t *testing.T) {
	h := promtest.History{From: hour.From, To: hour.To, Step: 15 * time.Second}
	for i := range 40 {
		buckets(&h, "op_seconds", fmt.Sprint("op", i), []string{"0.5", "1.0", "+Inf"}, []float64{1, 3, 4}, 0, h.Scrapes())
	}
	q := prometheus.WindowQuery{Metric: "op_seconds", By: []string{"op"}, Width: time.Minute}
	from, to := hour.From.Add(5*time.Minute), hour.To
	whole := ask(t, client(t, h.String()), q, from, to, time.Minute)

	t.Run("are measured in pieces", func(t *testing.T) {
		small := client(t, h.String(), "--query.max-samples=3000")
		require.Equal(t, whole, ask(t, small, q, from, to, time.Minute))
	})
	t.Run("say what to do where even one window is too large", func(t *testing.T) {
		tiny := client(t, h.String(), "--query.max-samples=50")
		_, err := tiny.Windows(t.Context(), q, from, to, time.Minute)
		require.ErrorIs(t, err, prometheus.ErrTooLarge)
		require.ErrorContains(t, err, "--query.max-samples")
	})
}
