package main

import (
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// D5's verbs on runs that were imported: the document's own samples.
func TestTheVerbsOfD5OnItsRuns(t *testing.T) {
	db := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	metrics := file(t, "metrics.json", `{"performance_metrics": {"command": "batch", "timestamp": "2024-12-06T10:30:15.123Z",
		"duration": {"total_ms": 2450, "phases": {"data_fetching_ms": 1200, "processing_ms": 650}}, "resource_usage": {"peak_memory_mb": 78, "cpu_time_ms": 1890},
		"github_api": {"requests_made": 15, "rate_limit_consumed": 25}}}
		{"performance_metrics": {"command": "status", "timestamp": "2024-12-06T10:31:15.123Z", "duration": {"total_ms": 235}, "resource_usage": {"peak_memory_mb": 40},
		"github_api": {"requests_made": 45, "rate_limit_consumed": 5}}}`)
	_, code, err := yardstick(t, "import", metrics, "--store", db, "--label", "version=2.0.0")
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)

	names := func(args ...string) (names []any) {
		t.Helper()
		out, _, err := yardstick(t, append([]string{"analyze", "--store", db, "--format", "json"}, args...)...)
		require.NoError(t, err)
		for _, o := range rows(t, out, "operations") {
			names = append(names, o["operation"])
		}
		return names
	}
	require.Equal(t, []any{"batch", "batch", "batch", "status"}, names(), "the slowest first, phases by themselves")
	require.Equal(t, []any{"batch", "status"}, names("--focus", "memory"))
	require.Equal(t, []any{"status"}, names("--operation", "status"))
	require.Equal(t, []any{"status", "batch", "batch", "status"}, names("--focus", "api"), "by requests, then by the rate limit (D5 l.50-52, l.106)")
	text, _, err := yardstick(t, "analyze", "--store", db, "--focus", "api")
	require.NoError(t, err)
	require.Regexp(t, `status +requests +metrics.json +1 +45 +45 +45 +75.0 %`, text)
	require.Regexp(t, `batch +rate limit +metrics.json +1 +25 +25 +25 +83.3 %`, text)
	text, _, err = yardstick(t, "analyze", "--store", db, "--focus", "memory", "--system", "github-pm")
	require.NoError(t, err)
	require.Contains(t, text, "78 MiB", "as D5 l.46 writes it")

	t.Run("exported as of a moment", func(t *testing.T) {
		out, _, err := yardstick(t, "export", "--store", db, "--at", "2024-12-06T10:30:00Z")
		require.NoError(t, err)
		require.NotContains(t, out, "yardstick_run_", "the run had not begun")
	})
	t.Run("exported with version and unit", func(t *testing.T) {
		out, _, err := yardstick(t, "export", "--store", db, "--format", "prometheus")
		require.NoError(t, err)
		require.Contains(t, out, `yardstick_run_duration_seconds{operation="batch",stat="mean",system="github-pm",version="2.0.0"} 2.45`)
		require.Contains(t, out, `yardstick_run_memory_bytes{operation="status",stat="max"`)
	})
	t.Run("sent with the key of the environment", func(t *testing.T) {
		var key, body string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			text, _ := io.ReadAll(r.Body)
			key, body = r.Header.Get("DD-API-KEY"), string(text)
			if key != "secret" {
				w.WriteHeader(http.StatusForbidden)
			}
		}))
		t.Cleanup(server.Close)
		send := []string{"export", "--store", db, "--format", "datadog", "--send", "--to", server.URL}
		_, _, err := yardstick(t, send...)
		require.ErrorContains(t, err, "DD_API_KEY")
		t.Setenv("DD_API_KEY", "wrong")
		_, _, err = yardstick(t, send...)
		require.ErrorContains(t, err, "status 403")
		t.Setenv("DD_API_KEY", "secret")
		out, _, err := yardstick(t, send...)
		require.NoError(t, err)
		require.Contains(t, out, "sent ")
		require.Contains(t, body, `"metric":"yardstick.run_duration_seconds"`)
		named := strings.Replace(server.URL, "http://", "http://ada:hunter2@", 1)
		for _, to := range []string{named, named + "%zz", "http://ada:hunter2@127.0.0.1:1"} {
			out, _, err := yardstick(t, append(send, "--to", to)...)
			require.NotContains(t, fmt.Sprint(out, err), "hunter2")
		}
		t.Setenv("DD_API_KEY", "wrong")
		_, _, err = yardstick(t, append(send, "--to", named)...)
		require.ErrorContains(t, err, "status 403")
		require.NotContains(t, err.Error(), "hunter2")
	})
	for name, c := range map[string][]string{
		`--focus "colour"`:    {"analyze", "--store", db, "--focus", "colour"},
		`--format "graphite"`: {"export", "--store", db, "--format", "graphite"},
		`is scraped`:          {"export", "--store", db, "--send"},
		`--system "nobody"`:   {"analyze", "--store", db, "--system", "nobody"},
	} {
		_, code, err := yardstick(t, c...)
		require.Equal(t, exitError, code)
		require.ErrorContains(t, err, name)
	}
}

// A watch looks several times and ends by itself; without a Prometheus there is nothing to look at.
func TestWatchAndRecommend(t *testing.T) {
	url := empty(t)
	_, db := holding(t)
	common := []string{"--prometheus", url, "--system", "github-pm", "--store", db, "--format", "json"}
	begun := time.Now()
	var remarks strings.Builder
	out, code, err := remarking(t, &remarks, append([]string{"watch", "--duration", "700ms", "--interval", "200ms"}, common...)...)
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	require.GreaterOrEqual(t, strings.Count(out, `"operations"`), 2)
	require.GreaterOrEqual(t, time.Since(begun), 700*time.Millisecond, "a timer does not fire early")
	require.Equal(t, 1, strings.Count(remarks.String(), "holds no baseline of source cli"), "told once, not at every look")
	out, code, err = yardstick(t, append([]string{"recommend", "--cache"}, common...)...)
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	require.Empty(t, rows(t, out, "recommendations"), "nothing is measured, nothing is advised")
	_, _, err = yardstick(t, append([]string{"watch", "--interval", "1ms"}, common...)...)
	require.ErrorContains(t, err, "--interval 1ms")
}

// Two ways to sort are two operations, though a run calls both "sort"; what else tells the size sets nothing apart.
func TestScalingIsThatOfOneOperation(t *testing.T) {
	db := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	var lines strings.Builder
	for way, exponent := range map[string]float64{"quick": 1, "bubble": 2} {
		for size, word := range map[float64]string{10: "tiny", 100: "small", 1000: "medium", 10000: "large"} {
			for _, off := range []float64{0.98, 1, 1.02} {
				fmt.Fprintf(&lines, `{"system": "shop", "operation": "sort", "labels": {"way": %q, "n": "%v", "size": %q}, "seconds": %v}`+"\n",
					way, size, word, 1e-6*math.Pow(size, exponent)*off)
			}
		}
	}
	_, _, err := yardstick(t, "import", file(t, "sorts.jsonl", lines.String()), "--store", db)
	require.NoError(t, err)
	out, _, err := yardstick(t, "analyze", "--focus", "scaling", "--store", db, "--format", "json")
	require.NoError(t, err)
	all := rows(t, out, "operations")
	require.Len(t, all, 2)
	for _, one := range all {
		want := map[any]float64{"quick": 1, "bubble": 2}[one["labels"].(map[string]any)["way"]]
		require.InDelta(t, want, finite(t, one["exponent"]), 0.02)
	}
	text, _, err := yardstick(t, "analyze", "--focus", "scaling", "--store", db, "--operation", "bubble")
	require.NoError(t, err)
	require.Contains(t, text, "sort {way=bubble}")
	require.NotContains(t, text, "quick")
}

// D2 l.336-355: conversions at different scales; the second load test grows faster.
func TestScalingOfLoadTests(t *testing.T) {
	db := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	loadTest := func(name string, exponent float64) string {
		var sizes []string
		for _, size := range []float64{100, 1000, 10000, 100000} {
			v := 0.01 * math.Pow(size, exponent)
			sizes = append(sizes, fmt.Sprintf(`"%.0f": {"graph_to_table": [%v, %v, %v]}`, size, v, v*1.05, v*0.95))
		}
		return file(t, name, "{"+strings.Join(sizes, ",")+"}")
	}
	analysis := func() map[string]any {
		t.Helper()
		out, _, err := yardstick(t, "analyze", "--focus", "scaling", "--store", db, "--format", "json")
		require.NoError(t, err)
		return rows(t, out, "operations")[0]
	}
	_, _, err := yardstick(t, "import", loadTest("first.json", 1), "--store", db)
	require.NoError(t, err)
	first := analysis()
	require.InDelta(t, 1, finite(t, first["exponent"]), 0.02)
	require.Nil(t, first["before"])
	_, _, err = yardstick(t, "import", loadTest("second.json", 1.4), "--store", db)
	require.NoError(t, err)
	second := analysis()
	require.InDelta(t, 1.4, finite(t, second["exponent"]), 0.02)
	require.InDelta(t, 1, finite(t, second["before"]), 0.02)
	require.Equal(t, true, second["worse"])
	text, _, err := yardstick(t, "analyze", "--focus", "scaling", "--store", db)
	require.NoError(t, err)
	require.Contains(t, text, "grows faster than before")
}
