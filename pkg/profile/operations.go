package profile

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// This file gives sets of operations the metric that they have here.

// operations gives a set of operations its other name. Its labels stay canonical: the client reads them as theirs.
func (m *move) operations(set *catalog.OperationSet) {
	if set.Runs != nil {
		set.Runs = m.runs(*set, *set.Runs)
	}
	f, mapped := m.rules.find(set.Metric)
	if !mapped {
		return
	}
	moved, err := f.operations(*set)
	if err != nil {
		m.problems = append(m.problems, Problem{ID: set.ID, Why: err.Error()})
		return
	}
	*set = moved
}

func (m *move) runs(set catalog.OperationSet, runs catalog.Runs) *catalog.Runs {
	for _, name := range []*string{&runs.Timestamp, &runs.RunningSince, &runs.Count, &runs.Last} {
		f, mapped := m.rules.find(*name)
		if !mapped {
			continue
		}
		if why := f.besideRuns(set.By); why != nil {
			m.problems = append(m.problems, Problem{ID: set.ID, Why: fmt.Sprintf("%s: %s", *name, why)})
			continue
		}
		*name = f.name()
	}
	return &runs
}

// besideRuns says why a gauge cannot be read by the matchers and labels of its set, together with the set's others.
func (f found) besideRuns(by []string) error {
	if f.Expr != "" {
		return errors.New("it is read sample by sample, and an expression has no gauge to read")
	}
	if f.Factor() != 1 {
		return fmt.Errorf("%s is in another unit, and is read as it is", f.Metric)
	}
	if f.Where != "" {
		return fmt.Errorf("%s has matchers of its own, and is read by those of its operations", f.Metric)
	}
	all, err := renames(f.Alternative)
	for _, r := range all {
		if slices.Contains(by, r.canonical) {
			return fmt.Errorf("%s must carry the label %s as it is called and spelt here: several metrics are joined by it", f.Metric, r.canonical)
		}
	}
	return err
}

func (f found) operations(set catalog.OperationSet) (catalog.OperationSet, error) {
	if f.Expr != "" {
		return set, errors.New("operations are learned from a metric; an expression has no requests to count")
	}
	switch factor := f.Factor(); {
	case factor == 0.001 && set.Unit != "ms":
		set.Unit = "ms"
	case factor != 1:
		return set, fmt.Errorf("operations are learned in seconds or milliseconds; a scale of %g is neither", factor)
	}
	all, err := renames(f.Alternative)
	if err != nil {
		return set, err
	}
	theirs, fixed := map[string]string{}, map[string]string{}
	for _, r := range all {
		if slices.Contains(set.By, r.canonical) {
			if r.theirs == "" && set.Kind != "gauge" {
				fixed[r.canonical] = r.constant
				continue
			}
			if set.Kind == "gauge" && !r.same() {
				return set, fmt.Errorf("the gauges of %s must carry the label %s: several metrics are joined by it", set.ID, r.canonical)
			}
			theirs[r.canonical] = r.theirs
		}
	}
	if set.Selector, err = f.matching(set.Selector, all, f.Where); err != nil {
		return set, err
	}
	if set.Errors, err = f.matching(set.Errors, all, ""); err != nil {
		return set, err
	}
	set.Metric, set.Labels, set.Fixed = f.name(), theirs, fixed
	return set, nil
}

// matching translates matchers without braces.
func (f found) matching(text string, all []rename, where string) (string, error) {
	parsed, err := matchers(text)
	if err != nil {
		return "", err
	}
	var out []string
	for _, m := range parsed {
		translated, err := f.matcher(m, all)
		if err != nil {
			return "", err
		}
		for _, t := range translated {
			out = append(out, t.String())
		}
	}
	if where != "" {
		out = append(out, where)
	}
	return strings.Join(out, ","), nil
}
