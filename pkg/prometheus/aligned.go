package prometheus

// The query front end of Thanos moves a range back onto multiples of its step, unless it is told not to when it starts:
// its cache is met more often then, and the moments of the answer are others than those that were asked for. A range
// whose moments are such multiples stays where it is.

import (
	"context"
	"errors"
	"slices"
	"time"

	v1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
)

// mostPoints is what Prometheus gives of one series.
const mostPoints = 11_000

// errMoved is an answer for other moments than those that were asked for.
var errMoved = errors.New("the range was moved")

// unmovable is a grid on multiples of its own step that has all moments of g among others: nothing moves it. It is g itself
// where g is one, or where there would be too many.
func (g grid) unmovable() grid {
	step := divisor(g.step.Milliseconds(), g.from.UnixMilli())
	if step <= 0 || g.step%time.Millisecond != 0 {
		return g
	}
	times := int(g.step.Milliseconds() / step)
	if n := (g.n-1)*times + 1; n <= mostPoints {
		return grid{g.from, time.Duration(step) * time.Millisecond, n}
	}
	return g
}

// divisor is the greatest that both have.
func divisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}

// has tells whether a moment is one of the grid; it may lie outside.
func (g grid) has(ms int64) bool {
	return g.step%time.Millisecond != 0 || (ms-g.from.UnixMilli())%g.step.Milliseconds() == 0
}

// unmoved visits series as long as their moments are those of g.
func (g grid) unmoved(visit func(*series) error) func(*series) error {
	return func(s *series) error {
		if len(s.points) > 0 && !g.has(s.points[0].ms) || len(s.hists) > 0 && !g.has(s.hists[0].ms) {
			return errMoved
		}
		return visit(s)
	}
}

// only visits what series have at the moments of g.
func (g grid) only(visit func(*series) error) func(*series) error {
	return func(s *series) error {
		s.points = slices.DeleteFunc(s.points, func(p point) bool { return !g.has(p.ms) })
		s.hists = slices.DeleteFunc(s.hists, func(h histogramPoint) bool { return !g.has(h.ms) })
		if len(s.points)+len(s.hists) == 0 {
			return nil
		}
		return visit(s)
	}
}

// over visits every series at the moments of g, whatever the server makes of a range.
func (c *Client) over(ctx context.Context, expr string, g grid, visit func(*series) error) ([]string, error) {
	if !c.aligns.Load() {
		warnings, err := c.ranged(ctx, expr, g, g.unmoved(visit))
		if !errors.Is(err, errMoved) {
			return warnings, err
		}
		c.aligns.Store(true)
	}
	if fine := g.unmovable(); fine != g {
		return c.ranged(ctx, expr, fine, g.only(visit))
	}
	return c.ranged(ctx, expr, g, visit)
}

// Range evaluates expr at start, start+step, … up to end.
func (c *Client) Range(ctx context.Context, expr string, start, end time.Time, step time.Duration) (Answer[model.Matrix], error) {
	g, err := newGrid(start, end, step)
	if err != nil {
		return Answer[model.Matrix]{}, err
	}
	if !c.aligns.Load() {
		answer, err := c.matrixOver(ctx, expr, g)
		if err != nil || !g.moved(answer.Value) {
			return answer, err
		}
		c.aligns.Store(true)
	}
	fine := g.unmovable()
	answer, err := c.matrixOver(ctx, expr, fine)
	if err == nil && fine != g {
		answer.Value = g.thin(answer.Value)
	}
	return answer, err
}

func (c *Client) matrixOver(ctx context.Context, expr string, g grid) (Answer[model.Matrix], error) {
	value, warnings, _, err := c.api.QueryRange(ctx, expr, v1.Range{Start: g.from, End: g.at(g.n - 1), Step: g.step})
	if err != nil {
		return Answer[model.Matrix]{}, c.answerError(expr, err)
	}
	return matrix(expr, value, warnings)
}

func (g grid) moved(m model.Matrix) bool {
	return slices.ContainsFunc(m, func(s *model.SampleStream) bool {
		return len(s.Values) > 0 && !g.has(int64(s.Values[0].Timestamp)) || len(s.Histograms) > 0 && !g.has(int64(s.Histograms[0].Timestamp))
	})
}

// thin is what series have at the moments of g.
func (g grid) thin(m model.Matrix) model.Matrix {
	for _, s := range m {
		s.Values = slices.DeleteFunc(s.Values, func(p model.SamplePair) bool { return !g.has(int64(p.Timestamp)) })
		s.Histograms = slices.DeleteFunc(s.Histograms, func(p model.SampleHistogramPair) bool { return !g.has(int64(p.Timestamp)) })
	}
	return slices.DeleteFunc(m, func(s *model.SampleStream) bool { return len(s.Values)+len(s.Histograms) == 0 })
}
