package live

import "slices"

// This file answers in which state a breaker is whose library counts events
// only (E-18): the event that came last names the state. Where several came
// between two looks, the state is known if every order that is possible ends
// in the same one.

// flow are the numbers of opens, half-opens and closes between two looks.
type flow [3]int // by BreakerState: how often it was entered

// manyEvents: so many between two looks are beyond telling apart.
const manyEvents = 12

// next are the states that one event can lead to.
var next = map[BreakerState][]BreakerState{
	Closed:   {Open},
	HalfOpen: {Closed, Open},
	Open:     {HalfOpen},
}

var anyState = []BreakerState{Closed, HalfOpen, Open}

// after are the states in which a breaker can be that was in one of some states before the events.
func after(before []BreakerState, events flow) []BreakerState {
	if events[Closed]+events[HalfOpen]+events[Open] > manyEvents {
		return anyState
	}
	var ends []BreakerState
	for _, state := range before {
		walk(state, events, &ends)
	}
	if len(ends) > 0 {
		return ends
	}
	// Somebody opened or closed it by hand. One kind of event still names the state.
	for _, state := range anyState {
		if events == single(state, events[state]) {
			return []BreakerState{state}
		}
	}
	return anyState
}

func single(state BreakerState, n int) flow {
	var f flow
	f[state] = n
	return f
}

// walk follows every order of the remaining events.
func walk(at BreakerState, left flow, ends *[]BreakerState) {
	if left == (flow{}) {
		if !slices.Contains(*ends, at) {
			*ends = append(*ends, at)
		}
		return
	}
	for _, to := range next[at] {
		if left[to] > 0 {
			rest := left
			rest[to]--
			walk(to, rest, ends)
		}
	}
}

// byEvents is the state at each moment, as far as the events within the range tell.
func (s *strand) byEvents(preset breakerMetrics, n int, scraped map[int]bool) (states []BreakerState, word string) {
	states = slices.Repeat([]BreakerState{NotMeasured}, n)
	entered := make([]flow, n)
	present := make([]bool, n)
	for label, values := range s.byLabel {
		for i := range values {
			present[i] = true
		}
		if state, ok := preset.words[label]; ok {
			for i, rise := range rises(values, n, scraped) {
				entered[i][state] = int(rise + 0.5)
			}
		}
	}
	possible := anyState
	for i := range n {
		if !present[i] {
			continue
		}
		if entered[i] != (flow{}) {
			possible = after(possible, entered[i])
		}
		if len(possible) == 1 {
			states[i] = possible[0]
		}
	}
	return states, ""
}
