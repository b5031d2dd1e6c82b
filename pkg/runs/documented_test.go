package runs

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// The samples of D5 l.146-169, l.188-220 and l.35-64, as the document has them.
const (
	benchmarksYAML = `# .github-pm/benchmarks.yml
benchmarks:
  baseline:
    date: "2024-12-01"
    cli_version: "2.0.0"
  commands:
    status:
      baseline_ms: 250
      target_ms: 200
      max_acceptable_ms: 500
    batch:
      baseline_ms: 1800
      target_ms: 1500
      max_acceptable_ms: 3000
  scenarios:
    small_project:
      task_count: 20
      expected_performance: "excellent"
`
	benchmarkResults = `{
  "benchmark_results": {
    "test_date": "2024-12-06T10:30:00Z",
    "cli_version": "2.0.0",
    "system_info": { "os": "darwin", "cpu": "Apple M1 Pro", "memory": "16GB" },
    "command_results": [
      { "command": "status", "iterations": 10, "average_ms": 235, "min_ms": 198, "max_ms": 312,
        "std_deviation": 28, "performance_rating": "excellent" }
    ],
    "regression_analysis": { "performance_changes": [ { "command": "batch", "change_percentage": -15.2, "status": "improved" } ] }
  }
}`
	performanceMetrics = `{
  "performance_metrics": {
    "command": "batch", "execution_id": "exec_abc123", "timestamp": "2024-12-06T10:30:15.123Z",
    "duration": { "total_ms": 2450, "phases": { "initialization_ms": 120, "authentication_ms": 340, "data_fetching_ms": 1200,
      "processing_ms": 650, "output_generation_ms": 140 } },
    "resource_usage": { "peak_memory_mb": 78, "average_memory_mb": 45, "cpu_time_ms": 1890, "io_operations": 245 },
    "github_api": { "requests_made": 15, "rate_limit_consumed": 25, "rate_limit_remaining": 4975, "cache_hits": 8, "cache_misses": 7 },
    "context": { "project_size": "large", "task_count": 87 }
  }
}
`
)

func TestBenchmarksOfGitHubPM(t *testing.T) {
	run := loadedText(t, "benchmarks.yml", benchmarksYAML)
	require.Equal(t, []string{"github-pm", "github-pm", "2.0.0"}, []string{run.Format, run.System, run.Context["version"]})
	require.Equal(t, "2024-12-01", run.Started.Format("2006-01-02"))
	batch := of(t, run, "batch", store.Duration)
	require.Equal(t, []float64{1.8, 1.5, 3}, []float64{batch.Stats["mean"], batch.Target, batch.Limit})

	run = loadedText(t, "results.json", benchmarkResults)
	require.Equal(t, map[string]string{"version": "2.0.0", "os": "darwin", "cpu": "Apple M1 Pro", "memory": "16GB"}, run.Context)
	status := of(t, run, "status", store.Duration)
	require.Equal(t, map[string]float64{"mean": 0.235, "min": 0.198, "max": 0.312, "sd": 0.028}, status.Stats)
	require.InDelta(t, 10, status.Count, 0)
	require.Equal(t, "excellent", status.Rating)
}

func TestCommandsOfGitHubPM(t *testing.T) {
	run := loadedText(t, "metrics.json", performanceMetrics+strings.ReplaceAll(performanceMetrics, "2450", "2550"))
	require.Equal(t, "large", run.Context["size"])
	var whole store.Measured
	var phases float64
	for _, m := range run.Measured {
		switch {
		case m.Quantity == store.Duration && len(m.Labels) == 0:
			whole = m
		case m.Quantity == store.Duration:
			phases += m.Stats["mean"]
		}
	}
	require.InDelta(t, 2.5, whole.Stats["mean"], 1e-12)
	require.InDelta(t, 2.45, phases, 1e-12, "the phases make up the command")
	require.InDelta(t, 78*1024*1024, of(t, run, "batch", store.Memory).Stats["max"], 0)
	require.InDelta(t, 1.89, of(t, run, "batch", store.CPU).Stats["mean"], 1e-12)
	require.InDelta(t, 15, of(t, run, "batch", store.Requests).Stats["mean"], 0)
	require.InDelta(t, 25, of(t, run, "batch", store.RateLimit).Stats["mean"], 0)
}

// D2 l.328-355: seconds by conversion by size; D2 l.358-391: one entry per operation, failures without a duration.
func TestLoadAndStressTestsOfKGAS(t *testing.T) {
	run := loadedText(t, "load.json", `{"1000": {"graph_to_table": 1.5, "table_to_vector": [2, 4]}, "10000": {"graph_to_table": {"duration": 16}}}`)
	require.Equal(t, []string{"kgas", "kgas"}, []string{run.Format, run.System})
	require.InDelta(t, 1.5, of(t, run, "graph-to-table", store.Duration, "entities", "1000").Stats["mean"], 0)
	require.InDelta(t, 16, of(t, run, "graph-to-table", store.Duration, "entities", "10000", "source", "graph", "target", "table").Stats["mean"], 0)
	require.InDelta(t, 3, of(t, run, "table-to-vector", store.Duration).Stats["mean"], 0)

	run = loadedText(t, "stress.json", `[
  {"operation": "query", "status": "success", "duration": 0.5},
  {"operation": "query", "status": "error", "error": "timed out"},
  {"operation": "embed", "status": "success", "duration": 2}
]`)
	query := of(t, run, "query", store.Duration)
	require.Equal(t, []float64{2, 1, 1, 0.5}, []float64{query.Count, query.Failed, float64(query.Samples), query.Stats["mean"]})
}

// D1 l.115-131, and the log line of PyAirbyte itself.
func TestIngestion(t *testing.T) {
	run := loadedText(t, "ingestion.json", `{"startTime": 1733480000000, "recordsProcessed": 50000, "bytesProcessed": 1e7, "endTime": 1733480012000, "duration": 12000, "throughput": 4166.7}`)
	require.Equal(t, []string{"pyairbyte", "dpas"}, []string{run.Format, run.System})
	require.InDelta(t, 12, of(t, run, "ingestion", store.Duration).Stats["mean"], 0)

	run = loadedText(t, "airbyte.log", "2026-03-10 started\n"+`2026-03-10 INFO {"job_type": "read", "job_info": {"description": "faker -> duckdb", "source": {"name": "source-faker"}}, `+
		`"performance_metrics": {"records_read": 5000, "read_time_seconds": 2.5, "read_start_time": 1733480000.5, "stream_metrics": {"users": {"records_read": 5000, "read_time_seconds": 2.25}, "cut": {"records_read": 1}}}}`+"\n")
	require.InDelta(t, 2.5, of(t, run, "read", store.Duration, "connector", "source-faker").Stats["mean"], 0)
	require.InDelta(t, 2.25, of(t, run, "read stream", store.Duration, "stream", "users").Stats["mean"], 0)
	require.Len(t, run.Measured, 2, "a stream that was not read to its end has no duration")
}
