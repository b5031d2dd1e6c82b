package plugin

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// breakers answers how circuit breakers stand: as a table, as one number each
// for alert rules, or as states and trips over time.
func (d *Datasource) breakers(ctx context.Context, a asked, q BreakersQuery) (data.Frames, error) {
	measure, err := oneOf("measure", q.Measure, "", "state", "trips", "health")
	if err != nil {
		return nil, err
	}
	format, err := oneOf("format", q.Format, "table", "timeseries")
	if err != nil {
		return nil, err
	}
	rows, remarks, err := d.breakerRows(ctx, a, q)
	if err != nil {
		return nil, err
	}
	if err := tooMany(len(rows), maxSeries, "circuit breakers"); err != nil {
		return nil, badInput{err}
	}
	var frames data.Frames
	switch {
	case measure != "":
		frames = data.Frames{breakerNumbers(rows, measure)}
	case format == "timeseries":
		frames = breakerLines(rows, !fromAlert(ctx))
	default:
		frames = data.Frames{tableOf("breakers", rows, breakerColumns(a.window.To)...)}
	}
	notice(frames, remarks...)
	return frames, nil
}

func (d *Datasource) breakerRows(ctx context.Context, a asked, q BreakersQuery) (rows []live.Breaker, remarks []string, err error) {
	systems, err := d.asked(ctx, q.Common, a.window.To)
	if err != nil {
		return nil, nil, err
	}
	for _, system := range systems {
		if q.System == "" && !d.mayHaveBreakers(system) {
			continue
		}
		found, err := d.live.Breakers(ctx, live.BreakerRequest{
			System: system, Preset: d.settings.breakersOf(system.Name), Own: d.settings.ownMetrics(system.Name), From: a.window.From, To: a.window.To,
			Lag: d.settings.Lag(), Step: a.query.Interval,
		})
		remark, err := shownTo(ctx, err)
		if err != nil {
			return nil, nil, fmt.Errorf("reading the circuit breakers of %s: %w", system.Title, err)
		}
		rows, remarks = append(rows, found...), append(remarks, remark)
	}
	wanted := func(b live.Breaker) bool {
		labels := map[string]string{"component": b.Component}
		return (len(q.Components) == 0 || slices.Contains(q.Components, b.Component)) && q.keepsLabels(labels)
	}
	return slices.DeleteFunc(rows, func(b live.Breaker) bool { return !wanted(b) }), remarks, nil
}

// mayHaveBreakers: the documents name them for some systems; the presets of libraries fit any.
func (d *Datasource) mayHaveBreakers(s *catalog.System) bool {
	return s.Breakers != nil || d.settings.breakersOf(s.Name) != live.OmniNode
}

func breakerColumns(now time.Time) []column[live.Breaker] {
	type row = live.Breaker
	return []column[row]{
		text("system", func(b row) string { return b.System }),
		text("component", func(b row) string { return b.Component }),
		number("state", "", stateNumber).inWords(breakerWords),
		text("stateWord", func(b row) string { return b.Word }).titled("state in words"),
		moment("since", func(b row) time.Time { return b.Since }),
		text("sinceWord", sinceWord).titled("since, in words"),
		number("trips", "short", func(b row) float64 { return b.Trips }),
		number("sinceTrip", "s", func(b row) float64 { return b.SinceTrip(now) }).titled("since the last trip"),
		number("health", "", func(b row) float64 { return b.Health }).inWords(healthWords),
		number("failureThreshold", "short", func(b row) float64 { return b.FailureThreshold }).titled("failure threshold"),
		number("recoveryTimeout", "s", func(b row) float64 { return b.RecoveryTimeout }).titled("recovery time-out"),
		number("recommendedThreshold", "short", func(b row) float64 { return b.RecommendedThreshold }).titled("recommended threshold"),
		number("recommendedTimeout", "s", func(b row) float64 { return b.RecommendedTimeout }).titled("recommended time-out"),
		text("evidence", func(b row) string { return b.Evidence }),
		text("emit", func(b row) string { return b.Emit }),
	}
}

// stateNumber is null where nothing measures the state: a guessed "closed" would hide an open one.
func stateNumber(b live.Breaker) float64 {
	if b.State == live.NotMeasured {
		return math.NaN()
	}
	return float64(b.State)
}

// sinceWord says where the beginning of a state lies before everything that was seen.
func sinceWord(b live.Breaker) string {
	switch {
	case b.Since.IsZero():
		return ""
	case b.SinceAtLeast:
		return "at least since"
	}
	return "since"
}

func breakerNumbers(rows []live.Breaker, measure string) *data.Frame {
	of := map[string]func(live.Breaker) float64{
		"state":  stateNumber,
		"trips":  func(b live.Breaker) float64 { return b.Trips },
		"health": func(b live.Breaker) float64 { return b.Health },
	}[measure]
	rows = slices.DeleteFunc(rows, func(b live.Breaker) bool { return figure.Known(of(b)) == nil })
	return frameOf(data.FrameTypeNumericLong, "breakers", rows,
		text("system", func(b live.Breaker) string { return b.System }),
		text("component", func(b live.Breaker) string { return b.Component }),
		number("value", "", of).titled(measure))
}

// breakerLines are the states over time, then the trips, one frame per component. An alert rule gets the states
// alone: two series with the same labels are an error there.
func breakerLines(rows []live.Breaker, withTrips bool) data.Frames {
	var states, trips data.Frames
	for _, b := range rows {
		labels := data.Labels{"system": b.System, "component": b.Component}
		state := line{name: "state", legend: b.Component, labels: labels, words: data.ValueMappings{breakerWords}}
		for _, p := range b.States {
			state.times, state.values = append(state.times, p.At), append(state.values, figure.Known(stateNumber(live.Breaker{State: p.State})))
		}
		if len(state.times) > 0 {
			states = append(states, state.frame())
		}
		trip := line{name: "trips", field: "trips", legend: b.Component + " tripped", labels: labels}
		for _, at := range b.TripTimes {
			one := 1.0
			trip.times, trip.values = append(trip.times, at), append(trip.values, &one)
		}
		if withTrips && len(trip.times) > 0 {
			trips = append(trips, trip.frame())
		}
	}
	if frames := append(states, trips...); len(frames) > 0 {
		return frames
	}
	return data.Frames{emptyFrame(data.FrameTypeTimeSeriesMulti, "state")}
}
