package prometheus_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

func lognormal(source *rand.Rand, sd float64) float64 { return math.Exp(sd * source.NormFloat64()) }

var (
	bounds = []float64{0.1, 0.25, 0.5, 1, 2.5, 5}
	hour   = promtest.History{From: noon.Add(-time.Hour), To: noon.Add(time.Hour), Step: 5 * time.Second}
)

// nasty are label values that people and programs really produce.
var nasty = []string{`it's "quoted"`, "two\nlines", `C:\temp\new`, "größe 文 🚀", `a{b="c"} or up #`, "x,y=z", ` lead`}

// VictoriaMetrics lets a series that begins begin at 0, and so sees a window in its first sample.
func TestOneSampleIsNoWindow(t *testing.T) {
	h := promtest.History{From: hour.From, To: hour.From.Add(10 * time.Minute), Step: hour.Step}
	h.Histogram("op_seconds", map[string]string{"op": "new"}, bounds, steady(h.From, h.To, time.Second, 0.3, 1))
	q := prometheus.WindowQuery{Metric: "op_seconds", By: []string{"op"}, Width: 5 * time.Minute}
	early := ask(t, client(t, h.String()), q, h.From.Add(-20*time.Minute), h.To, 5*time.Minute)
	windows := windowsOf(t, early, "op", "new")
	require.Equal(t, h.From.Add(5*time.Minute), windows[0].End)
	require.Len(t, windows, 2)
}

func TestWindowsOfClassicHistograms(t *testing.T) { onEachServer(t, windowsOfClassicHistograms) }

func windowsOfClassicHistograms(t *testing.T, client clientOf) {
	h := promtest.History{From: hour.From, To: hour.To, Step: hour.Step}
	busy := steady(h.From, h.To, 200*time.Millisecond, 0.3, 1)
	slow := steady(h.From, h.To, 500*time.Millisecond, 1.5, 2)
	h.Histogram("op_seconds", map[string]string{"job": "shop", "op": "busy", "status": "ok"}, bounds, busy)
	h.Histogram("op_seconds", map[string]string{"job": "shop", "op": "slow", "status": "ok"}, bounds, slow)
	failed := steady(h.From, h.To, time.Second, 0.05, 3)
	h.Histogram("op_seconds", map[string]string{"job": "shop", "op": "slow", "status": "error"}, bounds, failed)
	h.Histogram("op_seconds", map[string]string{"job": "other", "op": "busy", "status": "ok"}, bounds, slow)
	restarted := steady(h.From, h.To, 200*time.Millisecond, 0.3, 4)
	h.Histogram("op_seconds", map[string]string{"job": "shop", "op": "restarted", "status": "ok"}, bounds, restarted, noon.Add(-7*time.Minute+time.Second))
	h.Histogram("op_seconds", map[string]string{"job": "shop", "op": "idle", "status": "ok"}, bounds, nil)
	millis := make([]promtest.Observation, len(busy))
	for i, o := range busy {
		millis[i] = promtest.Observation{At: o.At, Value: o.Value * 1000}
	}
	h.Histogram("op_milliseconds", map[string]string{"job": "shop", "op": "busy"}, []float64{100, 250, 500, 1000, 2500, 5000}, millis)
	for _, value := range nasty {
		h.Histogram("odd_seconds", map[string]string{"job": value, "the.route": value}, bounds, slow)
	}
	c := client(t, h.String())
	q := prometheus.WindowQuery{Metric: "op_seconds", Selector: `job="shop"`, By: []string{"op"}, Errors: `status="error"`, Width: 5 * time.Minute}
	from, step := noon.Add(-50*time.Minute), 5*time.Minute
	ops := ask(t, c, q, from, noon, step)

	t.Run("every window has the requests of its time, by bucket, and their total duration", func(t *testing.T) {
		windows := windowsOf(t, ops, "op", "busy")
		require.Len(t, windows, 11)
		for i, w := range windows {
			require.Equal(t, from.Add(time.Duration(i)*step), w.End)
			require.Equal(t, bounds, w.Bounds)
			exact := within(busy, w)
			for k := range exact { // one scrape interval of 60 is extrapolated
				require.InDelta(t, exact[k], w.Counts[k], 0.02*1500, "bucket %d of %s", k, w.End)
			}
			require.InDelta(t, 1500, requests(windows[i:i+1]), 1)
			require.InDelta(t, mean(busy, w.End.Add(-w.Width), w.End), w.Sum/1500, 0.01)
		}
	})
	t.Run("one window alone is the same as in a range", func(t *testing.T) {
		alone := windowsOf(t, ask(t, c, q, noon, noon, 0), "op", "busy")
		windows := windowsOf(t, ops, "op", "busy")
		require.Equal(t, windows[10:], alone)
	})
	t.Run("series of one operation are summed and the failed are counted", func(t *testing.T) {
		for _, w := range windowsOf(t, ops, "op", "slow") {
			require.InDelta(t, 900, requests([]window{w}), 2)
			require.InDelta(t, 300, w.Errors, 1)
		}
		for _, w := range windowsOf(t, ops, "op", "busy") {
			require.Zero(t, w.Errors)
		}
	})
	t.Run("a restart loses no more than the requests between two scrapes", func(t *testing.T) {
		windows := windowsOf(t, ops, "op", "restarted")
		require.Len(t, windows, 11)
		for _, w := range windows {
			for _, count := range w.Counts {
				require.GreaterOrEqual(t, count, 0.0)
			}
			require.InDelta(t, 1500, requests([]window{w}), 26)
		}
	})
	t.Run("an operation without requests has windows of zero", func(t *testing.T) {
		windows := windowsOf(t, ops, "op", "idle")
		require.Len(t, windows, 11)
		require.Zero(t, requests(windows))
	})
	t.Run("time without series has no windows", func(t *testing.T) {
		early := ask(t, c, q, hour.From.Add(-22*time.Minute), hour.From.Add(8*time.Minute), step)
		windows := windowsOf(t, early, "op", "busy")
		require.Equal(t, hour.From.Add(3*time.Minute), windows[0].End)
		require.Len(t, windows, 2)
	})
	t.Run("a metric that does not exist gives nothing and no error", func(t *testing.T) {
		absent := q
		absent.Metric = "absent_seconds"
		require.Empty(t, ask(t, c, absent, from, noon, step))
	})
	t.Run("milliseconds become seconds", func(t *testing.T) {
		ms := prometheus.WindowQuery{Metric: "op_milliseconds", Unit: "ms", By: []string{"op"}, Width: 5 * time.Minute}
		inMillis, inSeconds := ask(t, c, ms, noon, noon, 0), windowsOf(t, ops, "op", "busy")[10]
		w := windowsOf(t, inMillis, "op", "busy")[0]
		require.Equal(t, bounds, w.Bounds)
		require.Equal(t, inSeconds.Counts, w.Counts)
		require.InEpsilon(t, inSeconds.Sum, w.Sum, 1e-6)
	})
	t.Run("no labels make one operation of all series", func(t *testing.T) {
		all := q
		all.By = nil
		got := ask(t, c, all, noon, noon, 0)
		require.Len(t, got, 1)
		require.Empty(t, got[0].Labels)
		require.InDelta(t, 1500+900+1500, requests(got[0].Windows), 5)
	})
	t.Run("label names and values of any kind come back as they are, and select", func(t *testing.T) {
		odd := prometheus.WindowQuery{Metric: "odd_seconds", By: []string{"the.route"}, Width: 5 * time.Minute}
		got := ask(t, c, odd, noon, noon, 0)
		require.Len(t, got, len(nasty))
		for _, value := range nasty {
			windowsOf(t, got, "the.route", value)
			odd.Selector = prometheus.Equal("the.route", value)
			require.Len(t, ask(t, c, odd, noon, noon, 0), 1, value)
		}
	})
	t.Run("the sum has no le in the one expression for buckets and sum", func(t *testing.T) {
		answer, err := c.Instant(context.Background(),
			`sum by (le, op) (increase({__name__=~"op_seconds(_bucket|_sum)",op="idle"}[5m]))`, noon)
		require.NoError(t, err)
		without := 0
		for _, s := range answer.Value {
			if _, has := s.Metric["le"]; !has {
				without++
			}
		}
		require.Equal(t, 1, without)
		require.Len(t, answer.Value, len(bounds)+2)
	})
}

func mean(observed []promtest.Observation, after, until time.Time) float64 {
	sum, n := 0.0, 0.0
	for _, o := range observed {
		if o.At.After(after) && !o.At.After(until) {
			sum, n = sum+o.Value, n+1
		}
	}
	return sum / n
}
