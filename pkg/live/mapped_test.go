package live

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/profile"
)

// OpenTelemetry has one series per mode of the processor (semantic conventions, process.cpu.time), and the label of the mode
// was called otherwise before: together they are what a client of Prometheus counts in one.
func TestProcessorTimeOfOpenTelemetryIsOfAllModes(t *testing.T) {
	h := past(time.Hour, 15*time.Second)
	for instance, label := range map[string]string{"a": "cpu_mode", "b": "state", "c": "type", "d": "process_cpu_state"} {
		for mode, perScrape := range map[string]float64{"user": 3, "system": 2} {
			values := make([]float64, h.Scrapes())
			for i := range values {
				values[i] = perScrape * float64(i)
			}
			h.Series("process_cpu_time_seconds_total", map[string]string{"job": "kgas", "instance": instance, label: mode}, values)
		}
	}
	src := serve(t, h)
	builtin, err := catalog.Builtin()
	require.NoError(t, err)
	sys, _ := builtin.System("kgas")
	followed, problems, err := profile.System(*sys, builtin, catalog.Mapping{"process_cpu_seconds_total": {Emitter: "opentelemetry"}})
	require.NoError(t, err)
	require.Empty(t, problems)
	asked := 0
	for i, q := range sys.Quantities {
		if q.ID != "D2-Q05" {
			continue
		}
		asked++
		answer, err := src.Instant(t.Context(), followed.Quantities[i].Expr, noon)
		require.NoError(t, err)
		require.Len(t, answer.Value, 4)
		for _, s := range answer.Value {
			require.InEpsilon(t, 5.0/15, float64(s.Value), 1e-6, "%s", s.Metric)
		}
	}
	require.Equal(t, 1, asked)
}
