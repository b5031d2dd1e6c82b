package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const deviationOfKGAS = `{"queryType":"deviation","system":"kgas"}`

// upstream answers everything in one way.
func upstream(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.CloseClientConnections() // a shared request outlives the reader who gave up
		server.Close()
	})
	return server.URL
}

func replying(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// holdingNothing answers as a Prometheus without a sample.
func holdingNothing(w http.ResponseWriter, r *http.Request) {
	kind := "vector"
	if strings.HasSuffix(r.URL.Path, "/query_range") {
		kind = "matrix"
	}
	replying(http.StatusOK, "application/json", `{"status":"success","data":{"resultType":"`+kind+`","result":[]}}`)(w, r)
}

func TestAnUpstreamThatFailsIsNamedAndIsNotThePluginsFault(t *testing.T) {
	for _, c := range []struct {
		name    string
		handler http.HandlerFunc
		want    string
		status  backend.Status
	}{
		{"credentials", replying(401, "text/plain", "no"), "wants other credentials (401). Check user, password or token", backend.StatusForbidden},
		{"forbidden", replying(403, "text/plain", "no"), "forbids this (403)", backend.StatusForbidden},
		{"PromQL error", replying(400, "application/json", `{"status":"error","errorType":"bad_data","error":"1:7: parse error: unexpected end of input"}`),
			"parse error: unexpected end of input", backend.StatusBadRequest},
		{"not a Prometheus", replying(200, "text/html", "<html>Welcome</html>"), "", backend.StatusBadGateway},
		{"broken proxy", replying(502, "text/html", "bad gateway"), "", backend.StatusBadGateway},
		{"overloaded", replying(429, "text/plain", "too many"), "", backend.StatusTimeout},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, context := datasource(t, upstream(t, c.handler), &memory{}, `{"systems":["kgas"]}`)
			answer := ask(t, d, context, deviationOfKGAS, nil)
			require.ErrorContains(t, answer.Error, "judging the operations of KGAS")
			require.ErrorContains(t, answer.Error, c.want)
			require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource)
			require.Equal(t, c.status, answer.Status)
			require.Empty(t, answer.Frames)
		})
	}
}

// Half an answer is shown to a person with a remark; a rule that acted on it would alert for want of the other half.
func TestHalfAnAnswerIsShownAndNeverAlertedOn(t *testing.T) {
	const half = `{"status":"success","data":{"resultType":"vector","result":[]},"warnings":["store-2 is down"]}`
	for _, query := range []string{
		deviationOfKGAS, `{"queryType":"targets","system":"kgas","measure":"value"}`, `{"queryType":"conversions","system":"kgas","measure":"ratio"}`,
		// Of tables a rule asks by an SQL expression.
		`{"queryType":"table","table":"violations","system":"kgas"}`, `{"queryType":"table","table":"recommendations","system":"kgas"}`,
	} {
		d, context := datasource(t, upstream(t, replying(200, "application/json", half)), filled(), `{"systems":["kgas","omninode"]}`)
		seen := ask(t, d, context, query, nil)
		require.NoError(t, seen.Error, query)
		require.NotEmpty(t, seen.Frames, query)
		require.Contains(t, fmt.Sprintf("%+v", seen.Frames[0].Meta.Notices), "store-2 is down", query)
		answer := ask(t, d, context, query, map[string]string{backend.FromAlertHeaderName: "true"})
		require.ErrorContains(t, answer.Error, "Prometheus answered with warnings, the answer may be incomplete: store-2 is down", query)
		require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource)
		require.Empty(t, answer.Frames)
	}
}

// Which systems there are is half an answer too where nobody has chosen any.
func TestHalfAnAnswerHidesNotWhatItFinds(t *testing.T) {
	url := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		result := ""
		if expr := r.FormValue("query"); strings.Contains(expr, "last_over_time") && strings.Contains(expr, "kgas") {
			result = `{"metric":{"__name__":"kgas_operation_duration_seconds_count"},"value":[1773144000,"1"]}`
		}
		replying(200, "application/json", `{"status":"success","data":{"resultType":"vector","result":[`+result+`]},"warnings":["store-2 is down"]}`)(w, r)
	})
	d, context := datasource(t, url, filled(), `{}`)
	const query = `{"queryType":"deviation"}`
	seen := ask(t, d, context, query, nil)
	require.NoError(t, seen.Error)
	require.Contains(t, fmt.Sprintf("%+v", seen.Frames[0].Meta.Notices), "store-2 is down")
	answer := ask(t, d, context, query, map[string]string{backend.FromAlertHeaderName: "true"})
	require.ErrorContains(t, answer.Error, "store-2 is down")
	status, text := call(t, d, context, http.MethodGet, "overview", "")
	require.Equal(t, http.StatusOK, status)
	var overview struct{ Systems []overviewView }
	require.NoError(t, json.Unmarshal([]byte(text), &overview))
	require.Empty(t, overview.Systems[0].Error)
	require.Equal(t, 4, overview.Systems[0].Operations)
	require.Contains(t, overview.Systems[1].Error, "store-2 is down", "of what was not found it is told why it may be there")
	kgas, _ := d.catalogue().System("kgas")
	require.Equal(t, []*catalog.System{kgas}, d.process.learning("1/yardstick").Systems, "it is learned")
}

// A warning of PromQL is about the metric, and would keep the rules in error until somebody mends that.
func TestAWarningOfPromQLKeepsNoRuleFromItsAnswer(t *testing.T) {
	const warned = `{"status":"success","data":{"resultType":"vector","result":[]},"warnings":["PromQL warning: bucket label \"le\" is missing"]}`
	for _, query := range []string{deviationOfKGAS, `{"queryType":"targets","system":"kgas","measure":"value"}`} {
		d, context := datasource(t, upstream(t, replying(200, "application/json", warned)), filled(), `{"systems":["kgas"]}`)
		answer := ask(t, d, context, query, map[string]string{backend.FromAlertHeaderName: "true"})
		require.NoError(t, answer.Error, query)
		require.NotEmpty(t, answer.Frames, query)
	}
}

func TestAnUpstreamThatIsNotThereIsUnreachable(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	d, context := datasource(t, server.URL, &memory{}, `{"systems":["kgas"]}`)
	answer := ask(t, d, context, deviationOfKGAS, nil)
	require.ErrorContains(t, answer.Error, strings.TrimPrefix(server.URL, "http://"))
	require.Equal(t, backend.StatusBadGateway, answer.Status)
	require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource)
}

func TestAnUpstreamThatDoesNotAnswerInTimeIsATimeOut(t *testing.T) {
	url := upstream(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // a server notices that its client has gone only after the body
		<-r.Context().Done()
	})
	d, pluginContext := datasource(t, url, &memory{}, `{"systems":["kgas"]}`)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	answer, err := d.QueryData(ctx, &backend.QueryDataRequest{PluginContext: pluginContext, Queries: []backend.DataQuery{{
		RefID: "A", JSON: []byte(deviationOfKGAS), TimeRange: backend.TimeRange{From: noon.Add(-time.Hour), To: noon},
	}}})
	require.NoError(t, err)
	require.ErrorIs(t, answer.Responses["A"].Error, context.DeadlineExceeded)
	require.Equal(t, backend.StatusTimeout, answer.Responses["A"].Status)
	require.Equal(t, backend.ErrorSourceDownstream, answer.Responses["A"].ErrorSource)
}

func TestAQuestionThatCannotBeAnsweredIsNamed(t *testing.T) {
	url := upstream(t, holdingNothing)
	d, context := datasource(t, url, &memory{}, `{}`)
	tenMegabytes := `{"queryType":"deviation","operations":["` + strings.Repeat("x", 10_000_000) + `"]}`
	for _, c := range []struct {
		name, query, want string
		alert             bool
	}{
		{name: "10 MB", query: tenMegabytes, want: "the query is 10 MB long, the limit is 64 kB: filter operations by a label instead of listing them"},
		{name: "unknown system", query: `{"queryType":"deviation","system":"kgsa"}`, want: `the system "kgsa" is unknown: this data source knows kgas, omninode`},
		{name: "unknown type", query: `{"queryType":"logs"}`, want: `the query type "logs" is unknown: choose one of series, deviation, baseline`},
		{name: "no type", query: `{}`, want: `the query type "" is unknown`},
		{name: "unknown word", query: `{"queryType":"deviation","measure":"p95"}`, want: `measure "p95" is unknown: choose one of ratio, z, tier, breach`},
		{name: "wrong type of a field", query: `{"queryType":"deviation","system":5}`, want: "the field system cannot be a number"},
		{name: "not JSON", query: `{"queryType":"deviation","system":}`, want: "reading the query"},
		{name: "drift of errors", query: `{"queryType":"deviation","mode":"drift","signal":"errors"}`, want: "the mode drift is of latency: use fast for errors"},
		{name: "drift of a value", query: `{"queryType":"deviation","mode":"drift","measure":"live"}`, want: "ratio, z, tier and breach, not live"},
		{name: "two questions at once", query: `{"queryType":"table","table":"compare","deployment":"1.3","baseline":"7d"}`, want: "either a deployment or what is compared with what"},
		{name: "a stretch that ends before it begins", query: `{"queryType":"table","table":"compare","system":"kgas","baseline":"2026-03-10T11:00:00Z/2026-03-10T10:00:00Z"}`, want: "no stretch of time"},
		{name: "too far ahead", query: `{"queryType":"table","table":"forecast","ahead":4000}`, want: "give 1 to 400 days"},
		{name: "unknown format of a forecast", query: `{"queryType":"table","table":"forecast","format":"time_series"}`, want: `format "time_series" is unknown: choose one of table, timeseries`},
		{name: "negative limit", query: `{"queryType":"table","limit":-1}`, want: "the limit -1 is below 0"},
		{name: "variable in an alert", query: `{"queryType":"deviation","system":"$system"}`, alert: true,
			want: "the query still holds the template variable $system: alert rules have no variables, choose a value"},
		{name: "variable in an alert, in a list", query: `{"queryType":"deviation","operations":["${operation:csv}"]}`, alert: true,
			want: "the template variable ${operation:csv}: alert rules have no variables"},
		{name: "variable in an alert, in a label", query: `{"queryType":"deviation","labels":{"a":"[[b]]"}}`, alert: true, want: "the template variable [[b]]"},
		{name: "variable in an alert, in a matcher", query: `{"queryType":"deviation","matchers":[{"label":"a","operator":"=~","value":"${b}"}]}`, alert: true, want: "the template variable ${b}"},
		{name: "variable in an alert, for targets", query: `{"queryType":"targets","ids":["$target"],"measure":"missed"}`, alert: true, want: "the template variable $target"},
		{name: "variable in an alert, for breakers", query: `{"queryType":"breakers","components":["kafka","$component"],"measure":"state"}`, alert: true, want: "the template variable $component"},
		{name: "undefined variable of a table", query: `{"queryType":"table","table":"compare","deployment":"$version"}`, want: "the template variable $version has no value"},
		{name: "unknown operator", query: `{"queryType":"deviation","matchers":[{"label":"a","operator":"<","value":"5"}]}`, want: `the matcher of a has the operator "<": choose one of =, !=, =~, !~`},
		{name: "matcher of no label", query: `{"queryType":"deviation","matchers":[{"operator":"=","value":"5"}]}`, want: "a matcher has no label: name one"},
		{name: "no regular expression", query: `{"queryType":"deviation","matchers":[{"label":"a","operator":"=~","value":"("}]}`, want: `the matcher a=~"(" is no regular expression`},
		{name: "wrong type in a matcher", query: `{"queryType":"deviation","matchers":[{"label":"a","operator":"=~","value":5}]}`, want: "the field value cannot be a number"},
		{name: "undefined variable", query: `{"queryType":"series","system":"$nope"}`, want: "the template variable $nope has no value: define it, or choose a value"},
	} {
		t.Run(c.name, func(t *testing.T) {
			headers := map[string]string{}
			if c.alert {
				headers[backend.FromAlertHeaderName] = "true"
			}
			answer := ask(t, d, context, c.query, headers)
			require.ErrorContains(t, answer.Error, c.want)
			require.Equal(t, backend.StatusBadRequest, answer.Status)
			require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource)
		})
	}
}

// An alert rule over a run that somebody deleted must not say that the plugin is broken.
func TestWhatIsNotThereIsNotThePluginsFault(t *testing.T) {
	d, context := datasource(t, upstream(t, holdingNothing), filled(), `{"systems":["kgas"]}`)
	for query, want := range map[string]string{
		`{"queryType":"table","table":"compare","system":"kgas","deployment":"1.3"}`: `no such deployment: version "1.3" of kgas`,
		`{"queryType":"table","table":"compare","baseline":"abcdef"}`:                `there is no such run: "abcdef"`,
	} {
		answer := ask(t, d, context, query, nil)
		require.ErrorContains(t, answer.Error, want)
		require.Equal(t, backend.StatusNotFound, answer.Status)
		require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource)
	}
}

func TestAStoreThatCannotBeOpenedIsNamedInEveryAnswer(t *testing.T) {
	foreign := filepath.Join(t.TempDir(), "notes.txt")
	require.NoError(t, os.WriteFile(foreign, []byte("dear diary"), 0o600))
	d, context := datasource(t, upstream(t, replying(200, "application/json", `{}`)), nil, `{"systems":["kgas"]}`)
	d.process.open = func() (store.Store, error) { return openAt(foreign) }
	answer := ask(t, d, context, deviationOfKGAS, nil)
	require.ErrorIs(t, answer.Error, store.ErrNotOurs)
	require.ErrorContains(t, answer.Error, foreign)
	require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource)
}

func TestOneQueryThatFailsLeavesTheOthersAlone(t *testing.T) {
	d, pluginContext := datasource(t, upstream(t, replying(500, "text/plain", "down")), filled(), `{"systems":["kgas"]}`)
	answer, err := d.QueryData(context.Background(), &backend.QueryDataRequest{PluginContext: pluginContext, Queries: []backend.DataQuery{
		{RefID: "A", JSON: []byte(deviationOfKGAS), TimeRange: backend.TimeRange{From: noon.Add(-time.Hour), To: noon}},
		{RefID: "B", JSON: []byte(`{"queryType":"baseline","system":"kgas"}`), TimeRange: backend.TimeRange{From: noon.Add(-time.Hour), To: noon}},
	}})
	require.NoError(t, err)
	require.Error(t, answer.Responses["A"].Error)
	require.NoError(t, answer.Responses["B"].Error)
	require.Equal(t, "B", answer.Responses["B"].Frames[0].RefID)
}
