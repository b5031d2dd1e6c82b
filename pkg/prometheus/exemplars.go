package prometheus

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// Which single requests does Prometheus still know by their traces?

// Exemplar is one request, as the program that measured it told.
type Exemplar struct {
	At      time.Time
	Seconds float64
	Labels  map[string]string // trace_id and what else the program gave
}

// Exemplars are those of the operation's histogram in [from, to], the slowest first. A server without the API, or
// without exemplar storage, has none: that is no error.
func (c *Client) Exemplars(ctx context.Context, q WindowQuery, labels map[string]string, from, to time.Time) ([]Exemplar, error) {
	selector, err := renamed(q.Selector, q.Labels, q.Fixed)
	if err != nil {
		return nil, err
	}
	q.Selector = selector
	expr := exemplarsExpr(q, labels)
	answer, err := c.api.QueryExemplars(ctx, expr, from, to)
	if err != nil {
		if errors.Is(err, errNoSuchPath) {
			return nil, nil
		}
		return nil, c.answerError(expr, err)
	}
	var found []Exemplar
	for _, series := range answer {
		for _, e := range series.Exemplars {
			one := Exemplar{At: e.Timestamp.Time().UTC(), Seconds: float64(e.Value) / baseline.Scale(q.Unit), Labels: map[string]string{}}
			for name, value := range e.Labels {
				one.Labels[string(name)] = string(value)
			}
			found = append(found, one)
		}
	}
	slices.SortFunc(found, func(a, b Exemplar) int { return cmp.Or(cmp.Compare(b.Seconds, a.Seconds), a.At.Compare(b.At)) })
	return found, nil
}

// exemplarsExpr selects the series of one operation in both forms of a histogram.
func exemplarsExpr(q WindowQuery, labels map[string]string) string {
	matchers := []string{q.Selector}
	for _, name := range q.By {
		if _, fixed := q.Fixed[name]; !fixed { // else no series has it
			// One that the operation lacks, its series lack too: others of the same labels and one more are other operations.
			matchers = append(matchers, Equal(cmp.Or(q.Labels[name], name), labels[name]))
		}
	}
	return Select(q.Metric+"_bucket", matchers...) + " or " + Select(q.Metric, matchers...)
}
