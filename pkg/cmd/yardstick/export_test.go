package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Prometheus takes no text that has a series twice. KGAS' tools have an initialization and a clean-up by the same label,
// and an operation may have labels that are called like ours.
func TestNoSeriesIsExportedTwice(t *testing.T) {
	learned := func(set string, labels map[string]string) store.Baseline {
		return store.Baseline{
			Operation: store.Operation{System: "kgas", Set: set, Name: set, Labels: labels}, ValidFrom: noon,
			Record: baseline.Record{Quantiles: baseline.Quantiles{P50: 0.1, P95: 0.3, P99: 0.5}, Requests: 1000, Confidence: 0.99, State: baseline.Active},
		}
	}
	_, address := holding(t,
		learned("tool-init", map[string]string{"tool": "ner"}), learned("tool-cleanup", map[string]string{"tool": "ner"}),
		learned("own", map[string]string{"set": "a", "stat": "b"}), learned("own", map[string]string{"set": "b", "stat": "b"}),
	)
	out, _, err := yardstick(t, "export", "--store", address, "--format", "prometheus", "--system", "kgas", "--system", "kgas")
	require.NoError(t, err)
	seen := map[string]bool{}
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		series := line[:strings.LastIndex(line, " ")]
		require.False(t, seen[series], series)
		seen[series] = true
	}
	require.Len(t, seen, 4*8)
	require.True(t, seen[`yardstick_baseline_seconds{set="tool-init",stat="p95",system="kgas",tool="ner"}`], "as the plugin publishes it")
	require.True(t, seen[`yardstick_baseline_samples{exported_set="a",exported_stat="b",set="own",system="kgas"}`])

	v := live.OperationVerdict{System: "omninode", Set: "request", Operation: "kafka publish", Labels: map[string]string{"component": "kafka", "operation": "publish"}}
	v.Measured, v.Expected, v.Z = true, 0.1, 3
	for _, gauge := range deviationGauges(v, noon) {
		if gauge.Name == "yardstick_deviation_z" {
			require.Equal(t, map[string]string{
				"system": "omninode", "set": "request", "operation": "kafka publish", "component": "kafka", "exported_operation": "publish",
			}, gauge.Labels)
		}
	}
}
