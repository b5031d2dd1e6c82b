package profile

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// This file makes a whole system of the catalogue follow a mapping.

// Problem is a part of a system that cannot follow its mapping; it stays over the canonical metric.
type Problem struct {
	ID  string // D4-Q05
	Why string
}

// System returns a system that reads the mapped metrics. What cannot follow is
// told, and left as it was: it then has no data, which is said where it is shown.
func System(s catalog.System, known *catalog.Catalog, mapping catalog.Mapping) (catalog.System, []Problem, error) {
	if len(mapping) == 0 {
		return s, nil, nil
	}
	alternatives, err := known.Resolve(mapping)
	if err != nil {
		return s, nil, fmt.Errorf("system %s: %w", s.Name, err)
	}
	if err := everyCanonical(s, alternatives); err != nil {
		return s, nil, err
	}
	rules, err := New(alternatives, Scope{App: s.Selector, Host: s.HostSelector})
	if err != nil {
		return s, nil, fmt.Errorf("system %s: %w", s.Name, err)
	}
	m := &move{rules: rules}
	s.Quantities = each(s.Quantities, m.quantity)
	s.Targets = each(s.Targets, m.target)
	s.Report = each(s.Report, func(r *catalog.ReportItem) { m.expr(r.ID, &r.Expr) })
	s.Recommendations = each(s.Recommendations, m.recommendation)
	s.Operations = each(s.Operations, m.operations)
	for _, name := range []*string{&s.Deployments.Start, &s.Deployments.Build, &s.Deployments.Heartbeat} {
		if f, mapped := rules.find(*name); mapped && f.Metric != "" {
			*name = f.name()
		}
	}
	return s, m.problems, nil
}

// everyCanonical finds a metric that the system does not have: most likely a misspelt one.
func everyCanonical(s catalog.System, alternatives map[string]catalog.Alternative) error {
	known := Canonical(s)
	for _, metric := range slices.Sorted(maps.Keys(alternatives)) {
		part := slices.ContainsFunc(parts, func(part string) bool { return slices.Contains(known, strings.TrimSuffix(metric, part)) })
		if !part {
			return fmt.Errorf("system %s: mapping %s: the catalogue has no such metric; `yardstick probe --system %s` lists those that it has", s.Name, metric, s.Name)
		}
	}
	return nil
}

// Canonical are the metrics of a system that can be mapped: the base names of histograms, and all others.
func Canonical(s catalog.System) []string {
	names, bases := slices.Clone(s.Reads), []string(nil)
	for _, set := range s.Operations {
		names = append(names, set.Metric)
		if set.Kind != "gauge" {
			bases = append(bases, set.Metric)
		}
		if set.Runs != nil {
			names = append(names, set.Runs.Timestamp, set.Runs.RunningSince, set.Runs.Count, set.Runs.Last)
		}
	}
	for _, expr := range Expressions(s) {
		read, err := Metrics(expr)
		if err == nil {
			names = append(names, read...)
		}
	}
	for _, q := range s.Quantities {
		names = append(names, q.Metrics...)
	}
	for _, name := range names {
		if base, cut := strings.CutSuffix(name, "_bucket"); cut {
			bases = append(bases, base)
		}
	}
	for i, name := range names {
		names[i] = baseOf(name, bases)
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), unmapped)
}

// baseOf is the metric that is mapped where a name is part of a histogram, known as such or by having both parts.
func baseOf(name string, bases []string) string {
	for _, part := range parts {
		if base, cut := strings.CutSuffix(name, part); cut && (part != "_count" || slices.Contains(bases, base)) {
			return base
		}
	}
	return name
}

// unmapped are names that mean the same everywhere.
func unmapped(name string) bool {
	return name == "" || name == "up" || name == "ALERTS" || name == "ALERTS_FOR_STATE" || name == "GRAFANA_ALERTS" || strings.HasPrefix(name, "yardstick_") ||
		strings.ContainsAny(name, "*+?()[]|{}:")
}

// Expressions are all PromQL expressions of a system.
func Expressions(s catalog.System) []string {
	var all []string
	for _, q := range s.Quantities {
		all = append(all, q.Expr)
	}
	for _, t := range s.Targets {
		all = append(all, t.Expr, t.Load)
	}
	for _, item := range s.Report {
		all = append(all, item.Expr)
	}
	for _, r := range s.Recommendations {
		for _, clause := range r.When {
			all = append(all, clause.Expr)
		}
	}
	return slices.DeleteFunc(all, func(expr string) bool { return expr == "" })
}

// move carries a system over, part by part.
type move struct {
	rules    *Rules
	problems []Problem
}

func (m *move) expr(id string, expr *string) {
	rewritten, err := m.rules.Rewrite(*expr)
	if err != nil {
		m.problems = append(m.problems, Problem{ID: id, Why: err.Error()})
		return
	}
	*expr = rewritten
}

func (m *move) quantity(q *catalog.Quantity) {
	m.expr(q.ID, &q.Expr)
	var metrics []string
	for _, name := range q.Metrics {
		metrics = append(metrics, m.rules.Others(name)...)
	}
	slices.Sort(metrics)
	q.Metrics = slices.Compact(metrics)
}

// Others are the metrics that are read instead of a canonical one; itself where it is not mapped.
func (r *Rules) Others(name string) []string {
	f, mapped := r.find(name)
	if !mapped {
		return []string{name}
	}
	if f.Metric != "" {
		return []string{f.name()}
	}
	expr, err := r.expression(f.Expr)
	if err != nil {
		return []string{name}
	}
	read, err := Metrics(expr.String())
	if err != nil {
		return []string{name}
	}
	return read
}

func (m *move) target(t *catalog.Target) {
	m.expr(t.ID, &t.Expr)
	m.expr(t.ID, &t.Load)
	base, rest, _ := strings.Cut(t.Bound, "{")
	if f, mapped := m.rules.find(strings.TrimSpace(base)); mapped && f.Metric != "" {
		t.Bound, t.BoundScale = f.name(), f.Factor()
		if rest != "" {
			t.Bound += "{" + rest
		}
	}
}

func (m *move) recommendation(r *catalog.Recommendation) {
	r.When = each(r.When, func(c *catalog.Clause) { m.expr(r.ID, &c.Expr) })
	if r.Change != nil {
		change := *r.Change
		m.expr(r.ID, &change.Current)
		m.expr(r.ID, &change.Proposed)
		r.Change = &change
	}
}

// each changes a copy, because the built-in catalogue is shared.
func each[T any](list []T, change func(*T)) []T {
	out := make([]T, len(list))
	for i := range list {
		out[i] = list[i]
		change(&out[i])
	}
	return out
}
