package live

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// While a version with other buckets is rolled out, instances of both answer. Nothing has become slower by that.
func TestARolloutOfOtherBucketsIsNoSlowdown(t *testing.T) {
	h, text := past(90*time.Minute, 10*time.Second), ""
	began := noon.Add(-10 * time.Minute)
	instance := func(name string, bounds []float64, from, to time.Time) {
		part := &promtest.History{From: from, To: to, Step: h.Step}
		var observed []promtest.Observation
		for at := from.Add(time.Second); at.Before(to); at = at.Add(time.Second / 2) {
			observed = append(observed, promtest.Observation{At: at, Value: 0.22})
		}
		labels := job("operation_type", "embed", "pod", name)
		part.Histogram("kgas_operation_duration_seconds", labels, bounds, observed)
		text += part.String()
	}
	before, later := []float64{0.1, 0.25, 1, 5}, []float64{0.1, 0.2, 0.3, 1, 5}
	instance("a", before, h.From, h.To)
	instance("b", before, h.From, began)
	instance("c", later, began, h.To)
	src, err := prometheus.New(nil, promtest.Start(t, promtest.Options{History: text}).URL, prometheus.Options{})
	require.NoError(t, err)
	sys := kgasRequests()
	records := learned(t, src, sys, sys.Operations[0], began)
	verdicts, err := New(src, Options{}).Verdicts(context.Background(), Request{System: sys, Baselines: records, At: noon})
	require.NoError(t, err)
	v := only(t, verdicts, "embed")
	require.True(t, v.Measured)
	require.LessOrEqual(t, v.Tier, detect.Normal, v.Reason)
}
