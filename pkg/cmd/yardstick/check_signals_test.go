package main

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// What fails at once is quicker than ever: only who asks for the errors is told.
func TestCheckComparesErrorsAndRateWhereItIsAsked(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	h := &promtest.History{From: noon.Add(-4 * time.Hour), To: noon.Add(time.Minute), Step: 15 * time.Second}
	during := func(begins, ends time.Duration, then []float64) func(time.Time) []float64 {
		return func(at time.Time) []float64 {
			if at.After(noon.Add(begins)) && !at.After(noon.Add(ends)) {
				return then
			}
			return make([]float64, len(usual))
		}
	}
	requestsThat(h, "pay", "success", during(-4*time.Hour, -10*time.Minute, usual))
	requestsThat(h, "pay", "error", during(-10*time.Minute, time.Hour, []float64{30, 0, 0, 0, 0, 0, 0}))
	requestsThat(h, "stop", "success", during(-4*time.Hour, -10*time.Minute, usual))
	requestsThat(h, "cart", "success", during(-4*time.Hour, time.Hour, usual))
	common := []string{
		"--prometheus", promtest.Start(t, promtest.Options{History: h.String()}).URL, "--operations", file(t, "shop.yaml", shopFile),
		"--system", "shop", "--store", "sqlite:" + filepath.Join(t.TempDir(), "a.db"), "--at", noon.Format(time.RFC3339),
	}
	_, _, err := yardstick(t, append([]string{"learn", "--days", "1"}, common...)...)
	require.NoError(t, err)
	check := func(more ...string) (string, int) {
		t.Helper()
		out, code, _ := yardstick(t, append(append([]string{"check"}, common...), more...)...)
		return out, code
	}

	out, code := check("--format", "json")
	require.Equal(t, 0, code, out)
	for _, row := range rows(t, out, "operations") {
		require.Equal(t, "latency", row["signal"])
	}

	out, code = check("--signal", "rate,errors", "--format", "json")
	require.Equal(t, 1, code)
	tier := map[string]string{}
	for _, row := range rows(t, out, "operations") {
		name := row["signal"].(string) + " of " + row["operation"].(string)
		tier[name] = row["tier"].(string)
		if name == "errors of pay" {
			require.InDelta(t, 1, finite(t, row["live"]), 1e-9)
			require.InDelta(t, 0, finite(t, row["normal"]), 1e-9)
			require.InDelta(t, 100, finite(t, row["ratio"]), 1e-6, "to the 1 % that is assumed at least")
			require.Nil(t, row["p95"])
			require.Equal(t, "percentunit", row["unit"])
		}
		if name == "rate of cart" {
			require.InDelta(t, 2, finite(t, row["live"]), 0.05)
			require.Equal(t, "reqps", row["unit"])
		}
	}
	require.Equal(t, map[string]string{
		"errors of pay": "critical", "errors of cart": "normal", "errors of stop": "normal",
		"rate of pay": "normal", "rate of cart": "normal", "rate of stop": "warning",
	}, tier)

	out, code = check("--signal", "latency", "--signal", "errors")
	require.Equal(t, 1, code)
	require.Contains(t, out, "SEEN FROM", "the table of latency")
	require.Regexp(t, `shop +pay +critical +\S+ +100 % +0 % +100x +100 % of \d+ requests failed, 0 % is normal`, out)

	_, _, err = yardstick(t, append([]string{"check", "--signal", "speed"}, common...)...)
	require.EqualError(t, err, "--signal speed is not known: it is latency, errors or rate")

	out, code = check("--signal", "errors", "--at", noon.Add(-20*time.Minute).Format(time.RFC3339))
	require.Equal(t, 0, code, "where nothing ever failed, nothing that fails was compared\n%s", out)
}

// Quiet is what is said of what was compared: that failures are not counted must not pass for having none.
func TestASignalThatWasNotComparedIsTold(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	common := []string{
		"--prometheus", shop(t), "--operations", file(t, "own.yaml", "system: shop\noperations:\n  - metric: shop_request_duration_seconds\n    by: [page]\n"),
		"--system", "shop", "--store", "sqlite:" + filepath.Join(t.TempDir(), "a.db"), "--at", noon.Format(time.RFC3339),
	}
	_, _, err := yardstick(t, append([]string{"learn", "--days", "1"}, common...)...)
	require.NoError(t, err)
	check := func(signal string) (remarks string, code int) {
		t.Helper()
		var said bytes.Buffer
		_, code, _ = remarking(t, &said, append([]string{"check", "--signal", signal}, common...)...)
		return said.String(), code
	}

	remarks, code := check("errors,rate")
	require.Contains(t, remarks, "--signal errors: nothing was compared, the reason stands beside each operation")
	require.NotContains(t, remarks, "--signal rate")
	require.NotEqual(t, exitError, code)

	remarks, code = check("errors")
	require.Equal(t, exitInconclusive, code)
	require.Contains(t, remarks, "no operation of shop says which of its requests failed; give its definition `errors`")

	remarks, _ = check("rate")
	require.NotContains(t, remarks, "nothing was compared")
}
