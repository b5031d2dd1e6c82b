package live

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/prometheus/common/model"
	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers at which moments the breakers are looked at: over the range
// asked for, finely just now, and coarsely over the last day, so that the time
// in a state and the last trip are known in any range.

const (
	// breakerPoints is how many states over time are enough for any screen.
	breakerPoints = 400
	// fineBack covers the largest documented recovery time-out (300 s, D4 l.441) twice.
	fineBack = 10 * time.Minute
	dayStep  = 2 * time.Minute
	dayBack  = 24 * time.Hour
)

// stretch is a range query: from, from+step, … to.
type stretch struct {
	from, to time.Time
	step     time.Duration
}

func (s stretch) times() []time.Time {
	var times []time.Time
	for at := s.from; !at.After(s.to); at = at.Add(s.step) {
		times = append(times, at)
	}
	return times
}

type grids struct {
	from, to time.Time
	asked    stretch   // the range asked for
	further  []stretch // the finer and the earlier
}

func breakerGrids(from, to time.Time, step time.Duration) grids {
	from = from.Truncate(tick).UTC()
	if !from.Before(to) {
		from = to.Add(-tick)
	}
	span := to.Sub(from)
	step = max(min(step, longestStep), span/breakerPoints, tick)
	step = (step + tick - 1).Truncate(tick)
	// The last point is now; the first one at or before the beginning, to count from.
	n := (span + step - 1) / step
	g := grids{from: from, to: to, asked: stretch{to.Add(-n * step), to, step}}
	if step > tick {
		g.further = append(g.further, stretch{to.Add(-fineBack), to, tick})
	}
	if end := to.Truncate(dayStep); span < dayBack || step > dayStep {
		g.further = append(g.further, stretch{end.Add(-dayBack), end, dayStep})
	}
	return g
}

// stretches are what a preset is looked at over. A state that is told by events
// counts only within the range asked for (E-18).
func (g grids) stretches(preset breakerMetrics) []stretch {
	all := append([]stretch{g.asked}, g.further...)
	if preset.events == "" {
		return all
	}
	var within []stretch
	for _, s := range all {
		if s == g.asked || s.step == tick {
			s.from = latest(s.from, g.asked.from)
			within = append(within, s)
		}
	}
	return within
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// timeline is what was seen of every component.
type timeline struct {
	components map[string]*componentLine
}

// timeline reads the past of all breakers, one request per stretch.
func (r *Reader) timeline(ctx context.Context, sys *catalog.System, preset breakerMetrics, g grids) (timeline, error) {
	stretches := g.stretches(preset)
	answers := make([]model.Matrix, len(stretches))
	failures := make([]error, len(stretches))
	expr := preset.expr(prometheus.Matchers(sys.Selector))
	var group errgroup.Group
	for i, s := range stretches {
		group.Go(prometheus.Guarded(func() error {
			answers[i], failures[i] = r.asks.matrix(ctx, expr, s.from, s.to, s.step)
			return nil
		}))
	}
	if err := group.Wait(); err != nil {
		return timeline{}, err
	}
	var times []time.Time
	for i, s := range stretches {
		if answers[i] == nil && failures[i] != nil {
			return timeline{}, failures[i]
		}
		times = append(times, s.times()...)
	}
	slices.SortFunc(times, time.Time.Compare)
	times = slices.CompactFunc(times, time.Time.Equal)
	return read(answers, preset, times), cmp.Or(failures...)
}
