package live

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

func TestBreakersOfOwnNamesKeepTheirStates(t *testing.T) {
	own, err := omninode.withOwn(map[string]catalog.Alternative{
		"omninode_circuit_breaker_state": {Metric: "gate_state", Labels: map[string]string{"component": "gate", "state": "mode"},
			Values: map[string]map[string]string{"state": {"tripped": "open"}}},
		"omninode_circuit_breaker_trips_total": {Metric: "gate_trips", Labels: map[string]string{"component": "gate"}},
	})
	require.NoError(t, err)
	require.Equal(t, []string{"gate_state", "gate_trips"}, []string{own.state, own.trips})
	require.Equal(t, []string{"gate", "mode"}, []string{own.component, own.label})
	require.Equal(t, Open, own.words["tripped"])
	require.NotContains(t, omninode.words, "tripped", "the preset itself stays")
	_, err = omninode.withOwn(map[string]catalog.Alternative{
		"omninode_circuit_breaker_state":       {Metric: "a", Labels: map[string]string{"component": "gate"}},
		"omninode_circuit_breaker_trips_total": {Metric: "b", Labels: map[string]string{"component": "door"}},
	})
	require.ErrorContains(t, err, "it must be one label")
}

func TestAMappingChoosesThePresetOfTheBreakers(t *testing.T) {
	require.Equal(t, Resilience4j, PresetOf(catalog.Mapping{"omninode_circuit_breaker_state": {Emitter: "resilience4j"}}))
	require.Equal(t, Opossum, PresetOf(catalog.Mapping{"omninode_circuit_breaker_trips_total": {Emitter: "opossum"}}))
	require.Equal(t, BreakerPreset(""), PresetOf(catalog.Mapping{"omninode_requests_total": {Emitter: "opossum"}}))
}

func TestEnvoyHasNoStateToShow(t *testing.T) {
	metrics, err := Envoy.metrics()
	require.NoError(t, err)
	require.Empty(t, metrics.state)
	require.Empty(t, metrics.events)
	require.Empty(t, metrics.words)
}

// A metric of one's own is read as a mapping says: its matchers belong to every use, its time-out may be in another unit, and
// since Prometheus 3 its labels may be called anything.
func TestBreakersOfOwnNamesAreReadAsTheMappingSays(t *testing.T) {
	h := past(time.Hour, 15*time.Second)
	const label = "gate.name"
	oneHot(h, "gate_state", label, "orders", []string{"closed", "tripped"}, change{time.Hour, "closed"}, change{5 * time.Minute, "tripped"})
	for event, perScrape := range map[string]float64{"opened": 0, "passed": 4} {
		n := 0.0
		h.Series("gate_events_total", node(label, "orders", "event", event), each(h, func(at time.Time) float64 {
			if n += perScrape; event == "opened" && !at.Before(noon.Add(-5*time.Minute)) {
				return 1
			}
			return n
		}))
	}
	h.Series("gate_limits", node(label, "orders", "of", "failures"), each(h, constant(5)))
	h.Series("gate_limits", node(label, "orders", "of", "calls"), each(h, constant(100)))
	h.Series("gate_timeout_milliseconds", node(label, "orders"), each(h, constant(30_000)))
	h.Series("up", map[string]string{"job": "omninode", "instance": "a"}, each(h, constant(1)))
	named := map[string]string{"component": label}
	rows, err := New(serve(t, h), Options{}).Breakers(t.Context(), BreakerRequest{System: bridge(), From: noon.Add(-30 * time.Minute), To: noon, Own: map[string]catalog.Alternative{
		"omninode_circuit_breaker_state":                    {Metric: "gate_state", Labels: named, Values: map[string]map[string]string{"state": {"tripped": "open"}}},
		"omninode_circuit_breaker_trips_total":              {Metric: "gate_events_total", Labels: named, Where: `event="opened"`},
		"omninode_circuit_breaker_failure_threshold":        {Metric: "gate_limits", Labels: named, Where: `of="failures"`},
		"omninode_circuit_breaker_recovery_timeout_seconds": {Metric: "gate_timeout_milliseconds", Labels: named, Scale: 0.001},
	}})
	require.NoError(t, err)
	i := slices.IndexFunc(rows, func(b Breaker) bool { return b.Component == "orders" })
	require.GreaterOrEqual(t, i, 0)
	require.Equal(t, Open, rows[i].State)
	require.InDelta(t, 1, rows[i].Trips, 0)
	require.InDelta(t, 5, rows[i].FailureThreshold, 0)
	require.InDelta(t, 30, rows[i].RecoveryTimeout, 1e-9)
}

// A state that rises tells of trips as well as a counter of its own, and is named for both as a library's preset has it.
func TestBreakersWhoseStateTellsOfTripsKeepTheirState(t *testing.T) {
	h := past(time.Hour, 15*time.Second)
	oneHot(h, "gate_state", "gate", "orders", []string{"closed", "open"}, change{time.Hour, "closed"}, change{5 * time.Minute, "open"})
	named := map[string]string{"component": "gate"}
	rows, err := New(serve(t, h), Options{}).Breakers(t.Context(), BreakerRequest{System: bridge(), From: noon.Add(-30 * time.Minute), To: noon, Own: map[string]catalog.Alternative{
		"omninode_circuit_breaker_state":       {Metric: "gate_state", Labels: named},
		"omninode_circuit_breaker_trips_total": {Metric: "gate_state", Labels: named, Where: `state="open"`},
	}})
	require.NoError(t, err)
	i := slices.IndexFunc(rows, func(b Breaker) bool { return b.Component == "orders" })
	require.GreaterOrEqual(t, i, 0)
	require.Equal(t, Open, rows[i].State)
	require.InDelta(t, 1, rows[i].Trips, 0)
}
