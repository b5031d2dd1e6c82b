package prometheus_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

func TestMetricsAreFoundByWordsOfTheirNames(t *testing.T) { onEachServer(t, metricsAreFound) }

func metricsAreFound(t *testing.T, client clientOf) {
	h := promtest.History{From: noon.Add(-30 * time.Minute), To: noon, Step: 15 * time.Second}
	values := make([]float64, h.Scrapes())
	labels := map[string]string{"job": "shop"}
	h.Histogram("shop_request_seconds", labels, []float64{.1, 1}, []promtest.Observation{{At: noon.Add(-20 * time.Minute), Value: .2}})
	h.Series("shop_gc_seconds", map[string]string{"job": "shop", "quantile": "0.5"}, values)
	for _, name := range []string{
		"shop_gc_seconds_count", "shop_gc_seconds_sum", "shop_wait_seconds_count", "shop_wait_seconds_sum", "shop_requests_total", "shop_requests_created", "shop_queue", "other",
	} {
		h.Series(name, labels, values)
	}
	c := client(t, h.String())
	found := func(search string) []prometheus.Metric {
		t.Helper()
		all, err := c.Metrics(context.Background(), search, noon)
		require.NoError(t, err)
		return all
	}
	require.Equal(t, []prometheus.Metric{
		{Name: "shop_gc_seconds", Kind: "summary"}, {Name: "shop_request_seconds", Kind: "histogram"},
		{Name: "shop_queue"}, {Name: "shop_requests_total", Kind: "counter"}, {Name: "shop_wait_seconds_count"}, {Name: "shop_wait_seconds_sum"},
	}, found("SHOP"), "a summary without quantiles has counters only")
	require.Equal(t, []prometheus.Metric{{Name: "shop_request_seconds", Kind: "histogram"}, {Name: "shop_requests_total", Kind: "counter"}}, found("requ  shop"))
	require.Equal(t, "shop_queue", found("shop_queue")[0].Name)
	require.Len(t, found(""), 7)
	for part, base := range map[string]prometheus.Metric{
		"shop_request_seconds_bucket": {Name: "shop_request_seconds", Kind: "histogram"},
		"SECONDS_SUM request":         {Name: "shop_request_seconds", Kind: "histogram"},
		"shop_gc_seconds_count":       {Name: "shop_gc_seconds", Kind: "summary"},
		"shop_wait_seconds_sum":       {Name: "shop_wait_seconds_sum"},
		"shop_requests_created":       {Name: "shop_requests_total", Kind: "counter"},
	} {
		require.Equal(t, []prometheus.Metric{base}, found(part), "who copies the name of a part means the metric: %s", part)
	}
	require.Empty(t, found("shop.queue"), "a word is no pattern")
}
