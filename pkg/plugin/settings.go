package plugin

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/profile"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// Settings are what a person or a provisioning file set on the data source.
type Settings struct {
	// URL of the Prometheus, the data source's ordinary URL field.
	URL string `json:"-"`
	// Systems are monitored; empty means every system whose metrics are found.
	Systems []string `json:"systems,omitempty"`
	// LagSeconds is how late samples arrive (remote write); verdicts are made that much in the past.
	LagSeconds float64 `json:"lagSeconds,omitempty"`
	// LearnDays is how far back the learner goes.
	LearnDays int `json:"learnDays,omitempty"`
	// Holidays count as Sundays: 2026-12-25, or 12-25 in every year.
	Holidays baseline.Calendar `json:"holidays,omitempty"`
	// HTTPMethod is POST or GET, for proxies that let only GET pass.
	HTTPMethod string `json:"httpMethod,omitempty"`
	// CustomQueryParameters go with every request to Prometheus, as in an address: what a proxy before it filters by.
	CustomQueryParameters string `json:"customQueryParameters,omitempty"`
	// Publish makes the learned baselines metrics of the plugin.
	Publish bool `json:"publish,omitempty"`
	// BreakerPreset names whose metrics tell the state of circuit breakers.
	BreakerPreset string `json:"breakerPreset,omitempty"`
	// Selectors say where a system is found, where that differs from its documented jobs.
	Selectors map[string]catalog.Scope `json:"selectors,omitempty"`
	// Mapping says by system and canonical metric which emitter's spelling, or which expression, holds here.
	Mapping map[string]catalog.Mapping `json:"mapping,omitempty"`
	// Operations are systems of the user's own, in the format of the command's --operations FILE.
	Operations []catalog.OwnSystem `json:"operations,omitempty"`
}

const (
	defaultLearnDays = learn.DefaultDays
	maxLearnDays     = learn.MostDays
	maxLag           = 15 * time.Minute
)

// readSettings parses and checks; the error says which setting to change.
func readSettings(from backend.DataSourceInstanceSettings) (Settings, error) {
	s := Settings{URL: strings.TrimSpace(from.URL)}
	if len(from.JSONData) > 0 {
		if err := json.Unmarshal(from.JSONData, &s); err != nil {
			return s, fmt.Errorf("reading the data source's settings: %w", plainJSON(err))
		}
	}
	s.LearnDays = cmp.Or(s.LearnDays, defaultLearnDays)
	s.HTTPMethod = strings.ToUpper(cmp.Or(s.HTTPMethod, http.MethodPost))
	s.BreakerPreset = cmp.Or(s.BreakerPreset, live.BreakerPresets[0])
	return s, s.check()
}

func (s Settings) check() error {
	if err := checkURL(s.URL); err != nil {
		return err
	}
	switch {
	case !(s.LagSeconds >= 0 && s.LagSeconds <= maxLag.Seconds()): // as a Duration it might overflow
		return fmt.Errorf("the lag of %g s is outside of 0 to %g s", s.LagSeconds, maxLag.Seconds())
	case s.LearnDays < 1 || s.LearnDays > maxLearnDays:
		return fmt.Errorf("learning over %d days is outside of 1 to %d", s.LearnDays, maxLearnDays)
	case s.HTTPMethod != http.MethodPost && s.HTTPMethod != http.MethodGet:
		return fmt.Errorf("the HTTP method %q is neither POST nor GET", s.HTTPMethod)
	case !slices.Contains(live.BreakerPresets, s.BreakerPreset):
		return fmt.Errorf("the preset of circuit breakers %q is unknown: choose one of %s", s.BreakerPreset, strings.Join(live.BreakerPresets, ", "))
	}
	if _, err := s.parameters(); err != nil {
		return err
	}
	if err := s.Holidays.Check(); err != nil {
		return err
	}
	return s.checkSelectors()
}

func (s Settings) checkSelectors() error {
	for system, scope := range s.Selectors {
		for _, selector := range []string{scope.Selector, scope.HostSelector} {
			if selector == "" {
				continue
			}
			if err := prometheus.ValidateSelector(selector); err != nil {
				return fmt.Errorf("the selector of %s is not PromQL: %w", system, err)
			}
		}
	}
	for _, own := range s.Operations {
		if err := checkOwn(own); err != nil {
			return err
		}
	}
	return nil
}

func checkOwn(own catalog.OwnSystem) error {
	if err := own.Check(); err != nil {
		return fmt.Errorf("the data source's own operations: %w", err)
	}
	selectors := []string{own.Selector}
	for _, op := range own.Operations {
		selectors = append(selectors, op.Selector, op.Errors)
	}
	for _, selector := range selectors {
		if selector == "" {
			continue
		}
		if err := prometheus.ValidateSelector(selector); err != nil {
			return fmt.Errorf("the data source's own operations, system %s: %w", own.System, err)
		}
	}
	return nil
}

// checkURL says in words what is wrong, before Go's own parser gets to speak of "first path segments".
func checkURL(raw string) error {
	if raw == "" {
		return fmt.Errorf("there is no Prometheus URL: enter one such as http://localhost:9090")
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Scheme == "" || u.Host == "":
		return fmt.Errorf("the Prometheus URL %q is malformed: it reads http://host:port or https://host, with a path where a proxy needs one", prometheus.WithoutCredentials(raw))
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("the Prometheus URL %q is malformed: %s:// is not a protocol of Prometheus, use http:// or https://", prometheus.WithoutCredentials(raw), u.Scheme)
	case u.User != nil:
		return fmt.Errorf("the Prometheus URL of host %q carries credentials that everybody can read: enter them under Authentication", u.Host)
	case u.RawQuery != "":
		return fmt.Errorf("the Prometheus URL of host %q carries parameters, which would not be sent: enter them as custom query parameters", u.Host)
	}
	return nil
}

// parameters are the custom query parameters. The error does not quote them: one may be a token.
func (s Settings) parameters() (url.Values, error) {
	parameters, err := url.ParseQuery(strings.TrimPrefix(strings.TrimSpace(s.CustomQueryParameters), "?"))
	if err != nil {
		return nil, errors.New("the custom query parameters cannot be read: write them as in an address, such as namespace=shop&dedup=false")
	}
	return parameters, nil
}

// Lag is LagSeconds as a duration.
func (s Settings) Lag() time.Duration { return time.Duration(s.LagSeconds * float64(time.Second)) }

// systems is the catalogue of this data source: the chosen ones of the built-in
// systems where they are found in this Prometheus, and the user's own.
func (s Settings) systems(builtin *catalog.Catalog) (*catalog.Catalog, error) {
	all := builtin.With(s.Operations...)
	for name := range s.Selectors {
		if _, known := all.System(name); !known {
			return nil, fmt.Errorf("the settings give a selector for the system %q, which is unknown: known are %s", name, strings.Join(all.Names(), ", "))
		}
	}
	for name := range s.Mapping {
		if _, known := all.System(name); !known {
			return nil, fmt.Errorf("the settings map metrics of the system %q, which is unknown: known are %s", name, strings.Join(all.Names(), ", "))
		}
	}
	chosen := &catalog.Catalog{Version: all.Version, Profiles: all.Profiles}
	for _, name := range s.Systems {
		if _, known := all.System(name); !known {
			return nil, fmt.Errorf("the settings choose the system %q, which is unknown: known are %s", name, strings.Join(all.Names(), ", "))
		}
	}
	for _, system := range all.Systems {
		own := slices.ContainsFunc(s.Operations, func(o catalog.OwnSystem) bool { return o.System == system.Name })
		if len(s.Systems) == 0 || own || slices.Contains(s.Systems, system.Name) {
			mapped, _, err := profile.System(system.Scoped(s.Selectors[system.Name]), all, s.Mapping[system.Name])
			if err != nil {
				return nil, fmt.Errorf("the settings' mapping of metrics: %w", err)
			}
			chosen.Systems = append(chosen.Systems, mapped)
		}
	}
	return chosen, nil
}

// canonical is the same catalogue before any mapping.
func (s Settings) canonical(builtin *catalog.Catalog) (*catalog.Catalog, error) {
	s.Mapping = nil
	return s.systems(builtin)
}

// breakersOf is the preset of a system's breakers: what its mapping says, else the data source's.
func (s Settings) breakersOf(system string) live.BreakerPreset {
	if preset := live.PresetOf(s.Mapping[system]); preset != "" {
		return preset
	}
	return live.BreakerPreset(s.BreakerPreset)
}

// ownMetrics are the metrics that a mapping names without an emitter.
func (s Settings) ownMetrics(system string) map[string]catalog.Alternative {
	own := map[string]catalog.Alternative{}
	for metric, choice := range s.Mapping[system] {
		if choice.Own != nil {
			own[metric] = *choice.Own
		}
	}
	return own
}
