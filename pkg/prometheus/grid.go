package prometheus

// The moments that a question is about.

import (
	"fmt"
	"math"
	"time"
)

// grid is the moments from, from+step, …, to.
type grid struct {
	from time.Time
	step time.Duration
	n    int
}

func newGrid(from, to time.Time, step time.Duration) (grid, error) {
	from, to = from.Round(time.Millisecond).UTC(), to.Round(time.Millisecond).UTC()
	switch {
	case to.Before(from):
		return grid{}, fmt.Errorf("the range ends at %s, before it begins at %s", to.Format(time.RFC3339), from.Format(time.RFC3339))
	case to.Equal(from):
		return grid{from: from, step: time.Second, n: 1}, nil
	case step < time.Millisecond:
		return grid{}, fmt.Errorf("a range needs a step of at least a millisecond, not %s", step)
	}
	return grid{from: from, step: step, n: int(to.Sub(from)/step) + 1}, nil
}

func (g grid) at(i int) time.Time { return g.from.Add(time.Duration(i) * g.step) }

// index is the position of a moment, -1 outside.
func (g grid) index(ms int64) int {
	distance := float64(ms) - float64(g.from.UnixMilli()) // of a moment far away it would overflow as a Duration
	if math.Abs(distance) > float64(math.MaxInt64/4/time.Millisecond) {
		return -1
	}
	since := time.Duration(distance) * time.Millisecond
	i := int((since + g.step/2) / g.step)
	if since < -g.step/2 || i >= g.n {
		return -1
	}
	return i
}

// halves splits a grid of more than one moment.
func (g grid) halves() (first, second grid) {
	k := g.n / 2
	return grid{g.from, g.step, k}, grid{g.at(k), g.step, g.n - k}
}
