package plugin

import (
	"context"
	"errors"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/runs"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// What became faster or slower from one run, day or version to another?

// compareRuns compares two sides; each is a word that names one (runs.WordsOfSides).
func (d *Datasource) compareRuns(r *request) (any, error) {
	ask := r.URL.Query()
	base, current := side{word: ask.Get("baseline")}, side{word: ask.Get("current")}
	if base.word == "" || current.word == "" {
		return nil, badInputf("give the parameters baseline and current: each is %s", runs.WordsOfSides)
	}
	a, b, err := d.bothSides(r.Context(), r.source, base, current, ask.Get("system"))
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

// bothSides finds what is compared.
func (d *Datasource) bothSides(ctx context.Context, source string, base, current side, system string) (a, b runs.Set, err error) {
	if err := runs.Distinct(base.word, current.word); err != nil {
		return a, b, badInput{err}
	}
	return runs.Both(runs.OtherFirst(current.word),
		func(other runs.Set) (runs.Set, error) { return d.sideSet(ctx, source, base, system, other) },
		func(other runs.Set) (runs.Set, error) { return d.sideSet(ctx, source, current, system, other) })
}

// sideSet finds one side; other may know the system, and what of the baseline is its own.
func (d *Datasource) sideSet(ctx context.Context, source string, s side, system string, other runs.Set) (runs.Set, error) {
	if system == "" {
		system = other.System
	}
	if s.selector != "" {
		return d.runningSet(ctx, s, system)
	}
	keep, err := d.process.Store(ctx)
	if err != nil {
		return runs.Set{}, err
	}
	library := runs.Library{Keep: keep, Source: source, Now: d.process.now(), Compared: other.Time, Deployments: func(ctx context.Context, system string) ([]store.Deployment, error) {
		return d.knownDeployments(ctx, source, system)
	}}
	set, err := library.Find(ctx, s.word, system)
	return set, ofSide(err)
}

// ofSide says whose fault it is that a side was not found.
func ofSide(err error) error {
	switch {
	case errors.Is(err, store.ErrNoRun), errors.Is(err, runs.ErrNoDeployment):
		return absent{err}
	case errors.Is(err, runs.ErrNoSystem):
		return badInputf("the parameter system is missing: %w", err)
	case errors.Is(err, runs.ErrBadStretch), errors.Is(err, runs.ErrSeveral):
		return badInput{err}
	}
	return fromStore("reading what is compared", err)
}

// runningSet measures a version that runs now, told apart by a label.
func (d *Datasource) runningSet(ctx context.Context, s side, name string) (runs.Set, error) {
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
	ops, err := d.live.Selected(ctx, live.SelectedRequest{
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
			set.Measured = append(set.Measured, runs.Measurement{Set: op.Set, Operation: op.Name, Labels: op.Labels, Quantity: "duration", Side: side})
		}
	}
	return set, nil
}
