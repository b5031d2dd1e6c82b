package prometheus

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A request that no route was found for has no http.route (OpenTelemetry): it is no request of the routes that there are.
func TestExemplarsAreThoseOfTheOperationAlone(t *testing.T) {
	var asked string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.FormValue("query")
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"status":"success","data":[]}`))
	}))
	t.Cleanup(server.Close)
	c, err := New(nil, server.URL, Options{})
	require.NoError(t, err)
	q := WindowQuery{Metric: "http_seconds", By: []string{"method", "route", "tenant"}, Labels: map[string]string{"route": "path"}, Fixed: map[string]string{"tenant": "a"}}
	_, err = c.Exemplars(t.Context(), q, map[string]string{"method": "GET", "tenant": "a"}, time.Unix(0, 0), time.Unix(60, 0))
	require.NoError(t, err)
	require.Equal(t, `http_seconds_bucket{method="GET",path=""} or http_seconds{method="GET",path=""}`, asked)
}

// A server without the API has no exemplars; one that fails says so, also where its words hold the number of another status.
func TestOnlyAServerWithoutTheAPIHasNoExemplars(t *testing.T) {
	for status, fails := range map[int]bool{http.StatusNotFound: false, http.StatusBadGateway: true, http.StatusMethodNotAllowed: true} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "<title>prometheus-404</title>", status)
		}))
		t.Cleanup(server.Close)
		c, err := New(nil, server.URL, Options{})
		require.NoError(t, err)
		found, err := c.Exemplars(t.Context(), WindowQuery{Metric: "http_404_seconds"}, nil, time.Unix(0, 0), time.Unix(60, 0))
		require.Empty(t, found)
		require.Equal(t, fails, err != nil, "%d: %v", status, err)
	}
}
