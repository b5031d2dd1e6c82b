package live

import (
	"slices"
	"time"

	"github.com/prometheus/common/model"
)

// This file answers what the series of breakers say about each component at each moment.

// componentLine is the past of one component: the worst of its instances.
type componentLine struct {
	times  []time.Time
	states []BreakerState
	trips  []float64 // new at each moment
	word   string    // of the state now, as the program calls it
	// tripsKnown: a counter tells them, or else the states that were seen.
	tripsKnown bool
	recovered  bool // closed now, and something else before
}

// read arranges the answers by component.
func read(answers []model.Matrix, preset breakerMetrics, times []time.Time) timeline {
	place := make(map[model.Time]int, len(times))
	for i, at := range times {
		place[model.TimeFromUnixNano(at.UnixNano())] = i
	}
	strands, scraped := unravel(answers, preset, place)
	line := timeline{components: map[string]*componentLine{}}
	for _, s := range strands {
		c, ok := line.components[s.component]
		if !ok {
			c = &componentLine{times: times, states: slices.Repeat([]BreakerState{NotMeasured}, len(times)), trips: make([]float64, len(times))}
			line.components[s.component] = c
		}
		c.join(s, preset, scraped[s.instance])
	}
	return line
}

// unravel sorts series into breakers, and tells at which moments each instance was seen at all.
func unravel(answers []model.Matrix, preset breakerMetrics, place map[model.Time]int) (map[model.Fingerprint]*strand, map[string]map[int]bool) {
	strands := map[model.Fingerprint]*strand{}
	scraped := map[string]map[int]bool{}
	for _, answer := range answers {
		for _, series := range answer {
			instance := string(series.Metric["job"]) + "\x00" + string(series.Metric["instance"])
			values := valuesAt(series.Values, place)
			if scraped[instance] == nil {
				scraped[instance] = map[int]bool{}
			}
			for i := range values {
				scraped[instance][i] = true
			}
			if component := string(series.Metric[model.LabelName(preset.component)]); component != "" && preset.holds(series.Metric) {
				strandOf(strands, series.Metric, preset, component, instance).add(series.Metric, preset, values)
			}
		}
	}
	return strands, scraped
}

func valuesAt(points []model.SamplePair, place map[model.Time]int) map[int]float64 {
	values := make(map[int]float64, len(points))
	for _, p := range points {
		if i, ok := place[p.Timestamp]; ok {
			values[i] = float64(p.Value)
		}
	}
	return values
}

func strandOf(strands map[model.Fingerprint]*strand, metric model.Metric, preset breakerMetrics, component, instance string) *strand {
	plain := metric.Clone()
	delete(plain, model.MetricNameLabel)
	delete(plain, model.LabelName(preset.label))
	for _, m := range preset.where[preset.trips] { // or its trips were counted beside those that its state tells of
		delete(plain, model.LabelName(m.Name))
	}
	id := plain.Fingerprint()
	if strands[id] == nil {
		strands[id] = &strand{component: component, instance: instance, byLabel: map[string]map[int]float64{}}
	}
	return strands[id]
}

func (s *strand) add(metric model.Metric, preset breakerMetrics, values map[int]float64) {
	switch string(metric[model.MetricNameLabel]) {
	case preset.trips:
		s.trips = merged(s.trips, values)
	case preset.state, preset.events:
		label := string(metric[model.LabelName(preset.label)])
		s.byLabel[label] = merged(s.byLabel[label], values)
	}
}

func merged(into, from map[int]float64) map[int]float64 {
	if into == nil {
		return from
	}
	for i, v := range from {
		into[i] = v
	}
	return into
}

// join adds one instance: the worst state of all counts, and all trips.
func (c *componentLine) join(s *strand, preset breakerMetrics, scraped map[int]bool) {
	states, words := s.oneHot(preset, len(c.times))
	if preset.events != "" {
		states, words = s.byEvents(preset, len(c.times), scraped)
	}
	last := len(c.times) - 1
	if states[last] > c.states[last] || c.word == "" {
		c.word = words
	}
	for i, state := range states {
		c.states[i] = max(c.states[i], state)
	}
	counter := s.trips
	if preset.events != "" {
		counter = s.byLabel["open"]
	}
	if counter != nil {
		for i, n := range rises(counter, len(c.times), scraped) {
			c.trips[i] += n
		}
		c.tripsKnown = true
		return
	}
	if len(s.byLabel) > 0 && preset.events == "" {
		for i, n := range openings(states) {
			c.trips[i] += n
		}
	}
	c.tripsKnown = c.tripsKnown || len(s.byLabel) > 0
}

// fill writes what the past says into a row.
func (c *componentLine) fill(b *Breaker, g grids) {
	last := len(c.times) - 1
	b.State = c.states[last]
	b.Word = b.State.String()
	if c.word != "" {
		b.Word = c.word
	}
	if b.State != NotMeasured {
		i := last
		for i > 0 && c.states[i-1] == b.State {
			i--
		}
		b.Since, b.SinceAtLeast = c.times[i], i == 0 || c.states[i-1] == NotMeasured
		c.recovered = b.State == Closed && !b.SinceAtLeast
	}
	if c.tripsKnown {
		b.Trips = 0
	}
	for i, n := range c.trips {
		if n <= 0 {
			continue
		}
		b.LastTrip = c.times[i]
		if c.times[i].After(g.from) {
			b.Trips += n
			b.TripTimes = append(b.TripTimes, c.times[i])
		}
	}
	asked := g.asked.times()
	for i, at := range c.times {
		if len(asked) > 0 && at.Equal(asked[0]) {
			b.States = append(b.States, StatePoint{At: at, State: c.states[i]})
			asked = asked[1:]
		}
	}
}
