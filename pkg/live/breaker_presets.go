package live

import (
	"fmt"
	"slices"

	"github.com/prometheus/prometheus/model/labels"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers by which metrics the breakers of a library are known
// (catalogue, "Circuit breakers"; S2, S20).

// BreakerPreset names the library whose metrics tell of the breakers.
type BreakerPreset string

// The presets of the data source.
const (
	OmniNode     BreakerPreset = "omninode"
	Resilience4j BreakerPreset = "resilience4j"
	Opossum      BreakerPreset = "opossum"
	Envoy        BreakerPreset = "envoy"
)

// BreakerPresets are all of them; the first is the default.
var BreakerPresets = []string{string(OmniNode), string(Resilience4j), string(Opossum), string(Envoy)}

// PresetOf is the preset that a mapping of the breakers' metrics asks for; empty where it asks for none.
func PresetOf(mapping catalog.Mapping) BreakerPreset {
	for _, metric := range []string{omninode.state, omninode.trips} {
		if emitter := mapping[metric].Emitter; slices.Contains(BreakerPresets, emitter) {
			return BreakerPreset(emitter)
		}
	}
	return ""
}

// breakerMetrics are the metrics of one preset; empty ones the library does not have.
type breakerMetrics struct {
	component string                  // label that names the breaker
	state     string                  // one-hot gauge
	label     string                  // its label with the state, or the label with the event
	words     map[string]BreakerState // of the values of that label
	trips     string                  // counter
	events    string                  // counter by event; the state is the event that came last
	threshold string                  // gauge
	timeout   string                  // gauge, seconds
	// errorPercent and recovery are PromQL over the last day by component; %[1]s stands for the matchers.
	errorPercent, recovery string
	// own is what a mapping says of metrics that it names, by their names, and where their matchers.
	own   map[string]catalog.Alternative
	where map[string][]*labels.Matcher
	// rate is a gauge of the error percentage, where no calls are counted; negative means unknown.
	rate               string
	emitState, emitAll string
}

func (p BreakerPreset) metrics() (breakerMetrics, error) {
	switch p {
	case OmniNode, "":
		return omninode, nil
	case Resilience4j:
		return resilience4j, nil
	case Opossum:
		return opossum, nil
	case Envoy:
		return envoy, nil
	}
	return breakerMetrics{}, fmt.Errorf("the breaker preset %q is not known; it is one of %s, %s, %s, %s", p, OmniNode, Resilience4j, Opossum, Envoy)
}

var omninode = breakerMetrics{
	component: "component",
	state:     "omninode_circuit_breaker_state",
	label:     "state",
	words:     map[string]BreakerState{"closed": Closed, "half_open": HalfOpen, "open": Open},
	trips:     "omninode_circuit_breaker_trips_total",
	threshold: "omninode_circuit_breaker_failure_threshold",
	timeout:   "omninode_circuit_breaker_recovery_timeout_seconds",
	errorPercent: percentOf("component", `omninode_circuit_breaker_calls_total{%[1]s,result="failure"}`,
		`omninode_circuit_breaker_calls_total{%[1]s,result=~"success|failure"}`),
	recovery: `sum by (component) (increase(omninode_circuit_breaker_recovery_seconds_sum{%[1]s}[1d])) / ` +
		`(sum by (component) (increase(omninode_circuit_breaker_recovery_seconds_count{%[1]s}[1d])) > 0)`,
	emitState: `Emit the gauge omninode_circuit_breaker_state{component,state="closed|open|half_open"}, 1 for the state that holds and 0 for the others.`,
	emitAll: `Emit the counter omninode_circuit_breaker_trips_total{component}, from 0, and the gauge ` +
		`omninode_circuit_breaker_state{component,state="closed|open|half_open"}, 1 for the state that holds and 0 for the others.`,
}

var resilience4j = breakerMetrics{
	component: "name",
	state:     "resilience4j_circuitbreaker_state",
	label:     "state",
	// "disabled" and "metrics_only" let every call pass: the breaker is off, which is no state of it.
	words: map[string]BreakerState{"closed": Closed, "half_open": HalfOpen, "open": Open, "forced_open": Open,
		"disabled": NotMeasured, "metrics_only": NotMeasured},
	errorPercent: percentOf("name", `resilience4j_circuitbreaker_calls_seconds_count{%[1]s,kind="failed"}`,
		`resilience4j_circuitbreaker_calls_seconds_count{%[1]s,kind=~"successful|failed"}`),
	rate:      "resilience4j_circuitbreaker_failure_rate",
	emitState: "Bind resilience4j-micrometer's TaggedCircuitBreakerMetrics to the meter registry: it emits resilience4j_circuitbreaker_state{name,state}.",
	emitAll:   "Bind resilience4j-micrometer's TaggedCircuitBreakerMetrics to the meter registry: it emits resilience4j_circuitbreaker_state{name,state}.",
}

var opossum = breakerMetrics{
	component: "name",
	label:     "event",
	words:     map[string]BreakerState{"close": Closed, "halfOpen": HalfOpen, "open": Open},
	events:    "circuit",
	// A call that timed out is counted twice, as a timeout and as a failure.
	errorPercent: percentOf("name", `circuit{%[1]s,event="failure"}`, `circuit{%[1]s,event=~"success|failure"}`),
	emitState:    "Opossum counts events and has no state: it is known once the breaker opens, half-opens or closes within the time range. Choose a longer range.",
	emitAll:      "Add the breaker to opossum-prometheus: it emits the counter circuit{name,event}.",
}

// envoy ejects hosts. That is no state of a breaker, so the state is not measured (E-14).
var envoy = breakerMetrics{
	component: "envoy_cluster_name",
	trips:     "envoy_cluster_outlier_detection_ejections_enforced_total",
	errorPercent: percentOf("envoy_cluster_name", `envoy_cluster_upstream_rq_xx{%[1]s,envoy_response_code_class="5"}`,
		`envoy_cluster_upstream_rq_xx{%[1]s}`),
	emitState: "Envoy counts ejections of hosts and has no state of a circuit breaker: only a breaker in the calling program can say open or closed.",
	emitAll:   "Configure outlier_detection on the cluster and scrape Envoy: it emits envoy_cluster_outlier_detection_ejections_enforced_total{envoy_cluster_name}.",
}

// percentOf is the share of the calls of a day that failed; no failures are 0, no calls are nothing (catalogue G-5).
func percentOf(by, failed, all string) string {
	total := fmt.Sprintf("sum by (%s) (increase(%s[1d]))", by, all)
	return fmt.Sprintf("100 * (sum by (%s) (increase(%s[1d])) or 0 * %s) / (%s > 0)", by, failed, total, total)
}

// names are the metrics whose past makes the timeline. `up` tells since when an instance is scraped.
func (m breakerMetrics) names() []string { return []string{m.state, m.trips, m.events, "up"} }

// expr selects the series of the timeline.
func (m breakerMetrics) expr(selector string) string {
	return "{" + prometheus.Matchers(namesPattern(m.names()), selector) + "}"
}
