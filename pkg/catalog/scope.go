package catalog

import (
	"cmp"
	"strings"
)

// Scope is where a system is found in a particular Prometheus: its matchers there.
type Scope struct {
	Selector     string `json:"selector"`     // of the application; empty: as documented
	HostSelector string `json:"hostSelector"` // of its hosts and exporters; empty: as documented
}

// Scoped returns the system with other matchers than the documented ones, in
// every expression too: those are written out with the documented matchers.
func (s System) Scoped(to Scope) System {
	app, host := cmp.Or(to.Selector, s.Selector), cmp.Or(to.HostSelector, s.HostSelector)
	if app == s.Selector && host == s.HostSelector {
		return s
	}
	// The longer one first: the documented host matcher may contain the application's.
	pairs := []string{s.HostSelector, host, s.Selector, app}
	if len(s.Selector) > len(s.HostSelector) {
		pairs = []string{s.Selector, app, s.HostSelector, host}
	}
	swap := replacer(pairs)
	s.Quantities = each(s.Quantities, func(q *Quantity) { q.Expr = swap(q.Expr) })
	s.Targets = each(s.Targets, func(t *Target) { t.Expr, t.Load, t.Bound = swap(t.Expr), swap(t.Load), swap(t.Bound) })
	s.Report = each(s.Report, func(r *ReportItem) { r.Expr = swap(r.Expr) })
	s.Recommendations = each(s.Recommendations, func(r *Recommendation) {
		r.When = each(r.When, func(c *Clause) { c.Expr = swap(c.Expr) })
		if r.Change != nil {
			change := *r.Change
			change.Current, change.Proposed = swap(change.Current), swap(change.Proposed)
			r.Change = &change
		}
	})
	s.Selector, s.HostSelector = app, host
	return s
}

func replacer(pairs []string) func(string) string {
	var used []string
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] != "" {
			used = append(used, pairs[i], pairs[i+1])
		}
	}
	return strings.NewReplacer(used...).Replace
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
