package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/prometheus/model/labels"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// How is a query read, and what is wrong with one that cannot be?

// decode reads the JSON of one query into the struct of its type.
func decode[Q any](document json.RawMessage) (Q, error) {
	var q Q
	if err := json.Unmarshal(document, &q); err != nil {
		return q, badInputf("reading the query: %w", plainJSON(err))
	}
	return q, nil
}

// plainJSON says which field is wrong without the names of Go's types.
func plainJSON(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("it is of the type %s, and has to be an object with fields", kind.Value)
	case kind != nil:
		return fmt.Errorf("the field %s cannot be a %s", strings.TrimPrefix(kind.Field, "Common."), kind.Value)
	}
	return err
}

// oneOf checks a word; empty becomes the default.
func oneOf(field, value, otherwise string, allowed ...string) (string, error) {
	if value == "" {
		value = otherwise
	}
	if value == otherwise || slices.Contains(allowed, value) {
		return value, nil
	}
	if otherwise != "" {
		allowed = append([]string{otherwise}, allowed...)
	}
	return "", badInputf("%s %q is unknown: choose one of %s", field, value, strings.Join(allowed, ", "))
}

// variable is a template variable that nothing has replaced.
var variable = regexp.MustCompile(`^(\$\w+|\$\{\w+(\.\w+)?(:\w+)?\}|\[\[\w+\]\])$`)

// words are what a person wrote or chose; each may have come from a variable.
func (c Common) words() []string {
	all := append([]string{c.System}, c.Operations...)
	for _, value := range c.Labels {
		all = append(all, value)
	}
	for _, m := range c.Matchers {
		all = append(all, m.Value)
	}
	return all
}

func (q TargetsQuery) words() []string { return append(q.Common.words(), q.IDs...) }

func (q BreakersQuery) words() []string { return append(q.Common.words(), q.Components...) }

func (q TableQuery) words() []string {
	return append(q.Common.words(), q.Baseline, q.Current, q.Deployment)
}

// replaced says which variable of a query nothing has replaced.
func replaced(words []string, fromAlert bool) error {
	for _, value := range words {
		if !variable.MatchString(value) {
			continue
		}
		if fromAlert {
			return badInputf("the query still holds the template variable %s: alert rules have no variables, choose a value", value)
		}
		return badInputf("the template variable %s has no value: define it, or choose a value", value)
	}
	return nil
}

// systems are those that may be meant; an unknown name is an error that lists the known ones.
func (c Common) systems(known *catalog.Catalog) ([]*catalog.System, error) {
	if c.System != "" {
		system, found := known.System(c.System)
		if !found {
			return nil, badInputf("the system %q is unknown: this data source knows %s", c.System, strings.Join(known.Names(), ", "))
		}
		return []*catalog.System{system}, nil
	}
	all := make([]*catalog.System, len(known.Systems))
	for i := range known.Systems {
		all[i] = &known.Systems[i]
	}
	return all, nil
}

// asked are the systems that a query is about: the one it names, else those that were chosen in the settings, else
// those that this Prometheus has anything of.
func (d *Datasource) asked(ctx context.Context, q Common, at time.Time) ([]*catalog.System, error) {
	systems, err := q.systems(d.catalogue())
	if err != nil || q.System != "" || len(d.settings.Systems) > 0 {
		return systems, err
	}
	found, err := d.live.FoundSystems(ctx, systems, at)
	if len(found) == 0 {
		return found, err
	}
	_, err = shownTo(ctx, err) // what is asked next of half a Prometheus says so itself
	return found, err
}

// narrows says whether the query is about some operations only.
func (c Common) narrows() bool { return len(c.Operations) > 0 || len(c.matchers()) > 0 }

// keeps says whether an operation is among those that the query is about.
func (c Common) keeps(name string, labels map[string]string) bool {
	if len(c.Operations) > 0 && !slices.Contains(c.Operations, name) {
		return false
	}
	return c.keepsLabels(labels)
}

func (c Common) keepsLabels(of map[string]string) bool {
	for label, value := range c.Labels {
		if value != "" && of[label] != value {
			return false
		}
	}
	return !slices.ContainsFunc(c.Matchers, func(m LabelMatcher) bool { return !m.matcher.Matches(of[m.Label]) })
}

// matchers are all conditions on labels, those that ask for a value first.
func (c Common) matchers() (all []*labels.Matcher) {
	for _, label := range slices.Sorted(maps.Keys(c.Labels)) {
		if value := c.Labels[label]; value != "" {
			all = append(all, labels.MustNewMatcher(labels.MatchEqual, label, value))
		}
	}
	for _, m := range c.Matchers {
		all = append(all, m.matcher)
	}
	return all
}

// matcherTypes are the operators of PromQL.
var matcherTypes = map[string]labels.MatchType{
	"=": labels.MatchEqual, "!=": labels.MatchNotEqual, "=~": labels.MatchRegexp, "!~": labels.MatchNotRegexp,
}

// UnmarshalJSON refuses a condition that cannot be met or not be understood.
func (m *LabelMatcher) UnmarshalJSON(document []byte) error {
	type plain LabelMatcher
	if err := json.Unmarshal(document, (*plain)(m)); err != nil {
		return plainJSON(err)
	}
	kind, known := matcherTypes[m.Operator]
	switch {
	case m.Label == "":
		return errors.New("a matcher has no label: name one")
	case !known:
		return fmt.Errorf("the matcher of %s has the operator %q: choose one of =, !=, =~, !~", m.Label, m.Operator)
	}
	matcher, err := labels.NewMatcher(kind, m.Label, m.Value)
	if err != nil {
		return fmt.Errorf("the matcher %s%s%q is no regular expression of RE2: %w", m.Label, m.Operator, m.Value, err)
	}
	m.matcher = matcher
	return nil
}
