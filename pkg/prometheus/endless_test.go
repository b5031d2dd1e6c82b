package prometheus_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

func TestABoundThatStandsForNoLimitIsNone(t *testing.T) { onEachServer(t, boundThatStandsForNoLimit) }

// Some libraries write the largest number for the last bound, and -Inf or the least one for the first.
func boundThatStandsForNoLimit(t *testing.T, client clientOf) {
	h := promtest.History{From: hour.From, To: hour.To, Step: hour.Step}
	observed := steady(h.From, h.To, time.Second, 0.3, 1)
	for i := range observed {
		if i%10 == 0 {
			observed[i].Value = 7 // beyond the last real bound
		}
	}
	endless := append([]float64{-math.MaxFloat64}, append(append([]float64(nil), bounds...), 1e300, math.MaxFloat64)...)
	h.Histogram("op_seconds", map[string]string{"op": "real"}, bounds, observed)
	h.Histogram("op_seconds", map[string]string{"op": "endless"}, endless, observed)
	q := prometheus.WindowQuery{Metric: "op_seconds", By: []string{"op"}, Width: 5 * time.Minute}
	ops := ask(t, client(t, h.String()), q, noon.Add(-30*time.Minute), noon, 5*time.Minute)
	want, got := windowsOf(t, ops, "op", "real"), windowsOf(t, ops, "op", "endless")
	require.Len(t, got, 7)
	for i, w := range want {
		require.Equal(t, w.Bounds, got[i].Bounds)
		require.InDeltaSlice(t, w.Counts, got[i].Counts, 1e-2)
		require.Greater(t, w.Counts[len(bounds)], 20.0)
	}
}
