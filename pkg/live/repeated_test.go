package live

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// Half as long again, three times running (D5 l.316-317).
var threeTimes = &catalog.Degradation{Factor: 1.5, Runs: 3}

func TestRepeatedRuns(t *testing.T) {
	const limit = 1.5 * 1.8
	for name, c := range map[string]struct {
		durations []float64
		slow      bool
	}{
		"three slow runs":                     {[]float64{1.8, 2.8, 3, 2.75}, true},
		"three slow runs of the only three":   {[]float64{2.8, 3, 2.75}, true},
		"two slow runs are not enough":        {[]float64{1.8, 1.7, 2.8, 3}, false},
		"two are all that is known":           {[]float64{2.8, 3}, false},
		"a normal run between begins again":   {[]float64{2.8, 3, 1.8, 2.9, 2.9}, false},
		"a normal run ends it":                {[]float64{2.8, 3, 2.9, 1.8}, false},
		"exactly the factor is not above it":  {[]float64{limit, limit, limit}, false},
		"nothing is known":                    {nil, false},
		"very slow runs long ago do not help": {[]float64{90, 90, 90, 1.8, 1.8}, false},
	} {
		if got := repeatedRuns(c.durations, limit, threeTimes); got > 1 != c.slow {
			t.Errorf("%s: %v, want slow %v", name, got, c.slow)
		}
	}
	if got := repeatedRuns([]float64{9, 9, 9}, limit, nil); !math.IsNaN(got) {
		t.Errorf("a system without the rule: %v, want NaN", got)
	}
}

func TestDegradedFrom(t *testing.T) {
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	batch := baseline.Record{State: baseline.Documented, Quantiles: baseline.Quantiles{P95: 1.8}, RangeHigh: 1.8}
	if got := degradedFrom(threeTimes, batch, at); math.Abs(got-2.7) > 1e-9 {
		t.Errorf("the documented baseline of batch: %v, want 2.7 s (D-28)", got)
	}
	for name, record := range map[string]baseline.Record{
		"nothing learned": {},
		"still learning":  {State: baseline.Learning, Quantiles: baseline.Quantiles{P95: 1.8}},
	} {
		if got := degradedFrom(threeTimes, record, at); !math.IsNaN(got) {
			t.Errorf("%s: %v, want NaN", name, got)
		}
	}
	if got := degradedFrom(nil, batch, at); !math.IsNaN(got) {
		t.Errorf("a system without the rule: %v, want NaN", got)
	}
}

// githubPm is a system of run series only, with the rule of its document.
func githubPm() *catalog.System {
	return &catalog.System{
		Name: "github-pm", Selector: `job=~"github-pm(-.*)?"`, HostSelector: `job=~"github-pm-.*"`,
		Tiers: catalog.Tiers{Info: 1.1, Warning: 1.5, Critical: 5}, Degradation: threeTimes,
		Operations: []catalog.OperationSet{{
			ID: "command", Metric: "github_pm_command_last_duration_seconds", Kind: "gauge", By: []string{"command"},
			Runs: &catalog.Runs{Timestamp: "github_pm_command_last_run_timestamp_seconds"},
			Ranges: []catalog.Range{
				{Labels: map[string]string{"command": "batch"}, Low: 1.5, High: 1.8, Anchor: "D5 l.167-169"},
				{Labels: map[string]string{"command": "status"}, Low: 0.2, High: 0.25, Anchor: "D5 l.157-159"},
			},
		}},
	}
}

func TestSlowSeveralTimesRunning(t *testing.T) {
	h := past(3*time.Hour, 15*time.Second)
	of := func(command string) map[string]string {
		return map[string]string{"job": "github-pm-node", "instance": "a", "command": command}
	}
	ago := func(minutes int) time.Time { return noon.Add(-time.Duration(minutes) * time.Minute) }
	lastRunGauges(h, "github_pm_command", of("batch"), run{ago(100), 1.7}, run{ago(55), 2.8}, run{ago(40), 3.2}, run{ago(20), 2.75})
	lastRunGauges(h, "github_pm_command", of("status"), run{ago(60), 0.6}, run{ago(50), 0.2}, run{ago(15), 0.6}, run{ago(10), 0.6})
	lastRunGauges(h, "github_pm_command", of("sync"), run{ago(60), 30}, run{ago(50), 30}, run{ago(10), 30})
	src := serve(t, h)
	repeated := func(sys *catalog.System, at time.Time, command string) float64 {
		verdicts, err := New(src, Options{}).Verdicts(context.Background(), Request{System: sys, At: at})
		require.NoError(t, err)
		return only(t, verdicts, command).Repeated
	}

	assert.InDelta(t, 2.75/2.7, repeated(githubPm(), noon, "batch"), 1e-6, "the least of three slow runs, against half as long again as the baseline")
	assert.Less(t, repeated(githubPm(), ago(35), "batch"), 1.0, "two slow runs after a normal one")
	assert.Less(t, repeated(githubPm(), noon, "status"), 1.0, "a normal run lies between")
	assert.True(t, math.IsNaN(repeated(githubPm(), noon.Add(-60*time.Minute-time.Second), "batch")), "the last run ended more than half an hour ago")
	assert.True(t, math.IsNaN(repeated(githubPm(), noon, "sync")), "without a baseline nothing is slow")

	t.Run("factor and count are the catalogue's", func(t *testing.T) {
		twice, gentle := githubPm(), githubPm()
		twice.Degradation = &catalog.Degradation{Factor: 1.5, Runs: 2}
		assert.Greater(t, repeated(twice, ago(35), "batch"), 1.0)
		assert.Greater(t, repeated(twice, noon, "status"), 1.0)
		gentle.Degradation = &catalog.Degradation{Factor: 1.6, Runs: 3}
		assert.Less(t, repeated(gentle, noon, "batch"), 1.0, "2.75 s is not above 1.6 times 1.8 s")
	})
	t.Run("a system without the rule has no such verdict", func(t *testing.T) {
		without := githubPm()
		without.Degradation = nil
		assert.True(t, math.IsNaN(repeated(without, noon, "batch")))
	})
}
