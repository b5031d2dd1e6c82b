package prometheus_test

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

const oneSample = `{"status":"success","data":{"resultType":"vector","result":[{"metric":{"le":"+Inf","op":"a"},"value":[1773144000,"1"]}]}`

// edge is a server that answers as some do that are in the way, or not well.
func edge(t testing.TB, handler http.HandlerFunc, o prometheus.Options) *prometheus.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c, err := prometheus.New(server.Client(), server.URL, o)
	require.NoError(t, err)
	return c
}

func answering(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// everyCall asks a client in each of its ways; all must fail alike.
func everyCall(t *testing.T, c *prometheus.Client, check func(t *testing.T, err error)) {
	t.Helper()
	ctx := context.Background()
	calls := map[string]func() error{
		"instant": func() error { _, err := c.Instant(ctx, "up", noon); return err },
		"range":   func() error { _, err := c.Range(ctx, "up", noon, noon.Add(time.Minute), time.Second); return err },
		"series":  func() error { _, err := c.Describe(ctx, "up", "", nil, noon); return err },
		"values":  func() error { _, err := c.Metrics(ctx, "up", noon); return err },
		"version": func() error { _, err := c.Server(ctx); return err },
		"windows": func() error {
			_, err := c.Windows(ctx, prometheus.WindowQuery{Metric: "m", Width: time.Minute}, noon, noon, 0)
			return err
		},
		"runs": func() error {
			_, err := c.Runs(ctx, prometheus.RunQuery{Metric: "m", Timestamp: "t"}, noon, noon.Add(time.Hour))
			return err
		},
		"scrapes": func() error { _, err := c.ScrapeInterval(ctx, "m", "", noon); return err },
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) { check(t, call()) })
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	cases := []struct {
		name    string
		handler http.HandlerFunc
		kind    error
		say     []string
	}{
		{"wrong credentials", answering(401, "text/plain", "no"), prometheus.ErrRefused, []string{"401", "password"}},
		{"forbidden", answering(403, "text/html", "no"), prometheus.ErrRefused, []string{"403", "right to read"}},
		{"a log-in page", answering(200, "text/html; charset=utf-8", "<html><title>Grafana</title>"), prometheus.ErrNotPrometheus, []string{`"Grafana"`, "Check the URL"}},
		{"another path", answering(404, "text/plain; charset=utf-8", "404 page not found"), prometheus.ErrNotPrometheus, []string{"404", "path"}},
		{"another API", answering(404, "application/json", `{"message":"Not found"}`), prometheus.ErrNotPrometheus, []string{"not as Prometheus does"}},
		{"JSON of something else", answering(200, "application/json", `[1,2]`), prometheus.ErrNotPrometheus, []string{"Check the URL"}},
		{"no Prometheus behind the proxy", answering(502, "text/html", "<h1>Bad Gateway"), prometheus.ErrUnreachable, []string{"502", "proxy"}},
		{"starting", answering(503, "text/plain", "Service Unavailable"), prometheus.ErrUnreachable, []string{"503", "ready"}},
		{"asked too often", answering(429, "text/plain", "slow down"), prometheus.ErrSlow, []string{"429"}},
		{"a query that took too long", answering(503, "application/json", `{"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"}`), prometheus.ErrSlow, []string{"query timed out", "--query.timeout"}},
		{"an internal error", answering(500, "application/json", `{"status":"error","errorType":"internal","error":"disk"}`), prometheus.ErrUnreachable, []string{"disk", "log"}},
		{"too many samples", answering(422, "application/json", `{"status":"error","errorType":"execution","error":"query processing would load too many samples into memory in query execution"}`), prometheus.ErrTooLarge, []string{"--query.max-samples"}},
		{"too many series for VictoriaMetrics", answering(422, "application/json", `{"status":"error","errorType":"422","error":"the number of matching timeseries exceeds 300000; either narrow down the search or increase -search.maxUniqueTimeseries"}`), prometheus.ErrTooLarge, []string{"-search.maxUniqueTimeseries"}},
		{"too long for VictoriaMetrics", answering(422, "application/json", `{"status":"error","errorType":"422","error":"timeout exceeded during query execution: 30.000 seconds"}`), prometheus.ErrSlow, []string{"-search.maxQueryDuration"}},
		{"too many chunks for Mimir", answering(422, "application/json", `{"status":"error","errorType":"execution","error":"the query exceeded the maximum number of chunks (limit: 2000000 chunks) (err-mimir-max-chunks-per-query)"}`), prometheus.ErrTooLarge, []string{"err-mimir-max-chunks-per-query"}},
		{"too many series for a part of Mimir", answering(422, "application/json", `{"status":"error","errorType":"execution","error":"rpc error: code = Code(422) desc = expand series set: rpc error: code = Code(422) desc = the query exceeded the maximum number of series (limit: 300 series) (err-mimir-max-series-per-query). Contact your service administrator."}`), prometheus.ErrTooLarge,
			[]string{"refuses so large a query: expand series set: the query exceeded the maximum number of series (limit: 300 series) (err-mimir-max-series-per-query). Contact your service administrator. Choose fewer"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			client := edge(t, c.handler, prometheus.Options{})
			everyCall(t, client, func(t *testing.T, err error) {
				require.ErrorIs(t, err, c.kind)
				for _, part := range append(c.say, client.URL()) {
					require.ErrorContains(t, err, part)
				}
				require.NotContains(t, err.Error(), "/api/v1", "what went wrong, not which call")
			})
		})
	}
}

func TestAnswersThatAreTooLarge(t *testing.T) {
	endless := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, strings.TrimSuffix(oneSample, "]}"))
		for range 100_000 {
			if _, err := io.WriteString(w, `,{"metric":{"op":"another"},"value":[1773144000,"1"]}`); err != nil {
				return
			}
		}
	}
	announced := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "9000000")
		w.WriteHeader(200)
	}
	for name, handler := range map[string]http.HandlerFunc{"endless": endless, "announced": announced} {
		t.Run(name, func(t *testing.T) {
			everyCall(t, edge(t, handler, prometheus.Options{Limits: prometheus.Limits{MaxBody: 2 << 20, MaxStream: 2 << 20}}), func(t *testing.T, err error) {
				require.ErrorIs(t, err, prometheus.ErrTooLarge)
				require.ErrorContains(t, err, "larger than 2 MB")
			})
		})
	}
}

func TestNothingAnswers(t *testing.T) {
	t.Run("connection refused", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		url := "http://" + listener.Addr().String()
		require.NoError(t, listener.Close())
		c, err := prometheus.New(nil, url, prometheus.Options{})
		require.NoError(t, err)
		everyCall(t, c, func(t *testing.T, err error) {
			require.ErrorIs(t, err, prometheus.ErrUnreachable)
			require.EqualError(t, err, "Prometheus at "+url+" does not answer: connection refused. Check the URL, and that Prometheus runs and is reachable from this machine")
		})
	})
	t.Run("a host without address", func(t *testing.T) {
		c, err := prometheus.New(nil, "http://prometheus.invalid:9090", prometheus.Options{})
		require.NoError(t, err)
		_, err = c.Server(context.Background())
		require.ErrorIs(t, err, prometheus.ErrUnreachable)
		require.ErrorContains(t, err, "no address is known for the host prometheus.invalid")
	})
	t.Run("a certificate that is not trusted", func(t *testing.T) {
		server := httptest.NewUnstartedServer(answering(200, "application/json", oneSample+"}"))
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.StartTLS()
		t.Cleanup(server.Close)
		c, err := prometheus.New(&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}}}, server.URL, prometheus.Options{})
		require.NoError(t, err)
		_, err = c.Server(context.Background())
		require.ErrorIs(t, err, prometheus.ErrUnreachable)
		require.ErrorContains(t, err, "TLS settings")
	})
	t.Run("it closes the connection in the middle of an answer", func(t *testing.T) {
		c := edge(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, oneSample[:len(oneSample)-20])
		}, prometheus.Options{})
		_, err := c.Windows(context.Background(), prometheus.WindowQuery{Metric: "m", Width: time.Minute}, noon, noon, 0)
		require.ErrorIs(t, err, prometheus.ErrUnreachable)
		require.ErrorContains(t, err, "breaks off")
	})
	t.Run("it is too slow for the time-out", func(t *testing.T) {
		released := make(chan struct{})
		server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-released }))
		t.Cleanup(func() { close(released); server.Close() })
		c, err := prometheus.New(&http.Client{Timeout: 50 * time.Millisecond}, server.URL, prometheus.Options{})
		require.NoError(t, err)
		everyCall(t, c, func(t *testing.T, err error) {
			require.ErrorIs(t, err, prometheus.ErrSlow)
			require.ErrorContains(t, err, "did not answer in time")
		})
	})
	t.Run("who asked went away", func(t *testing.T) {
		c := edge(t, answering(200, "application/json", oneSample+"}"), prometheus.Options{})
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := c.Windows(ctx, prometheus.WindowQuery{Metric: "m", Width: time.Minute}, noon, noon, 0)
		require.ErrorIs(t, err, context.Canceled)
		require.NotErrorIs(t, err, prometheus.ErrUnreachable)
	})
}

func TestRedirects(t *testing.T) {
	asked := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	t.Cleanup(elsewhere.Close)
	other := strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1)
	t.Run("to another host are refused, and the other host is not asked", func(t *testing.T) {
		c := edge(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other+r.URL.Path, http.StatusTemporaryRedirect)
		}, prometheus.Options{})
		everyCall(t, c, func(t *testing.T, err error) {
			require.ErrorIs(t, err, prometheus.ErrNotPrometheus)
			require.ErrorContains(t, err, "redirects to another place, "+other+",")
		})
		require.Zero(t, asked)
	})
	t.Run("to another port of the host are refused: that is another server", func(t *testing.T) {
		c := edge(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+r.URL.Path, http.StatusTemporaryRedirect)
		}, prometheus.Options{})
		_, err := c.Instant(context.Background(), "up", noon)
		require.ErrorIs(t, err, prometheus.ErrNotPrometheus)
		require.ErrorContains(t, err, "redirects to another place")
		require.Zero(t, asked)
	})
	t.Run("that would drop the expression name the URL to enter", func(t *testing.T) {
		c := edge(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/prometheus"+r.URL.Path, http.StatusMovedPermanently)
		}, prometheus.Options{})
		_, err := c.Instant(context.Background(), "up", noon)
		require.ErrorIs(t, err, prometheus.ErrNotPrometheus)
		require.ErrorContains(t, err, "/prometheus; enter that URL")
	})
	t.Run("to a page to sign in do not tell to enter its URL", func(t *testing.T) {
		c := edge(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/login?rd="+r.URL.Path, http.StatusFound)
		}, prometheus.Options{})
		_, err := c.Instant(context.Background(), "up", noon)
		require.ErrorIs(t, err, prometheus.ErrNotPrometheus)
		require.ErrorContains(t, err, "/login, which is no part of a Prometheus")
		require.NotContains(t, err.Error(), "enter that URL")
	})
	t.Run("on the same host that keep the request are followed", func(t *testing.T) {
		c := edge(t, func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/new") {
				answering(200, "application/json", oneSample+"}")(w, r)
				return
			}
			http.Redirect(w, r, "/new"+r.URL.Path, http.StatusPermanentRedirect)
		}, prometheus.Options{})
		answer, err := c.Instant(context.Background(), "up", noon)
		require.NoError(t, err)
		require.Len(t, answer.Value, 1)
	})
}
