package plugin

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// What fails at once is no slower than ever, and what hangs has no duration: the overview names both.
func TestTheOverviewNamesWhatFailsAndWhatIsSilent(t *testing.T) {
	h := &promtest.History{From: noon.Add(-time.Hour), To: noon.Add(time.Minute), Step: 15 * time.Second}
	count := func(operation, status string, from, until time.Duration) {
		var seen []promtest.Observation
		for at := h.From.Add(time.Second); !at.After(h.To); at = at.Add(500 * time.Millisecond) {
			if at.After(noon.Add(from)) && at.Before(noon.Add(until)) {
				seen = append(seen, promtest.Observation{At: at, Value: 0.1})
			}
		}
		h.Histogram("kgas_operation_duration_seconds", map[string]string{"job": "kgas", "instance": "a", "operation_type": operation, "status": status},
			[]float64{0.05, 0.15, 0.3, 1}, seen)
	}
	count("ingest", "success", -time.Hour, -5*time.Minute)
	count("ingest", "error", -5*time.Minute, time.Hour)
	count("embed", "success", -time.Hour, -5*time.Minute)
	server := promtest.Start(t, promtest.Options{History: h.String()})
	d, context := datasource(t, server.URL, filled(), `{"systems":["kgas"]}`)
	status, answer := call(t, d, context, http.MethodGet, "overview", "")
	require.Equal(t, http.StatusOK, status, answer)
	var overview struct{ Systems []overviewView }
	require.NoError(t, json.Unmarshal([]byte(answer), &overview))
	kgas := overview.Systems[0]
	require.Empty(t, kgas.ViolationsNow)
	require.Len(t, kgas.FailingNow, 1)
	require.Equal(t, "ingest", kgas.FailingNow[0].Name)
	require.Equal(t, "critical", kgas.FailingNow[0].Tier)
	require.Contains(t, kgas.FailingNow[0].Reason, "100 % of ")
	require.Len(t, kgas.SilentNow, 1)
	require.Equal(t, "embed", kgas.SilentNow[0].Name)
	require.Contains(t, kgas.SilentNow[0].Reason, "it stopped completing")
}
