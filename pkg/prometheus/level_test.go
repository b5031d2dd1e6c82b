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
	for i, instance := range []string{"a", "b"} { // one after the other, within a window
		gauge("replaced", instance, func(at time.Time) float64 {
			if after := at.After(noon.Add(2*time.Minute + 30*time.Second)); after != (i == 1) {
				return math.NaN()
			}
			return 100
		})
	}
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
	together := func(across, queue string) float64 {
		t.Helper()
		q := q
		q.Across = across
		ops, err := c.Windows(context.Background(), q, noon.Add(5*time.Minute), noon.Add(20*time.Minute), 5*time.Minute)
		require.NoError(t, err)
		return windowsOf(t, ops, "queue", queue)[0].Mean()
	}
	t.Run("several series are a mean, a sum, the largest or the smallest", func(t *testing.T) {
		for across, want := range map[string]float64{"avg": 20, "sum": 40, "max": 30, "min": 10} {
			require.InDelta(t, want, together(across, "of two"), 1e-9, across)
		}
	})
	t.Run("what took another's place is no more than that was", func(t *testing.T) {
		require.InDelta(t, 100, together("avg", "replaced"), 1e-9)
		require.InDelta(t, 100, together("max", "replaced"), 1e-9)
	})
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

func TestRatesOfCounters(t *testing.T) { onEachServer(t, ratesOfCounters) }

func ratesOfCounters(t *testing.T, client clientOf) {
	h := promtest.History{From: noon.Add(-time.Hour), To: noon.Add(time.Hour), Step: 15 * time.Second}
	counter := func(route, instance string, perSecond float64, restart time.Duration) {
		values, v := make([]float64, h.Scrapes()), 0.0
		for i := range values {
			if at := time.Duration(i) * h.Step; at == restart {
				v = 0
			}
			values[i] = v
			v += perSecond * h.Step.Seconds()
		}
		h.Series("sent_bytes_total", map[string]string{"route": route, "instance": instance}, values)
	}
	counter("one", "a", 50, 0)
	counter("of two", "a", 10, 0)
	counter("of two", "b", 30, 62*time.Minute+30*time.Second)
	counter("idle", "a", 0, 0)
	c := client(t, h.String())
	q := prometheus.WindowQuery{Metric: "sent_bytes_total", Kind: "counter", Unit: "Bps", By: []string{"route"}, Width: 5 * time.Minute}
	ops, err := c.Windows(context.Background(), q, noon.Add(5*time.Minute), noon.Add(20*time.Minute), 5*time.Minute)
	require.NoError(t, err)
	for route, want := range map[string]float64{"one": 50, "of two": 40, "idle": 0} {
		windows := windowsOf(t, ops, "route", route)
		require.Len(t, windows, 4, route)
		for _, w := range windows {
			require.InDelta(t, want, w.Mean(), 1e-6+0.04*want, "%s: a restart is no fall", route)
		}
	}
	d, err := c.Describe(context.Background(), "sent_bytes_total", "", []string{"route"}, noon)
	require.NoError(t, err)
	require.Equal(t, "counter", d.Kind)
	require.EqualValues(t, 3, d.Operations)
}
