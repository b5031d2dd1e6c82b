package plugin

import (
	"cmp"
	"context"
	"net/url"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// systemView is one monitored system, as GET /systems gives it.
type systemView struct {
	Name       string `json:"name"`
	Title      string `json:"title"`
	Document   string `json:"document"`
	Dashboard  string `json:"dashboard"`
	Operations int    `json:"operations"` // known by now
	Found      bool   `json:"found"`      // this Prometheus has metrics of it
	TimeZone   string `json:"timeZone"`   // of its days, an IANA name
}

// operationView is one operation, as GET /operations gives it.
type operationView struct {
	System string            `json:"system"`
	Set    string            `json:"set"`
	Name   string            `json:"name"`
	Labels map[string]string `json:"labels"`
	State  string            `json:"state"`
	Tier   string            `json:"tier"`
	Ratio  *float64          `json:"ratio"` // to normal; null where nothing was measured
	Reason string            `json:"reason"`
	Unit   string            `json:"unit,omitempty"` // of its numbers; empty for durations, in seconds
}

// listSystems lists every system of the data source, found or not: a page says what to emit for those that are not.
func (d *Datasource) listSystems(r *request) (any, error) {
	found, err := d.presence(r.Context())
	if err != nil {
		return nil, err
	}
	views := []systemView{}
	for _, system := range d.catalogue().Systems {
		known, err := d.baselines.at(r.Context(), r.source, system.Name, d.process.now())
		if err != nil {
			return nil, err
		}
		views = append(views, systemView{
			Name: system.Name, Title: system.Title, Document: system.Document, Dashboard: system.Dashboard,
			Operations: len(known.all), Found: found[system.Name], TimeZone: cmp.Or(system.TimeZone, "UTC"),
		})
	}
	return views, nil
}

// presence says which systems this Prometheus has metrics of.
func (d *Datasource) presence(ctx context.Context) (map[string]bool, error) {
	systems, err := Common{}.systems(d.catalogue())
	if err != nil {
		return nil, err
	}
	present, err := d.live.FoundSystems(ctx, systems, d.process.now())
	if _, err := shown(err); err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, system := range present {
		found[system.Name] = true
	}
	return found, nil
}

// listOperations lists the operations of one system or of all, with their state now.
func (d *Datasource) listOperations(r *request) (any, error) {
	j, err := d.verdicts(r.Context(), askedNow(r.source, d.process.now()), r.common(), detect.Latency)
	if err != nil {
		return nil, err
	}
	views := []operationView{}
	for _, v := range j.verdicts {
		views = append(views, operationViewOf(v))
	}
	return views, nil
}

func operationViewOf(v *live.OperationVerdict) operationView {
	view := operationView{
		System: v.System, Set: v.Set, Name: v.Operation, Labels: v.Labels, State: string(v.State), Tier: v.Tier.String(), Reason: v.Reason, Unit: v.Unit,
	}
	if v.Comparable() {
		view.Ratio = figure.Known(v.Ratio)
	}
	return view
}

// probeView is GET /probe.
type probeView struct {
	System     string         `json:"system"`
	Quantities []quantityView `json:"quantities"`
	Found      int            `json:"found"`
	Total      int            `json:"total"`
}

type quantityView struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Found   bool     `json:"found"`
	Missing []string `json:"missing"`
	Emit    string   `json:"emit"`
}

// showProbe says which of a system's metrics exist in this Prometheus, and what to emit for the others.
func (d *Datasource) showProbe(r *request) (any, error) {
	system, err := r.oneSystem(d)
	if err != nil {
		return nil, err
	}
	result, err := d.live.Probe(r.Context(), system, d.process.now())
	if err != nil {
		return nil, err
	}
	view := probeView{System: system.Name, Found: result.Found, Total: result.Total, Quantities: []quantityView{}}
	for _, q := range result.Quantities {
		view.Quantities = append(view.Quantities, quantityView{q.ID, q.Title, q.Found, orEmpty(q.Missing), q.Emit})
	}
	return view, nil
}

// common are the fields of a query that a resource takes from its address.
func (r *request) common() Common { return Common{System: r.URL.Query().Get("system")} }

// oneSystem is the system that a resource is about; it must be named.
func (r *request) oneSystem(d *Datasource) (*catalog.System, error) {
	c := r.common()
	if c.System == "" {
		return nil, badInputf("the parameter system is missing: %s?system=NAME", r.URL.Path)
	}
	systems, err := c.systems(d.catalogue())
	if err != nil {
		return nil, err
	}
	return systems[0], nil
}

// span is the range of a resource: from and to in RFC 3339; by default to is now, and from a day before that.
func (r *request) span(now time.Time) (from, to time.Time, err error) {
	if to, err = r.moment("to", now); err != nil {
		return from, to, err
	}
	if from, err = r.moment("from", to.Add(-24*time.Hour)); err != nil {
		return from, to, err
	}
	if !from.Before(to) {
		return from, to, badInputf("the range from %s to %s is empty", from.Format(time.RFC3339), to.Format(time.RFC3339))
	}
	return from, to, nil
}

// moment is a parameter in RFC 3339; what is left out is the moment given instead.
func (r *request) moment(name string, otherwise time.Time) (time.Time, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return otherwise, nil
	}
	return timeIn(name+"=", text)
}

// timeIn reads a time of a person, who is told of what it is none.
func timeIn(of, text string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, badInputf("%s%q is not a time: give one as 2006-01-02T15:04:05Z", of, text)
	}
	return at, nil
}

// yesOrNo is a parameter that is true or false; what is left out is the answer given instead.
func yesOrNo(values url.Values, name string, otherwise bool) (bool, error) {
	switch text := values.Get(name); text {
	case "":
		return otherwise, nil
	case "true", "false":
		return text == "true", nil
	default:
		return false, badInputf("%s is %q: give true or false", name, text)
	}
}

// orEmpty keeps a list without elements from becoming null in JSON.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
