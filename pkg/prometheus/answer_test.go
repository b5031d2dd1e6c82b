package prometheus_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

func TestWarningsMakeAnAnswerPartial(t *testing.T) {
	c := edge(t, answering(200, "application/json", oneSample+`,"warnings":["a store is down"],"infos":["a remark"]}`), prometheus.Options{})
	t.Run("of windows, which are returned all the same", func(t *testing.T) {
		ops, err := c.Windows(context.Background(), prometheus.WindowQuery{Metric: "m", By: []string{"op"}, Width: time.Minute}, noon, noon, 0)
		require.ErrorIs(t, err, prometheus.ErrPartial)
		require.ErrorContains(t, err, "a store is down")
		require.Len(t, ops, 1)
	})
	t.Run("of a plain query, which says so when asked", func(t *testing.T) {
		answer, err := c.Instant(context.Background(), "up", noon)
		require.NoError(t, err)
		require.ErrorIs(t, answer.Whole(), prometheus.ErrPartial)
	})
	t.Run("remarks do not", func(t *testing.T) {
		c := edge(t, answering(200, "application/json", oneSample+`,"infos":["a remark"]}`), prometheus.Options{})
		_, err := c.Windows(context.Background(), prometheus.WindowQuery{Metric: "m", By: []string{"op"}, Width: time.Minute}, noon, noon, 0)
		require.NoError(t, err)
	})
	t.Run("nor do those that Thanos gives as warnings", func(t *testing.T) {
		const remark = `PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \"m\" (1:6)`
		c := edge(t, answering(200, "application/json", oneSample+`,"warnings":["`+remark+`"]}`), prometheus.Options{})
		_, err := c.Windows(context.Background(), prometheus.WindowQuery{Metric: "m", By: []string{"op"}, Width: time.Minute}, noon, noon, 0)
		require.NoError(t, err)
		answer, err := c.Instant(context.Background(), "up", noon)
		require.NoError(t, err)
		require.NoError(t, answer.Whole())
	})
}

// A cluster of VictoriaMetrics gives no warnings when some of its storage is down.
func TestAPartOfVictoriaMetricsIsHalfAnAnswer(t *testing.T) {
	of := func(partial, data string) *prometheus.Client {
		return edge(t, answering(200, "application/json", `{"status":"success","isPartial":`+partial+`,"data":`+data+`,"stats":{"seriesFetched":"1"}}`), prometheus.Options{})
	}
	const vector, matrix = `{"resultType":"vector","result":[]}`, `{"resultType":"matrix","result":[]}`
	for partial, want := range map[string]require.ErrorAssertionFunc{
		"true":  func(t require.TestingT, err error, _ ...any) { require.ErrorIs(t, err, prometheus.ErrHalf) },
		"false": require.NoError,
	} {
		t.Run(partial, func(t *testing.T) {
			ctx := context.Background()
			_, err := of(partial, vector).Windows(ctx, prometheus.WindowQuery{Metric: "m", By: []string{"op"}, Width: time.Minute}, noon, noon, 0)
			want(t, err)
			_, err = of(partial, matrix).Windows(ctx, prometheus.WindowQuery{Metric: "m", By: []string{"op"}, Width: time.Minute}, noon.Add(-time.Hour), noon, time.Minute)
			want(t, err)
			one, err := of(partial, vector).Instant(ctx, "up", noon)
			require.NoError(t, err)
			want(t, one.Whole())
			many, err := of(partial, matrix).Range(ctx, "up", noon.Add(-time.Hour), noon, time.Minute)
			require.NoError(t, err)
			want(t, many.Whole())
		})
	}
}

// What rests on half an answer is not remembered of that moment: it would be wrong for as long as the process lives.
func TestHalfAnAnswerIsNotRemembered(t *testing.T) {
	answer := ""
	handler := func(w http.ResponseWriter, r *http.Request) { answering(200, "application/json", answer)(w, r) }
	const (
		down = `{"status":"success","data":{"resultType":"vector","result":[]},"warnings":["a store is down"]}`
		up   = `{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1773144000,"12"]}]}}`
	)
	ctx := context.Background()
	t.Run("of how often a metric is scraped", func(t *testing.T) {
		c := edge(t, handler, prometheus.Options{})
		answer = down
		_, err := c.ScrapeInterval(ctx, "m", "", noon)
		require.ErrorIs(t, err, prometheus.ErrHalf)
		answer = up
		every, err := c.ScrapeInterval(ctx, "m", "", noon)
		require.NoError(t, err)
		require.Equal(t, 10*time.Second, every)
	})
	t.Run("but what it tells may be shown", func(t *testing.T) {
		c := edge(t, handler, prometheus.Options{})
		answer = strings.TrimSuffix(up, "}") + `,"warnings":["a store is down"]}`
		every, err := c.ScrapeInterval(ctx, "m", "", noon)
		require.ErrorIs(t, err, prometheus.ErrHalf)
		require.Equal(t, 10*time.Second, every)
	})
	t.Run("of the form of a histogram", func(t *testing.T) {
		c := edge(t, handler, prometheus.Options{})
		requests := func() int64 {
			before := c.Requests()
			_, _ = c.Windows(ctx, prometheus.WindowQuery{Metric: "m", By: []string{"op"}, Width: time.Minute}, noon, noon, 0)
			return c.Requests() - before
		}
		answer = down
		first := requests()
		require.Equal(t, first, requests(), "the form is asked for again")
		answer = up
		require.Equal(t, first, requests())
		require.Equal(t, first-1, requests(), "a whole answer is remembered")
	})
	t.Run("of the bounds that all series of a histogram have", func(t *testing.T) {
		c := edge(t, handler, prometheus.Options{})
		requests := func() int64 {
			before := c.Requests()
			_, _ = c.Windows(ctx, prometheus.WindowQuery{Metric: "m", By: []string{"op"}, Width: time.Minute}, noon, noon, 0)
			return c.Requests() - before
		}
		whole := strings.Replace(up, `{}`, `{"le":"+Inf"}`, 1)
		answer = strings.TrimSuffix(whole, "}") + `,"warnings":["a store is down"]}`
		first := requests()
		require.Equal(t, first, requests(), "they are asked for again")
		answer = whole
		require.Equal(t, first, requests())
		require.Equal(t, first-2, requests(), "they are remembered, and the form")
	})
}

func TestQueryErrorsKeepPrometheusWords(t *testing.T) {
	server := promtest.Start(t, promtest.Options{})
	c, err := prometheus.New(nil, server.URL, prometheus.Options{})
	require.NoError(t, err)
	var query *prometheus.QueryError
	_, err = c.Instant(context.Background(), "sum(\n  up{job=", noon)
	require.ErrorAs(t, err, &query)
	require.Contains(t, query.Message, "2:10: parse error: unexpected end of input")
	require.ErrorContains(t, err, "up{job=")

	t.Run("as GET too", func(t *testing.T) {
		get, err := prometheus.New(nil, server.URL, prometheus.Options{Method: http.MethodGet})
		require.NoError(t, err)
		_, err = get.Instant(context.Background(), "sum(\n  up{job=", noon)
		require.ErrorAs(t, err, &query)
		require.Contains(t, query.Message, "2:10: parse error")
		answer, err := get.Instant(context.Background(), "vector(3)", noon)
		require.NoError(t, err)
		require.InDelta(t, 3, float64(answer.Value[0].Value), 0)
	})
	t.Run("a scalar is one value", func(t *testing.T) {
		answer, err := c.Instant(context.Background(), "2 * 3", noon)
		require.NoError(t, err)
		require.InDelta(t, 6, float64(answer.Value[0].Value), 0)
	})
	t.Run("a series where a value is wanted is explained", func(t *testing.T) {
		_, err := c.Instant(context.Background(), "up[5m]", noon)
		require.ErrorContains(t, err, "it gives a matrix")
	})
	t.Run("the version is told", func(t *testing.T) {
		server, err := c.Server(context.Background())
		require.NoError(t, err)
		require.Equal(t, "Prometheus", server.Name)
	})
}

func TestURLs(t *testing.T) {
	for url, say := range map[string]string{
		"":                    "there is no Prometheus URL",
		"localhost:9090":      "does not begin with http:// or https://",
		"http://":             "names no host",
		"http://a b":          "reading the Prometheus URL",
		"ftp://localhost":     "does not begin with http:// or https://",
		"http://localhost:9x": "reading the Prometheus URL",
	} {
		_, err := prometheus.New(nil, url, prometheus.Options{})
		require.ErrorContains(t, err, say, url)
	}
	t.Run("credentials in a URL are used and never shown", func(t *testing.T) {
		user := ""
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			user, _, _ = r.BasicAuth()
			w.WriteHeader(http.StatusUnauthorized)
		}))
		t.Cleanup(server.Close)
		c, err := prometheus.New(nil, strings.Replace(server.URL, "://", "://me:secret@", 1), prometheus.Options{})
		require.NoError(t, err)
		everyCall(t, c, func(t *testing.T, err error) {
			require.Equal(t, "me", user)
			require.NotContains(t, fmt.Sprintf("%+v", err), "secret")
		})
	})
	t.Run("not even those of a URL with a mistake in it", func(t *testing.T) {
		for _, url := range []string{"http://me:sec ret@localhost", "me:secret@localhost:9090", "ftp://me:secret@localhost", "http://me:secret@localhost:port", "http://me:%zzsecret@localhost"} {
			_, err := prometheus.New(nil, url, prometheus.Options{})
			require.Error(t, err)
			require.NotContains(t, err.Error(), "ret@", url)
			require.NotContains(t, err.Error(), "secret", url)
		}
	})
	t.Run("a path before /api is kept", func(t *testing.T) {
		path := ""
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { path = r.URL.Path }))
		t.Cleanup(server.Close)
		c, err := prometheus.New(nil, server.URL+"/prometheus/", prometheus.Options{})
		require.NoError(t, err)
		_, _ = c.Windows(context.Background(), prometheus.WindowQuery{Metric: "m", Width: time.Minute}, noon, noon, 0)
		require.Equal(t, "/prometheus/api/v1/query", path)
		require.Positive(t, c.Requests())
	})
	t.Run("only GET and POST exist", func(t *testing.T) {
		_, err := prometheus.New(nil, "http://localhost", prometheus.Options{Method: "PUT"})
		require.ErrorContains(t, err, "POST or GET")
	})
}
