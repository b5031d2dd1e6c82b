package plugin

import (
	"github.com/yardstick-baselines/yardstick/pkg/growth"
)

// How does the load of a system grow, and when is a limit reached (D2 l.456, l.459, D3 l.302-318)?

// Days of a forecast.
const (
	usualAhead = 28
	mostAhead  = 400
)

func (d *Datasource) showCapacity(r *request) (any, error) {
	system, err := r.oneSystem(d)
	if err != nil {
		return nil, err
	}
	ask := growth.Request{Source: r.source, System: system.Name, At: d.process.now()}
	ahead := 0.0
	for name, into := range map[string]*float64{"limit": &ask.Limit, "peak": &ask.Peak, "perInstance": &ask.PerInstance, "ahead": &ahead} {
		if *into, err = parameter(r.URL.Query(), name); err != nil {
			return nil, err
		}
		if !(*into >= 0) {
			return nil, badInputf("%s=%v: give a number that is not negative", name, *into)
		}
	}
	if ask.Ahead = int(ahead); ask.Ahead == 0 {
		ask.Ahead = usualAhead
	}
	if ask.Ahead > mostAhead {
		return nil, badInputf("ahead=%v: give at most %d days", ahead, mostAhead)
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	all, err := growth.Of(r.Context(), s, ask)
	if err != nil {
		return nil, fromStore("forecasting the load", err)
	}
	return map[string]any{"system": system.Name, "series": all}, nil
}
