package prometheus

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// This file answers how long before some moments the last run of operations had ended.

// PauseQuery asks for operations none of whose runs is under way.
type PauseQuery struct {
	Ended    string // gauge: when the last run ended, unix seconds
	Running  string // gauge: when the oldest run that has not ended began, 0 when idle; empty where nothing tells
	Selector string // all matchers, without braces
	By       []string
	Least    time.Duration // of shorter pauses nothing is asked
}

// Expr is the time since the last run of each operation, on whichever instance, when it was scraped.
func (q PauseQuery) Expr() string {
	by := make([]string, len(q.By))
	for i, name := range q.By {
		by[i] = LabelName(name)
	}
	operation := "(" + strings.Join(by, ", ") + ")"
	ended := Select(q.Ended, q.Selector)
	expr := "min by " + operation + " (timestamp(" + ended + ") - (" + ended + " > 0)) >= " + strconv.FormatFloat(q.Least.Seconds(), 'f', -1, 64)
	if q.Running == "" {
		return expr
	}
	return "(" + expr + ") unless on " + operation + " (" + Select(q.Running, q.Selector) + " > 0)"
}

// Pauses answers it at from, from+step, …, up to to. With an error of kind ErrPartial they are returned too.
func (c *Client) Pauses(ctx context.Context, q PauseQuery, from, to time.Time, step time.Duration) ([]OpAges, error) {
	answer, err := c.Range(ctx, q.Expr(), from, to, step)
	if err != nil {
		return nil, err
	}
	return AgesIn(answer.Value, q.By), answer.Whole()
}
