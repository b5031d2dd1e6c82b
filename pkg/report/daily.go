package report

// This file answers how a report is put together.

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Source is what a report asks of Prometheus.
type Source interface {
	Instant(ctx context.Context, expr string, t time.Time) (prometheus.Answer[model.Vector], error)
	Windows(ctx context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error)
	Runs(ctx context.Context, q prometheus.RunQuery, from, to time.Time) ([]prometheus.OpWindows, error)
}

// Request says of which system and period, and carries what the caller knows already.
type Request struct {
	System *catalog.System
	Period Period // daily where empty
	// Day is any moment of the period; Now ends one that is not over.
	Day, Now time.Time
	Location *time.Location
	// Keep makes a report that is kept: what asks too much of Prometheus ends it, to be tried again, instead of standing in
	// it as missing for ever.
	Keep bool
	// Baselines are those valid at its end, by live.Key(set, labels).
	Baselines map[string]baseline.Record
	// Violations that touch it, closed and open.
	Violations []store.Violation
	// Targets are the documented ones, checked at its end.
	Targets []CheckedTarget
	// Kept is what else the store and the engine know; WithKept gathers what the period's report asks for.
	Kept Kept
}

// CheckedTarget is a target with its outcome: met, missed, not tested, cannot tell.
type CheckedTarget struct {
	Target
	Outcome string
}

// best is how many operations a reader of the first page is shown of each kind, and how many charts are drawn.
const best, charted = 3, 6

// Compute is the report of one system and period. Half an answer ends it.
func Compute(ctx context.Context, src Source, req Request) (Report, error) {
	req.Period = req.Period.orDaily()
	from, to := req.Bounds()
	r := Report{
		System: req.System.Name, Title: req.System.Title, Document: req.System.Document, Period: string(req.Period),
		Day: from.Format(time.DateOnly), TimeZone: from.Location().String(), From: from, To: to,
		Violations: violations(req.Violations, from, to),
	}
	measured, err := measure(ctx, src, req, from, to)
	if err != nil {
		return r, fmt.Errorf("measuring the operations of the %s: %w", req.Period.Noun(), err)
	}
	r.Operations = operations(measured)
	slower, faster := extremes(r.Operations)
	r.Worse, r.Better = slower[:min(best, len(slower))], faster[:min(best, len(faster))]
	own := engine{req: req, violations: r.Violations, slower: slower, faster: faster, from: from, to: to}
	if r.Sections, err = sections(ctx, src, req, own); err != nil {
		return r, err
	}
	r.Charts = charts(measured, r.Worse)
	r.TargetsMissed = missed(req.Targets)
	r.Summary = summary(r, req)
	return r, nil
}

func summary(r Report, req Request) Summary {
	s := Summary{Operations: len(r.Operations), Violations: len(r.Violations)}
	var failed, tried float64
	slower := map[string]bool{} // at any moment, or over the day as a whole
	for _, o := range r.Operations {
		if !o.level {
			s.Requests += o.Requests
		}
		if o.Errors != nil {
			failed, tried = failed+*o.Errors*o.Requests, tried+o.Requests
		}
		if judges(baseline.State(o.State)) {
			s.WithBaseline++
		}
		if o.breached() {
			slower[o.Set+"\x00"+o.Operation] = true
		}
	}
	s.Errors = figure.Known(failed / tried)
	for _, v := range r.Violations {
		if v.Signal == detect.Latency {
			slower[v.Set+"\x00"+v.Operation] = true
		}
		s.ViolationSeconds += v.within(r.From, r.To).Seconds()
	}
	s.Slower = len(slower)
	s.Targets = Outcomes(live.CountTargets(req.Targets, func(t CheckedTarget) (string, live.Outcome) { return t.ID, live.Outcome(t.Outcome) }))
	return s
}

// within is how much of a period it took.
func (v Violation) within(from, to time.Time) time.Duration {
	end := to
	if v.End != nil {
		end = earlier(*v.End, to)
	}
	return max(0, end.Sub(later(v.Start, from)))
}

// breached tells whether it was at warning or worse over the period as a whole.
func (o Operation) breached() bool { return o.tier >= detect.Warning }

// judges says that alerts may rest on a baseline in this state.
func judges(s baseline.State) bool {
	return s == baseline.Active || s == baseline.Provisional || s == baseline.Documented
}

func violations(all []store.Violation, from, to time.Time) []Violation {
	out := []Violation{}
	for _, v := range all {
		if !v.Start.Before(to) || (!v.End.IsZero() && !v.End.After(from)) {
			continue
		}
		one := Violation{
			Set: v.Operation.Set, Operation: v.Operation.Name, Labels: v.Operation.Labels, Signal: SignalOf(v),
			Tier: detect.Tier(v.Tier).String(), Start: v.Start, Delay: figure.Known(v.Delay.Seconds()), Peak: PeakOf(v),
			verdict: v.Verdict,
		}
		if !v.End.IsZero() {
			one.End = &v.End
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b Violation) int { return a.Start.Compare(b.Start) })
	return out
}

// PeakOf is the largest ratio to normal; nil where nothing was completed: it is 0 then, whatever was lost.
func PeakOf(v store.Violation) *float64 {
	if v.Signal == store.OfRate {
		return nil
	}
	return figure.Known(v.Peak)
}

func missed(targets []CheckedTarget) []Target {
	out := []Target{}
	for _, t := range targets {
		if t.Outcome == "missed" {
			out = append(out, t.Target)
		}
	}
	return out
}

// extremes are the operations that got worse and better: those whose whole interval lies on one side of normal.
func extremes(ops []Operation) (worse, better []Operation) {
	worse, better = []Operation{}, []Operation{}
	for _, o := range ops {
		switch {
		case o.Ratio == nil || !judges(baseline.State(o.State)):
		case o.RatioLow != nil && *o.RatioLow > 1 && *o.Ratio > 1:
			worse = append(worse, o)
		case o.RatioHigh != nil && *o.RatioHigh < 1 && *o.Ratio < 1:
			better = append(better, o)
		}
	}
	slices.SortStableFunc(worse, func(a, b Operation) int { return cmp.Compare(*b.Ratio, *a.Ratio) })
	slices.SortStableFunc(better, func(a, b Operation) int { return cmp.Compare(*a.Ratio, *b.Ratio) })
	return worse, better
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Checked takes over what pkg/live found out about the documented targets.
func Checked(rows []live.TargetRow) []CheckedTarget {
	out := make([]CheckedTarget, 0, len(rows))
	for _, r := range rows {
		out = append(out, CheckedTarget{
			Target: Target{
				ID: r.Target.ID, Title: r.Target.Title, Labels: r.Labels, Value: figure.Known(r.Value),
				Op: r.Target.Op, Limit: r.Target.Limit, Unit: r.Target.Unit, Anchor: r.Target.Anchor,
			},
			Outcome: string(r.Outcome),
		})
	}
	return out
}
