package prometheus_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

type window = baseline.Window

// noon is the middle of the histories of these tests.
var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// client asks a Prometheus that holds a history.
func client(t testing.TB, history string, flags ...string) *prometheus.Client {
	t.Helper()
	c, err := prometheus.New(nil, promtest.Start(t, promtest.Options{History: history, Flags: flags}).URL, prometheus.Options{})
	require.NoError(t, err)
	return c
}

// clientOf starts a server with a history and asks it.
type clientOf func(t testing.TB, history string, flags ...string) *prometheus.Client

// onEachServer runs a test against Prometheus and against what else speaks its API.
func onEachServer(t *testing.T, test func(t *testing.T, client clientOf)) {
	t.Run("Prometheus", func(t *testing.T) { test(t, client) })
	t.Run("VictoriaMetrics", func(t *testing.T) { test(t, victoria) })
}

// victoria asks a VictoriaMetrics that holds a history.
func victoria(t testing.TB, history string, flags ...string) *prometheus.Client {
	t.Helper()
	c, err := prometheus.New(nil, promtest.StartVictoria(t, history, flags...).URL, prometheus.Options{})
	require.NoError(t, err)
	return c
}

// steady are requests at a constant rate whose durations are log-normal around a median.
func steady(from, to time.Time, every time.Duration, median float64, seed uint64) []promtest.Observation {
	source := rand.New(rand.NewPCG(seed, 1))
	var observed []promtest.Observation
	for at := from.Add(every); !at.After(to); at = at.Add(every) {
		observed = append(observed, promtest.Observation{At: at, Value: median * lognormal(source, 0.5)})
	}
	return observed
}

// windowsOf finds one operation's windows by the value of a label.
func windowsOf(t testing.TB, ops []prometheus.OpWindows, label, value string) []baseline.Window {
	t.Helper()
	i := slices.IndexFunc(ops, func(op prometheus.OpWindows) bool { return op.Labels[label] == value })
	require.GreaterOrEqual(t, i, 0, "no operation with %s=%q among %v", label, value, ops)
	return ops[i].Windows
}

func ask(t testing.TB, c *prometheus.Client, q prometheus.WindowQuery, from, to time.Time, step time.Duration) []prometheus.OpWindows {
	t.Helper()
	ops, err := c.Windows(context.Background(), q, from, to, step)
	require.NoError(t, err)
	return ops
}

func requests(windows []baseline.Window) (n float64) {
	for _, w := range windows {
		for _, c := range w.Counts {
			n += c
		}
	}
	return n
}

// within counts the observations of (end-width, end] up to each bound.
func within(observed []promtest.Observation, w baseline.Window) []float64 {
	counts := make([]float64, len(w.Bounds)+1)
	for _, o := range observed {
		if o.At.After(w.End.Add(-w.Width)) && !o.At.After(w.End) {
			i, _ := slices.BinarySearch(w.Bounds, o.Value)
			counts[i]++
		}
	}
	return counts
}
