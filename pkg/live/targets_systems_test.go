package live

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// clientDefaults are the bucket bounds of the Python client: up to 10 s.
var clientDefaults = []float64{.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10}

// outcomes checks the documented targets of a system on two hours of what a test writes.
func outcomes(t *testing.T, system string, write func(h *promtest.History, of func(pairs ...string) map[string]string)) func(id string) TargetRow {
	t.Helper()
	builtin, err := catalog.Builtin()
	require.NoError(t, err)
	sys, found := builtin.System(system)
	require.True(t, found, "the catalogue has no system %s", system)
	h := past(2*time.Hour, 15*time.Second)
	write(h, func(pairs ...string) map[string]string {
		labels := job(pairs...)
		labels["job"] = system
		return labels
	})
	rows, err := New(serve(t, h), Options{}).Targets(context.Background(), TargetRequest{System: sys, At: noon})
	require.NoError(t, err)
	return func(id string) TargetRow {
		t.Helper()
		var of []TargetRow
		for _, row := range rows {
			if row.Target.ID == id {
				of = append(of, row)
			}
		}
		require.Len(t, of, 1, "rows of %s", id)
		return of[0]
	}
}

// growing is a counter that grows so much a second.
func growing(h *promtest.History, perSecond float64) []float64 {
	return each(h, func(at time.Time) float64 { return 1 + perSecond*at.Sub(h.From).Seconds() })
}

func TestTargetsOfADO(t *testing.T) {
	write := func(bounds []float64, queue float64) func(h *promtest.History, of func(pairs ...string) map[string]string) {
		return func(h *promtest.History, of func(pairs ...string) map[string]string) {
			h.Histogram("ado_agent_duration_seconds", of("agent", "planner"), bounds, arrivals(h, 0.2, 1, constant(20)))
			h.Histogram("http_server_request_duration_seconds", of("http_response_status_code", "200"), clientDefaults, arrivals(h, 2, 2, constant(0.1)))
			h.Series("ado_retries_total", of("result", "success"), growing(h, 0.09))
			h.Series("ado_retries_total", of("result", "failure"), growing(h, 0.01))
			h.Series("ado_queue_size", of(), each(h, constant(queue)))
			h.Series("ado_tasks_total", of("status", "success"), growing(h, 60.0/3600))
			h.Series("ado_active_users", of(), each(h, constant(3)))
			h.Series("ado_active_agents", of(), each(h, constant(2)))
		}
	}
	t.Run("with default buckets and an empty queue", func(t *testing.T) {
		of := outcomes(t, "ado", write(clientDefaults, 0))
		assert.Equal(t, CannotTell, of("D3-T04").Outcome, "minutes cannot be seen in buckets up to 10 s (C-15)")
		assert.Contains(t, of("D3-T04").Reason, "Add a bound at 300")
		assert.Equal(t, Met, of("D3-T02").Outcome)
		for _, capacity := range []string{"D3-T05", "D3-T07", "D3-T08"} {
			assert.Equal(t, NotTested, of(capacity).Outcome, "%s: a capacity that nobody asks for is no failure (E-12)", capacity)
		}
		assert.Equal(t, NotTested, of("D3-T06").Outcome, "60 tasks an hour are no failure while no more wait (D-38)")
		assert.Equal(t, Missed, of("D3-T12").Outcome, "more is better: 90 % of the retries are not above 95 %")
		assert.InDelta(t, 0.9, of("D3-T12").Value, 0.001)
	})
	t.Run("with bounds that reach the limit, and work that waits", func(t *testing.T) {
		of := outcomes(t, "ado", write(append(clientDefaults, 30, 60, 120, 300, 600), 5))
		assert.Equal(t, Met, of("D3-T04").Outcome)
		assert.Equal(t, Missed, of("D3-T06").Outcome, "60 an hour are fewer than 100")
	})
}

func TestTargetsOfDPASCountOnlyWhileItWorks(t *testing.T) {
	write := func(running bool, perSecond float64) func(h *promtest.History, of func(pairs ...string) map[string]string) {
		return func(h *promtest.History, of func(pairs ...string) map[string]string) {
			began := 0.0
			if running {
				began = float64(noon.Add(-time.Hour).Unix())
			}
			h.Series("dpas_ingest_in_progress_start_timestamp_seconds", of("source", "erp"), each(h, constant(began)))
			h.Series("dpas_ingest_records_total", of("source", "erp"), growing(h, perSecond))
			h.Histogram("duckdb_query_duration_seconds", of(), clientDefaults, nil)
		}
	}
	idle := outcomes(t, "dpas", write(false, 0))
	assert.Equal(t, NotTested, idle("D1-T04+T09").Outcome, "no run, no rate")
	assert.Equal(t, NotTested, idle("D1-T05+T10").Outcome, "a quantile of no queries is nothing")
	assert.Equal(t, Missed, outcomes(t, "dpas", write(true, 8_000))("D1-T04+T09").Outcome)
	assert.Equal(t, Met, outcomes(t, "dpas", write(true, 12_000))("D1-T04+T09").Outcome)
}

func TestTargetsOfGitHubPM(t *testing.T) {
	write := func(perSecond float64) func(h *promtest.History, of func(pairs ...string) map[string]string) {
		return func(h *promtest.History, of func(pairs ...string) map[string]string) {
			h.Series("github_pm_cache_requests_total", of("result", "hit"), growing(h, 0.8*perSecond))
			h.Series("github_pm_cache_requests_total", of("result", "miss"), growing(h, 0.2*perSecond))
		}
	}
	assert.Equal(t, NotTested, outcomes(t, "github-pm", write(0))("D5-T13").Outcome)
	used := outcomes(t, "github-pm", write(1))("D5-T13")
	assert.Equal(t, Met, used.Outcome, "more is better")
	assert.InDelta(t, 0.8, used.Value, 0.001)
}

// Commands run on the machines of many people: a slow run of long ago on one of them says nothing of those of today.
func TestTargetsOfGitHubPMGoByTheRunThatEndedLast(t *testing.T) {
	row := outcomes(t, "github-pm", func(h *promtest.History, of func(pairs ...string) map[string]string) {
		run := func(machine string, ended time.Time, seconds, inARow float64) {
			labels := of("command", "batch", "instance", machine)
			h.Series("github_pm_command_last_duration_seconds", labels, each(h, constant(seconds)))
			h.Series("github_pm_command_last_run_timestamp_seconds", labels, each(h, constant(float64(ended.Unix()))))
			h.Series("github_pm_consecutive_violations", labels, each(h, constant(inARow)))
		}
		run("old", noon.Add(-72*time.Hour), 60, 5)
		run("new", noon.Add(-time.Hour), 1.5, 0)
	})
	assert.Equal(t, Met, row("D5-T09").Outcome)
	assert.InDelta(t, 0, row("D5-T09").Value, 0)
	assert.InDelta(t, 0.5, row("D5-T07+T08").Value, 1e-9, "1.5 s of 3")
}

// A replica that converts nothing any more shows its last run for as long as it lives.
func TestTargetsOfKGASGoByTheRunThatEndedLast(t *testing.T) {
	row := outcomes(t, "kgas", func(h *promtest.History, of func(pairs ...string) map[string]string) {
		run := func(replica string, ended time.Time, seconds float64) {
			labels := of("source", "graph", "target", "table", "dataset_size", "small", "instance", replica)
			h.Series("kgas_conversion_last_duration_seconds", labels, each(h, constant(seconds)))
			h.Series("kgas_conversion_last_run_timestamp_seconds", labels, each(h, constant(float64(ended.Unix()))))
		}
		run("idle", noon.Add(-72*time.Hour), 60)
		run("busy", noon.Add(-time.Hour), 9)
	})
	assert.Equal(t, Met, row("D2-T01").Outcome)
	assert.InDelta(t, 9, row("D2-T01").Value, 1e-9)
}

// A full refresh of last week, and a model as the table that it once was, stay in the file of last runs.
func TestTargetsOfDPASGoByTheRunThatEndedLast(t *testing.T) {
	row := outcomes(t, "dpas", func(h *promtest.History, of func(pairs ...string) map[string]string) {
		run := func(fullRefresh string, ended time.Time, seconds float64) {
			labels := of("resource_type", "model", "node", "orders", "materialization", "incremental", "full_refresh", fullRefresh)
			h.Series("dbt_node_execution_time_seconds", labels, each(h, constant(seconds)))
			h.Series("dbt_node_last_run_timestamp_seconds", labels, each(h, constant(float64(ended.Unix()))))
		}
		run("true", noon.Add(-72*time.Hour), 300)
		run("false", noon.Add(-time.Hour), 5)
		site := func(machine string, ended time.Time, seconds float64) {
			labels := of("site", "analytics", "scope", "full", "instance", machine)
			h.Series("evidence_build_duration_seconds", labels, each(h, constant(seconds)))
			h.Series("evidence_build_last_run_timestamp_seconds", labels, each(h, constant(float64(ended.Unix()))))
		}
		site("old", noon.Add(-72*time.Hour), 400)
		site("new", noon.Add(-time.Hour), 60)
	})
	assert.Equal(t, Met, row("D1-T06").Outcome)
	assert.InDelta(t, 5, row("D1-T06").Value, 1e-9)
	assert.Equal(t, Met, row("D1-T07").Outcome)
}

// The report of a run is about one run: not the longest duration of one instance with the end and the records of another.
func TestReportOfDPASIsOfOneRun(t *testing.T) {
	builtin, err := catalog.Builtin()
	require.NoError(t, err)
	sys, _ := builtin.System("dpas")
	h := past(2*time.Hour, 15*time.Second)
	run := func(instance string, ended time.Time, seconds, records float64) {
		labels := map[string]string{"job": "dpas", "instance": instance, "connector": "postgres"}
		h.Series("dpas_ingest_last_duration_seconds", labels, each(h, constant(seconds)))
		h.Series("dpas_ingest_last_records", labels, each(h, constant(records)))
		h.Series("dpas_ingest_last_run_timestamp_seconds", labels, each(h, constant(float64(ended.Unix()))))
	}
	run("old", noon.Add(-72*time.Hour), 3600, 1000)
	run("new", noon.Add(-time.Hour), 60, 600000)
	src := serve(t, h)
	value := func(title string) float64 {
		for _, item := range sys.Report {
			if item.ID == "D1-R01" && item.Title == title {
				answer, err := src.Instant(t.Context(), item.Expr, noon)
				require.NoError(t, err)
				require.Len(t, answer.Value, 1, title)
				return float64(answer.Value[0].Value)
			}
		}
		require.Fail(t, "not in the report", title)
		return 0
	}
	assert.InDelta(t, 60, value("Duration"), 1e-9)
	assert.InDelta(t, 3660, value("Time since its start"), 1e-9)
	assert.InDelta(t, 10000, value("Throughput"), 1e-9)
}

// Where every repetition fails there is no counter of those that succeed.
func TestNoRetryThatSucceedsMissesItsTarget(t *testing.T) {
	row := outcomes(t, "ado", func(h *promtest.History, of func(pairs ...string) map[string]string) {
		h.Series("ado_retries_total", of("operation", "llm", "result", "failure"), growing(h, 0.1))
	})
	assert.Equal(t, Missed, row("D3-T12").Outcome)
	assert.InDelta(t, 0, row("D3-T12").Value, 1e-9)
}
