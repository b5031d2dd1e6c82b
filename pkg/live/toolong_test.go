package live

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// serveByGet is a Prometheus that is asked by GET, through a proxy that takes addresses of so many bytes.
func serveByGet(t *testing.T, history string, longest int) (src Source, refused *atomic.Int64) {
	t.Helper()
	behind, err := url.Parse(promtest.Start(t, promtest.Options{History: history}).URL)
	require.NoError(t, err)
	refused = new(atomic.Int64)
	pass := httputil.NewSingleHostReverseProxy(behind)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.RequestURI()) > longest {
			refused.Add(1)
			w.WriteHeader(http.StatusRequestURITooLong)
			return
		}
		pass.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	c, err := prometheus.New(nil, proxy.URL, prometheus.Options{Method: http.MethodGet})
	require.NoError(t, err)
	return c, refused
}

// Routes of which half are slow and half have stopped: their names together make a longer address than the proxy takes.
func TestOperationsWhoseNamesAreTooLongForAProxyAreAskedForAllTheSame(t *testing.T) {
	const routes = 24
	var history strings.Builder
	slow, stopped := map[string]bool{}, map[string]bool{}
	for i := range 2 * routes {
		name := fmt.Sprintf("/api/v1/shops/{id}/orders%02d", i)
		h := past(2*time.Hour, 15*time.Second)
		until, median := h.To, 0.5
		if i%2 == 1 {
			until, median = noon.Add(-20*time.Minute), 0.1
			stopped[name] = true
		} else {
			slow[name] = true
		}
		came := arrivals(h, 2, uint64(i), constant(median))
		for len(came) > 0 && came[len(came)-1].At.After(until) {
			came = came[:len(came)-1]
		}
		h.Histogram("kgas_operation_duration_seconds", job("operation_type", name), []float64{0.05, 0.1, 0.2, 0.4, 0.8, 1.6}, came)
		history.WriteString(h.String())
	}
	src, refused := serveByGet(t, history.String(), 4<<10)
	request := Request{System: kgasRequests(), At: noon, Baselines: map[string]baseline.Record{}}
	for i := range 2 * routes {
		request.Baselines[Key("operation", map[string]string{"operation_type": fmt.Sprintf("/api/v1/shops/{id}/orders%02d", i)})] = baseline.Record{
			State: baseline.Active, Requests: 1e5, RequestRate: 2, LogSD: 0.2, Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.19, P99: 0.25},
			From: noon.Add(-28 * 24 * time.Hour),
		}
	}
	now, err := New(src, Options{}).OpenViolations(context.Background(), request, Left{})
	require.NoError(t, err)
	for _, v := range now.Open {
		switch v.Signal {
		case detect.Latency:
			delete(slow, v.Operation)
			require.Greater(t, v.End.Sub(v.Start), 50*time.Minute, "%s: it was slow for the whole hour", v.Operation)
		case detect.Rate:
			delete(stopped, v.Operation)
		}
	}
	require.Empty(t, slow, "slow, and not in violation")
	require.Empty(t, stopped, "stopped, and not in violation")
	require.Positive(t, refused.Load(), "all were asked for at once")

	request.Operations = []string{}
	for i := range 2 * routes {
		request.Operations = append(request.Operations, fmt.Sprintf("/api/v1/shops/{id}/orders%02d", i))
	}
	series, err := New(src, Options{}).Series(context.Background(), SeriesRequest{Request: request, From: noon.Add(-time.Hour), Step: time.Minute, Most: 100})
	require.NoError(t, err)
	require.Len(t, series, 2*routes)
}
