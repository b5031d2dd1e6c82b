package live

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// A job that begins every five minutes and is done at once, or two minutes later, is silent for nearly seven.
func TestWhatComesEveryFewMinutesHasStoppedLater(t *testing.T) {
	var history strings.Builder
	last := map[string]time.Duration{"steady": 6, "import": 6, "late import": 14} // minutes without a request at noon
	for operation, silent := range last {
		h := &promtest.History{From: noon.Add(-2 * time.Hour), To: noon.Add(time.Minute), Step: 5 * time.Second}
		var observed []promtest.Observation
		end := noon.Add(-silent * time.Minute)
		for _, o := range arrivals(h, 2, 1, func(time.Time) float64 { return 0.1 }) {
			if operation != "steady" { // all of five minutes at their beginning, or those of every other two minutes later
				o.At = o.At.Add(-o.At.Sub(end) % (5 * time.Minute)).Add(-(o.At.Sub(end) / (5 * time.Minute) % 2) * 2 * time.Minute)
			}
			if !o.At.After(end) {
				observed = append(observed, o)
			}
		}
		h.Histogram("kgas_operation_duration_seconds", job("operation_type", operation), bounds, observed)
		history.WriteString(h.String())
	}
	c, err := prometheus.New(nil, promtest.Start(t, promtest.Options{History: history.String()}).URL, prometheus.Options{})
	require.NoError(t, err)
	sys := kgas()
	request := Request{System: sys, Sets: []string{"operation"}, Signal: detect.Rate, Baselines: map[string]baseline.Record{}}
	for operation := range last {
		request.Baselines[Key("operation", map[string]string{"operation_type": operation})] = baseline.Record{
			State: baseline.Active, Requests: 1e5, RequestRate: 2, From: noon.Add(-28 * 24 * time.Hour),
		}
	}
	reader := New(&counted{Source: c}, Options{})
	for _, at := range []time.Time{noon, noon.Add(40 * time.Second)} {
		request.At = at
		judged, err := reader.Verdicts(context.Background(), request)
		require.NoError(t, err)
		require.Equal(t, detect.Warning, only(t, judged, "steady").Tier)
		pausing := only(t, judged, "import")
		require.Equal(t, detect.Normal, pausing.Tier, pausing.Reason)
		require.Contains(t, pausing.Reason, "no verdict: lately up to ")
		stopped := only(t, judged, "late import")
		require.Equal(t, detect.Warning, stopped.Tier, stopped.Reason)
	}
}
