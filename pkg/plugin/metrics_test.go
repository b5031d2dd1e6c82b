package plugin

import (
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"
)

func collectorOf(d *Datasource) *prometheus.Registry {
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(&stateCollector{process: d.process, baselines: newBaselineReader(d.process.Store, d.process.now)})
	return registry
}

func TestBaselinesAreMetricsOnlyWherePublishingIsOn(t *testing.T) {
	for _, c := range []struct {
		jsonData string
		series   int
	}{{`{"systems":["kgas"]}`, 0}, {`{"systems":["kgas"],"publish":true}`, 12}} {
		d, context := datasource(t, "http://127.0.0.1:1", filled(), c.jsonData)
		registry := collectorOf(d)
		_, err := testutil.GatherAndCount(registry)
		require.NoError(t, err)
		status, _ := call(t, d, context, http.MethodGet, "learner", "") // somebody asks: the source is active
		require.Equal(t, http.StatusOK, status)
		n, err := testutil.GatherAndCount(registry, "yardstick_baseline_seconds")
		require.NoError(t, err)
		require.Equal(t, c.series, n, c.jsonData)
	}
}

func TestDetectionDelayAndProgressAreMetrics(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	registry := collectorOf(d)
	call(t, d, context, http.MethodGet, "learner", "")
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(`
# HELP yardstick_detection_delay_seconds Longest time of the last day from the onset of a regression to its first tier.
# TYPE yardstick_detection_delay_seconds gauge
yardstick_detection_delay_seconds{datasource="yardstick",org="1",system="kgas"} 40
# HELP yardstick_learned_hours Hours of a set of operations that were learned.
# TYPE yardstick_learned_hours gauge
yardstick_learned_hours{datasource="yardstick",org="1",set="operation",system="kgas"} 672
`), "yardstick_detection_delay_seconds", "yardstick_learned_hours"))
}

func TestRequestsToPrometheusAreCounted(t *testing.T) {
	d, context := datasource(t, upstream(t, replying(http.StatusTeapot, "text/plain", "")), filled(), `{"systems":["kgas"]}`)
	before := testutil.ToFloat64(upstreamRequests.WithLabelValues("418"))
	ask(t, d, context, deviationOfKGAS, nil)
	require.Greater(t, testutil.ToFloat64(upstreamRequests.WithLabelValues("418")), before)
}
