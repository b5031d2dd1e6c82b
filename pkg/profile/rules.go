// Package profile rewrites PromQL that is written over the catalogue's own
// metric names for a Prometheus in which other emitters tell the same under
// other names, labels, words and units.
//
// It is pure: an expression and a mapping in, an expression out.
package profile

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/promql/parser"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

var promql = parser.NewParser(parser.Options{})

// Scope are the matchers that $app and $host stand for in an alternative's expression.
type Scope struct{ App, Host string }

// Rules are the alternatives that hold, by canonical metric.
type Rules struct {
	by    map[string]catalog.Alternative
	scope Scope
}

// New checks the alternatives; the error names the metric and what is wrong with it.
func New(alternatives map[string]catalog.Alternative, scope Scope) (*Rules, error) {
	r := &Rules{by: alternatives, scope: scope}
	var wrong []error
	for _, metric := range slices.Sorted(maps.Keys(alternatives)) {
		if err := r.check(metric, alternatives[metric]); err != nil {
			wrong = append(wrong, fmt.Errorf("mapping %s: %w", metric, err))
		}
	}
	return r, errors.Join(wrong...)
}

// Empty says that nothing is rewritten.
func (r *Rules) Empty() bool { return r == nil || len(r.by) == 0 }

// parts are the series of a histogram or a summary besides its own name.
var parts = []string{"_bucket", "_sum", "_count"}

// found is the alternative of one metric name.
type found struct {
	catalog.Alternative
	part string // _bucket, _sum, _count; empty for the metric itself
}

func (f found) name() string { return f.Metric + f.part }

func (r *Rules) find(name string) (found, bool) {
	if a, ok := r.by[name]; ok {
		return found{Alternative: a}, true
	}
	for _, part := range parts {
		if base, cut := strings.CutSuffix(name, part); cut {
			if a, ok := r.by[base]; ok {
				return found{a, part}, true
			}
		}
	}
	return found{}, false
}

// mentioned is a quick look before anything is parsed: a metric of the rules, or a pattern of names that may hide one.
func (r *Rules) mentioned(text string) bool {
	for metric := range r.by {
		if strings.Contains(text, metric) {
			return true
		}
	}
	return strings.Contains(text, model.MetricNameLabel)
}

func (r *Rules) check(metric string, a catalog.Alternative) error {
	switch {
	case a.Metric == "" && a.Expr == "":
		return errors.New("it says neither a metric nor an expression")
	case a.Metric != "" && a.Expr != "":
		return errors.New("it says a metric and an expression: only one of them can hold")
	case a.Expr != "":
		return r.checkExpression(a)
	case !model.UTF8Validation.IsValidMetricName(a.Metric) || strings.ContainsAny(a.Metric, " {}()\"'"):
		return fmt.Errorf("%q is not the name of a metric; write an expression as {\"expr\": …}", a.Metric)
	case a.Scale < 0:
		return fmt.Errorf("the scale %g is not above 0", a.Scale)
	}
	for _, part := range parts {
		if base, cut := strings.CutSuffix(a.Metric, part); cut && !strings.HasSuffix(metric, part) && part == "_bucket" {
			return fmt.Errorf("%s is a part of a histogram: give its base name, %s", a.Metric, base)
		}
	}
	if _, err := matchers(a.Where); err != nil {
		return fmt.Errorf("where: %w", err)
	}
	_, err := renames(a)
	return err
}

func (r *Rules) checkExpression(a catalog.Alternative) error {
	if len(a.Labels)+len(a.Set)+len(a.Values) > 0 || a.Where != "" || a.Scale != 0 {
		return errors.New("labels, set, values, where and scale go with a metric; an expression says all of that itself")
	}
	expr, err := r.expression(a.Expr)
	if err != nil {
		return err
	}
	if expr.Type() != parser.ValueTypeVector {
		return fmt.Errorf("the expression %s gives a %s; one value per series is wanted", a.Expr, parser.DocumentedType(expr.Type()))
	}
	return nil
}

// expression parses an alternative's expression with the system's matchers in it.
func (r *Rules) expression(text string) (parser.Expr, error) {
	filled := strings.NewReplacer("$app", r.scope.App, "$host", r.scope.Host).Replace(text)
	expr, err := parse(filled)
	if err != nil {
		return nil, fmt.Errorf("the expression %w", unread(text, err))
	}
	if err := shallow(expr); err != nil {
		return nil, fmt.Errorf("the expression %s: %w", beginning(text), err)
	}
	return expr, nil
}

// message is the first of the parser's complaints.
func message(err error) string {
	var list parser.ParseErrors
	if errors.As(err, &list) && len(list) > 0 {
		return fmt.Sprintf("at character %d: %s", int(list[0].PositionRange.Start)+1, list[0].Err)
	}
	return err.Error()
}
