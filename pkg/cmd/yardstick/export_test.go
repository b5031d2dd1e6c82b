package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Prometheus takes no text that has a series twice. KGAS' tools have an initialization and a clean-up by the same label,
// and an operation may have labels that are called like ours.
func TestNoSeriesIsExportedTwice(t *testing.T) {
	learned := func(set string, labels map[string]string) store.Baseline {
		return store.Baseline{
			Operation: store.Operation{System: "kgas", Set: set, Name: set, Labels: labels}, ValidFrom: noon,
			Record: baseline.Record{Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, Requests: 1000, Confidence: 0.99, State: baseline.Active},
		}
	}
	_, address := holding(t,
		learned("tool-init", map[string]string{"tool": "ner"}), learned("tool-cleanup", map[string]string{"tool": "ner"}),
		learned("own", map[string]string{"set": "a", "stat": "b"}), learned("own", map[string]string{"set": "b", "stat": "b"}),
	)
	out, _, err := yardstick(t, "export", "--store", address, "--format", "prometheus", "--system", "kgas", "--system", "kgas")
	require.NoError(t, err)
	seen := map[string]bool{}
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		series := line[:strings.LastIndex(line, " ")]
		require.False(t, seen[series], series)
		seen[series] = true
	}
	require.Len(t, seen, 4*8)
	require.True(t, seen[`yardstick_baseline_seconds{set="tool-init",stat="p95",system="kgas",tool="ner"}`], "as the plugin publishes it")
	require.True(t, seen[`yardstick_baseline_samples{exported_set="a",exported_stat="b",set="own",system="kgas"}`])

	v := live.OperationVerdict{System: "omninode", Set: "request", Operation: "kafka publish", Labels: map[string]string{"component": "kafka", "operation": "publish"}}
	v.Measured, v.Expected, v.Z = true, 0.1, 3
	for _, gauge := range deviationGauges(v, noon) {
		if gauge.Name == "yardstick_deviation_z" {
			require.Equal(t, map[string]string{
				"system": "omninode", "set": "request", "operation": "kafka publish", "component": "kafka", "exported_operation": "publish",
			}, gauge.Labels)
		}
	}
}

// An empty file would leave open whether nothing is learned, or another source was meant.
func TestAnExportOfNothingSaysSo(t *testing.T) {
	_, db := holding(t)
	var remarks strings.Builder
	out, code, err := remarking(t, &remarks, "export", "--store", db, "--source", "1/yardstick")
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	require.Empty(t, out)
	require.Contains(t, remarks.String(), db+" holds no baseline and no run of source 1/yardstick;")
}

// node_exporter reads the file whenever it is scraped.
func TestAnExportedFileIsNeverHalf(t *testing.T) {
	_, address := holding(t, store.Baseline{
		Operation: store.Operation{System: "kgas", Set: "tool-init", Name: "ner", Labels: map[string]string{"tool": "ner"}}, ValidFrom: noon,
		Record: baseline.Record{Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, Requests: 1000, State: baseline.Active},
	})
	folder := t.TempDir()
	file := filepath.Join(folder, "yardstick.prom")
	require.NoError(t, os.WriteFile(file, []byte("of yesterday\n"), 0o640))
	link := filepath.Join(folder, "link.prom")
	require.NoError(t, os.Symlink(file, link))
	reader, err := os.Open(file)
	require.NoError(t, err)
	defer reader.Close()
	_, _, err = yardstick(t, "export", "--store", address, "--output", link)
	require.NoError(t, err)
	old, err := io.ReadAll(reader)
	require.NoError(t, err)
	require.Equal(t, "of yesterday\n", string(old), "who has begun to read it reads it to its end")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(text), `yardstick_baseline_samples{set="tool-init",system="kgas",tool="ner"} 1000`)
	mode, err := os.Stat(file)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o640), mode.Mode().Perm())
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, left, 2)
}

// What is exported of a moment is what was normal then.
func TestAnExportOfThePastHasTheBaselinesOfThen(t *testing.T) {
	address := remembered(t)
	for at, p95 := range map[string]string{
		noon.Add(time.Minute).Format(time.RFC3339):   "0.3",
		noon.Add(2 * time.Hour).Format(time.RFC3339): "0.36",
	} {
		out, _, err := yardstick(t, "export", "--store", address, "--at", at)
		require.NoError(t, err)
		require.Contains(t, out, `yardstick_baseline_seconds{page="cart",set="page",stat="p95",system="shop"} `+p95+"\n", at)
	}
}

// Files call their labels as they like: what is alike after the signs that no label may have are gone stays apart.
func TestLabelsOfRunsThatAreAlikeStayApart(t *testing.T) {
	db := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	_, _, err := yardstick(t, "import", "--store", db, file(t, "a.jsonl", `{"system":"shop","operation":"pay","seconds":1,"labels":{"a.b":"x"}}
{"system":"shop","operation":"pay","seconds":2,"labels":{"a_b":"x"}}
{"system":"shop","operation":"pay","seconds":3,"labels":{"stat":"x","exported_stat":"y"}}
`))
	require.NoError(t, err)
	out, _, err := yardstick(t, "export", "--store", db)
	require.NoError(t, err)
	for _, series := range []string{
		`{exported_a_b="x",operation="pay",stat="mean",system="shop"} 1`, `{a_b="x",operation="pay",stat="mean",system="shop"} 2`,
		`{exported_exported_stat="x",exported_stat="y",operation="pay",stat="mean",system="shop"} 3`,
	} {
		require.Contains(t, out, "yardstick_run_duration_seconds"+series+"\n")
	}
}

// A large store is sent in requests that the service takes; what was accepted before one was refused is told.
func TestALargeExportIsSentInParts(t *testing.T) {
	var learned []store.Baseline
	for i := range 1000 {
		name := fmt.Sprintf("tool %d", i)
		learned = append(learned, store.Baseline{
			Operation: store.Operation{System: "kgas", Set: "tool-init", Name: name, Labels: map[string]string{"tool": name}}, ValidFrom: noon,
			Record: baseline.Record{Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, Requests: 1000, State: baseline.Active},
		})
	}
	_, db := holding(t, learned...)
	var requests, numbers, refuseAt int
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if requests++; requests == refuseAt || len(body) > 512_000 {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		numbers += strings.Count(string(body), `"metric":`)
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(server.Close)
	t.Setenv("DD_API_KEY", "secret")
	send := []string{"export", "--store", db, "--format", "datadog", "--send", "--to", server.URL}
	out, code, err := yardstick(t, send...)
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	require.Equal(t, 8000, numbers)
	require.Greater(t, requests, 1)
	require.Equal(t, fmt.Sprintf("sent 8000 numbers to %s in %d requests\n", server.URL, requests), out)

	requests, numbers, refuseAt = 0, 0, 2
	out, code, err = yardstick(t, send...)
	require.Equal(t, exitError, code)
	require.Empty(t, out)
	require.ErrorContains(t, err, "refused it with status 413")
	require.ErrorContains(t, err, fmt.Sprintf("%d of 8000 numbers were accepted before that", numbers))
	require.Positive(t, numbers)
	require.Equal(t, 2, requests)
}

// Services drop what is older than an hour (Datadog) or two days (New Relic) and still say 202, and Prometheus refuses it: the
// latest run holds now, however long ago it was. A moment that was asked for stays.
func TestALongPastRunIsSentAsOfNow(t *testing.T) {
	db := "sqlite:" + filepath.Join(t.TempDir(), "a.db")
	lately := time.Now().Add(-30 * time.Minute).UTC().Truncate(time.Second)
	for i, start := range []time.Time{noon, lately} {
		_, _, err := yardstick(t, "import", "--store", db, file(t, fmt.Sprintf("%d.jsonl", i), fmt.Sprintf(`{"system":"shop","operation":"pay %d","seconds":1,"start":%q}`, i, start.Format(time.RFC3339))))
		require.NoError(t, err)
	}
	times := func(format, field string, more ...string) []string {
		out, _, err := yardstick(t, append([]string{"export", "--store", db, "--format", format}, more...)...)
		require.NoError(t, err)
		var all []string
		for _, found := range regexp.MustCompile(`"`+field+`":"?(\d{10})`).FindAllStringSubmatch(out, -1) {
			all = append(all, found[1])
		}
		require.Len(t, all, 2*6)
		return all
	}
	for format, field := range map[string]string{"datadog": "timestamp", "newrelic": "timestamp", "otlp": "timeUnixNano"} {
		all := times(format, field)
		require.Contains(t, all, fmt.Sprint(lately.Unix()), "what they take keeps its time")
		for _, at := range all {
			seconds, err := strconv.ParseInt(at, 10, 64)
			require.NoError(t, err)
			require.WithinDuration(t, time.Now(), time.Unix(seconds, 0), 40*time.Minute, format)
		}
	}
	require.Contains(t, times("datadog", "timestamp", "--at", time.Now().Format(time.RFC3339)), fmt.Sprint(noon.Unix()))
}

// A collector says 200 also where it takes a part only, and Datadog 202 with what is wrong.
func TestWhatAServiceDoesNotTakeIsToldAlsoWhereItSaysYes(t *testing.T) {
	_, db := holding(t, store.Baseline{
		Operation: store.Operation{System: "kgas", Set: "operation", Name: "ingest", Labels: map[string]string{"operation": "ingest"}}, ValidFrom: noon,
		Record: baseline.Record{Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, Requests: 1000, State: baseline.Active},
	})
	t.Setenv("DD_API_KEY", "secret")
	for _, c := range []struct{ format, answer, says string }{
		{"otlp", `{"partialSuccess":{"rejectedDataPoints":"3","errorMessage":"too old"}}`, "did not take 3 of 8 numbers: too old"},
		{"otlp", `{"partialSuccess":{"rejectedDataPoints":3}}`, "did not take 3 of 8 numbers"},
		{"datadog", `{"errors":["Payload is not in the expected format"]}`, "did not take all of 8 numbers: Payload is not in the expected format"},
		{"otlp", `{"partialSuccess":{"errorMessage":"take care"}}`, ""},
		{"otlp", `{"partialSuccess":{}}`, ""},
		{"datadog", `{"errors":[]}`, ""},
		{"datadog", `thanks`, ""},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, c.answer) }))
		t.Cleanup(server.Close)
		out, code, err := yardstick(t, "export", "--store", db, "--format", c.format, "--send", "--to", server.URL)
		if c.says == "" {
			require.NoError(t, err, c.answer)
			continue
		}
		require.Equal(t, exitError, code)
		require.Empty(t, out)
		require.ErrorContains(t, err, server.URL+" "+c.says)
	}
}

// What redirects, such as a log-in page, is not the service that the key is for, and has not taken the numbers.
func TestWhatIsSentFollowsNoRedirect(t *testing.T) {
	_, db := holding(t, store.Baseline{
		Operation: store.Operation{System: "kgas", Set: "operation", Name: "ingest", Labels: map[string]string{"operation": "ingest"}}, ValidFrom: noon,
		Record: baseline.Record{Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, Requests: 1000, State: baseline.Active},
	})
	var elsewhere []http.Header
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { elsewhere = append(elsewhere, r.Header) }))
	t.Cleanup(other.Close)
	t.Setenv("DD_API_KEY", "secret")
	for _, status := range []int{http.StatusFound, http.StatusPermanentRedirect} {
		server := httptest.NewServer(http.RedirectHandler(other.URL, status))
		t.Cleanup(server.Close)
		out, code, err := yardstick(t, "export", "--store", db, "--format", "datadog", "--send", "--to", server.URL)
		require.Equal(t, exitError, code)
		require.Empty(t, out)
		require.ErrorContains(t, err, fmt.Sprintf("%s redirects to %s (status %d)", server.URL, other.URL, status))
	}
	require.Empty(t, elsewhere)
	t.Run("nor is a page that is shown at once", func(t *testing.T) {
		page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, "<html><title>Log in</title></html>")
		}))
		t.Cleanup(page.Close)
		for _, format := range []string{"otlp", "datadog"} {
			out, code, err := yardstick(t, "export", "--store", db, "--format", format, "--send", "--to", page.URL)
			require.Equal(t, exitError, code)
			require.Empty(t, out)
			require.ErrorContains(t, err, page.URL+" answers with a page")
		}
	})
}

// A collector that is busy takes the same numbers later (429, 502, 503 and 504 of OTLP/HTTP); what it refuses for good is not
// sent again, and one that stays busy ends the export.
func TestWhatABusyServiceDidNotTakeIsSentAgain(t *testing.T) {
	_, db := holding(t, store.Baseline{
		Operation: store.Operation{System: "kgas", Set: "operation", Name: "ingest", Labels: map[string]string{"operation": "ingest"}}, ValidFrom: noon,
		Record: baseline.Record{Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, Requests: 1000, State: baseline.Active},
	})
	for _, c := range []struct {
		answers  []int
		after    string
		requests int
		says     string
	}{
		{[]int{429, 503, 200}, "0", 3, ""},
		{[]int{502, 504, 200}, "Mon, 02 Jan 2006 15:04:05 GMT", 3, ""},
		{[]int{503, 503, 503, 503, 200}, "0", 4, "refused it with status 503: overloaded (sent 4 times)"},
		{[]int{500, 200}, "0", 1, "refused it with status 500"},
		{[]int{400, 200}, "0", 1, "refused it with status 400"},
		{[]int{429, 200}, "3600", 1, "it asks for 1h0m0s until the next try"},
	} {
		var bodies []string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			bodies = append(bodies, string(body))
			w.Header().Set("Retry-After", c.after)
			w.WriteHeader(c.answers[len(bodies)-1])
			if c.answers[len(bodies)-1] != http.StatusOK {
				_, _ = io.WriteString(w, "overloaded")
			}
		}))
		t.Cleanup(server.Close)
		out, code, err := yardstick(t, "export", "--store", db, "--format", "otlp", "--send", "--to", server.URL)
		require.Len(t, bodies, c.requests, "%v", c.answers)
		for _, body := range bodies {
			require.Equal(t, bodies[0], body)
		}
		if c.says == "" {
			require.NoError(t, err)
			require.Equal(t, fmt.Sprintf("sent 8 numbers to %s\n", server.URL), out)
			continue
		}
		require.Equal(t, exitError, code)
		require.ErrorContains(t, err, c.says)
	}
}

// A service that does not say how long it wants to be left alone is asked after pauses that double.
func TestPausesDoubleWhereABusyServiceSaysNothing(t *testing.T) {
	var pauses []time.Duration
	wait := func(_ context.Context, pause time.Duration) error {
		pauses = append(pauses, pause)
		return nil
	}
	require.Equal(t, -time.Nanosecond, leftAlone(http.Header{}))
	require.Equal(t, 90*time.Second, leftAlone(http.Header{"Retry-After": {"Tue, 10 Mar 2026 11:01:30 GMT"}, "Date": {"Tue, 10 Mar 2026 11:00:00 GMT"}}))
	busyFor := func(after time.Duration) func() error {
		return func() error { return &busyError{io.EOF, after} }
	}
	require.ErrorIs(t, sendAgain(t.Context(), wait, busyFor(leftAlone(http.Header{}))), io.EOF)
	require.Equal(t, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}, pauses)
	ended, end := context.WithCancel(t.Context())
	end()
	require.ErrorIs(t, sendAgain(ended, waited, busyFor(longestPause)), context.Canceled)
}
