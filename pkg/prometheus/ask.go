package prometheus

// Plain questions, answered as Prometheus gives them.

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/common/model"
)

// Instant evaluates expr at t. A scalar becomes a vector of one sample without labels.
func (c *Client) Instant(ctx context.Context, expr string, t time.Time) (Answer[model.Vector], error) {
	value, warnings, _, err := c.api.Query(ctx, expr, t)
	if err != nil {
		return Answer[model.Vector]{}, c.answerError(expr, err)
	}
	answer := Answer[model.Vector]{Warnings: missing(warnings)}
	switch v := value.(type) {
	case model.Vector:
		answer.Value = v
	case *model.Scalar:
		answer.Value = model.Vector{{Metric: model.Metric{}, Value: v.Value, Timestamp: v.Timestamp}}
	default:
		return answer, wrongType(expr, "one value per series", value)
	}
	return answer, nil
}

// Clock is what time it is for the server: that of its newest samples, whatever the clock of this machine says.
func (c *Client) Clock(ctx context.Context) (time.Time, error) {
	answer, err := c.Instant(ctx, "time()", time.Time{})
	if err != nil {
		return time.Time{}, err
	}
	if len(answer.Value) != 1 || !(answer.Value[0].Value >= 1) { // NaN is none
		return time.Time{}, wrongType("time()", "one value", answer.Value)
	}
	return time.UnixMilli(int64(float64(answer.Value[0].Value) * 1000)), nil
}

func matrix(expr string, value model.Value, warnings []string) (Answer[model.Matrix], error) {
	answer := Answer[model.Matrix]{Warnings: missing(warnings)}
	m, ok := value.(model.Matrix)
	if !ok {
		return answer, wrongType(expr, "series over time", value)
	}
	answer.Value = m
	return answer, nil
}

func wrongType(expr, want string, got model.Value) error {
	kind := "nothing" // an answer that succeeded without a result
	if got != nil {
		kind = "a " + got.Type().String()
	}
	return &QueryError{Expr: expr, Message: fmt.Sprintf("it gives %s, %s are wanted", kind, want)}
}
