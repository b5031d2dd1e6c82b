package live

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// Scraped every minute it has windows of four minutes. Eighty requests in one of them are too few for a p95, in two they are not.
func TestWhatIsScrapedEveryMinuteIsJudgedByTwoWindows(t *testing.T) {
	h := past(2*time.Hour, time.Minute)
	h.Histogram("kgas_operation_duration_seconds", job("operation_type", "x"), bounds, arrivals(h, 1./3, 1, constant(0.8)))
	request := Request{System: kgasRequests(), At: noon, Baselines: map[string]baseline.Record{
		Key("operation", map[string]string{"operation_type": "x"}): {
			State: baseline.Active, Requests: 1e5, RequestRate: 1. / 3, LogSD: 0.2, Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.19, P99: 0.25},
		},
	}}
	judged, err := New(serve(t, h), Options{}).Verdicts(context.Background(), request)
	require.NoError(t, err)
	v := only(t, judged, "x")
	require.Equal(t, 4*time.Minute, v.Window)
	require.Equal(t, 8*time.Minute, v.Width)
	require.InDelta(t, 160, v.Requests, 2)
	require.GreaterOrEqual(t, v.Tier, detect.Warning, v.Reason)
}
