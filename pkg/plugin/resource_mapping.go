package plugin

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/profile"
)

// Under which names does this Prometheus have what the catalogue's expressions read?

// mappingView is GET /mapping: one system's metrics, what is chosen for them and what is proposed.
type mappingView struct {
	System    string          `json:"system"`
	Title     string          `json:"title"`
	Metrics   []metricView    `json:"metrics"`
	Mapping   catalog.Mapping `json:"mapping"`
	Proposal  catalog.Mapping `json:"proposal"`
	Profiles  []profileView   `json:"profiles"`
	Problems  []problemView   `json:"problems"`
	Breakers  string          `json:"breakers"`
	Found     int             `json:"found"`
	Available int             `json:"available"`
}

type metricView struct {
	Metric     string   `json:"metric"`
	State      string   `json:"state"`
	Emitters   []string `json:"emitters"`
	Known      []string `json:"known"`
	Quantities []string `json:"quantities"`
	Emit       string   `json:"emit"`
}

type profileView struct {
	Emitter string `json:"emitter"`
	Title   string `json:"title"`
	Needs   string `json:"needs"`
}

type problemView struct {
	ID  string `json:"id"`
	Why string `json:"why"`
}

// showMapping probes the canonical names and those of the other emitters.
func (d *Datasource) showMapping(r *request) (any, error) {
	system, err := r.canonicalSystem(d, r.common().System)
	if err != nil {
		return nil, err
	}
	probed, err := d.live.ProbeMetrics(r.Context(), d.canonical, system, d.process.now())
	if err != nil {
		return nil, err
	}
	mapping := d.settings.Mapping[system.Name]
	_, problems, err := profile.System(*system, d.canonical, mapping)
	if err != nil {
		return nil, err
	}
	view := mappingView{
		System: system.Name, Title: system.Title, Metrics: []metricView{}, Mapping: orNone(mapping), Proposal: live.Proposal(probed),
		Profiles: []profileView{}, Problems: problemViews(problems), Breakers: string(d.settings.breakersOf(system.Name)),
	}
	for _, p := range d.canonical.Profiles {
		view.Profiles = append(view.Profiles, profileView{p.Emitter, p.Title, p.Needs})
	}
	for _, m := range probed {
		view.Metrics = append(view.Metrics, metricView{
			m.Metric, string(m.State), orEmpty(m.Emitters), orEmpty(m.Known), orEmpty(m.Quantities), m.Emit,
		})
		switch m.State {
		case live.MetricFound:
			view.Found++
		case live.MetricOther:
			view.Available++
		}
	}
	return view, nil
}

// canonicalSystem is a system before its mapping; an unknown one is refused with the names of those that are known.
func (r *request) canonicalSystem(d *Datasource, name string) (*catalog.System, error) {
	if name == "" {
		return nil, badInputf("the system is missing: name one of %v", d.canonical.Names())
	}
	systems, err := Common{System: name}.systems(d.canonical)
	if err != nil {
		return nil, err
	}
	return systems[0], nil
}

func orNone(m catalog.Mapping) catalog.Mapping {
	if m == nil {
		return catalog.Mapping{}
	}
	return m
}

func problemViews(problems []profile.Problem) []problemView {
	views := []problemView{}
	for _, p := range problems {
		views = append(views, problemView{p.ID, p.Why})
	}
	return views
}

// checkRequest is the body of POST /mapping/check.
type checkRequest struct {
	System  string          `json:"system"`
	Mapping catalog.Mapping `json:"mapping"`
}

// checkView says by metric what is wrong with a mapping, and which parts of the system cannot follow it.
type checkView struct {
	Errors   map[string]string `json:"errors"`
	Problems []problemView     `json:"problems"`
}

// checkMapping judges a mapping before it is saved: syntax, names, and the types that Prometheus knows.
func (d *Datasource) checkMapping(r *request) (any, error) {
	var body checkRequest
	if err := r.read(&body); err != nil {
		return nil, err
	}
	system, err := r.canonicalSystem(d, body.System)
	if err != nil {
		return nil, err
	}
	view := checkView{Errors: map[string]string{}, Problems: []problemView{}}
	for _, metric := range slices.Sorted(maps.Keys(body.Mapping)) {
		if wrong := d.wrongChoice(r.Context(), system, metric, body.Mapping[metric]); wrong != nil {
			// The row says which system and metric it is about.
			text := strings.TrimPrefix(wrong.Error(), "system "+system.Name+": ")
			view.Errors[metric] = strings.TrimPrefix(text, "mapping "+metric+": ")
		}
	}
	if len(view.Errors) > 0 {
		return view, nil
	}
	_, problems, err := profile.System(*system, d.canonical, body.Mapping)
	if err != nil {
		return nil, badInputf("%w", err)
	}
	view.Problems = problemViews(problems)
	return view, nil
}

func (d *Datasource) wrongChoice(ctx context.Context, system *catalog.System, metric string, choice catalog.Choice) error {
	one := catalog.Mapping{metric: choice}
	if _, _, err := profile.System(*system, d.canonical, one); err != nil {
		return err
	}
	if choice.Own == nil || choice.Own.Metric == "" {
		return nil
	}
	have, err := d.client.MetricType(ctx, choice.Own.Metric)
	if err != nil {
		return err
	}
	return profile.CheckKind(metric, profile.Kind(*system, metric), *choice.Own, have)
}

// rewriteRequest is the body of POST /mapping/rewrite. Without a mapping that of the settings holds.
type rewriteRequest struct {
	System      string           `json:"system"`
	Expressions []string         `json:"expressions"`
	Mapping     *catalog.Mapping `json:"mapping"`
	// Dashboard: the expressions carry the dashboards' variables for the system's matchers.
	Dashboard bool `json:"dashboard"`
}

// rewrittenView is one expression of the answer; with an error it is the one that was sent.
type rewrittenView struct {
	Expr   string `json:"expr"`
	Served bool   `json:"served"` // this Prometheus has the metrics that it needs
	Error  string `json:"error,omitempty"`
}

// dashboardScope is how the generated dashboards write a system's matchers.
var dashboardScope = profile.Scope{App: `job=~"$jobs"`, Host: `job=~"$host_jobs"`}

// rewriteExpressions lets an installer of dashboards and rules follow the mapping.
func (d *Datasource) rewriteExpressions(r *request) (any, error) {
	var body rewriteRequest
	if err := r.read(&body); err != nil {
		return nil, err
	}
	system, err := r.canonicalSystem(d, body.System)
	if err != nil {
		return nil, err
	}
	mapping := d.settings.Mapping[system.Name]
	if body.Mapping != nil {
		mapping = *body.Mapping
	}
	alternatives, err := d.canonical.Resolve(mapping)
	if err != nil {
		return nil, badInputf("%w", err)
	}
	scope := profile.Scope{App: system.Selector, Host: system.HostSelector}
	if body.Dashboard {
		scope = dashboardScope
	}
	rules, err := profile.New(alternatives, scope)
	if err != nil {
		return nil, badInputf("%w", err)
	}
	views, err := d.rewritten(r.Context(), system, rules, body.Expressions)
	if err != nil {
		return nil, err
	}
	return map[string]any{"expressions": views}, nil
}

func (d *Datasource) rewritten(ctx context.Context, system *catalog.System, rules *profile.Rules, expressions []string) ([]rewrittenView, error) {
	views := []rewrittenView{}
	var names []string
	for _, expr := range expressions {
		view := rewrittenView{Expr: expr}
		if text, err := rules.Rewrite(expr); err != nil {
			view.Error = err.Error()
		} else {
			view.Expr = text
		}
		read, err := profile.Metrics(view.Expr)
		if err != nil && view.Error == "" {
			view.Error = err.Error()
		}
		names, views = append(names, read...), append(views, view)
	}
	exists, err := d.live.Existing(ctx, system, names, d.process.now())
	if err != nil {
		return nil, err
	}
	for i := range views {
		if views[i].Error == "" {
			views[i].Served, _ = profile.Served(views[i].Expr, exists)
		}
	}
	return views, nil
}
