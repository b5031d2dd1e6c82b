package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// This file answers where a factor between units belongs: on the value of a
// gauge, a sum or a quantile, never on a count; and on the bounds of buckets.

// unscaled are functions whose result does not depend on the unit of what they read.
var unscaled = []string{"changes", "resets", "count_over_time", "present_over_time", "absent_over_time", "absent", "timestamp", "histogram_count"}

// linear are range functions whose result has the unit of what they read.
var linear = []string{
	"rate", "irate", "increase", "delta", "idelta", "deriv", "predict_linear", "avg_over_time", "min_over_time", "max_over_time", "sum_over_time",
	"last_over_time", "first_over_time", "quantile_over_time", "stddev_over_time", "mad_over_time",
}

// ofHistograms are functions that read whole histograms; the unit is a matter of their result or of their bounds.
var ofHistograms = []string{
	"histogram_quantile", "histogram_fraction", "histogram_avg", "histogram_sum", "histogram_stddev", "histogram_stdvar", "histogram_count",
}

// scaled multiplies what the innermost function reads, where its value has a unit.
func scaled(expr parser.Expr, f found, function string, path []parser.Expr, vector *parser.VectorSelector) (parser.Expr, error) {
	factor := f.Factor()
	if factor == 1 || f.part == "_count" || slices.Contains(unscaled, function) || inHistogramFunction(path) {
		return expr, nil
	}
	if f.part == "_bucket" {
		if hasBound(vector) {
			return expr, nil
		}
		return nil, fmt.Errorf("%s shows the bounds of its buckets outside of histogram_quantile and histogram_fraction, and those are in another unit", f.name())
	}
	if function != "" && !slices.Contains(linear, function) {
		return nil, fmt.Errorf("%s() of %s cannot be put into the canonical unit", function, f.name())
	}
	return build("(%s * %s)", number(factor), expr.String())
}

func inHistogramFunction(path []parser.Expr) bool {
	return slices.ContainsFunc(path, func(e parser.Expr) bool {
		call, ok := e.(*parser.Call)
		return ok && slices.Contains(ofHistograms, call.Func.Name)
	})
}

// hasBound says that the buckets are chosen by their bound, which is put into the other unit where it stands.
func hasBound(vector *parser.VectorSelector) bool {
	return slices.ContainsFunc(vector.LabelMatchers, func(m *labels.Matcher) bool {
		return m.Name == labels.BucketLabel && (m.Type == labels.MatchEqual || m.Type == labels.MatchRegexp)
	})
}

// histogramUnit puts the result of a function of histograms, or the bounds it is asked for, into the right unit.
func (r *Rules) histogramUnit(call *parser.Call, original parser.Expr) (parser.Expr, error) {
	factor, err := r.unitOf(original)
	if err != nil || factor == 1 {
		return call, err
	}
	switch call.Func.Name {
	case "histogram_count":
		return call, nil
	case "histogram_quantile", "histogram_avg", "histogram_sum", "histogram_stddev":
		return build("(%s * %s)", number(factor), call.String())
	case "histogram_stdvar":
		return build("(%s * %s)", number(factor*factor), call.String())
	}
	lower, upper := call.Args[0].String(), call.Args[1].String()
	return build("histogram_fraction(%s, %s, %s)", times(lower, 1/factor), times(upper, 1/factor), call.Args[2].String())
}

// unitOf is the factor of the histograms that an expression reads; it must be one.
func (r *Rules) unitOf(expr parser.Expr) (float64, error) {
	var factors []float64
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		vector, ok := node.(*parser.VectorSelector)
		if !ok {
			return nil
		}
		name := nameOf(vector)
		switch f, mapped := r.find(name); {
		case mapped && f.part != "_sum" && f.part != "_count":
			factors = append(factors, f.Factor())
		case strings.HasSuffix(name, "_bucket"):
			factors = append(factors, 1)
		}
		return nil
	})
	slices.Sort(factors)
	switch factors = slices.Compact(factors); len(factors) {
	case 0:
		return 1, nil
	case 1:
		return factors[0], nil
	}
	return 0, fmt.Errorf("%s mixes histograms of different units", expr)
}

func times(literal string, factor float64) string {
	if v, err := strconv.ParseFloat(literal, 64); err == nil {
		return number(v * factor)
	}
	return "(" + literal + ") * " + number(factor)
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// bound is one bucket's bound in a matcher, in either spelling (catalogue G-2).
var bound = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)(?:\((?:\\\.|\[\.\])0\)\?)?$`)

// scaledBound is a matcher on le in the other unit.
func scaledBound(m *labels.Matcher, factor float64) (*labels.Matcher, error) {
	if factor == 1 || m.Value == "+Inf" {
		return m, nil
	}
	parsed := bound.FindStringSubmatch(m.Value)
	if parsed == nil {
		return nil, fmt.Errorf("the matcher %s on the bounds of buckets cannot be put into the other unit", m)
	}
	v, err := strconv.ParseFloat(parsed[1], 64)
	if err != nil {
		return nil, fmt.Errorf("the bound %s is not a number: %w", parsed[1], err)
	}
	kind := labels.MatchRegexp
	if m.Type == labels.MatchNotEqual || m.Type == labels.MatchNotRegexp {
		kind = labels.MatchNotRegexp
	}
	return labels.NewMatcher(kind, m.Name, spelt(v/factor))
}

// spelt matches all ways in which a bound is written: 250, 250.0, and from a million on 1e+06. What dividing leaves in the
// last digits is no part of it.
func spelt(bound float64) string {
	const digits = 15 // that a decimal number keeps
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(bound, 'g', digits, 64), 64); err == nil {
		bound = rounded
	}
	text := strconv.FormatFloat(bound, 'f', -1, 64)
	if strings.Contains(text, ".") {
		text = regexp.QuoteMeta(text)
	} else {
		text += `(\.0)?`
	}
	if short := number(bound); strings.Contains(short, "e") {
		text += "|" + regexp.QuoteMeta(short)
	}
	return text
}
