package prometheus

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers how long work under way had been going on.

// AgeQuery asks for the work under way of operations.
type AgeQuery struct {
	Since    string // gauge: when the oldest run that has not ended began, unix seconds; 0 when idle
	Selector string // all matchers, without braces
	By       []string
	Least    time.Duration // of what is younger nothing is asked; 0: all
}

// Expr is the age of the work of each series when it was scraped. Measured until another moment, work that ended in between
// would seem to have taken up to a scrape interval longer.
func (q AgeQuery) Expr() string {
	began := Select(q.Since, q.Selector)
	expr := "timestamp(" + began + ") - (" + began + " > 0)"
	if q.Least > 0 {
		expr += " >= " + strconv.FormatFloat(q.Least.Seconds(), 'f', -1, 64)
	}
	return expr
}

// OpAges is the oldest work under way of one operation.
type OpAges struct {
	Labels map[string]string // the labels of By; those a series lacks are left out
	Ages   []baseline.Age    // ascending, of the moments at which there was any
}

// Ages answers it at from, from+step, …, up to to. With an error of kind ErrPartial the ages are returned too.
func (c *Client) Ages(ctx context.Context, q AgeQuery, from, to time.Time, step time.Duration) ([]OpAges, error) {
	answer, err := c.Range(ctx, q.Expr(), from, to, step)
	if err != nil {
		return nil, err
	}
	return AgesIn(answer.Value, q.By), answer.Whole()
}

// AgesIn are those that an answer to the expression of a query tells.
func AgesIn(series model.Matrix, by []string) []OpAges {
	type known struct {
		labels map[string]string
		oldest map[model.Time]time.Duration
	}
	found := map[string]known{}
	for _, s := range series {
		labels, key := map[string]string{}, ""
		for _, name := range by {
			value := string(s.Metric[model.LabelName(name)])
			if value != "" {
				labels[name] = value
			}
			key += value + "\x00"
		}
		if _, is := found[key]; !is {
			found[key] = known{labels, map[model.Time]time.Duration{}}
		}
		oldest := found[key].oldest
		for _, p := range s.Values {
			oldest[p.Timestamp] = max(oldest[p.Timestamp], time.Duration(float64(p.Value)*float64(time.Second)))
		}
	}
	all := make([]OpAges, 0, len(found))
	for _, key := range slices.Sorted(maps.Keys(found)) {
		op := OpAges{Labels: found[key].labels}
		for _, at := range slices.Sorted(maps.Keys(found[key].oldest)) {
			op.Ages = append(op.Ages, baseline.Age{At: at.Time().UTC(), Age: found[key].oldest[at]})
		}
		all = append(all, op)
	}
	return all
}
