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

// This file lets selectors follow that name several metrics at once. Only where
// nothing but their existence matters: in `group` and `count`. Elsewhere a
// pattern cannot give each metric its own labels and unit.

// listed are the names of a pattern such as a|b|c; nil where it is any other.
func listed(vector *parser.VectorSelector) []string {
	for _, m := range vector.LabelMatchers {
		if m.Name != model.MetricNameLabel || m.Type != labels.MatchRegexp {
			continue
		}
		names := strings.Split(m.Value, "|")
		if !slices.ContainsFunc(names, func(name string) bool { return regexp.QuoteMeta(name) != name }) {
			return names
		}
	}
	return nil
}

// onlyExistence says that the nearest aggregation does not look at values.
func onlyExistence(path []parser.Expr) bool {
	for _, e := range slices.Backward(path) {
		if aggregation, ok := e.(*parser.AggregateExpr); ok {
			return aggregation.Op == parser.GROUP || aggregation.Op == parser.COUNT
		}
	}
	return false
}

// list writes a selector of several names, some of them mapped.
func (r *Rules) list(vector *parser.VectorSelector, path []parser.Expr) (*parser.VectorSelector, error) {
	hidden := r.hidden(vector)
	if hidden == "" {
		return vector, nil
	}
	names := listed(vector)
	if names == nil || !onlyExistence(path) {
		return nil, fmt.Errorf("%s selects %s by a pattern of names, and a pattern cannot give each its own labels", vector, hidden)
	}
	var others []string
	for _, name := range names {
		others = append(others, r.Others(name)...)
		if f, mapped := r.find(name); mapped {
			if label := f.spelledOtherwise(vector); label != "" {
				return nil, fmt.Errorf("%s selects %s by a pattern of names and by the label %s, which has another name there", vector, name, label)
			}
		}
	}
	slices.Sort(others)
	out := *vector
	out.LabelMatchers = slices.Clone(vector.LabelMatchers)
	for i, m := range out.LabelMatchers {
		if m.Name == model.MetricNameLabel {
			out.LabelMatchers[i] = labels.MustNewMatcher(labels.MatchRegexp, model.MetricNameLabel, strings.Join(slices.Compact(others), "|"))
		}
	}
	return &out, nil
}

// spelledOtherwise is a label of the selector's matchers that the other metric does not have by this name.
func (f found) spelledOtherwise(vector *parser.VectorSelector) string {
	all, err := renames(f.Alternative)
	if err != nil {
		return ""
	}
	for _, m := range vector.LabelMatchers {
		if slices.ContainsFunc(all, func(r rename) bool { return r.canonical == m.Name }) {
			return m.Name
		}
	}
	return ""
}
