package live

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// Three in a hundred of fifty requests a minute are never five failures at once: the hour tells them.
func TestFailuresThatNoMinuteShows(t *testing.T) {
	h := past(70*time.Minute, 15*time.Second)
	metric := "kgas_operation_duration_seconds"
	quick := func(time.Time) float64 { return 0.1 }
	for i, operation := range []string{"steady", "failing"} {
		h.Histogram(metric, job("operation_type", operation, "status", "success"), bounds, arrivals(h, 0.8, uint64(i), quick))
	}
	h.Histogram(metric, job("operation_type", "failing", "status", "error"), bounds, arrivals(h, 0.03, 7, quick))
	src, sys := serve(t, h), kgas()
	normal := map[string]baseline.Record{}
	for _, operation := range []string{"steady", "failing"} {
		normal[Key("operation", map[string]string{"operation_type": operation})] = baseline.Record{
			State: baseline.Active, Requests: 1e6, ErrorRatio: 0.001, RequestRate: 0.8, Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.2, P99: 0.3},
		}
	}
	reader := New(src, Options{})
	request := Request{System: sys, Sets: []string{"operation"}, Baselines: normal, At: noon.Add(3 * time.Second), Signal: detect.Errors}
	verdicts, err := reader.Verdicts(context.Background(), request)
	require.NoError(t, err)
	failing := only(t, verdicts, "failing")
	require.Equal(t, detect.Warning, failing.Tier, failing.Reason)
	require.Greater(t, failing.Width, 15*time.Minute)
	require.InDelta(t, 0.036, failing.ErrorRatio, 0.004, "live is of the same requests as the verdict")
	require.Equal(t, detect.Normal, only(t, verdicts, "steady").Tier)

	asked := src.moments.Load()
	again, err := reader.Verdicts(context.Background(), request)
	require.NoError(t, err)
	require.Equal(t, withoutNaN(failing), withoutNaN(only(t, again, "failing")))
	require.Equal(t, asked, src.moments.Load(), "the hour is not read again")

	request.Signal = detect.Latency
	latencies, err := reader.Verdicts(context.Background(), request)
	require.NoError(t, err)
	require.Equal(t, detect.Normal, only(t, latencies, "failing").Tier, "what is kept of the errors is none of the latency")
}

// Of a metric that does not say what failed, no share is known.
func TestErrorsNeedToBeDefined(t *testing.T) {
	src, sys := operations(t), kgas()
	sys.Operations[0].Errors = ""
	verdicts, err := New(src, Options{}).Verdicts(context.Background(), Request{System: sys, Sets: []string{"operation"}, At: noon.Add(3 * time.Second), Signal: detect.Errors})
	require.NoError(t, err)
	steady := only(t, verdicts, "steady")
	require.False(t, steady.Measured)
	require.Contains(t, steady.Reason, "`errors` is missing")
}
