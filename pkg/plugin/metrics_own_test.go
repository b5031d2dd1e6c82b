package plugin

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestTheLearnerLagsByTheHoursThatItHasNotLearned(t *testing.T) {
	late := filled()
	late.progress = []store.Progress{
		{System: "kgas", Set: "operation", Learned: 669, Wanted: 672, Newest: noon.Add(-5 * time.Hour)},
		{System: "gone", Set: "operation", Learned: 1, Wanted: 672, Newest: noon.Add(-900 * time.Hour)},
	}
	d, context := datasource(t, "http://127.0.0.1:1", late, `{"systems":["kgas"]}`)
	registry := collectorOf(d)
	call(t, d, context, http.MethodGet, "learner", "")
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(`
# HELP yardstick_learner_lag_seconds How far the newest learned hour is behind the newest that could be learned.
# TYPE yardstick_learner_lag_seconds gauge
yardstick_learner_lag_seconds{datasource="yardstick",org="1",set="operation",system="kgas"} 14400
`), "yardstick_learner_lag_seconds"))
}

const writable = `
# HELP yardstick_store_writable 1 where the store of baselines took the last write that tried it, once a minute.
# TYPE yardstick_store_writable gauge
yardstick_store_writable %d
`

func TestTheStoreTellsItsSizeAndWhetherItCanBeWritten(t *testing.T) {
	file, err := openAt(filepath.Join(t.TempDir(), "yardstick.db"))
	require.NoError(t, err)
	d, context := datasource(t, "http://127.0.0.1:1", file, `{"systems":["kgas"]}`)
	registry := collectorOf(d)
	call(t, d, context, http.MethodGet, "learner", "")
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(fmt.Sprintf(writable, 1)), "yardstick_store_writable"))
	n, err := testutil.GatherAndCount(registry, "yardstick_store_size_bytes")
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

func TestAStoreThatCannotBeWrittenSaysSoAtTheNextMinute(t *testing.T) {
	full := filled()
	d, context := datasource(t, "http://127.0.0.1:1", full, `{"systems":["kgas"]}`)
	now := noon
	collector := newStateCollector(d.process)
	collector.check.now = func() time.Time { return now }
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(collector)
	call(t, d, context, http.MethodGet, "learner", "")
	tells := func(value int) {
		t.Helper()
		require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(fmt.Sprintf(writable, value)), "yardstick_store_writable"))
	}
	tells(1)
	full.broken = store.ErrFull
	tells(1)
	now = noon.Add(checkedEvery)
	tells(0)
}

func TestErrorsOfTheStoreAreCountedByKind(t *testing.T) {
	count := func(kind string) float64 { return testutil.ToFloat64(storeErrors.WithLabelValues(kind)) }
	full, other := count("full"), count("other")
	storeFailed(fmt.Errorf("storing an hour: %w", store.ErrFull))
	require.Equal(t, full+1, count("full"))
	d, context := datasource(t, "http://127.0.0.1:1", nil, `{"systems":["kgas"]}`) // it cannot be opened
	ask(t, d, context, deviationOfKGAS, nil)
	require.Greater(t, count("other"), other)
	require.NoError(t, testutil.GatherAndCompare(collectorOf(d), strings.NewReader(fmt.Sprintf(writable, 0)), "yardstick_store_writable"))
}

func TestQueriesTakeTimeByType(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"]}`)
	before := testutil.CollectAndCount(querySeconds)
	ask(t, d, context, `{"queryType":"nonsense"}`, nil)
	ask(t, d, context, `{"queryType":"nonsense2"}`, nil)
	require.LessOrEqual(t, testutil.CollectAndCount(querySeconds), before+1, "no word of a query becomes a label")
}

func TestTheLearnersRequestsAreToldFromThoseOfReaders(t *testing.T) {
	require.Equal(t, forQueries, purposeOf(t.Context()))
	require.Equal(t, forLearner, purposeOf(marked(t.Context())))
	server := promtest.Start(t, promtest.Options{History: history().String()})
	d, _ := datasource(t, server.URL, filled(), `{"systems":["kgas"]}`)
	asked, read := upstreamRequests.WithLabelValues(forLearner, "200"), upstreamBytes.WithLabelValues(forLearner)
	requests, bytes := testutil.ToFloat64(asked), testutil.ToFloat64(read)
	_, _ = learnersPrometheus{d.client}.ScrapeInterval(t.Context(), "up", "", noon)
	require.Greater(t, testutil.ToFloat64(asked), requests)
	require.Greater(t, testutil.ToFloat64(read), bytes)
}

func TestASecondLookAtTheSameMomentIsAHit(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	d, context := datasource(t, server.URL, filled(), `{"systems":["kgas"]}`)
	count := func(memory, outcome string) float64 {
		return testutil.ToFloat64(lookups.WithLabelValues(memory, outcome))
	}
	hits, misses, windows := count("verdicts", "hit"), count("verdicts", "miss"), count("windows", "miss")
	for range 2 {
		require.NoError(t, ask(t, d, context, deviationOfKGAS, nil).Error)
	}
	require.Equal(t, []float64{hits + 1, misses + 1}, []float64{count("verdicts", "hit"), count("verdicts", "miss")})
	require.Greater(t, count("windows", "miss"), windows)
}

func TestTheBuildTellsItsVersion(t *testing.T) {
	n, err := testutil.GatherAndCount(func() *prometheus.Registry {
		registry := prometheus.NewPedanticRegistry()
		registry.MustRegister(buildInfo())
		return registry
	}(), "yardstick_build_info")
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

func TestAMistakeIsNoFailure(t *testing.T) {
	d, context := datasource(t, upstream(t, replying(503, "text/plain", "starting")), filled(), `{"systems":["kgas"]}`)
	count := func(outcome string) float64 { return testutil.ToFloat64(queries.WithLabelValues("deviation", outcome)) }
	mistakes, errors := count("mistake"), count("error")
	require.Error(t, ask(t, d, context, `{"queryType":"deviation","system":"nobody"}`, nil).Error)
	require.Equal(t, []float64{mistakes + 1, errors}, []float64{count("mistake"), count("error")})
	require.Error(t, ask(t, d, context, deviationOfKGAS, nil).Error)
	require.Equal(t, []float64{mistakes + 1, errors + 1}, []float64{count("mistake"), count("error")})
}
