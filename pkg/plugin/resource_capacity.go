package plugin

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/yardstick-baselines/yardstick/pkg/capacity"
	"github.com/yardstick-baselines/yardstick/pkg/growth"
)

// How does the load of a system grow, and when is a limit reached (D2 l.456, l.459, D3 l.302-318)?

// Days of a forecast.
const (
	usualAhead = 28
	mostAhead  = capacity.MostAhead
)

func (d *Datasource) showCapacity(r *request) (any, error) {
	system, err := r.oneSystem(d)
	if err != nil {
		return nil, err
	}
	ask := growth.Request{Source: r.source, System: system.Name, At: d.process.now(), Most: maxForecast}
	if ask.Ahead, err = daysAhead(r.URL.Query()); err != nil {
		return nil, err
	}
	for name, into := range map[string]*float64{"limit": &ask.Limit, "peak": &ask.Peak, "perInstance": &ask.PerInstance} {
		if *into, err = parameter(r.URL.Query(), name); err != nil {
			return nil, err
		}
		if !(*into >= 0) {
			return nil, badInputf("%s=%v: give a number that is not negative", name, *into)
		}
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	all, err := growth.Of(r.Context(), s, ask)
	if err != nil {
		return nil, ofForecast(err)
	}
	return map[string]any{"system": system.Name, "series": all}, nil
}

// ofForecast says whose fault it is: what is too much was asked by a person, all else is the store's.
func ofForecast(err error) error {
	if errors.As(err, &growth.TooMany{}) {
		return badInput{err}
	}
	return fromStore("forecasting the load", err)
}

func daysAhead(values url.Values) (int, error) {
	text := values.Get("ahead")
	if text == "" {
		return usualAhead, nil
	}
	days, err := strconv.Atoi(text)
	if err != nil || days < 1 || days > mostAhead {
		return 0, badInputf("ahead=%q: give 1 to %d days", text, mostAhead)
	}
	return days, nil
}
