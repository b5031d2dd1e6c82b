package plugin

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func collectorOf(d *Datasource) *prometheus.Registry {
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(newStateCollector(d.process))
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

// Rules compare it with the last five minutes.
func TestThePublishedExpectationIsThatOfTheLastMinutes(t *testing.T) {
	lately := filled()
	for i := range lately.baselines {
		shape := &baseline.Profile{TimeZone: "UTC", Days: 7}
		for h := range shape.Factors {
			shape.Factors[h] = 1
		}
		shape.Factors[noon.Add(-time.Minute).Hour()] = 4
		lately.baselines[i].Record.Profile = shape
	}
	d, context := datasource(t, "http://127.0.0.1:1", lately, `{"systems":["kgas"],"publish":true}`)
	call(t, d, context, http.MethodGet, "learner", "")
	families, err := collectorOf(d).Gather()
	require.NoError(t, err)
	expected := map[float64]bool{}
	for _, family := range families {
		for _, m := range family.GetMetric() {
			for _, l := range m.GetLabel() {
				if family.GetName() == "yardstick_baseline_seconds" && l.GetName() == "stat" && l.GetValue() == "expected" {
					expected[m.GetGauge().GetValue()] = true
				}
			}
		}
	}
	require.Equal(t, map[float64]bool{4 * lately.baselines[0].Record.P95: true}, expected)
}

// What fails little is noticed after many minutes: D2 asks how soon a slowdown is.
func TestTheDetectionDelayIsThatOfSlowdowns(t *testing.T) {
	m := filled()
	failed := m.violations[0]
	failed.Signal, failed.Delay = store.OfErrors, 20*time.Minute
	m.violations = append(m.violations, failed)
	d, context := datasource(t, "http://127.0.0.1:1", m, `{"systems":["kgas"]}`)
	call(t, d, context, http.MethodGet, "learner", "")
	require.NoError(t, testutil.GatherAndCompare(collectorOf(d), strings.NewReader(`
# HELP yardstick_detection_delay_seconds Longest time of the last day from the onset of a regression to its first tier.
# TYPE yardstick_detection_delay_seconds gauge
yardstick_detection_delay_seconds{datasource="yardstick",org="1",system="kgas"} 40
`), "yardstick_detection_delay_seconds"))
	values, err := d.storedValues(t.Context(), askedNow("1/yardstick", noon), &catalog.System{Name: "kgas"})
	require.NoError(t, err)
	require.Equal(t, map[string]float64{"delay": 40}, values)
}

func TestDetectionDelayAndProgressAreMetrics(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	registry := collectorOf(d)
	call(t, d, context, http.MethodGet, "learner", "")
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(`
# HELP yardstick_detection_delay_seconds Longest time of the last day from the onset of a regression to its first tier.
# TYPE yardstick_detection_delay_seconds gauge
yardstick_detection_delay_seconds{datasource="yardstick",org="1",system="kgas"} 40
# HELP yardstick_learner_lag_seconds How far the newest learned hour is behind the newest that could be learned.
# TYPE yardstick_learner_lag_seconds gauge
yardstick_learner_lag_seconds{datasource="yardstick",org="1",set="operation",system="kgas"} 0
# HELP yardstick_learned_hours Hours of a set of operations that were learned.
# TYPE yardstick_learned_hours gauge
yardstick_learned_hours{datasource="yardstick",org="1",set="operation",system="kgas"} 672
`), "yardstick_detection_delay_seconds", "yardstick_learned_hours", "yardstick_learner_lag_seconds"))
}

func TestRequestsToPrometheusAreCounted(t *testing.T) {
	d, context := datasource(t, upstream(t, replying(http.StatusTeapot, "text/plain", "")), filled(), `{"systems":["kgas"]}`)
	asked, read := upstreamRequests.WithLabelValues(forQueries, "418"), upstreamBytes.WithLabelValues(forQueries)
	requests, bytes := testutil.ToFloat64(asked), testutil.ToFloat64(read)
	ask(t, d, context, deviationOfKGAS, nil)
	require.Greater(t, testutil.ToFloat64(asked), requests)
	require.GreaterOrEqual(t, testutil.ToFloat64(read), bytes)
}

// Who leaves a page ends what it asked; that is no failure of Prometheus.
func TestRequestsThatNobodyWaitsForAnyMoreAreNoFailures(t *testing.T) {
	silent := httpclient.RoundTripperFunc(func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	})
	failed := upstreamRequests.WithLabelValues(forQueries, "0")
	before := testutil.ToFloat64(failed)
	counting := counted().CreateMiddleware(httpclient.Options{}, silent)
	gone, leave := context.WithCancel(t.Context())
	leave()
	late, end := context.WithTimeout(t.Context(), time.Nanosecond)
	defer end()
	for _, c := range []struct {
		of    context.Context
		times float64
	}{{gone, 0}, {late, 1}} {
		r, err := http.NewRequestWithContext(c.of, http.MethodGet, "http://127.0.0.1:1", http.NoBody)
		require.NoError(t, err)
		_, err = counting.RoundTrip(r)
		require.Error(t, err)
		require.Equal(t, before+c.times, testutil.ToFloat64(failed))
	}
}

func TestRecommendedValuesAreMetricsForAnApplicationToRead(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	d, context := datasource(t, server.URL, filled(), `{"systems":["omninode"],"publish":true}`)
	registry := collectorOf(d)
	call(t, d, context, http.MethodGet, "learner", "")
	want := `
# HELP yardstick_recommended_value What a documented recommendation that applies now would set a setting to.
# TYPE yardstick_recommended_value gauge
yardstick_recommended_value{component="kafka",datasource="yardstick",org="1",setting="failure_threshold",system="omninode"} 2
`
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(want), "yardstick_recommended_value"))
	server.Stop()
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(want), "yardstick_recommended_value"), "one question a minute")

	quiet, context := datasource(t, "http://127.0.0.1:1", filled(), `{}`)
	registry = collectorOf(quiet)
	call(t, quiet, context, http.MethodGet, "learner", "")
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(""), "yardstick_recommended_value"), "nothing is published unasked")
}

func TestRecommendedValuesBridgeAFailureForFiveMinutes(t *testing.T) {
	at, asked, fails := noon, 0, false
	m := newChangeMemory(func() time.Time { return at })
	read := func() int {
		return len(m.read(t.Context(), "1/yardstick", func(context.Context) ([]live.Advice, error) {
			asked++
			if fails {
				return nil, errors.New("Prometheus is away")
			}
			return []live.Advice{{}}, nil
		}))
	}
	require.Equal(t, []int{1, 1}, []int{read(), asked})
	at = noon.Add(59 * time.Second)
	require.Equal(t, []int{1, 1}, []int{read(), asked})
	fails, at = true, noon.Add(time.Minute)
	require.Equal(t, []int{1, 2}, []int{read(), asked})
	require.Equal(t, []int{1, 2}, []int{read(), asked}, "a failure is not repeated at once either")
	at = noon.Add(5 * time.Minute)
	require.Equal(t, []int{0, 3}, []int{read(), asked})
}
