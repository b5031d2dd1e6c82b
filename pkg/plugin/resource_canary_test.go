package plugin

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
	"github.com/yardstick-baselines/yardstick/pkg/runs"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// versions is a quarter of an hour of a system of which three versions run side by side: 1.4 is as fast as 1.3, 1.5 is
// half as fast again, and 1.6 has just begun.
func versions(t *testing.T) string {
	h := &promtest.History{From: noon.Add(-20 * time.Minute), To: noon.Add(time.Minute), Step: 15 * time.Second}
	bounds := []float64{0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.11, 0.12, 0.13, 0.14, 0.15, 0.17, 0.19, 0.22, 0.25, 0.3, 0.4, 0.5, 1}
	for i, v := range []struct {
		version string
		median  float64
		from    time.Time
		every   time.Duration
	}{
		{"1.3", 0.1, h.From, 50 * time.Millisecond}, {"1.4", 0.1, h.From, 50 * time.Millisecond},
		{"1.5", 0.15, h.From, 50 * time.Millisecond}, {"1.6", 0.1, noon.Add(-time.Minute), 20 * time.Second},
	} {
		random := rand.New(rand.NewPCG(uint64(i), 9))
		var observed []promtest.Observation
		for at := v.from.Add(time.Second); !at.After(h.To); at = at.Add(v.every) {
			observed = append(observed, promtest.Observation{At: at, Value: v.median * math.Exp(0.2*random.NormFloat64())})
		}
		labels := map[string]string{"job": "kgas", "instance": v.version, "version": v.version, "operation_type": "embed", "status": "success"}
		h.Histogram("kgas_operation_duration_seconds", labels, bounds, observed)
	}
	return promtest.Start(t, promtest.Options{History: h.String()}).URL
}

// Canary and stable version are told apart by a label, on a real Prometheus, as Argo Rollouts and Flagger ask.
func TestACanaryAgainstTheStableVersion(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Prometheus")
	}
	prometheus := versions(t)
	d, context := datasource(t, prometheus, filled(), `{"systems":["kgas"]}`)
	for version, want := range map[string]string{"1.4": "pass", "1.5": "fail", "1.6": "inconclusive", "9.9": "inconclusive"} {
		ask := url.Values{
			"system": {"kgas"}, "candidateSelector": {`version="` + version + `"`}, "againstSelector": {`version="1.3"`}, "minutes": {"15"},
		}
		var view runs.GateView
		require.NoError(t, json.Unmarshal([]byte(gateAnswer(t, d, context, "GET", "gate?"+ask.Encode(), "")), &view))
		require.Equal(t, want, view.Verdict, "%s: %+v", version, view)
		require.Len(t, view.Operations, 1)
		require.Equal(t, "embed", view.Operations[0].Operation)
	}
	t.Run("against the baseline, whose single runs no version has", func(t *testing.T) {
		s := filled()
		s.learned = map[int64][]baseline.Window{
			1: {{End: noon, Width: time.Hour, Histogram: baseline.Histogram{Bounds: []float64{0.05, 0.1, 0.2, 1}, Counts: []float64{0, 5000, 5000, 0, 0}}}},
			2: {{End: noon, Width: time.Hour, Samples: []float64{8, 9, 10}}},
		}
		s.baselines = []store.BaselineAt{
			{Baseline: store.Baseline{Operation: store.Operation{ID: 1, Source: "1/yardstick", System: "kgas", Set: "operation", Name: "embed", Labels: map[string]string{"operation_type": "embed"}}, Record: baseline.Record{State: baseline.Active}}},
			{Baseline: store.Baseline{Operation: store.Operation{ID: 2, Source: "1/yardstick", System: "kgas", Set: "conversion", Name: "graph-to-table small"}, Record: baseline.Record{State: baseline.Active}}},
		}
		d, context := datasource(t, prometheus, s, `{"systems":["kgas"]}`)
		ask := url.Values{"system": {"kgas"}, "candidateSelector": {`version="1.5"`}, "minutes": {"15"}}
		var view runs.GateView
		require.NoError(t, json.Unmarshal([]byte(gateAnswer(t, d, context, "GET", "gate?"+ask.Encode(), "")), &view))
		require.Equal(t, "fail", view.Verdict, "%+v", view)
		require.Len(t, view.Operations, 1)
	})
}
