package live

import (
	"slices"
)

// This file answers what the series of one breaker of one instance say.

// strand is one breaker of one instance.
type strand struct {
	component, instance string
	byLabel             map[string]map[int]float64 // state or event -> moment -> value
	trips               map[int]float64
}

// oneHot is the state whose series is 1; the worst where an instance says two things.
func (s *strand) oneHot(preset breakerMetrics, n int) (states []BreakerState, word string) {
	states = slices.Repeat([]BreakerState{NotMeasured}, n)
	for label, values := range s.byLabel {
		state, known := preset.words[label]
		if !known {
			continue
		}
		for i, v := range values {
			if v != 1 {
				continue
			}
			states[i] = max(states[i], state)
			if i == n-1 && states[i] == state && (word == "" || state != NotMeasured) {
				word = spoken(label)
			}
		}
	}
	return states, word
}

func spoken(label string) string {
	switch label {
	case "half_open", "halfOpen":
		return HalfOpen.String()
	case "forced_open":
		return "forced open"
	case "metrics_only":
		return "metrics only"
	case "close":
		return Closed.String()
	}
	return label
}

// rises are the increases of a counter at each moment. A smaller value is a
// restart; a series that is born while its instance was seen before counts from
// 0 (catalogue C-5), but not one that comes back after a gap in scraping (E-6).
func rises(values map[int]float64, n int, scraped map[int]bool) []float64 {
	out := make([]float64, n)
	before, born := 0.0, false
	for i := range n {
		v, ok := values[i]
		if !ok {
			continue
		}
		switch {
		case born && v >= before:
			out[i] = v - before
		case born, i > 0 && scraped[i-1]:
			out[i] = v
		}
		before, born = v, true
	}
	return out
}

// openings are the moments at which a state was open that was something else before.
func openings(states []BreakerState) []float64 {
	out := make([]float64, len(states))
	before := NotMeasured
	for i, state := range states {
		if state == NotMeasured {
			continue
		}
		if state == Open && before != Open && before != NotMeasured {
			out[i] = 1
		}
		before = state
	}
	return out
}
