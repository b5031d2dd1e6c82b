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
	value, warnings, infos, err := c.api.Query(ctx, expr, t)
	if err != nil {
		return Answer[model.Vector]{}, c.answerError(expr, err)
	}
	answer := answerOf(model.Vector(nil), warnings, infos)
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

// Raw returns the stored samples of a series selector in (t-d, t].
func (c *Client) Raw(ctx context.Context, selector string, d time.Duration, t time.Time) (Answer[model.Matrix], error) {
	expr := selector + "[" + duration(d) + "]"
	value, warnings, infos, err := c.api.Query(ctx, expr, t)
	if err != nil {
		return Answer[model.Matrix]{}, c.answerError(expr, err)
	}
	return matrix(expr, value, warnings, infos)
}

func matrix(expr string, value model.Value, warnings, infos []string) (Answer[model.Matrix], error) {
	answer := answerOf(model.Matrix(nil), warnings, infos)
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
	return &QueryError{Expr: expr, Type: "bad_data", Message: fmt.Sprintf("it gives %s, %s are wanted", kind, want)}
}

// Series lists the label sets of the series that match any of the selectors in [from, to].
func (c *Client) Series(ctx context.Context, selectors []string, from, to time.Time) (Answer[[]model.LabelSet], error) {
	sets, warnings, infos, err := c.api.Series(ctx, selectors, from, to)
	if err != nil {
		return Answer[[]model.LabelSet]{}, c.answerError(fmt.Sprint(selectors), err)
	}
	return answerOf(sets, warnings, infos), nil
}

// LabelValues lists the values of a label among the series that match any of the selectors (none: all) in [from, to].
func (c *Client) LabelValues(ctx context.Context, label string, selectors []string, from, to time.Time) (Answer[[]string], error) {
	values, warnings, infos, err := c.api.LabelValues(ctx, pathLabel(label), selectors, from, to)
	if err != nil {
		return Answer[[]string]{}, c.answerError(fmt.Sprint(selectors), err)
	}
	answer := answerOf(make([]string, len(values)), warnings, infos)
	for i, v := range values {
		answer.Value[i] = string(v)
	}
	return answer, nil
}

// pathLabel writes a label name for a URL path; names that are not plain identifiers take Prometheus' U__ form.
func pathLabel(name string) string {
	if model.LegacyValidation.IsValidLabelName(name) {
		return name
	}
	return model.EscapeName(name, model.ValueEncodingEscaping)
}
