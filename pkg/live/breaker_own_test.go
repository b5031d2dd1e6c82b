package live

import (
	"testing"

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
