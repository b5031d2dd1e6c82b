package prometheus_test

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

func TestLevels(t *testing.T) { onEachServer(t, levels) }

func levels(t *testing.T, client clientOf) {
	h := promtest.History{From: noon.Add(-time.Hour), To: noon.Add(time.Hour), Step: 15 * time.Second}
	gauge := func(queue, instance string, value func(at time.Time) float64) {
		values := make([]float64, h.Scrapes())
		for i := range values {
			values[i] = value(h.From.Add(time.Duration(i) * h.Step))
		}
		h.Series("queue_depth", map[string]string{"queue": queue, "instance": instance}, values)
	}
	always := func(v float64) func(time.Time) float64 { return func(time.Time) float64 { return v } }
	gauge("steady", "a", always(40))
	gauge("of two", "a", always(10))
	gauge("of two", "b", always(30))
	gauge("empty", "a", always(0))
	gauge("below", "a", always(-3))
	gauge("large", "a", always(3e12))
	gauge("jumps", "a", func(at time.Time) float64 { // four of the twenty scrapes of a window
		if at.After(noon.Add(4 * time.Minute)) {
			return 600
		}
		return 100
	})
	gauge("gone", "a", func(at time.Time) float64 {
		if at.After(noon.Add(5 * time.Minute)) {
			return math.NaN()
		}
		return 7
	})
	c := client(t, h.String())
	q := prometheus.WindowQuery{Metric: "queue_depth", Kind: "level", Unit: "short", By: []string{"queue"}, Width: 5 * time.Minute}
	ops, err := c.Windows(context.Background(), q, noon.Add(5*time.Minute), noon.Add(20*time.Minute), 5*time.Minute)
	require.NoError(t, err)

	for _, c := range []struct {
		queue string
		want  float64
	}{{"steady", 40}, {"of two", 20}, {"empty", 0}, {"below", 0}, {"large", 3e12}, {"jumps", 200}} {
		t.Run(c.queue, func(t *testing.T) {
			windows := windowsOf(t, ops, "queue", c.queue)
			require.Len(t, windows, 4)
			w := windows[0]
			require.Equal(t, 5*time.Minute, w.Width)
			require.InDelta(t, c.want, w.Mean(), 1e-9*c.want)
			p95, clamped := w.Quantile(0.95)
			require.False(t, clamped)
			require.InDelta(t, c.want, p95, 0.003*c.want+1e-9, "a bucket holds it within 0.3 %")
		})
	}
	t.Run("every scrape of all its series counts", func(t *testing.T) {
		require.InDelta(t, 20, windowsOf(t, ops, "queue", "steady")[0].Requests(), 1)
		require.InDelta(t, 40, windowsOf(t, ops, "queue", "of two")[0].Requests(), 2)
	})
	t.Run("where it is no longer scraped there is no window", func(t *testing.T) {
		require.Len(t, windowsOf(t, ops, "queue", "gone"), 1)
	})
	t.Run("the gauge of a last run tells a time", func(t *testing.T) {
		_, err := c.Runs(context.Background(), prometheus.RunQuery{Metric: "queue_depth", Count: "x", Unit: "bytes"}, noon, noon.Add(time.Hour))
		require.ErrorContains(t, err, `tells a time, not "bytes"`)
	})
}
