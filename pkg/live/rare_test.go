package live

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

func TestRareOperationsAreJudgedByTheirLastRun(t *testing.T) {
	h := past(3*time.Hour, 15*time.Second)
	ago := func(d time.Duration) time.Time { return noon.Add(-d) }
	metric := "kgas_operation_duration_seconds"
	h.Histogram(metric, job("operation_type", "nightly"), bounds, nil)
	h.Histogram(metric, job("operation_type", "busy"), bounds, arrivals(h, 5, 1, constant(0.1)))
	lastRunGauges(h, "kgas_operation", job("operation_type", "nightly"), run{ago(2 * time.Hour), 5}, run{ago(80 * time.Minute), 31}, run{ago(15 * time.Minute), 33})
	lastRunGauges(h, "kgas_operation", job("operation_type", "busy"), run{ago(time.Minute), 9})
	src := serve(t, h)
	sys := kgas()
	sys.Operations = sys.Operations[:1]
	sys.Operations[0].Runs.Last = "kgas_operation_last_duration_seconds"
	sys.Operations[0].Runs.Timestamp = "kgas_operation_last_run_timestamp_seconds"
	normal := func(p95 float64) baseline.Record {
		return baseline.Record{Quantiles: baseline.Quantiles{P50: p95 / 2, P95: p95, P99: 1.2 * p95}, LogSD: 0.2, State: baseline.Active, Requests: 500}
	}
	request := Request{System: sys, At: noon, Baselines: map[string]baseline.Record{
		Key("operation", map[string]string{"operation_type": "nightly"}): normal(10),
		Key("operation", map[string]string{"operation_type": "busy"}):    normal(0.2),
	}}
	ask := func(at time.Time) []OperationVerdict {
		request := request
		request.At = at
		verdicts, err := New(src, Options{}).Verdicts(context.Background(), request)
		require.NoError(t, err)
		return verdicts
	}

	t.Run("without requests in sight, the run that ended a quarter of an hour ago is a warning", func(t *testing.T) {
		v := only(t, ask(noon), "nightly")
		assert.Equal(t, detect.Warning, v.Tier, v.Reason)
		assert.Equal(t, 33*time.Second, v.Last)
		assert.InDelta(t, 31/(1.1*12), v.Slow, 1e-6, "two of the last three were slow")
	})
	t.Run("half an hour later it says nothing about now", func(t *testing.T) {
		v := only(t, ask(noon.Add(-35*time.Minute)), "nightly")
		assert.False(t, v.Measured)
	})
	t.Run("one slow run is not two of three", func(t *testing.T) {
		assert.Less(t, only(t, ask(noon.Add(-70*time.Minute)), "nightly").Slow, 1.0)
	})
	t.Run("a busy operation is judged by its many requests, not by one", func(t *testing.T) {
		v := only(t, ask(noon), "busy")
		assert.Equal(t, detect.Normal, v.Tier, v.Reason)
		assert.Zero(t, v.Last)
	})
}
