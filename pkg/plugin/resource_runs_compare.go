package plugin

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/runs"
)

// What became faster or slower from one run, day or version to another?

// compareRuns compares two sides, each the id of a run, a day, or the word baseline.
func (d *Datasource) compareRuns(r *request) (any, error) {
	ask := r.URL.Query()
	base, current := side{word: ask.Get("baseline")}, side{word: ask.Get("current")}
	if base.word == "" || current.word == "" {
		return nil, badInputf("give the parameters baseline and current: the id of a run, a day such as 2006-01-02, or the word baseline")
	}
	b, err := d.sideSet(r, current, ask.Get("system"), runs.Set{})
	if err != nil {
		return nil, err
	}
	a, err := d.sideSet(r, base, ask.Get("system"), b)
	if err != nil {
		return nil, err
	}
	return runs.CompareSets(a, b), nil
}

// side names what is compared: a word, or a version that is running now.
type side struct {
	word     string
	selector string // matchers, such as version="1.3"
	minutes  float64
}

// Minutes that a running version is measured for.
const (
	usualMinutes = 10
	mostMinutes  = 24 * 60
)

// sideSet finds one side; other may know the system.
func (d *Datasource) sideSet(r *request, s side, system string, other runs.Set) (runs.Set, error) {
	if system == "" {
		system = other.System
	}
	if s.selector != "" {
		return d.runningSet(r, s, system)
	}
	day, notADay := time.Parse(time.DateOnly, s.word)
	if s.word != "baseline" && notADay != nil {
		run, err := d.run(r, s.word)
		if err != nil {
			return runs.Set{}, err
		}
		set, err := runs.SetOf(r.Context(), run)
		return set, fromStore("reading a run", err)
	}
	if system == "" {
		return runs.Set{}, badInputf("the parameter system is missing: %s is of no system by itself", s.word)
	}
	keep, err := d.process.Store(r.Context())
	if err != nil {
		return runs.Set{}, err
	}
	if s.word == "baseline" {
		set, err := runs.OfBaseline(r.Context(), keep, r.source, system, time.Time{})
		return set, fromStore("reading the baseline", err)
	}
	set, err := runs.OfTime(r.Context(), keep, r.source, system, day, day.AddDate(0, 0, 1))
	return set, fromStore("reading a day", err)
}

// runningSet measures a version that runs now, told apart by a label.
func (d *Datasource) runningSet(r *request, s side, name string) (runs.Set, error) {
	if name == "" {
		return runs.Set{}, badInputf("the parameter system is missing: a selector is one of a system's versions")
	}
	systems, err := (Common{System: name}).systems(d.catalogue())
	if err != nil {
		return runs.Set{}, err
	}
	if s.minutes == 0 {
		s.minutes = usualMinutes
	}
	if !(s.minutes >= 1) || s.minutes > mostMinutes {
		return runs.Set{}, badInputf("minutes %v: give 1 to %d", s.minutes, mostMinutes)
	}
	if err := prometheus.ValidateSelector(s.selector); err != nil {
		return runs.Set{}, badInputf("the selector %q: %w", s.selector, err)
	}
	ops, err := d.live.Selected(r.Context(), live.SelectedRequest{
		System: systems[0], Selector: s.selector, At: d.process.now(), Lag: d.settings.Lag(), Span: time.Duration(s.minutes * float64(time.Minute)),
	})
	if err != nil {
		return runs.Set{}, err
	}
	set := runs.Set{Title: s.selector, System: name}
	for _, op := range ops {
		// Minutes that differ by more than chance carry less information than they have requests.
		effective := baseline.Learn(op.Windows, baseline.Options{}).Effective
		side := runs.SideOfWindows(op.Windows, effective)
		if side.N() > 0 {
			set.Measured = append(set.Measured, runs.Measurement{Operation: op.Name, Labels: op.Labels, Quantity: "duration", Side: side})
		}
	}
	return set, nil
}
