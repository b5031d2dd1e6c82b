package live

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how the circuit breakers of a system stand, now and over a
// range of time. A state that nothing measures is said to be not measured; it
// is never taken for closed.

// BreakerState is the state of one breaker; the numbers are those of the frames.
type BreakerState int

// The states, from good to bad.
const (
	NotMeasured BreakerState = iota - 1
	Closed
	HalfOpen
	Open
)

func (s BreakerState) String() string {
	switch s {
	case Closed:
		return "closed"
	case HalfOpen:
		return "half-open"
	case Open:
		return "open"
	}
	return "not measured"
}

// BreakerRequest asks for the breakers of a system.
type BreakerRequest struct {
	System *catalog.System
	Preset BreakerPreset // empty means OmniNode
	// Own are metrics of a mapping in the place of the preset's.
	Own map[string]catalog.Alternative
	// From and To are the range of trips and states; To is evaluated on the grid, Lag earlier.
	From, To time.Time
	Lag      time.Duration
	// Step is the distance of the states over time; 0 means as fine as is sensible.
	Step time.Duration
}

// Breaker is one row. Numbers that are not known are NaN, moments zero.
type Breaker struct {
	System, Component string
	State             BreakerState
	// Word is the state as the program calls it ("forced open", "disabled").
	Word string
	// Since is when it entered its state. SinceAtLeast: it was in it before anything is known of it.
	Since        time.Time
	SinceAtLeast bool
	Trips        float64   // within the range
	LastTrip     time.Time // within the range or the last day
	// Health is 2 closed, 1 half-open or closed for less than its recovery time-out, 0 open (E-13).
	Health                                   float64
	FailureThreshold, RecoveryTimeout        float64 // the time-out in seconds
	RecommendedThreshold, RecommendedTimeout float64 // equal to the current ones where these should stay
	ErrorPercent, MeanRecovery               float64 // over the last day, what the recommendation rests on
	Evidence                                 string  // why, in a sentence
	Emit                                     string  // what to emit where something is not measured
	States                                   []StatePoint
	TripTimes                                []time.Time // those within the range
}

// StatePoint is the state at one moment.
type StatePoint struct {
	At    time.Time
	State BreakerState
}

// SinceTrip is the age of the last trip at a moment, NaN seconds without one.
func (b Breaker) SinceTrip(at time.Time) float64 {
	if b.LastTrip.IsZero() {
		return math.NaN()
	}
	return at.Sub(b.LastTrip).Seconds()
}

// Breakers answers every breaker that is documented or seen. With an error of
// kind prometheus.ErrPartial the rows are there too.
func (r *Reader) Breakers(ctx context.Context, req BreakerRequest) ([]Breaker, error) {
	preset, err := req.Preset.metrics()
	if err != nil {
		return nil, err
	}
	if preset, err = preset.withOwn(req.Own); err != nil {
		return nil, err
	}
	t := Grid(req.To, req.Lag)
	g := breakerGrids(req.From, t, req.Step)
	var line timeline
	var settings breakerSettings
	var lineErr, settingsErr error
	var group errgroup.Group
	group.Go(prometheus.Guarded(func() error { line, lineErr = r.timeline(ctx, req.System, preset, g); return nil }))
	group.Go(prometheus.Guarded(func() error { settings, settingsErr = r.breakerSettings(ctx, req.System, preset, t); return nil }))
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if line.components == nil && lineErr != nil {
		return nil, fmt.Errorf("reading the circuit breakers of %s: %w", req.System.Name, lineErr)
	}
	var rows []Breaker
	for _, component := range componentsOf(req.System, line) {
		rows = append(rows, breaker(req.System, component, line.components[component], settings, preset, g))
	}
	return rows, errors.Join(lineErr, settingsErr)
}

// componentsOf are the documented components in their order, then the others by name.
func componentsOf(sys *catalog.System, line timeline) []string {
	var all []string
	if sys.Breakers != nil {
		all = append(all, sys.Breakers.Components...)
	}
	var others []string
	for component := range line.components {
		if !slices.Contains(all, component) {
			others = append(others, component)
		}
	}
	slices.Sort(others)
	return append(all, others...)
}

func breaker(sys *catalog.System, component string, seen *componentLine, settings breakerSettings, preset breakerMetrics, g grids) Breaker {
	b := Breaker{
		System: sys.Name, Component: component, State: NotMeasured, Word: NotMeasured.String(), Trips: math.NaN(), Health: math.NaN(),
		FailureThreshold: settings.threshold.of(component), RecoveryTimeout: settings.timeout.of(component),
		ErrorPercent: settings.errorPercent.of(component), MeanRecovery: settings.recovery.of(component),
	}
	if seen != nil {
		seen.fill(&b, g)
	}
	b.Health = health(b, seen, g.to)
	switch {
	case b.State == NotMeasured && b.Word == NotMeasured.String() && seen != nil:
		b.Emit = preset.emitState
	case seen == nil:
		b.Emit = preset.emitAll
	}
	recommend(&b, sys.Breakers)
	return b
}

// health is the score of E-13. A breaker that was never anything but closed has nothing to recover from.
func health(b Breaker, seen *componentLine, now time.Time) float64 {
	switch b.State {
	case Open:
		return 0
	case HalfOpen:
		return 1
	case Closed:
		if seen.recovered && now.Sub(b.Since).Seconds() < b.RecoveryTimeout {
			return 1
		}
		return 2
	}
	return math.NaN()
}
