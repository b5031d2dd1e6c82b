package runs

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// printed compares statistics with what a tool printed, in its unit, to the last digit that it printed; some round it,
// k6 cuts the rest off.
func printed(t *testing.T, m store.Measured, unit, digit float64, want map[string]float64) {
	t.Helper()
	for name, v := range want {
		require.Contains(t, m.Stats, name, m.Operation)
		require.InDelta(t, v, m.Stats[name]/unit, digit*1.001, "%s of %s", name, m.Operation)
	}
}

const (
	second      = 1.0
	millisecond = 1e-3
	microsecond = 1e-6
)

// One line per request and the summary of the same run give the numbers that k6 printed.
func TestK6(t *testing.T) {
	checkout := map[string]float64{"mean": 97.25, "min": 72, "p50": 100, "max": 108, "p95": 105.8, "p99": 107.56}
	iteration := map[string]float64{"mean": 97.32, "min": 72.43, "p50": 100.12, "max": 107.9, "p95": 105.74, "p99": 107.47}
	for _, name := range []string{"k6-stream.json", "k6.csv"} {
		run := loadedFile(t, name)
		require.Equal(t, "k6", run.Format)
		require.Equal(t, time.Date(2026, 11, 25, 22, 0, 0, 0, time.UTC), run.Started.Truncate(time.Hour))
		printed(t, of(t, run, "checkout_duration", store.Duration), millisecond, 0.01, checkout)
		printed(t, of(t, run, "iteration_duration", store.Duration), millisecond, 0.01, iteration)
		home := of(t, run, "http_req_duration", store.Duration, "name", "http://127.0.0.1:18991/home", "method", "GET")
		search := of(t, run, "http_req_duration", store.Duration, "name", "http://127.0.0.1:18991/search")
		require.Equal(t, []float64{12, 12, 0, 2}, []float64{home.Count, search.Count, home.Failed, search.Failed})
		require.InDelta(t, 48.17, (home.Stats["mean"]+search.Stats["mean"])/2/millisecond, 0.005)
		require.Len(t, run.Measured, 4, "parts of requests are no operations")
	}
	run := loadedFile(t, "k6-summary-export.json")
	printed(t, of(t, run, "checkout_duration", store.Duration), millisecond, 0.01, checkout)
	printed(t, of(t, run, "iteration_duration", store.Duration), millisecond, 0.01, iteration)
	requests := of(t, run, "http_req_duration", store.Duration)
	printed(t, requests, millisecond, 0.01, map[string]float64{"mean": 48.17, "min": 7.5, "p50": 51.49, "max": 64.08, "p95": 61.41, "p99": 63.71})
	require.Equal(t, []float64{24, 2}, []float64{requests.Count, requests.Failed})

	run = loadedFile(t, "k6-handle-summary.json")
	require.InDelta(t, 24, of(t, run, "http_req_duration", store.Duration).Count, 0)
	require.InDelta(t, 12, of(t, run, "iteration_duration", store.Duration).Count, 0)
}

func TestPytestBenchmark(t *testing.T) {
	run := loadedFile(t, "pytest-benchmark.json")
	require.Equal(t, "pytest-benchmark", run.Format)
	require.Equal(t, "bench", run.Context["machine"])
	require.NotContains(t, run.Context, "commit", "there was no repository")
	small := of(t, run, "test_sums.py::test_total_small", store.Duration)
	printed(t, small, microsecond, 0.0001, map[string]float64{"min": 85.5124, "max": 4157.4990, "mean": 270.3182, "sd": 697.4621, "p50": 91.4034})
	printed(t, of(t, run, "test_sums.py::test_total_large", store.Duration), microsecond, 0.0001,
		map[string]float64{"min": 214.1738, "max": 2822.5186, "mean": 786.9139, "sd": 721.3029, "p50": 393.2006})
	samples, err := run.Samples(t.Context(), small.Number)
	require.NoError(t, err)
	require.Len(t, samples, 40)
}

func TestLocust(t *testing.T) {
	run := loadedFile(t, "locust_stats.csv")
	require.Equal(t, "locust", run.Format)
	require.Len(t, run.Measured, 2, "the sum of all is no operation")
	home, search := of(t, run, "/home", store.Duration, "method", "GET"), of(t, run, "/search", store.Duration)
	require.Equal(t, []float64{93, 27, 0, 4}, []float64{home.Count, search.Count, home.Failed, search.Failed})
	printed(t, home, millisecond, 1, map[string]float64{"mean": 76, "min": 16, "max": 327, "p50": 72, "p90": 110, "p95": 140, "p99": 330})
	printed(t, search, millisecond, 1, map[string]float64{"mean": 67, "min": 16, "max": 154, "p50": 67, "p90": 100, "p95": 100, "p99": 150})
	t.Run("its other files say where the results are", func(t *testing.T) {
		refused(t, "locust_failures.csv", readFile(t, "locust_failures.csv"), "_stats.csv")
	})
}

func TestArtillery(t *testing.T) {
	run := loadedFile(t, "artillery.json")
	require.Equal(t, "artillery", run.Format)
	all := of(t, run, "http.response_time", store.Duration)
	printed(t, all, millisecond, 0.1, map[string]float64{"min": 3, "max": 163, "mean": 13.7, "p50": 8.9, "p95": 30.3, "p99": 79.1})
	require.Equal(t, []float64{80, 4}, []float64{all.Count, all.Failed})
	search := of(t, run, "/search", store.Duration)
	printed(t, search, millisecond, 0.1, map[string]float64{"min": 3, "max": 59, "mean": 9.7, "p50": 7.9, "p95": 13.9, "p99": 16.9})
	require.Equal(t, []float64{40, 4}, []float64{search.Count, search.Failed})
	printed(t, of(t, run, "vusers.session_length", store.Duration), millisecond, 0.1, map[string]float64{"min": 60.3, "max": 222.3, "mean": 80.4, "p99": 156})
}

// k6 writes a trend that a threshold names also where nothing was measured, as zeros. Of what --summary-export calls a trend,
// one of its own is no duration, and parts of requests are parts also with a tag.
func TestK6SummaryOfWhatWasNotMeasured(t *testing.T) {
	const zeros = `{"avg": 0, "min": 0, "med": 0, "max": 0, "p(90)": 0, "p(95)": 0, "thresholds": {"p(95)<500": false}}`
	const some = `{"avg": 2, "min": 1, "med": 2, "max": 4, "p(90)": 3, "p(95)": 3}`
	run := loadedText(t, "summary.json", `{"metrics": {"iterations": {"count": 3, "rate": 1}, "iteration_duration": `+some+`, "http_req_duration{scenario:ghost}": `+zeros+`,
		"http_req_waiting{scenario:shop}": `+some+`, "browser_web_vital_cls": `+some+`, "browser_web_vital_lcp": `+some+`, "http_req_duration{scenario:shop}": `+some+`}, "root_group": {}}`)
	var names []string
	for _, m := range run.Measured {
		names = append(names, m.Operation)
	}
	require.Equal(t, []string{"browser_web_vital_lcp", "http_req_duration{scenario:shop}", "iteration_duration"}, names)
}

// k6Results is a summary of k6's --new-machine-readable-summary, in the shape of its schema 1.0.0, with these metrics.
func k6Results(metrics ...string) string {
	return `{"config": {"duration": 60.5, "execution": "local", "script": "shop.js"}, "metadata": {"generatedAt": "2026-03-10T11:01:00.5Z", "k6Version": "1.8.1"},
		"results": {"checks": {"metrics": [], "results": []},
		"metrics": [
` + strings.Join(metrics, ",\n") + `]}, "version": "1.0.0"}`
}

// The new shape of a summary has the metrics as a list, calls the requests that failed matches and says when it ended. What
// is no duration or did not happen is none there either.
func TestK6SummaryInItsNewShape(t *testing.T) {
	const values = `"values": {"avg": 200, "max": 400, "med": 190, "min": 100, "p(90)": 300, "p(95)": 320}`
	run := loadedText(t, "summary.json", k6Results(
		`{"contains": "default", "name": "http_reqs", "type": "counter", "values": {"count": 1500}}`,
		`{"contains": "default", "name": "http_req_failed", "type": "rate", "values": {"matches": 30, "rate": 0.02, "total": 1500}}`,
		`{"contains": "time", "name": "http_req_duration", "type": "trend", `+values+`}`,
		`{"contains": "time", "name": "http_req_waiting", "type": "trend", `+values+`}`,
		`{"contains": "time", "name": "http_req_duration{scenario:ghost}", "type": "trend", "values": {"avg": 0, "max": 0, "med": 0, "min": 0, "p(90)": 0, "p(95)": 0}}`,
		`{"contains": "default", "name": "items", "type": "trend", `+values+`}`,
		`{"contains": "default", "name": "vus", "type": "gauge", "values": {"max": 4, "min": 1, "value": 4}}`,
		`{"contains": "time", "name": "checkout_duration", "type": "trend", "values": {"p(95)": 500}}`,
		`{"contains": "default", "name": "iterations", "type": "counter", "values": {"count": 750}}`,
		`{"contains": "time", "name": "iteration_duration", "type": "trend", `+values+`}`))
	require.Equal(t, "k6", run.Format)
	require.Equal(t, time.Date(2026, 3, 10, 11, 0, 0, 0, time.UTC), run.Started)
	requests := of(t, run, "http_req_duration", store.Duration)
	require.Equal(t, []float64{1500, 30}, []float64{requests.Count, requests.Failed})
	require.Equal(t, map[string]float64{"mean": 0.2, "max": 0.4, "p50": 0.19, "min": 0.1, "p90": 0.3, "p95": 0.32}, requests.Stats)
	require.InDelta(t, 750, of(t, run, "iteration_duration", store.Duration).Count, 0)
	require.Equal(t, map[string]float64{"p95": 0.5}, of(t, run, "checkout_duration", store.Duration).Stats, "summaryTrendStats without a mean")
	require.Len(t, run.Measured, 3)

	refused(t, "summary.json", k6Results(
		`{"contains": "time", "name": "iteration_duration", "type": "trend", `+values+`}`,
		`{"contains": "time", "name": "checkout_duration", "type": "trend", "values": {"avg": -1, "max": 400}}`), "line 5")
}

// artilleryReport is a report of Artillery 2 with these counters, and summaries of so many answers.
func artilleryReport(counters string, summaries ...string) string {
	for i, name := range summaries {
		summaries[i] = fmt.Sprintf(`%q: {"min": 1, "max": 9, "count": 20, "mean": 5, "p50": 4, "median": 4, "p95": 7, "p99": 8}`, name)
	}
	return `{"aggregate": {"counters": {` + counters + `}, "firstMetricAt": 1795646606760, "summaries": {` + strings.Join(summaries, ", ") + `}}, "intermediate": []}`
}

// Requests without an answer are in no summary and have no status: Artillery counts them as errors, by their code. What it
// calls an error of an answer, such as a capture that found nothing, is answered.
func TestArtilleryRequestsWithoutAnAnswerFailed(t *testing.T) {
	run := loadedText(t, "half.json", artilleryReport(`"http.requests": 60, "http.responses": 20, "http.codes.200": 18, "http.codes.503": 2, "errors.ETIMEDOUT": 30, "errors.ECONNRESET": 10,
		"errors.Failed capture or match": 4, "vusers.created": 60, "vusers.completed": 16, "vusers.failed": 44, "plugins.metrics-by-endpoint./a.b.codes.200": 20,
		"plugins.metrics-by-endpoint./a.b.errors.ETIMEDOUT": 30, "plugins.metrics-by-endpoint./a.b.errors.Error": 4, "plugins.metrics-by-endpoint./größe.errors.ECONNRESET": 10`,
		"http.response_time", "plugins.metrics-by-endpoint.response_time./a.b", "vusers.session_length"))
	for operation, want := range map[string][]float64{
		"http.response_time": {60, 42}, "/a.b": {50, 30}, "/größe": {10, 10}, "vusers.session_length": {64, 44},
	} {
		m := of(t, run, operation, store.Duration)
		require.Equal(t, want, []float64{m.Count, m.Failed}, operation)
	}
	require.Empty(t, of(t, run, "/größe", store.Duration).Stats)

	run = loadedText(t, "refused.json", artilleryReport(`"http.requests": 40, "errors.ECONNREFUSED": 40, "vusers.created": 40, "vusers.failed": 40`))
	for _, operation := range []string{"http.response_time", "vusers.session_length"} {
		m := of(t, run, operation, store.Duration)
		require.Equal(t, []float64{40, 40}, []float64{m.Count, m.Failed})
		require.Empty(t, m.Stats)
	}
}

// Both files tell of the same sync, which printed "Read 4,100 records over 7.6 seconds (536.7 records/s"; of its streams
// it printed when they began and ended, to the second.
func TestPyAirbyte(t *testing.T) {
	for _, name := range []string{"airbyte-stats.log", "airbyte-log.log"} {
		run := loadedFile(t, name)
		require.Equal(t, []string{"pyairbyte", "dpas"}, []string{run.Format, run.System}, name)
		require.Equal(t, time.Date(2026, 11, 26, 6, 0, 13, 0, time.UTC), run.Started.Truncate(time.Second))
		read := of(t, run, "read", store.Duration, "connector", "source-faker")
		printed(t, read, second, 0.05, map[string]float64{"mean": 7.6})
		require.InDelta(t, 536.7, 4100/read.Stats["mean"], 0.05, "records per second")
		for stream, seconds := range map[string]float64{"products": 0, "users": 2, "purchases": 2} {
			printed(t, of(t, run, "read stream", store.Duration, "stream", stream), second, 1, map[string]float64{"mean": seconds})
		}
		require.Len(t, run.Measured, 4)
	}
}

func TestDbt(t *testing.T) {
	run := loadedFile(t, "dbt-run-results.json")
	require.Equal(t, []string{"dbt", "dpas"}, []string{run.Format, run.System})
	require.Equal(t, map[string]string{"dbt": "1.12.0", "command": "run"}, run.Context)
	require.Len(t, run.Measured, 3, "what was skipped did not run")
	for node, seconds := range map[string]float64{"model.shop.orders": 0.68, "model.shop.orders_per_day": 0.54, "model.shop.broken": 0.08} {
		printed(t, of(t, run, node, store.Duration, "resource", "model"), second, 0.01, map[string]float64{"mean": seconds})
	}
	require.InDelta(t, 1, of(t, run, "model.shop.broken", store.Duration).Failed, 0)
}

// dbt 1.12 tells of a node that was not built anew because nothing changed, dbt 1.9 of batches of which some failed; its own
// exit code then says that it failed.
func TestDbtKnowsWhatRanAndFailed(t *testing.T) {
	run := loadedText(t, "run_results.json", `{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json", "dbt_version": "1.12.0"}, "args": {"which": "build"}, "results": [
		{"unique_id": "model.shop.same", "status": "reused", "execution_time": 0.0, "timing": []},
		{"unique_id": "model.shop.batches", "status": "partial success", "execution_time": 3.5, "timing": []}]}`)
	require.Len(t, run.Measured, 1)
	require.InDelta(t, 1, of(t, run, "model.shop.batches", store.Duration).Failed, 0)
}

// The quantiles that the plan's own summary prints are estimates; count, errors, mean and range are exact.
func TestJMeter(t *testing.T) {
	for _, name := range []string{"jmeter.jtl", "jmeter.xml"} {
		run := loadedFile(t, name)
		require.Equal(t, "jmeter", run.Format)
		require.Len(t, run.Measured, 2)
		home, search := of(t, run, "home", store.Duration), of(t, run, "search", store.Duration)
		require.Equal(t, []float64{45, 45, 0, 2}, []float64{home.Count, search.Count, home.Failed, search.Failed}, name)
		printed(t, home, millisecond, 1, map[string]float64{"mean": 73, "min": 25, "max": 295})
		printed(t, search, millisecond, 1, map[string]float64{"mean": 55, "min": 8, "max": 95})
	}
}

// The log of requests and the report that Gatling made of it are one run.
func TestGatling(t *testing.T) {
	report, log := loadedFile(t, "gatling-stats.json"), loadedFile(t, "gatling-simulation.log")
	var sum float64
	for _, run := range []Loaded{report, log} {
		require.Equal(t, "gatling", run.Format)
		require.Len(t, run.Measured, 2)
		home, search := of(t, run, "home", store.Duration), of(t, run, "search", store.Duration, "group", "find")
		require.Equal(t, []float64{30, 30, 0, 7}, []float64{home.Count, search.Count, home.Failed, search.Failed})
		sum = (home.Stats["mean"] + search.Stats["mean"]) / 2
		require.InDelta(t, 0.166, sum, 0.001)
		require.InDelta(t, 0.016, min(home.Stats["min"], search.Stats["min"]), 0)
		require.InDelta(t, 0.853, max(home.Stats["max"], search.Stats["max"]), 0)
	}
	for _, m := range log.Measured {
		printed(t, of(t, report, m.Operation, store.Duration), millisecond, 1, map[string]float64{
			"mean": m.Stats["mean"] * 1000, "min": m.Stats["min"] * 1000, "max": m.Stats["max"] * 1000, "p50": m.Stats["p50"] * 1000,
		})
	}
}

// K6_CSV_TIME_FORMAT chooses how a table writes its times.
func TestATableOfK6InAnotherUnitOfTime(t *testing.T) {
	began := time.Date(2026, 11, 25, 22, 0, 0, 0, time.UTC)
	for written, want := range map[string]time.Time{
		"1795644000": began, "1795644000000": began, "1795644000000000": began, "1795644000000000000": began,
		"Inf": {}, "1e300": {}, "-5": {},
	} {
		run := loadedText(t, "k6.csv", "metric_name,timestamp,metric_value\niteration_duration,"+written+",97.25\n")
		require.Equal(t, want, run.Started.Truncate(time.Second), written)
		_, err := json.Marshal(run.Started)
		require.NoError(t, err)
	}
}

// A table does not say what a metric is: k6's own times are all known, whatever their names end in, and their parts are none.
func TestATableOfK6HasItsOwnTimes(t *testing.T) {
	run := loadedText(t, "k6.csv", "metric_name,timestamp,metric_value\nws_ping,1795644000,12.5\nws_connecting,1795644000,3\n"+
		"browser_web_vital_lcp,1795644000,900\nbrowser_web_vital_cls,1795644000,0.1\nhttp_req_waiting,1795644000,4\nhttp_reqs,1795644000,1\niteration_duration,1795644000,97\n")
	var names []string
	for _, m := range run.Measured {
		names = append(names, m.Operation)
	}
	require.Equal(t, []string{"ws_ping", "ws_connecting", "browser_web_vital_lcp", "iteration_duration"}, names)
	require.InDelta(t, 0.0125, of(t, run, "ws_ping", store.Duration).Stats["mean"], 1e-12)
}

// Gatling writes - where there is no number, and some versions write all of them as text.
func TestAReportOfGatlingInText(t *testing.T) {
	run := loadedText(t, "stats.json", `{"type": "GROUP", "name": "All Requests", "stats": {"name": "All Requests"}, "contents": {"req_home": {
  "type": "REQUEST", "name": "home", "stats": {"name": "home",
    "numberOfRequests": {"total": "12", "ok": "12", "ko": "-"}, "minResponseTime": {"total": "16", "ok": "16", "ko": "-"},
    "maxResponseTime": {"total": "90", "ok": "90", "ko": "-"}, "meanResponseTime": {"total": "40", "ok": "40", "ko": "-"},
    "standardDeviation": {"total": "9", "ok": "9", "ko": "-"}, "percentiles1": {"total": "38", "ok": "38", "ko": "-"},
    "percentiles3": {"total": "80", "ok": "80", "ko": "-"}, "percentiles4": {"total": "88", "ok": "88", "ko": "-"}}}}}`)
	home := of(t, run, "home", store.Duration)
	require.Equal(t, []float64{12, 0}, []float64{home.Count, home.Failed})
	printed(t, home, millisecond, 1, map[string]float64{"mean": 40, "min": 16, "max": 90, "sd": 9, "p50": 38, "p95": 80, "p99": 88})
}
