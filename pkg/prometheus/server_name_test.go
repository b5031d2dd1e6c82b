package prometheus_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

func TestWhoAnswersIsToldInItsOwnWords(t *testing.T) {
	const json = "application/json"
	for _, c := range []struct {
		name, says string
		handler    http.HandlerFunc
	}{
		{"Prometheus", "Prometheus 3.5.0", answering(200, json, `{"status":"success","data":{"version":"3.5.0","revision":"x"}}`)},
		{"Mimir", "Grafana Mimir 2.17.1", answering(200, json, `{"status":"success","data":{"application":"Grafana Mimir","version":"2.17.1","features":{"query_sharding":"false"}}}`)},
		{"Thanos", "Thanos 0.42.0", answering(200, json, `{"status":"success","data":{"version":"0.42.0","revision":"","branch":"","buildUser":"","buildDate":"","goVersion":"go1.26.8"}}`)},
		{"built without a version", "Grafana Mimir", answering(200, json, `{"status":"success","data":{"application":"Grafana Mimir","version":"unknown"}}`)},
		{"a name that is none", "Prometheus 3.5.0", answering(200, json, `{"status":"success","data":{"application":"<a href=//x>click</a>","version":"3.5.0"}}`)},
	} {
		t.Run(c.name, func(t *testing.T) {
			server, err := edge(t, c.handler, prometheus.Options{}).Server(context.Background())
			require.NoError(t, err)
			require.Equal(t, c.says, server.String())
		})
	}
	t.Run("a proxy that lets only questions pass", func(t *testing.T) {
		server, err := edge(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/api/v1/query" {
				http.NotFound(w, r)
				return
			}
			answering(200, json, `{"status":"success","data":{"resultType":"scalar","result":[1773144000,"1773144000"]}}`)(w, r)
		}, prometheus.Options{}).Server(context.Background())
		require.NoError(t, err)
		require.Equal(t, "Prometheus", server.String())
	})
	t.Run("what answers no question either is no Prometheus", func(t *testing.T) {
		_, err := edge(t, http.NotFound, prometheus.Options{}).Server(context.Background())
		require.ErrorIs(t, err, prometheus.ErrNotPrometheus)
	})
	t.Run("VictoriaMetrics, which says that it is a Prometheus", func(t *testing.T) {
		c, err := prometheus.New(nil, promtest.StartVictoria(t, "").URL, prometheus.Options{})
		require.NoError(t, err)
		server, err := c.Server(context.Background())
		require.NoError(t, err)
		require.Equal(t, prometheus.Server{Name: "VictoriaMetrics"}, server)
	})
}
