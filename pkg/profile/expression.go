package profile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// This file puts an expression where a metric was. What PromQL lets one write
// behind a metric (matchers, an offset) is said in other ways behind an expression.

// matchLabel marks the series that a matcher selects.
const matchLabel = "yardstick_match"

func (r *Rules) substitute(f found, vector *parser.VectorSelector) (parser.Expr, error) {
	if f.part != "" {
		return nil, fmt.Errorf("%s is mapped to an expression, and an expression has no %s: map it to a metric, or map %s itself", strings.TrimSuffix(nameOf(vector), f.part), f.part, nameOf(vector))
	}
	if vector.Timestamp != nil || vector.StartOrEnd != 0 {
		return nil, fmt.Errorf("%s is mapped to an expression, which the modifier @ cannot follow", nameOf(vector))
	}
	expr, err := r.expression(f.Expr)
	if err != nil {
		return nil, err
	}
	shift(expr, vector)
	text := "(" + expr.String() + ")"
	for _, m := range vector.LabelMatchers {
		if m.Name != model.MetricNameLabel && !r.ofScope(m) {
			text = filtered(text, m)
		}
	}
	return build("%s", text)
}

// ofScope says that a matcher is the system's own, which the expression has in its selectors.
func (r *Rules) ofScope(m *labels.Matcher) bool {
	for _, text := range []string{r.scope.App, r.scope.Host} {
		own, err := matchers(text)
		if err == nil && slices.ContainsFunc(own, func(o *labels.Matcher) bool { return o.String() == m.String() }) {
			return true
		}
	}
	return false
}

// shift moves every selector of an expression into the past by a selector's offset.
func shift(expr parser.Expr, by *parser.VectorSelector) {
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		if vector, ok := node.(*parser.VectorSelector); ok {
			vector.OriginalOffset += by.OriginalOffset
		}
		return nil
	})
}

// filtered keeps the series of an expression whose label matches.
func filtered(text string, m *labels.Matcher) string {
	pattern, op := m.Value, "and"
	if m.Type == labels.MatchEqual || m.Type == labels.MatchNotEqual {
		pattern = literal([]string{m.Value})
	}
	if m.Type == labels.MatchNotEqual || m.Type == labels.MatchNotRegexp {
		op = "unless"
	}
	marked := replaced(text, matchLabel, "1", m.Name, pattern)
	mark := replaced("vector(1)", matchLabel, "1", "", "")
	return replaced(fmt.Sprintf("(%s %s on (%s) %s)", marked, op, matchLabel, mark), matchLabel, "", "", "")
}
