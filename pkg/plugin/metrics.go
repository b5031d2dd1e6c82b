package plugin

import (
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
		Help: "Requests to the monitored Prometheus, by status code; 0 where no answer came.",
	}, []string{"code"})
	upstreamSeconds = promauto.NewHistogram(prometheus.HistogramOpts{
		Name:                        "yardstick_prometheus_request_duration_seconds",
		Help:                        "How long the monitored Prometheus took to answer.",
		Buckets:                     []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 100, NativeHistogramMinResetDuration: time.Hour,
	})
	queries = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "yardstick_queries_total",
		Help: "Queries answered, by type and outcome.",
	}, []string{"type", "outcome"})
)

// counted is the middleware that measures requests to Prometheus.
func counted() httpclient.Middleware {
	return httpclient.NamedMiddlewareFunc("yardstick-count", func(_ httpclient.Options, next http.RoundTripper) http.RoundTripper {
		return httpclient.RoundTripperFunc(func(r *http.Request) (*http.Response, error) {
			start := time.Now()
			response, err := next.RoundTrip(r)
			upstreamSeconds.Observe(time.Since(start).Seconds())
			code := 0
			if response != nil {
				code = response.StatusCode
			}
			upstreamRequests.WithLabelValues(strconv.Itoa(code)).Inc()
			return response, err
		})
	})
}
