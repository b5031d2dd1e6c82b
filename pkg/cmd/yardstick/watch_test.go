package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// A Prometheus that restarts is asked again until it answers; that is told in two sentences, whatever the number of looks.
func TestAWatchGoesOnThroughAnOutage(t *testing.T) {
	var refused atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if refused.Add(1) <= 20 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"vector","result":[]}}`)
	}))
	t.Cleanup(server.Close)
	_, db := holding(t)
	var remarks strings.Builder
	out, code, err := remarking(t, &remarks, "watch", "--prometheus", server.URL, "--system", "github-pm", "--store", db, "--format", "json", "--duration", "3s", "--interval", "100ms")
	require.NoError(t, err)
	require.Equal(t, exitQuiet, code)
	said := remarks.String()
	require.Equal(t, 1, strings.Count(said, "502"), said)
	require.Equal(t, 1, strings.Count(said, "(asking on)"), said)
	require.Equal(t, 1, strings.Count(said, "Prometheus answers again, after "), said)
	require.Less(t, strings.Index(said, "502"), strings.Index(said, "answers again"), said)
	require.Equal(t, 1, strings.Count(said, "holds no baseline"), said)
	require.GreaterOrEqual(t, strings.Count(out, `"operations"`), 2)
	for line := range strings.Lines(out) {
		require.Contains(t, object(t, line), "time", "what a script reads is nothing but looks")
	}
}

// What has answered once was asked rightly: whatever Prometheus, or a proxy before it, says later may pass.
func TestWhatMayPassOfAWatch(t *testing.T) {
	credentials := &prometheus.Error{Kind: prometheus.ErrRefused, Message: "other credentials (401)"}
	away := &prometheus.Error{Kind: prometheus.ErrUnreachable, Message: "does not answer"}
	var remarks strings.Builder
	w := watched{remarks: &remarks}
	require.True(t, w.mayPass(fmt.Errorf("judging kgas: %w", away)))
	require.False(t, w.mayPass(credentials))
	require.False(t, w.mayPass(&prometheus.QueryError{}))
	w.answered = true
	require.True(t, w.mayPass(credentials))
	require.True(t, w.mayPass(&prometheus.QueryError{}))
	require.False(t, w.mayPass(errors.New("the disk is full")), "a store is none of Prometheus' business")
	for _, err := range []error{nil, away, credentials, nil, nil, credentials, nil} {
		w.tellOutage(err)
	}
	require.Equal(t, "yardstick: does not answer (asking on)\nyardstick: Prometheus answers again, after 0s\n"+
		"yardstick: other credentials (401) (asking on)\nyardstick: Prometheus answers again, after 0s\n", remarks.String())
}

// What no retry can mend ends a watch, and so does a whole watch without an answer.
func TestAWatchEndsWhereNoRetryHelps(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	t.Cleanup(server.Close)
	_, db := holding(t)
	begun := time.Now()
	_, code, err := yardstick(t, "watch", "--prometheus", server.URL, "--system", "github-pm", "--store", db, "--duration", "5m")
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, "401")
	require.Less(t, time.Since(begun), time.Minute)

	var remarks strings.Builder
	out, code, err := remarking(t, &remarks, "watch", "--prometheus", "http://127.0.0.1:1", "--store", db, "--duration", "500ms", "--interval", "100ms")
	require.Equal(t, exitError, code)
	require.ErrorContains(t, err, "nothing was answered within --duration 500ms: Prometheus at http://127.0.0.1:1 does not answer")
	require.ErrorContains(t, brief(err), "nothing was answered within --duration 500ms", "what a person is told")
	require.Equal(t, 1, strings.Count(remarks.String(), "127.0.0.1:1"), remarks.String())
	require.Empty(t, out)
}

// A screen is cleared where there is one: neither a file nor a terminal that cannot gets signs that it would show as text.
func TestOnlyAScreenThatCanIsCleared(t *testing.T) {
	pipe, err := os.CreateTemp(t.TempDir(), "out")
	require.NoError(t, err)
	t.Cleanup(func() { _ = pipe.Close() })
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("this machine gives no terminal: %v", err)
	}
	t.Cleanup(func() { _ = screen.Close() })
	for kind, can := range map[string]bool{"xterm-256color": true, "dumb": false} {
		t.Setenv("TERM", kind)
		require.Equal(t, can, rewritable(screen), kind)
		require.False(t, rewritable(pipe))
		require.False(t, rewritable(io.Discard))
	}
}
