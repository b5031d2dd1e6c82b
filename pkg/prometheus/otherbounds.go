package prometheus

// Which bounds do all series of an operation have? While a version with other buckets is rolled out, some instances lack some:
// what the sum over all says there is of the others only, and what lies around it would be taken for slower or faster than it
// was. Without such bounds the buckets are wider, and right.

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"
)

// inCommon leaves out the bounds that some of an operation's series lack. The series are counted only where the bounds are not
// those of all series of the metric: it is a question as large as that for the buckets.
func (m *measurement) inCommon(ctx context.Context, g grid, form shape, ops map[string]*cumulative) error {
	if allHave(ops, g, nil) {
		return nil // there are none
	}
	usual, err := m.usualBounds(ctx, g)
	if err != nil || allHave(ops, g, usual) {
		return err
	}
	t, counts := newTable(m.q.By, g), map[string]*cumulative{}
	if err := m.ask(ctx, g, question{seriesCountExpr(m.q, m.selector, form), func(s *series) error { return addClassic(t, counts, s) }}); err != nil {
		return err
	}
	for key, op := range ops {
		if counted := counts[key]; counted != nil {
			op.leaveOut(counted, g)
		}
	}
	return nil
}

// usualBounds are those that every series of the metric has at both ends of a grid, ascending; nil where they differ.
func (m *measurement) usualBounds(ctx context.Context, g grid) ([]float64, error) {
	last, err := m.boundsAt(ctx, g.at(g.n-1))
	if err != nil || g.n == 1 {
		return last, err
	}
	first, err := m.boundsAt(ctx, g.from)
	if err != nil || !slices.Equal(first, last) {
		return nil, err
	}
	return last, nil
}

// boundsAt is measured as the shape is: at the start of the stretch that holds t.
func (m *measurement) boundsAt(ctx context.Context, t time.Time) ([]float64, error) {
	at := t.Truncate(shapeAge)
	return m.c.bounds.get(m.q.Metric+"{"+m.selector+"}", at, func() ([]float64, bool, error) {
		found := map[float64]float64{}
		warnings, err := m.c.evaluate(ctx, boundsExpr(m.q.Metric, m.selector), grid{from: at, n: 1}, func(s *series) error {
			if bound, ok := parseBound(s.label("le")); ok {
				for _, p := range s.points {
					found[bound] += p.value
				}
			}
			return nil
		})
		m.warn(warnings)
		bounds := make([]float64, 0, len(found))
		for bound, n := range found {
			if n != found[math.Inf(1)] {
				return nil, len(warnings) == 0, err
			}
			bounds = append(bounds, bound)
		}
		slices.Sort(bounds)
		return bounds, len(warnings) == 0, err
	})
}

// allHave tells whether operations have just these bounds, at every moment at which they have any.
func allHave(ops map[string]*cumulative, g grid, bounds []float64) bool {
	for _, op := range ops {
		for i := range g.n {
			n := 0
			for column, bound := range op.bounds {
				if math.IsNaN(op.values[column*g.n+i]) {
					continue
				}
				if _, is := slices.BinarySearch(bounds, bound); !is {
					return false
				}
				n++
			}
			if n > 0 && n < len(bounds) {
				return false
			}
		}
	}
	return true
}

// leaveOut takes away the bounds of which there are fewer series than of the last one, where all requests are.
func (op *cumulative) leaveOut(counted *cumulative, g grid) {
	for i := range g.n {
		all := counted.at(math.Inf(1), g, i)
		for column, bound := range op.bounds {
			if counted.at(bound, g, i) < all {
				op.values[column*g.n+i] = math.NaN()
			}
		}
	}
}

// at is the value of a bound at a moment, 0 where there is none.
func (op *cumulative) at(bound float64, g grid, i int) float64 {
	column := slices.Index(op.bounds, bound)
	if column < 0 {
		return 0
	}
	return positive(op.values[column*g.n+i])
}

// boundsExpr counts the series of each bound.
func boundsExpr(metric, selector string) string {
	return fmt.Sprintf("count by (le) (%s)", Select(metric+"_bucket", selector))
}

// seriesCountExpr counts the series that classicExpr adds up.
func seriesCountExpr(q WindowQuery, selector string, form shape) string {
	return fmt.Sprintf("count by (%s) (increase(%s[%s])%s)", byList("le", q.By), Select(q.Metric+"_bucket", selector), duration(q.Width), butNative(q, selector, form))
}
