package prometheus_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// VictoriaMetrics answers for half a minute ago when it is asked for now, and rounds a range, unless it is told not to.
func TestTheMomentThatWasAskedForIsMeant(t *testing.T) {
	t.Run("it names itself", func(t *testing.T) { momentIsMeant(t) })
	t.Run("it does not", func(t *testing.T) { momentIsMeant(t, "-http.header.disableServerHostname") })
}

func momentIsMeant(t *testing.T, flags ...string) {
	now := time.Now().UTC().Truncate(time.Second)
	h := promtest.History{From: now.Add(-10 * time.Minute), To: now.Add(-2 * time.Second), Step: time.Second}
	usual := steady(h.From, now.Add(-20*time.Second), time.Second, 0.3, 1)
	burst := steady(now.Add(-20*time.Second), h.To, 10*time.Millisecond, 0.3, 2)
	h.Histogram("op_seconds", map[string]string{"op": "rush"}, bounds, append(usual, burst...))
	c := victoria(t, h.String(), flags...)
	q := prometheus.WindowQuery{Metric: "op_seconds", By: []string{"op"}, Width: 10 * time.Second}
	at := h.To.Add(-time.Second)

	one := windowsOf(t, ask(t, c, q, at, at, 0), "op", "rush")
	require.InDelta(t, 1000, requests(one), 10, "the ten seconds of the burst, not ten of before")
	series := windowsOf(t, ask(t, c, q, at.Add(-7*time.Minute), at, 7*time.Second), "op", "rush")
	require.Equal(t, at, series[len(series)-1].End, "a range ends where it was asked to")
	require.InDelta(t, 1000, requests(series[len(series)-1:]), 10)
	require.InDelta(t, 10, requests(series[:1]), 1)
	clock, err := c.Clock(context.Background())
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), clock, 10*time.Second)
}

// A server that refuses one of the questions of a window names the expression that it refused.
func TestWhatARefusalSaysIsOfTheExpressionThatWasRefused(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch query := r.FormValue("query"); {
		case strings.HasPrefix(query, "label_replace"): // what form the metric has
			_, _ = w.Write([]byte(`{"status":"success","data":{"resultType":"vector","result":[]}}`))
			return
		case strings.Contains(query, "histogram_count("): // how many failed
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = w.Write([]byte(`{"status":"error","errorType":"execution","error":"not today"}`))
			return
		}
		select { // until the refusal of the other cancels it
		case <-r.Context().Done():
		case <-time.After(5 * time.Second):
		}
	}))
	defer server.Close()
	c, err := prometheus.New(nil, server.URL, prometheus.Options{})
	require.NoError(t, err)
	q := prometheus.WindowQuery{Metric: "op_seconds", By: []string{"op"}, Errors: `status="error"`, Width: time.Minute}
	_, err = c.Windows(context.Background(), q, noon, noon, 0)
	var refused *prometheus.QueryError
	require.ErrorAs(t, err, &refused)
	require.Contains(t, refused.Expr, "histogram_count(")
}

func TestARefusalIsShortEnoughToBeRead(t *testing.T) {
	long := "sum(" + strings.Repeat("x", 20_000) + ")"
	refused := &prometheus.QueryError{Expr: long, Message: `error when executing query="` + long + `": unsupported function "sum"`}
	require.Less(t, len(refused.Error()), 1_200)
	require.Contains(t, refused.Error(), `unsupported function "sum"`)
	require.Contains(t, (&prometheus.QueryError{Expr: "sum(", Message: "unclosed"}).Error(), "sum(: unclosed")
}

func TestALimitOfVictoriaMetricsIsOne(t *testing.T) {
	h := promtest.History{From: hour.From, To: hour.To, Step: 15 * time.Second}
	h.Histogram("op_seconds", map[string]string{"op": "a"}, bounds, steady(h.From, h.To, time.Second, 0.3, 1))
	q := prometheus.WindowQuery{Metric: "op_seconds", By: []string{"op"}, Width: time.Minute}
	_, err := victoria(t, h.String(), "-search.maxSamplesPerQuery=50").Windows(t.Context(), q, noon, noon, 0)
	require.ErrorIs(t, err, prometheus.ErrTooLarge)
	require.ErrorContains(t, err, "-search.maxSamplesPerQuery=50")
}

// Some gateways refuse parameters that they do not know.
func TestNobodyElseIsSentTheParametersOfVictoriaMetrics(t *testing.T) {
	var sent []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent = append(sent, r.URL.RawQuery)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"status":"success","data":{"resultType":"vector","result":[]}}`))
	}))
	defer server.Close()
	c, err := prometheus.New(nil, server.URL, prometheus.Options{})
	require.NoError(t, err)
	for range 2 {
		_, err = c.Instant(t.Context(), "up", noon)
		require.NoError(t, err)
	}
	require.Equal(t, []string{"", ""}, sent)
}
