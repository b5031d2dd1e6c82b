package prometheus

// What holds of every answer that a server may give, however odd, and of every text that becomes PromQL?

import (
	"bytes"
	"errors"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

var fuzzNoon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// canned is a server that gives one answer to everything, and a form of the metric to whoever asks for that.
type canned struct {
	form   string // classic, native; empty: the answer too
	answer []byte
}

func (c *canned) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := c.answer
	if c.form != "" && asksForm(r) {
		answer = []byte(`{"status":"success","data":{"resultType":"vector","result":[{"metric":{"form":"` + c.form + `"},"value":[1773144000,"1"]}]}}`)
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		ContentLength: int64(len(answer)), Body: io.NopCloser(bytes.NewReader(answer)),
	}, nil
}

func asksForm(r *http.Request) bool {
	question, err := io.ReadAll(r.Body)
	return err == nil && bytes.Contains(question, []byte("label_replace"))
}

func cannedClient(tb testing.TB, form string) (*Client, *canned) {
	tb.Helper()
	server := &canned{form: form}
	c, err := New(&http.Client{Transport: server}, "http://prometheus:9090", Options{})
	require.NoError(tb, err)
	return c, server
}

// answers are what Prometheus really says, and what stands in its way.
var answers = []string{
	`{"status":"success","data":{"resultType":"vector","result":[{"metric":{"le":"+Inf","op":"a"},"value":[1773144000,"1"]}]}}`,
	`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"op":"read","le":"0.5"},"values":[[1773143400,"3"],[1773143460,"4.00012"]]},{"metric":{"op":"read","le":"1.0"},"values":[[1773143400,"7"],[1773143460,"9"]]},{"metric":{"op":"read","le":"+Inf"},"values":[[1773143400,"8"],[1773143460,"9"]]},{"metric":{"op":"read"},"values":[[1773143400,"2.5"],[1773143460,"NaN"]]}]}}`,
	`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"op":"read"},"histograms":[[1773143400,{"count":"10.5","sum":"3.2","buckets":[[3,"-0.001","0.001","1"],[0,"0.1","0.11","3"],[0,"0.5","0.55","6.5"]]}]]}]}}`,
	`{"status":"success","data":{"resultType":"vector","result":[{"metric":{"op":"read"},"histogram":[1773144000,{"count":"1","sum":"1","buckets":[[0,"0.7","+Inf","1"]]}]}]},"warnings":["a store is down"],"infos":["a remark"]}`,
	`{"status":"success","data":{"resultType":"vector","result":[{"metric":{"op":"a","quantile":"0.5"},"value":[1773144000,"0.2"]},{"metric":{"op":"a","quantile":"0.99"},"value":[1773144000,"0.9"]},{"metric":{"op":"a"},"value":[1773144000,"60"]}]}}`,
	`{"status":"error","errorType":"bad_data","error":"1:5: parse error: unexpected end of input"}`,
	`{"status":"success","data":{"resultType":"scalar","result":[1773144000,"2"]}}`,
	`{"status":"success","data":{"resultType":"vector","result":[{"metric":{"op":"a","le":"1"},"value":[1773144000,"1e308"]},{"metric":{"op":"a","le":"NaN"},"value":[1773144000,"-Inf"]},{"metric":{"op":"a","le":"-Inf"},"value":[1e300,"+Inf"]}]}}`,
	`{"status":"success","data":{"resultType":"vector","result":[{"metric":{"op":"a"},"histogram":[1773144000,{"count":"NaN","sum":"1e300","buckets":[[0,"NaN","NaN","1"],[0,"1","+Inf","1e308"],[0,"2","3","1"]]}]}]}}`,
	`{"status":"success","data":`, `<html><title>Grafana</title>`, `[1,2]`, ``,
}

// whole says what every window promises: its histogram has one count more than bounds, and no number is odd.
func whole(t *testing.T, w baseline.Window, from, to time.Time) {
	t.Helper()
	require.False(t, w.End.Before(from) || w.End.After(to), "%s is not asked for", w.End)
	require.Len(t, w.Counts, len(w.Bounds)+1)
	for i, bound := range w.Bounds {
		require.False(t, math.IsNaN(bound) || math.IsInf(bound, 0), "bounds %v", w.Bounds)
		require.False(t, i > 0 && bound < w.Bounds[i-1], "bounds %v", w.Bounds)
	}
	sum := 0.0
	for _, count := range w.Counts {
		require.False(t, math.IsNaN(count) || math.IsInf(count, 0) || count < 0, "counts %v", w.Counts)
		sum += count
	}
	require.False(t, math.IsNaN(w.Sum) || math.IsInf(w.Sum, 0) || w.Sum < 0, "sum %v", w.Sum)
	require.True(t, w.Errors >= 0 && w.Errors <= sum, "%v of %v failed", w.Errors, sum)
}

// Whatever a server answers: an error, or windows that can be learned; a partial answer is both.
func FuzzWindows(f *testing.F) {
	for i, answer := range answers {
		for kind := range 4 {
			f.Add([]byte(answer), uint8(4*i+kind))
		}
	}
	queries := []WindowQuery{
		{Metric: "m", By: []string{"op"}, Selector: `job="x"`, Errors: `status="error"`, Width: time.Minute},
		{Metric: "m", By: []string{"op", "http.route"}, Unit: "ms", Width: time.Minute},
		{Metric: "m", Width: 5 * time.Minute},
		{Metric: "m", Kind: "summary", By: []string{"op"}, Errors: `status="error"`, Width: time.Minute},
	}
	var clients []*Client
	var servers []*canned
	for _, form := range []string{"classic", "native", "", ""} {
		c, s := cannedClient(f, form)
		clients, servers = append(clients, c), append(servers, s)
	}
	f.Fuzz(func(t *testing.T, answer []byte, how uint8) {
		which := how % 4
		q, from := queries[which], fuzzNoon
		if how&4 != 0 {
			from = fuzzNoon.Add(-10 * time.Minute)
		}
		servers[which].answer = answer
		ops, err := clients[which].Windows(t.Context(), q, from, fuzzNoon, time.Minute)
		if err != nil && !errors.Is(err, ErrPartial) {
			require.Empty(t, ops)
			return
		}
		require.LessOrEqual(t, len(ops), bytes.Count(answer, []byte("{")))
		for i, op := range ops {
			for name := range op.Labels {
				require.Contains(t, q.By, name)
			}
			if i > 0 {
				require.NotEqual(t, ops[i-1].Labels, op.Labels)
			}
			require.LessOrEqual(t, len(op.Windows), 11)
			for k, w := range op.Windows {
				whole(t, w, from, fuzzNoon)
				require.True(t, k == 0 || w.End.After(op.Windows[k-1].End), "windows ascend")
			}
		}
	})
}

// A run that was read has one duration, which is also its width.
func FuzzLastRuns(f *testing.F) {
	for _, answer := range append(answers,
		`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"m","op":"a"},"values":[[1773140400,"1773140399"],[1773142000,"1e300"],[1773143000,"7.5"]]}]}}`) {
		f.Add([]byte(answer), true)
		f.Add([]byte(answer), false)
	}
	c, server := cannedClient(f, "")
	f.Fuzz(func(t *testing.T, answer []byte, counted bool) {
		server.answer = answer
		q := RunQuery{Metric: "m", Timestamp: "t", By: []string{"op"}}
		if counted {
			q = RunQuery{Metric: "m", Count: "m", By: []string{"op"}, Unit: "ms"}
		}
		ops, err := c.Runs(t.Context(), q, fuzzNoon.Add(-time.Hour), fuzzNoon)
		if err != nil && !errors.Is(err, ErrPartial) {
			require.Empty(t, ops)
			return
		}
		for _, op := range ops {
			for i, run := range op.Windows {
				require.Len(t, run.Samples, 1)
				seconds := run.Samples[0]
				require.True(t, seconds >= 0 && seconds <= longestRun.Seconds(), "%v s", seconds)
				require.InDelta(t, seconds, run.Width.Seconds(), 1e-6*(1+seconds))
				require.True(t, i == 0 || !run.End.Before(op.Windows[i-1].End), "runs ascend")
			}
		}
	})
}

// What passes through Prometheus' own client is an answer or an error, never both.
func FuzzPlainAnswers(f *testing.F) {
	for i, answer := range append(answers, `{"status":"success","data":["a","b"]}`, `{"status":"success","data":[{"job":"x"},{"job":"y"}]}`) {
		for way := range 5 {
			f.Add([]byte(answer), uint8(5*i+way))
		}
	}
	c, server := cannedClient(f, "")
	f.Fuzz(func(t *testing.T, answer []byte, way uint8) {
		server.answer = answer
		ctx := t.Context()
		got, err := 0, error(nil)
		switch way % 5 {
		case 0:
			var a Answer[model.Vector]
			a, err = c.Instant(ctx, "up", fuzzNoon)
			got = len(a.Value)
		case 1:
			var a Answer[model.Matrix]
			a, err = c.Range(ctx, "up", fuzzNoon, fuzzNoon, time.Second)
			got = len(a.Value)
		case 2:
			var d Description
			err = c.labelsOf(ctx, &d, "up", fuzzNoon)
			got = len(d.Labels)
		case 3:
			var all []Metric
			all, err = c.Metrics(ctx, "up", fuzzNoon)
			got = len(all)
		default:
			var interval time.Duration
			interval, err = c.measureScrapes(ctx, "m", "", fuzzNoon)
			require.True(t, interval >= 0 && interval <= time.Hour, "%s", interval)
			got = int(interval)
		}
		require.True(t, err == nil || got == 0, "an answer of %d and %v", got, err)
	})
}

// matchersOf are the matchers of a selector that was written, without the metric's name.
func matchersOf(t *testing.T, selector string) (metric string, rest []string) {
	t.Helper()
	expr, err := promql.ParseExpr(selector)
	require.NoError(t, err, "%s", selector)
	vector, ok := expr.(*parser.VectorSelector)
	require.True(t, ok, "%s is more than a selector", selector)
	for _, m := range vector.LabelMatchers {
		if m.Name == model.MetricNameLabel && m.Type == labels.MatchEqual {
			metric = m.Value
			continue
		}
		rest = append(rest, m.String())
	}
	slices.Sort(rest)
	return metric, rest
}

// Names and values of any text come back out of what was written exactly as they went in, and nothing else does.
func FuzzQuoting(f *testing.F) {
	for which := range uint8(12) {
		f.Add("http_request_duration_seconds", "http.route", `a"} or vector(1) or up{x="`, which)
		f.Add("a metric", "job", "back\\slash\nline\t\x00\x7f$1`'#", which)
	}
	f.Add("m", "le", "\u202e\u0000𝄞é", uint8(0))
	f.Add(`m{a="b"}`, `x"=~".*`, "", uint8(5))
	f.Fuzz(func(t *testing.T, metric, name, value string, which uint8) {
		if !model.UTF8Validation.IsValidMetricName(metric) || !model.UTF8Validation.IsValidLabelName(name) ||
			name == model.MetricNameLabel || !utf8.ValidString(value) {
			t.Skip()
		}
		want, err := labels.NewMatcher(labels.MatchEqual, name, value)
		require.NoError(t, err)
		gotMetric, got := matchersOf(t, Select(metric, Equal(name, value)))
		require.Equal(t, metric, gotMetric)
		require.Equal(t, []string{want.String()}, got)
		q := WindowQuery{Metric: metric, By: []string{name}, Width: time.Minute}
		matcher := Equal(name, value)
		exprs := []func() string{
			func() string { return classicExpr(q, matcher, nativeAndClassic) }, func() string { return nativeExpr(q, matcher, nativeAndClassic) }, func() string { return countExpr(q, matcher) },
			func() string { return sumExpr(q, matcher) }, func() string { return nativeCountExpr(q, matcher, nativeAndClassic) }, func() string { return summaryExpr(q, matcher) },
			func() string { return shapeExpr(metric, matcher) }, func() string { return lastExpr(metric, matcher, time.Minute) },
			func() string { return unmeasuredExpr(q, matcher, nativeAndClassic) }, func() string { return nativeMedianExpr(q, matcher, nativeAndClassic) },
			func() string { return scrapesExpr(metric, matcher, time.Minute) }, func() string { return exemplarsExpr(q, map[string]string{name: value}) },
		}
		everySelectorHas(t, exprs[int(which)%len(exprs)](), metric, want)
	})
}

// everySelectorHas says that an expression reads the metric or its parts only, and nothing without the matcher.
func everySelectorHas(t *testing.T, expr, metric string, want *labels.Matcher) {
	t.Helper()
	parsed, err := promql.ParseExpr(expr)
	require.NoError(t, err, "%s", expr)
	parser.Inspect(parsed, func(node parser.Node, _ []parser.Node) error {
		vector, ok := node.(*parser.VectorSelector)
		if !ok {
			return nil
		}
		named, has := false, false
		for _, m := range vector.LabelMatchers {
			has = has || m.Type == want.Type && m.Name == want.Name && m.Value == want.Value
			named = named || m.Name == model.MetricNameLabel &&
				(m.Matches(metric) || m.Matches(metric+"_count") || m.Matches(metric+"_bucket") || m.Matches(metric+"_sum"))
		}
		require.True(t, named && has, "%s", expr)
		return nil
	})
}

// A selector of a person is refused, or it only narrows: what is written behind it still counts.
func FuzzSelectors(f *testing.F) {
	for _, s := range []string{
		`job="shop",status!="5xx"`, `job=~"kgas(-.*)?"`, `job="a" #`, `job="a"} or up{x="y"`, `"http.route"='/a'`, `job="a",`, `a="b" offset 5m`,
		`job="a"}[5m]`, "job=\"a\"\n#", `__name__="up"`, "x=`raw`", `job="\xff"`, `{job="a"}`, `job="a" or job="b"`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, selector string) {
		checked, err := canonical(selector)
		if err != nil {
			require.Empty(t, checked)
			require.Error(t, ValidateSelector(selector))
			return
		}
		again, err := canonical(checked)
		require.NoError(t, err, "%s", checked)
		require.Equal(t, checked, again)
		metric, rest := matchersOf(t, Select("m", checked, `behind="it"`))
		require.Equal(t, "m", metric)
		require.Contains(t, rest, `behind="it"`)
		_, own := matchersOf(t, Select("m", checked))
		require.Len(t, rest, len(own)+1)
	})
}

// Matchers over other label names choose the same series as over the canonical ones.
func FuzzRenamedSelectors(f *testing.F) {
	f.Add(`job="proxy",request_model=~"small|medium",provider="proxy"`, "small", "proxy", "proxy")
	f.Add(`provider!="proxy"`, "small", "proxy", "proxy")
	f.Add(`provider=""`, "small", "proxy", "proxy")
	f.Add(`provider=~"a.*",request_model!~"x|"`, "", "ab", "")
	f.Fuzz(func(t *testing.T, selector, modelName, provider, job string) {
		out, err := renamed(selector, map[string]string{"request_model": "model"}, map[string]string{"provider": provider})
		if err != nil {
			return
		}
		checked, err := canonical(selector)
		require.NoError(t, err)
		if strings.Contains(checked, "model=") || strings.Contains(strings.ReplaceAll(checked, "request_model", ""), "model") {
			t.Skip() // a label of their name among the canonical ones means nothing
		}
		canonicalSeries := map[string]string{"request_model": modelName, "provider": provider, "job": job}
		theirs := map[string]string{"model": modelName, "job": job}
		require.Equal(t, chooses(t, checked, canonicalSeries), chooses(t, out, theirs), "%s became %s", checked, out)
	})
}

func chooses(t *testing.T, selector string, series map[string]string) bool {
	t.Helper()
	expr, err := promql.ParseExpr(Select("m", selector))
	require.NoError(t, err)
	for _, m := range expr.(*parser.VectorSelector).LabelMatchers {
		if m.Name != model.MetricNameLabel && !m.Matches(series[m.Name]) {
			return false
		}
	}
	return true
}

// An address is refused or a server's, and neither tells the password in it.
func FuzzURLs(f *testing.F) {
	for _, u := range [][3]string{
		{"http://", "", "localhost:9090"}, {"https://me:", "@", "prom/path?x=1#y"}, {"http://me:", " @", "localhost"}, {"http://me:%zz", "@", "h"},
		{"//me:", "@", "h"}, {"", "", ""}, {"http://me:", "/x@", "h"}, {"http://me:a@", "@", "h:port"}, {"http://", ":x@", "[::1]"}, {"ftp://me:", "\n@", "h"},
	} {
		f.Add(u[0], u[1], u[2])
	}
	f.Fuzz(func(t *testing.T, before, behind, host string) {
		const password = "hunter2"
		raw := before + host
		if strings.Contains(behind, "@") {
			raw = before + password + behind + host
		}
		c, err := New(nil, raw, Options{})
		if err != nil {
			require.Nil(t, c)
			require.NotContains(t, err.Error(), password, "%q", raw)
			return
		}
		require.True(t, strings.HasPrefix(c.base, "http://") || strings.HasPrefix(c.base, "https://"), "%s", c.base)
		if _, known := userOf(t, c.base); known {
			require.NotContains(t, c.URL(), ":"+password+"@")
		}
		again, err := New(nil, c.base, Options{})
		require.NoError(t, err, "%s", c.base)
		require.Equal(t, c.base, again.base)
	})
}

func userOf(t *testing.T, base string) (string, bool) {
	t.Helper()
	u, err := url.Parse(base)
	require.NoError(t, err)
	return u.User.String(), u.User != nil
}
