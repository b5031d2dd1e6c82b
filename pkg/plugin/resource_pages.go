package plugin

import (
	"context"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// What do the app's pages show that no single query answers?

// overviewView is one system on the app's first page.
type overviewView struct {
	Name          string          `json:"name"`
	Title         string          `json:"title"`
	Dashboard     string          `json:"dashboard"`
	Operations    int             `json:"operations"`
	WithBaseline  int             `json:"withBaseline"`
	States        map[string]int  `json:"states"`
	ViolationsNow []operationView `json:"violationsNow"`
	// FailingNow are those of which more requests fail than usual, SilentNow those that complete nothing where they usually do.
	FailingNow []operationView `json:"failingNow"`
	SilentNow  []operationView `json:"silentNow"`
	// AboveNow is how many are above normal, and not by enough for a warning.
	AboveNow      int            `json:"aboveNow"`
	TargetsMissed int            `json:"targetsMissed"`
	ProbeFound    int            `json:"probeFound"`
	ProbeTotal    int            `json:"probeTotal"`
	Learner       []progressView `json:"learner"`
	// Error says why the numbers of this system are missing; the others are shown all the same.
	Error string `json:"error,omitempty"`
}

// showOverview answers for every system of the data source; one that fails says so and leaves the others alone.
func (d *Datasource) showOverview(r *request) (any, error) {
	now := d.process.now()
	progress, err := d.progress(r.Context(), r.source)
	if err != nil {
		return nil, err
	}
	views := []overviewView{}
	known := d.catalogue() // the one of the beginning: while Prometheus is asked, somebody may delete a system
	for i := range known.Systems {
		system := &known.Systems[i]
		view := overviewView{
			Name: system.Name, Title: system.Title, Dashboard: system.Dashboard,
			States: map[string]int{}, ViolationsNow: []operationView{}, FailingNow: []operationView{}, SilentNow: []operationView{}, Learner: ofSystem(progress, system.Name),
		}
		if err := d.fill(r.Context(), &view, system, askedNow(r.source, now)); err != nil {
			view.Error = err.Error()
		}
		views = append(views, view)
	}
	return map[string]any{"systems": views}, nil
}

func (d *Datasource) fill(ctx context.Context, view *overviewView, system *catalog.System, a asked) error {
	probe, err := d.live.Probe(ctx, system, a.window.To)
	if _, err := shown(err); err != nil {
		return err
	}
	view.ProbeFound, view.ProbeTotal = probe.Found, probe.Total
	present, err := d.live.FoundSystems(ctx, []*catalog.System{system}, a.window.To)
	if len(present) == 0 {
		return err // nothing of it is here: the page says what to emit
	}
	for signal, breaches := range map[detect.Signal]*[]operationView{
		detect.Latency: &view.ViolationsNow, detect.Errors: &view.FailingNow, detect.Rate: &view.SilentNow,
	} {
		verdicts, _, err := d.judge(ctx, a, Common{}, system, signal)
		if err != nil {
			return err
		}
		if signal == detect.Latency {
			view.count(verdicts)
		}
		*breaches = breachesOf(verdicts)
	}
	targets, _, err := d.targetRows(ctx, a, TargetsQuery{Common: Common{System: system.Name}})
	if err != nil {
		return err
	}
	view.TargetsMissed = live.CountTargets(targets, live.TargetRow.Checked).Missed
	return nil
}

// breachesOf are those at warning or worse, the furthest from normal first.
func breachesOf(verdicts []*live.OperationVerdict) []operationView {
	breaches := slices.DeleteFunc(slices.Clone(verdicts), func(v *live.OperationVerdict) bool { return !v.Breach() })
	sortOperations(breaches, "degraded")
	views := []operationView{}
	for _, v := range breaches {
		views = append(views, operationViewOf(v))
	}
	return views
}

func (view *overviewView) count(verdicts []*live.OperationVerdict) {
	for _, v := range verdicts {
		view.Operations++
		view.States[string(v.State)]++
		if v.State == baseline.Active || v.State == baseline.Documented {
			view.WithBaseline++
		}
		if v.Tier == detect.Info {
			view.AboveNow++
		}
	}
}
