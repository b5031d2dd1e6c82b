package plugin

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/compare"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/runs"
)

// May a version be deployed? For pipelines, Argo Rollouts (a web metric reads
// the verdict) and Flagger (a webhook reads the status).

// gateRequest is what POST /gate reads; GET /gate has the same as parameters.
type gateRequest struct {
	System            string             `json:"system"`
	Candidate         string             `json:"candidate"`         // one of runs.WordsOfSides
	CandidateSelector string             `json:"candidateSelector"` // or matchers of a version that runs now
	Against           string             `json:"against"`           // likewise; empty: baseline
	AgainstSelector   string             `json:"againstSelector"`
	Minutes           float64            `json:"minutes"` // of running versions
	Critical          []string           `json:"critical"`
	Operations        []string           `json:"operations"` // only these; empty: all
	Measures          []string           `json:"measures"`
	Margins           map[string]float64 `json:"margins"`
	Level             float64            `json:"level"`
	Tolerate          float64            `json:"tolerate"`
}

// notPassed is a verdict as a status, for callers that read nothing else.
type notPassed struct{ error }

func (d *Datasource) postGate(r *request) (any, error) {
	var ask gateRequest
	if err := r.readKnown(&ask); err != nil {
		return nil, err
	}
	return d.gate(r, ask)
}

func (d *Datasource) askGate(r *request) (any, error) {
	ask, err := gateParameters(r.URL.Query())
	if err != nil {
		return nil, err
	}
	return d.gate(r, ask)
}

// gateNames are the parameters of a gate, margins excepted.
var gateNames = []string{
	"system", "candidate", "candidateSelector", "against", "againstSelector", "minutes", "critical", "operations", "measures", "level", "tolerate",
}

// grafanasNames are parameters by which Grafana itself is told the organisation and a token, on any address.
var grafanasNames = []string{"orgId", "targetOrgId", "auth_token"}

// gateParameters reads a gate from parameters; lists are separated by commas or repeated. One that does not exist is an
// error: a mistyped rule that is left out makes a gate more lenient than it was meant.
func gateParameters(of url.Values) (ask gateRequest, err error) {
	for _, name := range slices.Sorted(maps.Keys(of)) {
		if !slices.Contains(gateNames, name) && !slices.Contains(grafanasNames, name) && !strings.HasPrefix(name, "margin.") {
			return ask, badInputf("the parameter %q is unknown: choose from %s, margin.p95 and the like", name, strings.Join(gateNames, ", "))
		}
	}
	ask = gateRequest{
		System: of.Get("system"), Candidate: of.Get("candidate"), CandidateSelector: of.Get("candidateSelector"),
		Against: of.Get("against"), AgainstSelector: of.Get("againstSelector"), Margins: map[string]float64{},
		Critical: listed(of["critical"]), Operations: listed(of["operations"]), Measures: listed(of["measures"]),
	}
	for name, into := range map[string]*float64{"minutes": &ask.Minutes, "level": &ask.Level, "tolerate": &ask.Tolerate} {
		if *into, err = parameter(of, name); err != nil {
			return ask, err
		}
	}
	for name := range of {
		if measure, ok := strings.CutPrefix(name, "margin."); ok {
			if ask.Margins[measure], err = parameter(of, name); err != nil {
				return ask, err
			}
		}
	}
	return ask, nil
}

func parameter(of url.Values, name string) (float64, error) {
	text := of.Get(name)
	if text == "" {
		return 0, nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || figure.Known(v) == nil { // Inf and NaN are read too, and no answer can be computed with them
		return 0, badInputf("%s=%q is not a number", name, text)
	}
	return v, nil
}

func listed(values []string) (all []string) {
	for _, v := range values {
		for _, one := range strings.Split(v, ",") {
			if one = strings.TrimSpace(one); one != "" {
				all = append(all, one)
			}
		}
	}
	return all
}

func (d *Datasource) gate(r *request, ask gateRequest) (view runs.GateView, err error) {
	settings, err := ask.settings()
	if err != nil {
		return view, err
	}
	if ask.Candidate == "" && ask.CandidateSelector == "" {
		return view, badInputf("the candidate is missing: give the id of a run as candidate, or matchers such as version=\"1.3\" as candidateSelector")
	}
	if ask.Against == "" && ask.AgainstSelector == "" {
		ask.Against = "baseline"
	}
	base, candidate, err := d.bothSides(r.Context(), r.source, side{ask.Against, ask.AgainstSelector, ask.Minutes},
		side{ask.Candidate, ask.CandidateSelector, ask.Minutes}, ask.System)
	if err != nil {
		return view, err
	}
	if ask.CandidateSelector != "" {
		// Single runs have no version to tell them apart by: they could never be measured, and every answer would be undecided.
		base.Measured = slices.DeleteFunc(base.Measured, func(m runs.Measurement) bool { return len(m.Samples) > 0 })
	}
	if len(ask.Operations) > 0 {
		base.Measured = slices.DeleteFunc(base.Measured, func(m runs.Measurement) bool { return !slices.Contains(ask.Operations, m.Operation) })
	}
	for _, name := range append(slices.Clone(ask.Critical), ask.Operations...) {
		if !slices.ContainsFunc(base.Measured, func(m runs.Measurement) bool { return m.Operation == name }) {
			// Not an error: a critical operation that was not measured must keep a candidate from passing.
			base.Measured = append(base.Measured, runs.Measurement{Operation: name, Quantity: "duration"})
		}
	}
	return runs.JudgeSets(base, candidate, ask.Critical, settings), nil
}

func (ask gateRequest) settings() (s compare.Settings, err error) {
	s = compare.Defaults()
	for name, v := range ask.Margins {
		m := compare.Measure(name)
		if _, known := s.Margins[m]; !known {
			return s, badInputf("margin of %q: choose from p50, p95, p99, mean, exceedance, errors", name)
		}
		if err := compare.CheckMargin(m, v); err != nil {
			return s, badInputf("the margin %v of %s: %w", v, name, err)
		}
		s.Margins[m] = v
	}
	for _, name := range ask.Measures {
		if _, known := s.Margins[compare.Measure(name)]; !known {
			return s, badInputf("the measure %q is unknown: choose from p50, p95, p99, mean, exceedance, errors", name)
		}
		s.Measures = append(s.Measures, compare.Measure(name))
	}
	if ask.Level != 0 {
		if !(ask.Level > 0) || ask.Level >= 0.5 {
			return s, badInputf("the level %v: give a probability between 0 and 0.5", ask.Level)
		}
		s.Level = ask.Level
	}
	if !(ask.Tolerate >= 0) || ask.Tolerate > 1 {
		return s, badInputf("tolerate %v: give a share from 0 to 1", ask.Tolerate)
	}
	s.Tolerate = ask.Tolerate
	return s, nil
}

// flaggerGate answers Flagger's webhook, which knows a status only: 200 where the candidate passes, 409 where it does
// not. Metadata of the webhook are the parameters of GET /gate, and "inconclusive": "continue" lets an undecided
// candidate have more traffic; it is never said to pass by the verdict itself.
func (d *Datasource) flaggerGate(r *request) (any, error) {
	var hook struct {
		Name      string            `json:"name"`
		Namespace string            `json:"namespace"`
		Phase     string            `json:"phase"`
		Checksum  string            `json:"checksum"`
		Metadata  map[string]string `json:"metadata"`
	}
	if err := r.read(&hook); err != nil {
		return nil, err
	}
	of := url.Values{}
	for name, value := range hook.Metadata {
		if name == "inconclusive" {
			continue // what to do with a verdict, not how to judge
		}
		of.Set(name, strings.NewReplacer("{{name}}", hook.Name, "{{namespace}}", hook.Namespace).Replace(value))
	}
	ask, err := gateParameters(of)
	if err != nil {
		return nil, err
	}
	view, err := d.gate(r, ask)
	if err != nil {
		return nil, err
	}
	open := view.Verdict == string(compare.Inconclusive) && hook.Metadata["inconclusive"] == "continue"
	if view.Verdict != string(compare.Pass) && !open {
		return nil, notPassed{fmt.Errorf("%s: %s", view.Verdict, view.Reason)}
	}
	return view, nil
}
