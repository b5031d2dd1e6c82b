package prometheus_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// aligning is a Prometheus behind the query front end of Thanos, which moves a range back onto multiples of its step.
func aligning(t *testing.T, history string) *prometheus.Client {
	t.Helper()
	there, err := url.Parse(promtest.Start(t, promtest.Options{History: history}).URL)
	require.NoError(t, err)
	proxy := httputil.NewSingleHostReverseProxy(there)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/query_range") {
			_ = r.ParseForm()
			step, _ := strconv.ParseFloat(r.Form.Get("step"), 64)
			for _, end := range []string{"start", "end"} {
				seconds, _ := strconv.ParseFloat(r.Form.Get(end), 64)
				ms, stepMs := int64(seconds*1000+0.5), int64(step*1000+0.5)
				r.Form.Set(end, strconv.FormatFloat(float64(ms-ms%stepMs)/1000, 'f', 3, 64))
			}
			body := r.Form.Encode()
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	c, err := prometheus.New(nil, front.URL, prometheus.Options{})
	require.NoError(t, err)
	return c
}

func TestARangeIsMeantFromItsFirstMomentOn(t *testing.T) {
	h := promtest.History{From: hour.From, To: hour.To, Step: hour.Step}
	usual := steady(h.From, noon, time.Second, 0.3, 1)
	burst := steady(noon, noon.Add(40*time.Second), 10*time.Millisecond, 0.3, 2)
	h.Histogram("op_seconds", map[string]string{"job": "shop", "op": "rush", "status": "ok"}, bounds, append(usual, burst...))
	straight := client(t, h.String())
	q := prometheus.WindowQuery{Metric: "op_seconds", Selector: `job="shop"`, By: []string{"op"}, Errors: `status="error"`, Width: time.Minute}

	for _, beyond := range []time.Duration{0, 10 * time.Second, 20 * time.Second, 40 * time.Second, 50500 * time.Millisecond} {
		from, to := noon.Add(beyond-10*time.Minute), noon.Add(beyond)
		t.Run(beyond.String(), func(t *testing.T) {
			c := aligning(t, h.String())
			for range 2 { // the second time it is known
				require.Equal(t, ask(t, straight, q, from, to, time.Minute), ask(t, c, q, from, to, time.Minute))
				const expr = `sum by (op) (rate(op_seconds_count[1m]))`
				want, err := straight.Range(context.Background(), expr, from, to, time.Minute)
				require.NoError(t, err)
				got, err := c.Range(context.Background(), expr, from, to, time.Minute)
				require.NoError(t, err)
				require.Equal(t, want.Value, got.Value)
			}
		})
	}
}
