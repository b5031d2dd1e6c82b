package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// Rewrite returns an expression that reads the mapped metrics and answers with
// the canonical labels and units. Grafana's variables may stand in it. An
// expression without a mapped metric comes back as it is.
func (r *Rules) Rewrite(expr string) (string, error) {
	if r.Empty() || !r.mentioned(expr) {
		return expr, nil
	}
	parsable, restore := standIns(expr)
	parsed, err := parse(parsable)
	if err != nil {
		return "", unread(expr, err)
	}
	if !r.reads(parsed) {
		return expr, nil
	}
	if err := r.bearable(parsed); err != nil {
		return "", fmt.Errorf("rewriting %s: %w", beginning(expr), err)
	}
	rewritten, err := r.node(parsed, nil)
	if err != nil {
		return "", fmt.Errorf("rewriting %s: %w", expr, err)
	}
	return fineSteps.Replace(restore(rewritten.String())), nil
}

// fineSteps give a subquery over Grafana's shortest range, which is a minute at least, enough steps for a rate: the step that
// Prometheus takes of itself is a minute as well.
var fineSteps = strings.NewReplacer("[$__rate_interval:]", "[$__rate_interval:15s]", "[${__rate_interval}:]", "[${__rate_interval}:15s]")

// beginning is enough of an expression to know it again.
func beginning(expr string) string {
	const most = 100
	if runes := []rune(expr); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return expr
}

// reads says whether a selector of the expression is mapped.
func (r *Rules) reads(expr parser.Expr) bool {
	mapped := false
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		if vector, ok := node.(*parser.VectorSelector); ok {
			_, is := r.find(nameOf(vector))
			mapped = mapped || is || r.hidden(vector) != ""
		}
		return nil
	})
	return mapped
}

// nameOf is the metric of a selector; empty where a pattern selects it.
func nameOf(vector *parser.VectorSelector) string {
	if vector.Name != "" {
		return vector.Name
	}
	for _, m := range vector.LabelMatchers {
		if m.Name == model.MetricNameLabel && m.Type == labels.MatchEqual {
			return m.Value
		}
	}
	return ""
}

// hidden is a mapped metric that a pattern of names selects.
func (r *Rules) hidden(vector *parser.VectorSelector) string {
	if nameOf(vector) != "" {
		return ""
	}
	for metric := range r.by {
		for _, part := range append([]string{""}, parts...) {
			if everyMatches(vector.LabelMatchers, metric+part) {
				return metric + part
			}
		}
	}
	return ""
}

func everyMatches(all []*labels.Matcher, name string) bool {
	named := false
	for _, m := range all {
		if m.Name == model.MetricNameLabel {
			named = true
			if !m.Matches(name) {
				return false
			}
		}
	}
	return named
}

// node rewrites one node; path are the nodes around it, outermost first.
func (r *Rules) node(expr parser.Expr, path []parser.Expr) (parser.Expr, error) {
	within := append(slices.Clone(path), expr)
	switch e := expr.(type) {
	case *parser.VectorSelector:
		return r.vector(e, path)
	case *parser.Call:
		return r.call(e, path)
	case *parser.MatrixSelector:
		return e, r.bare(e)
	case *parser.ParenExpr:
		return e, r.into(&e.Expr, within)
	case *parser.UnaryExpr:
		return e, r.into(&e.Expr, within)
	case *parser.SubqueryExpr:
		return e, r.into(&e.Expr, within)
	case *parser.AggregateExpr:
		if err := r.into(&e.Param, within); err != nil {
			return nil, err
		}
		return e, r.into(&e.Expr, within)
	case *parser.BinaryExpr:
		if err := r.into(&e.LHS, within); err != nil {
			return nil, err
		}
		return e, r.into(&e.RHS, within)
	}
	return expr, nil
}

func (r *Rules) into(child *parser.Expr, path []parser.Expr) error {
	if *child == nil {
		return nil
	}
	rewritten, err := r.node(*child, path)
	if err == nil {
		*child = rewritten
	}
	return err
}

// vector rewrites a selector of present values.
func (r *Rules) vector(vector *parser.VectorSelector, path []parser.Expr) (parser.Expr, error) {
	f, mapped := r.find(nameOf(vector))
	if !mapped {
		return r.list(vector, path)
	}
	if f.Expr != "" {
		return r.substitute(f, vector)
	}
	other, err := f.selector(vector)
	if err != nil {
		return nil, err
	}
	return dress(other, f, "", path, vector)
}

// call rewrites a function; one over a range is dressed as a whole, because its range selector cannot be.
func (r *Rules) call(call *parser.Call, path []parser.Expr) (parser.Expr, error) {
	if matrix, ok := rangeOf(call); ok {
		return r.overRange(call, matrix, path)
	}
	if vector, ok := scraped(call); ok {
		return r.whenScraped(call, vector, path)
	}
	original := call.String()
	within := append(slices.Clone(path), call)
	for i := range call.Args {
		if err := r.into(&call.Args[i], within); err != nil {
			return nil, err
		}
	}
	if !slices.Contains(ofHistograms, call.Func.Name) {
		return call, nil
	}
	before, err := parse(original)
	if err != nil {
		return nil, fmt.Errorf("reading %s again: %w", original, err)
	}
	return r.histogramUnit(call, before)
}

// bare refuses a range that no function stands right around: what it holds cannot be given other labels or another unit.
func (r *Rules) bare(matrix *parser.MatrixSelector) error {
	if !r.reads(matrix) {
		return nil
	}
	return fmt.Errorf("%s stands without a function around it, and stored samples cannot be rewritten", matrix)
}

func rangeOf(call *parser.Call) (*parser.MatrixSelector, bool) {
	for _, arg := range call.Args {
		if matrix, ok := arg.(*parser.MatrixSelector); ok {
			return matrix, true
		}
	}
	return nil, false
}

func (r *Rules) overRange(call *parser.Call, matrix *parser.MatrixSelector, path []parser.Expr) (parser.Expr, error) {
	vector, ok := matrix.VectorSelector.(*parser.VectorSelector)
	if !ok {
		return call, nil
	}
	f, mapped := r.find(nameOf(vector))
	if !mapped {
		other, err := r.list(vector, path)
		if err != nil {
			return nil, err
		}
		matrix.VectorSelector = other
		return call, nil
	}
	if f.Expr != "" {
		return r.subquery(call, matrix, f, vector)
	}
	other, err := f.selector(vector)
	if err != nil {
		return nil, err
	}
	matrix.VectorSelector = other
	return dress(call, f, call.Func.Name, path, vector)
}

// subquery puts an expression under a function that wants a range.
func (r *Rules) subquery(call *parser.Call, matrix *parser.MatrixSelector, f found, vector *parser.VectorSelector) (parser.Expr, error) {
	inner, err := r.substitute(f, vector)
	if err != nil {
		return nil, err
	}
	for i, arg := range call.Args {
		if arg == parser.Expr(matrix) {
			sub, err := build("(%s)[%s:]", inner.String(), model.Duration(matrix.Range))
			if err != nil {
				return nil, err
			}
			call.Args[i] = sub
		}
	}
	return call, nil
}

// dress gives what the innermost function answers the canonical unit and labels.
func dress(expr parser.Expr, f found, function string, path []parser.Expr, vector *parser.VectorSelector) (parser.Expr, error) {
	expr, err := scaled(expr, f, function, path, vector)
	if err != nil {
		return nil, err
	}
	return labelled(expr, f, function, path)
}

func build(format string, values ...any) (parser.Expr, error) {
	text := fmt.Sprintf(format, values...)
	expr, err := parse(text)
	if err != nil {
		return nil, fmt.Errorf("writing %s: %s", text, message(err))
	}
	return expr, nil
}

// literal is a regular expression that matches exactly these words.
func literal(words []string) string {
	out := ""
	for i, word := range words {
		if i > 0 {
			out += "|"
		}
		out += regexp.QuoteMeta(word)
	}
	return out
}
