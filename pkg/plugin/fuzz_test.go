package plugin

// What holds of every query, of every setting and of every call of a resource that somebody may send?

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/concurrent"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// nothingMeasured is a Prometheus that has no series of anything, without a connection.
type nothingMeasured struct{}

func (nothingMeasured) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := `{"status":"success","data":{"resultType":"vector","result":[]}}`
	switch {
	case strings.HasSuffix(r.URL.Path, "/query_range"):
		answer = `{"status":"success","data":{"resultType":"matrix","result":[]}}`
	case strings.HasSuffix(r.URL.Path, "/metadata"):
		answer = `{"status":"success","data":{}}`
	case !strings.HasSuffix(r.URL.Path, "/query"):
		answer = `{"status":"success","data":[]}`
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: r, Body: io.NopCloser(strings.NewReader(answer)),
	}, nil
}

// fuzzed is a data source over nothingMeasured, and a way to give it a fresh store.
func fuzzed(f *testing.F) (d *Datasource, pluginContext backend.PluginContext, fresh func()) {
	f.Helper()
	before := log.DefaultLogger
	log.DefaultLogger = log.NewNullLogger() // a line for each act would be most of the work
	f.Cleanup(func() { log.DefaultLogger = before })
	d, pluginContext = datasource(f, "http://prometheus:9090", filled(), `{"systems":["kgas","omninode"]}`)
	client, err := prometheus.New(&http.Client{Transport: nothingMeasured{}}, "http://prometheus:9090", prometheus.Options{})
	require.NoError(f, err)
	d.client, d.live = client, live.New(client, live.Options{Now: d.process.now})
	return d, pluginContext, func() {
		d.process.mu.Lock()
		defer d.process.mu.Unlock()
		d.process.store = filled()
	}
}

// Where store and Prometheus are well, a query has frames that Grafana can read, or an error that is the asker's.
func FuzzQueries(f *testing.F) {
	for _, query := range []string{
		`{"queryType":"series","system":"kgas","stat":"p95","band":true}`, deviationOfKGAS, `{"queryType":"deviation","system":"kgas","mode":"drift","measure":"tier"}`,
		`{"queryType":"deviation","signal":"rate","measure":"breach","labels":{"operation_type":"ingest"}}`, `{"queryType":"baseline","operations":["ingest","\u0000"]}`,
		`{"queryType":"targets","measure":"missed","ids":["D2-T11"]}`, `{"queryType":"conversions","format":"timeseries"}`, `{"queryType":"conversions","measure":"ratio"}`,
		`{"queryType":"breakers","format":"timeseries","components":["kafka"]}`, `{"queryType":"breakers","measure":"health"}`,
		`{"queryType":"table","table":"operations","sort":"noisiest","limit":1}`, `{"queryType":"table","table":"compare","baseline":"7d","current":"2026-03-10"}`,
		`{"queryType":"table","table":"compare","deployment":"1.3"}`, `{"queryType":"table","table":"violations"}`, `{"queryType":"table","table":"recommendations"}`,
		`{"queryType":"table","table":"forecast","ahead":400,"format":"timeseries"}`, `{"queryType":"table","table":"runs"}`, `{"queryType":"table","table":"coverage"}`,
		`{"queryType":"table","table":"backtest"}`, `{"queryType":"annotations","kind":"deployment"}`, `{"queryType":"annotations","kind":"baseline"}`, `{"queryType":"annotations"}`,
		`{"queryType":"deviation","system":"$system"}`, `{"queryType":7}`, `[]`, `null`, `{"queryType":"table","limit":9223372036854775807}`,
		`{"queryType":"table","table":"compare","system":"kgas","baseline":"99999999999999999999d"}`, `{"queryType":"table","table":"compare","baseline":"0000-01-01","current":"9999-12-31"}`,
	} {
		f.Add([]byte(query), false, uint16(60))
		f.Add([]byte(query), true, uint16(0))
	}
	d, pluginContext, fresh := fuzzed(f)
	f.Fuzz(func(t *testing.T, query []byte, alert bool, minutes uint16) {
		fresh()
		ctx := context.WithValue(context.Background(), alertKey{}, alert)
		over := backend.TimeRange{From: noon.Add(-time.Duration(minutes) * time.Minute), To: noon}
		kind, frames, err := d.framesOf(ctx, concurrent.Query{PluginContext: pluginContext, DataQuery: backend.DataQuery{RefID: "A", JSON: query, TimeRange: over, Interval: time.Minute}})
		if err != nil {
			require.Empty(t, frames)
			status, source := blame(err)
			require.Equal(t, backend.ErrorSourceDownstream, source, "%s: %v", query, err)
			require.Contains(t, []backend.Status{backend.StatusBadRequest, backend.StatusNotFound}, status, "%s: %v", query, err)
			require.Less(t, len(err.Error()), 2000+6*len(query))
			return
		}
		require.Contains(t, answerers, kind)
		for _, frame := range frames {
			rows, err := frame.RowLen()
			require.NoError(t, err)
			require.LessOrEqual(t, rows, maxRows)
		}
		require.LessOrEqual(t, len(frames), maxSeries)
	})
}

// Settings are refused with a word on which, or every number of them is within what it may be.
func FuzzSettings(f *testing.F) {
	for _, settings := range []string{
		`{"systems":["kgas"],"lagSeconds":30,"learnDays":7,"holidays":["2026-12-25","12-25"],"httpMethod":"get","publish":true,"breakerPreset":"envoy"}`,
		`{"selectors":{"kgas":{"selector":"job=\"k\"","hostSelector":"job=~\"k.*\""}}}`, `{"selectors":{"kgas":{"selector":"job=\"a\"} or up{"}}}`,
		`{"mapping":{"kgas":` + otherNamesMapping + `}}`, `{"mapping":{"kgas":{"kgas_operation_duration_seconds":"envoy"}}}`, `{"mapping":{"omninode":{"x":{"expr":"up"}}}}`,
		`{"operations":[{"system":"shop","operations":[{"metric":"shop_seconds","by":["route"],"errors":"code=\"500\""}]}]}`, `{"lagSeconds":1e300}`, `{"lagSeconds":-1e-300}`,
		`{"learnDays":-1}`, `null`, `[]`, ``, `{"systems":["kgsa"]}`,
	} {
		f.Add("http://prom:9090", "", []byte(settings))
	}
	f.Add("http://me:", "@prom", []byte(`{}`))
	f.Add("http://me:%zz", " @prom", []byte(`{}`))
	f.Add("ftp://me:", "/@prom", []byte(`{}`))
	f.Add("me:", "@prom:9090", []byte(`{}`))
	builtin, err := documentedSystems()
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, before, behind string, settings []byte) {
		const password = "hunter2"
		url := before + behind
		if strings.Contains(behind, "@") {
			url = before + password + behind
		}
		s, err := readSettings(backend.DataSourceInstanceSettings{URL: url, JSONData: settings})
		if err != nil {
			require.NotContains(t, err.Error(), password, "%q", url)
			return
		}
		require.True(t, s.Lag() >= 0 && s.Lag() <= maxLag && !math.IsNaN(s.LagSeconds), "%v s", s.LagSeconds)
		require.True(t, s.LearnDays >= 1 && s.LearnDays <= maxLearnDays, "%d days", s.LearnDays)
		require.Contains(t, []string{http.MethodGet, http.MethodPost}, s.HTTPMethod)
		require.NotContains(t, s.URL, password, "a password in the URL is refused")
		served, err := s.systems(builtin)
		if err != nil {
			return
		}
		names := map[string]bool{}
		for _, system := range served.Systems {
			require.False(t, names[system.Name], "%s is served twice", system.Name)
			names[system.Name] = true
			require.NoError(t, prometheus.ValidateSelector(system.Selector), "%s", system.Name)
		}
		_, err = s.canonical(builtin)
		require.NoError(t, err, "what can be mapped can be served unmapped")
	})
}

// Whatever is sent to a resource is answered as JSON, and what is wrong with it is never called our own fault.
func FuzzResources(f *testing.F) {
	var open []route // backtests go on behind the answer
	for _, rt := range routes() {
		if !strings.Contains(rt.pattern, "/backtests") {
			open = append(open, rt)
		}
	}
	for i, rt := range open {
		address, query, _ := strings.Cut(examples[rt.pattern][0], "?")
		f.Add(uint8(i), address[strings.LastIndex(address, "/")+1:], query, []byte(examples[rt.pattern][1]))
		f.Add(uint8(i), "0", "system=&operation=&from=&to=&day=&limit=-1&parts=0", []byte(`{"operations":[{"id":-1,"version":0}],"reason":"","acts":[9223372036854775807],"from":"x"}`))
	}
	d, pluginContext, fresh := fuzzed(f)
	f.Fuzz(func(t *testing.T, which uint8, id, query string, body []byte) {
		if strings.ContainsAny(id, "/?#%") || id == "" || id == "." || id == ".." {
			t.Skip()
		}
		fresh()
		rt := open[int(which)%len(open)]
		method, path, _ := strings.Cut(rt.pattern, " /")
		for _, name := range []string{"{id}", "{key}", "{upload}", "{period}", "{number}"} {
			path = strings.ReplaceAll(path, name, id)
		}
		status, answer := 0, []byte(nil)
		err := d.CallResource(context.Background(), &backend.CallResourceRequest{PluginContext: pluginContext, Method: method, Path: path, URL: path + "?" + query, Body: body},
			backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error { status, answer = r.Status, r.Body; return nil }))
		if err != nil || bytes.HasPrefix(answer, []byte("404 page")) || status == http.StatusTemporaryRedirect || status == http.StatusMovedPermanently {
			return // no address at all
		}
		require.True(t, json.Valid(answer), "%s %s?%s: %q", method, path, query, answer)
		require.True(t, status == http.StatusOK || status >= 400 && status < 500, "%s %s?%s %s: %d %s", method, path, query, body, status, answer)
	})
}
