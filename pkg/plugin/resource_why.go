package plugin

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// Why does an operation have the verdict that it has, and what else moved?

const (
	// whyBack is how far back slow requests and deployments are looked for.
	whyBack = 30 * time.Minute
	// mostExemplars of the slow requests are told.
	mostExemplars = 10
)

// whyView is the verdict on one operation with what it rests on.
type whyView struct {
	System    string            `json:"system"`
	Set       string            `json:"set"`
	Operation string            `json:"operation"`
	Labels    map[string]string `json:"labels"`
	At        time.Time         `json:"at"`
	Tier      string            `json:"tier"`
	State     string            `json:"state"`
	Reason    string            `json:"reason"`
	Requests  float64           `json:"requests"`
	Run       bool              `json:"run"`     // a single run was judged, no window of requests
	Seconds   float64           `json:"seconds"` // width of the evidence, or what the run took
	Ratio     *float64          `json:"ratio"`
	RatioLow  *float64          `json:"ratioLow"`
	RatioHigh *float64          `json:"ratioHigh"`
	// RatioLeast and RatioMost hold the ratio wherever in their buckets the requests were; null where that cannot be said.
	RatioLeast *float64       `json:"ratioLeast"`
	RatioMost  *float64       `json:"ratioMost"`
	Z          *float64       `json:"z"`
	Before     quantilesView  `json:"before"` // normal at this hour
	After      quantilesView  `json:"after"`
	Cell       cellView       `json:"cell"`
	Drift      *driftView     `json:"drift"` // null where none was computed
	Together   []togetherView `json:"together"`
	Deployed   *deployedView  `json:"deployment"`     // null without one within half an hour
	Exemplars  []exemplarView `json:"exemplars"`      // of slow requests, the slowest first
	Besides    []besideView   `json:"besides"`        // what is wrong with it in other ways
	Logs       string         `json:"logs"`           // selector of the logs of the same labels
	Unit       string         `json:"unit,omitempty"` // of the numbers; empty for durations, in seconds
}

// besideView is a verdict on the failures of an operation, or on how much of it completes.
type besideView struct {
	Signal string `json:"signal"`
	Tier   string `json:"tier"`
	Reason string `json:"reason"`
}

type quantilesView struct {
	P50 *float64 `json:"p50"`
	P95 *float64 `json:"p95"`
	P99 *float64 `json:"p99"`
}

// cellView is the part of the seasonal profile that answers at the moment.
type cellView struct {
	Level  string  `json:"level"` // none, hour, weekend or week
	Factor float64 `json:"factor"`
}

type driftView struct {
	Quantile  float64  `json:"quantile"`
	Ratio     *float64 `json:"ratio"`
	RatioLow  *float64 `json:"ratioLow"`
	RatioHigh *float64 `json:"ratioHigh"`
	Z         *float64 `json:"z"`
	Seconds   float64  `json:"seconds"`
	Tier      string   `json:"tier"`
	Reason    string   `json:"reason"`
}

// togetherView is a label value that operations share which deviate now.
type togetherView struct {
	Label      string   `json:"label"`
	Value      string   `json:"value"`
	Moving     int      `json:"moving"`
	Of         int      `json:"of"`
	Chance     float64  `json:"chance"`
	Operations []string `json:"operations"`
	Text       string   `json:"text"`
}

type deployedView struct {
	At      time.Time `json:"at"`
	Version string    `json:"version"`
	Text    string    `json:"text"`
}

type exemplarView struct {
	At      time.Time         `json:"at"`
	Seconds float64           `json:"seconds"`
	TraceID string            `json:"traceId"` // empty where the program gave none
	Labels  map[string]string `json:"labels"`
}

// showWhy explains the verdict on one operation, now or at the end of the range that is asked for.
func (d *Datasource) showWhy(r *request) (any, error) {
	system, err := r.oneSystem(d)
	if err != nil {
		return nil, err
	}
	name := r.URL.Query().Get("operation")
	if name == "" {
		return nil, badInputf("operation is missing: give the name of one")
	}
	_, to, err := r.anySpan(d.process.now())
	if err != nil {
		return nil, err
	}
	if to.IsZero() {
		to = d.process.now()
	}
	a := asked{source: r.source, window: backend.TimeRange{From: to.Add(-whyBack), To: to}}
	verdicts, _, err := d.judge(r.Context(), a, Common{}, system, detect.Latency)
	if err != nil {
		return nil, err
	}
	set := r.URL.Query().Get("set")
	k := slices.IndexFunc(verdicts, func(v *live.OperationVerdict) bool { return v.Operation == name && (set == "" || v.Set == set) })
	if k < 0 {
		return nil, absent{fmt.Errorf("%s has no operation %q", system.Title, name)}
	}
	view := whyOf(verdicts[k])
	view.Together = togetherOf(verdicts)
	if view.Besides, err = d.besides(r.Context(), a, system, verdicts[k]); err != nil {
		return nil, err
	}
	if view.Deployed, err = d.deployedBefore(r.Context(), r.source, system.Name, view.At); err != nil {
		return nil, err
	}
	view.Exemplars, err = d.slowRequests(r.Context(), system, verdicts[k])
	return view, err
}

// besides are the warnings on an operation that its duration does not tell of.
func (d *Datasource) besides(ctx context.Context, a asked, system *catalog.System, of *live.OperationVerdict) ([]besideView, error) {
	views := []besideView{}
	for _, signal := range []detect.Signal{detect.Errors, detect.Rate} {
		verdicts, _, err := d.judge(ctx, a, Common{}, system, signal)
		if err != nil {
			return nil, err
		}
		for _, v := range verdicts {
			if v.Tier >= detect.Warning && v.Key() == of.Key() {
				views = append(views, besideView{string(signal), v.Tier.String(), v.Reason})
			}
		}
	}
	return views, nil
}

func whyOf(v *live.OperationVerdict) whyView {
	factor, before := 1.0, v.Baseline.Quantiles
	before.P95 = v.Expected
	switch l := v.Baseline.Level; {
	case l != nil:
		if usual := l.Usual(); usual > 0 && v.ByLevel {
			factor = v.Expected / usual
		}
		before = baseline.Quantiles{P50: v.Expected} // of a level there is one value now, and one that is usual
	case v.State != baseline.Documented && v.Expected > 0 && v.Baseline.P95 > 0:
		factor = v.Expected / v.Baseline.P95 // of the hours that the window lies in
		before.P50, before.P99 = before.P50*factor, before.P99*factor
	}
	view := whyView{
		System: v.System, Set: v.Set, Operation: v.Operation, Labels: v.Labels, At: v.At, Tier: v.Tier.String(), State: string(v.State), Reason: v.Reason,
		Requests: v.Requests, Run: v.ByRun, Seconds: v.Width.Seconds(), Together: []togetherView{}, Exemplars: []exemplarView{}, Besides: []besideView{},
		Before: quantilesOf(before),
		Cell:   cellView{Level: levelOf(v.Baseline.Profile, v.At.Add(-v.Width/2)), Factor: factor}, Logs: logsOf(v.Labels), Unit: v.Unit,
	}
	if view.Labels == nil {
		view.Labels = map[string]string{}
	}
	if !v.Measured {
		return view
	}
	view.After = quantilesOf(v.Quantiles)
	if v.ByLevel {
		view.Before, view.After = quantilesView{P50: figure.Known(v.Expected)}, quantilesView{P50: figure.Known(v.P50)} // 0 is a value, too
	}
	if v.Comparable() {
		view.Ratio, view.RatioLow, view.RatioHigh, view.Z = figure.Known(v.Ratio), figure.Known(v.RatioLow), figure.Known(v.RatioHigh), figure.Known(v.Z)
		view.RatioLeast, view.RatioMost = figure.Positive(v.RatioLeast), figure.Positive(v.RatioMost)
	}
	if w := v.Drift; w.Width > 0 {
		view.Drift = &driftView{
			Quantile: w.Quantile, Ratio: figure.Known(w.Ratio), RatioLow: figure.Known(w.RatioLow), RatioHigh: figure.Known(w.RatioHigh),
			Z: figure.Known(w.Z), Seconds: w.Width.Seconds(), Tier: w.Tier.String(), Reason: w.Reason,
		}
	}
	return view
}

func quantilesOf(q baseline.Quantiles) quantilesView {
	return quantilesView{figure.Positive(q.P50), figure.Positive(q.P95), figure.Positive(q.P99)}
}

// levelOf is what of the time decides what is normal at a moment.
func levelOf(p *baseline.Profile, at time.Time) string {
	switch {
	case p == nil:
		return "none"
	case p.IsRegular(at):
		return "moment"
	case p.Level == "":
		return "hour"
	}
	return p.Level
}

// logsOf selects the logs whose labels are the operation's; people adjust it to the labels of their logs.
func logsOf(labels map[string]string) string {
	matchers := make([]string, 0, len(labels))
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		matchers = append(matchers, name+"="+strconv.Quote(labels[name]))
	}
	return "{" + strings.Join(matchers, ", ") + "}"
}

// togetherOf names what the operations of a system that deviate have in common.
func togetherOf(verdicts []*live.OperationVerdict) []togetherView {
	moving := make([]detect.Moving, len(verdicts))
	for i, v := range verdicts {
		labels := maps.Clone(v.Labels)
		if labels == nil {
			labels = map[string]string{}
		}
		labels["set"] = v.Set
		moving[i] = detect.Moving{Labels: labels, Moves: v.Measured && v.Tier > detect.Normal}
	}
	views := []togetherView{}
	for _, c := range detect.Together(moving) {
		view := togetherView{Label: c.Label, Value: c.Value, Moving: c.Moving, Of: c.Of, Chance: c.Chance, Operations: []string{}}
		for _, i := range c.Members {
			view.Operations = append(view.Operations, verdicts[i].Operation)
		}
		view.Text = fmt.Sprintf("%d of the %d operations with %s %s deviate", c.Moving, c.Of, c.Label, c.Value)
		views = append(views, view)
	}
	return views
}

// deployedBefore is the last deployment that was reported in the half hour before a moment.
func (d *Datasource) deployedBefore(ctx context.Context, source, system string, at time.Time) (*deployedView, error) {
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.Deployments(ctx, source, system, at.Add(-whyBack), at)
	if err != nil {
		return nil, fromStore("reading deployments", err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	last := all[len(all)-1]
	return &deployedView{last.At, last.Version, fmt.Sprintf("%s was deployed %s before", versionWord(last.Version), figure.Seconds(at.Sub(last.At).Seconds()))}, nil
}

// slowRequests are single requests that took longer than is normal.
func (d *Datasource) slowRequests(ctx context.Context, system *catalog.System, v *live.OperationVerdict) ([]exemplarView, error) {
	views := []exemplarView{}
	set, known := system.Set(v.Set)
	if !known || set.IsLevel() || slices.Contains([]string{"gauge", "summary"}, set.Kind) {
		return views, nil
	}
	found, err := d.client.Exemplars(ctx, live.QueryOf(system, set), v.Labels, v.At.Add(-whyBack), v.At)
	if err != nil {
		return views, fmt.Errorf("reading exemplars of %s: %w", v.Operation, err)
	}
	for _, e := range found {
		if len(views) == mostExemplars || e.Seconds <= v.Expected {
			break
		}
		trace := ""
		for _, name := range []string{"trace_id", "traceID", "traceId"} {
			trace = cmp.Or(trace, e.Labels[name])
		}
		views = append(views, exemplarView{e.At, e.Seconds, trace, e.Labels})
	}
	return views, nil
}
