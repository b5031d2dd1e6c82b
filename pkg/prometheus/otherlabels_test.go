package prometheus_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

func TestOperationsOfOtherLabelsAnswerWithTheirOwn(t *testing.T) {
	noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	h := &promtest.History{From: noon.Add(-10 * time.Minute), To: noon, Step: 15 * time.Second}
	for _, model := range []string{"small", "large"} {
		var observed []promtest.Observation
		for at := h.From; at.Before(h.To); at = at.Add(time.Second) {
			observed = append(observed, promtest.Observation{At: at, Value: 0.15})
		}
		h.Histogram("proxy_latency", map[string]string{"job": "proxy", "model": model}, []float64{0.1, 0.2}, observed)
	}
	client, err := prometheus.New(http.DefaultClient, promtest.Start(t, promtest.Options{History: h.String()}).URL, prometheus.Options{})
	require.NoError(t, err)
	q := prometheus.WindowQuery{
		Metric: "proxy_latency", By: []string{"provider", "request_model"}, Selector: `job="proxy",request_model=~"small|medium",provider="proxy"`,
		Labels: map[string]string{"request_model": "model"}, Fixed: map[string]string{"provider": "proxy"}, Width: time.Minute,
	}
	ops, err := client.Windows(t.Context(), q, noon, noon, 0)
	require.NoError(t, err)
	require.Len(t, ops, 1)
	require.Equal(t, map[string]string{"provider": "proxy", "request_model": "small"}, ops[0].Labels)
	require.InDelta(t, 60, ops[0].Windows[0].Count(), 2)

	q.Selector = `provider="another"`
	ops, err = client.Windows(t.Context(), q, noon, noon, 0)
	require.NoError(t, err)
	require.Empty(t, ops)
}
