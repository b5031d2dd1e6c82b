package plugin

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// What does Yardstick tell about itself? These are served on the plugin's
// metrics endpoint of Grafana (/metrics/plugins/yardstick-baselines-datasource).

var (
	upstreamRequests = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "yardstick_prometheus_requests_total",
		Help: "Requests to the monitored Prometheus, by purpose and status code; 0 where no answer came.",
	}, []string{"purpose", "code"})
	upstreamSeconds = promauto.NewHistogramVec(durations(
		"yardstick_prometheus_request_duration_seconds", "How long the monitored Prometheus took to answer, by purpose.",
	), []string{"purpose"})
	upstreamBytes = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "yardstick_prometheus_response_bytes_total",
		Help: "Bytes that were read of answers of the monitored Prometheus, by purpose.",
	}, []string{"purpose"})
	querySeconds = promauto.NewHistogramVec(durations(
		"yardstick_query_duration_seconds", "How long queries took, by type; those that failed too.",
	), []string{"type"})
	queries = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "yardstick_queries_total",
		Help: "Queries answered, by type and outcome.",
	}, []string{"type", "outcome"})
)

func durations(name, help string) prometheus.HistogramOpts {
	return prometheus.HistogramOpts{
		Name: name, Help: help,
		Buckets:                     []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 100, NativeHistogramMinResetDuration: time.Hour,
	}
}

// counted is the middleware that measures requests to Prometheus.
func counted() httpclient.Middleware {
	return httpclient.NamedMiddlewareFunc("yardstick-count", func(_ httpclient.Options, next http.RoundTripper) http.RoundTripper {
		return httpclient.RoundTripperFunc(func(r *http.Request) (*http.Response, error) {
			start, why := time.Now(), purposeOf(r.Context())
			response, err := next.RoundTrip(r)
			if err != nil && errors.Is(r.Context().Err(), context.Canceled) {
				return response, err // nobody waits any more: that tells nothing of Prometheus
			}
			upstreamSeconds.WithLabelValues(why).Observe(time.Since(start).Seconds())
			code := 0
			if response != nil {
				code = response.StatusCode
				response.Body = countedBody{response.Body, upstreamBytes.WithLabelValues(why)}
			}
			upstreamRequests.WithLabelValues(why, strconv.Itoa(code)).Inc()
			return response, err
		})
	})
}

// countedBody counts what is read of an answer; its end may never be read.
type countedBody struct {
	io.ReadCloser
	read prometheus.Counter
}

func (b countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.read.Add(float64(n))
	return n, err
}
