package profile

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// This file translates labels: of matchers into those of the other metric, of
// results into the canonical ones.

// rename is one canonical label and where its value comes from.
type rename struct {
	canonical, theirs string
	constant          string            // the value, where theirs is empty
	values            map[string]string // theirs -> canonical
}

// same says that only the words differ.
func (r rename) same() bool { return r.theirs == r.canonical }

// merges says that two words can come to mean the same, so that two series become one: a word that is in no
// table means itself.
func (r rename) merges() bool {
	words := slices.Sorted(maps.Values(r.values))
	if len(slices.Compact(words)) < len(r.values) {
		return true
	}
	return slices.ContainsFunc(words, func(word string) bool { _, other := r.values[word]; return !other })
}

// renames are in an order in which no label is overwritten before it was read.
func renames(a catalog.Alternative) ([]rename, error) {
	var open []rename
	for _, canonical := range slices.Sorted(maps.Keys(a.Labels)) {
		if a.Labels[canonical] != canonical || len(a.Values[canonical]) > 0 {
			open = append(open, rename{canonical: canonical, theirs: a.Labels[canonical], values: a.Values[canonical]})
		}
	}
	for _, canonical := range slices.Sorted(maps.Keys(a.Values)) {
		if _, done := a.Labels[canonical]; !done {
			open = append(open, rename{canonical: canonical, theirs: canonical, values: a.Values[canonical]})
		}
	}
	for _, canonical := range slices.Sorted(maps.Keys(a.Set)) {
		open = append(open, rename{canonical: canonical, constant: a.Set[canonical]})
	}
	if err := validLabels(open); err != nil {
		return nil, err
	}
	return ordered(open)
}

func validLabels(all []rename) error {
	seen := map[string]bool{}
	for _, r := range all {
		for _, name := range []string{r.canonical, r.theirs} {
			if name != "" && !model.UTF8Validation.IsValidLabelName(name) || strings.ContainsAny(name, "{}\"=") {
				return fmt.Errorf("%q is not the name of a label", name)
			}
		}
		if r.canonical == "" || seen[r.canonical] {
			return fmt.Errorf("the label %q is given twice or has no name", r.canonical)
		}
		if r.canonical == labels.BucketLabel || r.theirs == labels.BucketLabel {
			return errors.New("the label le holds a histogram's bounds and keeps its name")
		}
		seen[r.canonical] = true
	}
	return nil
}

func ordered(open []rename) ([]rename, error) {
	var done []rename
	for len(open) > 0 {
		next := slices.IndexFunc(open, func(r rename) bool {
			return !slices.ContainsFunc(open, func(other rename) bool {
				return other.canonical != r.canonical && other.theirs == r.canonical
			})
		})
		if next < 0 {
			return nil, fmt.Errorf("the labels %s and %s change places, which PromQL cannot write: use an expression", open[0].canonical, open[0].theirs)
		}
		done = append(done, open[next])
		open = slices.Delete(open, next, next+1)
	}
	return done, nil
}

// matchers parses matchers without braces.
func matchers(text string) ([]*labels.Matcher, error) {
	if text = strings.Trim(text, ", \t\n"); text == "" {
		return nil, nil
	}
	expr, err := parse(`{__name__="x",` + text + "}")
	if err != nil {
		return nil, fmt.Errorf("%s are not label matchers such as kind=\"failed\": %s", text, message(err))
	}
	vector, ok := expr.(*parser.VectorSelector)
	if !ok {
		return nil, fmt.Errorf("%s are not label matchers such as kind=\"failed\"", text)
	}
	return slices.DeleteFunc(vector.LabelMatchers, func(m *labels.Matcher) bool { return m.Name == model.MetricNameLabel }), nil
}

// selector writes the selector of the other metric.
func (f found) selector(vector *parser.VectorSelector) (*parser.VectorSelector, error) {
	all, err := renames(f.Alternative)
	if err != nil {
		return nil, err
	}
	where, err := matchers(f.Where)
	if err != nil {
		return nil, err
	}
	out := *vector
	name := f.name()
	out.Name = name
	if !model.LegacyValidation.IsValidMetricName(name) {
		out.Name = ""
	}
	out.LabelMatchers = []*labels.Matcher{labels.MustNewMatcher(labels.MatchEqual, model.MetricNameLabel, name)}
	for _, m := range vector.LabelMatchers {
		if m.Name == model.MetricNameLabel {
			continue
		}
		translated, err := f.matcher(m, all)
		if err != nil {
			return nil, err
		}
		out.LabelMatchers = append(out.LabelMatchers, translated...)
	}
	out.LabelMatchers = append(out.LabelMatchers, where...)
	return &out, nil
}

func (f found) matcher(m *labels.Matcher, all []rename) ([]*labels.Matcher, error) {
	if m.Name == labels.BucketLabel {
		scaled, err := scaledBound(m, f.Factor())
		return []*labels.Matcher{scaled}, err
	}
	for _, r := range all {
		switch {
		case r.canonical != m.Name:
		case r.theirs == "" && m.Matches(r.constant):
			return nil, nil
		case r.theirs == "":
			return never(m), nil
		default:
			return r.words(m)
		}
	}
	return []*labels.Matcher{m}, nil
}

// never are matchers that no series satisfies.
func never(m *labels.Matcher) []*labels.Matcher {
	return []*labels.Matcher{
		labels.MustNewMatcher(labels.MatchEqual, m.Name, m.Value), labels.MustNewMatcher(labels.MatchNotEqual, m.Name, m.Value),
	}
}

// words turns a matcher on canonical words into matchers on theirs. Words that are not in the table mean themselves.
func (r rename) words(m *labels.Matcher) ([]*labels.Matcher, error) {
	var meant, others []string
	for _, theirs := range slices.Sorted(maps.Keys(r.values)) {
		if positive(m).Matches(r.values[theirs]) {
			meant = append(meant, theirs)
		} else if positive(m).Matches(theirs) {
			others = append(others, theirs)
		}
	}
	if len(meant) == 0 && len(others) == 0 {
		return []*labels.Matcher{labels.MustNewMatcher(m.Type, r.theirs, m.Value)}, nil
	}
	negative := m.Type == labels.MatchNotEqual || m.Type == labels.MatchNotRegexp
	if negative && len(others) > 0 {
		return nil, fmt.Errorf("the matcher %s cannot be said in the words of %s, where %s means something else: use an expression", m, r.theirs, others[0])
	}
	wanted := r.alternatives(m, meant)
	if len(wanted) == 0 { // of what no word means there is nothing, and not what lacks the label
		return never(labels.MustNewMatcher(labels.MatchEqual, r.theirs, m.Value)), nil
	}
	return matching(r.theirs, wanted, others, negative), nil
}

func matching(name string, wanted, others []string, negative bool) []*labels.Matcher {
	pattern := strings.Join(slices.Compact(wanted), "|")
	kind, single := labels.MatchRegexp, labels.MatchEqual
	if negative {
		kind, single = labels.MatchNotRegexp, labels.MatchNotEqual
	}
	var out []*labels.Matcher
	if regexp.QuoteMeta(pattern) == pattern {
		out = append(out, labels.MustNewMatcher(single, name, pattern))
	} else {
		out = append(out, labels.MustNewMatcher(kind, name, pattern))
	}
	for _, other := range others {
		out = append(out, labels.MustNewMatcher(labels.MatchNotEqual, name, other))
	}
	return out
}

// alternatives are patterns of their words that a matcher means: those of the table, and what it says itself.
func (r rename) alternatives(m *labels.Matcher, meant []string) []string {
	var wanted []string
	for _, theirs := range meant {
		wanted = append(wanted, regexp.QuoteMeta(theirs))
	}
	if m.Type == labels.MatchRegexp || m.Type == labels.MatchNotRegexp {
		return append(wanted, m.Value)
	}
	if _, other := r.values[m.Value]; !other {
		wanted = append(wanted, regexp.QuoteMeta(m.Value))
	}
	return wanted
}

func positive(m *labels.Matcher) *labels.Matcher {
	switch m.Type {
	case labels.MatchNotEqual:
		return labels.MustNewMatcher(labels.MatchEqual, m.Name, m.Value)
	case labels.MatchNotRegexp:
		return labels.MustNewMatcher(labels.MatchRegexp, m.Name, m.Value)
	}
	return m
}
