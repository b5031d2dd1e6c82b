package report

// This file answers how every operation did over the day: measured hour by
// hour, because buckets of hours add up to those of the day.

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// hour is the width of what is measured and drawn.
const hour = time.Hour

// atOnce is how many requests a report has at Prometheus at a time.
const atOnce = 4

// measuredOperation is one operation's day in hours.
type measuredOperation struct {
	set    catalog.OperationSet
	labels map[string]string
	record baseline.Record
	known  bool
	hours  []baseline.Window
	tiers  catalog.Tiers
}

func measure(ctx context.Context, src Source, req Request, from, to time.Time) ([]measuredOperation, error) {
	sets := req.System.Operations
	bySet := make([][]measuredOperation, len(sets))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, set := range sets {
		group.Go(func() error {
			ops, err := measureSet(ctx, src, req.System, set, from, to)
			for _, op := range ops {
				record, known := req.Baselines[live.Key(set.ID, op.Labels)]
				bySet[i] = append(bySet[i], measuredOperation{set, op.Labels, record, known, op.Windows, req.System.Tiers})
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(bySet...), nil
}

func measureSet(ctx context.Context, src Source, sys *catalog.System, set catalog.OperationSet, from, to time.Time) ([]prometheus.OpWindows, error) {
	selector := prometheus.Matchers(sys.Selector, set.Selector)
	if set.Kind == "gauge" {
		if set.Runs == nil {
			return nil, nil
		}
		return src.Runs(ctx, prometheus.RunQuery{
			Metric: set.Metric, Timestamp: set.Runs.Timestamp, Count: set.Runs.Count, Unit: set.Unit, Selector: selector, By: set.By,
		}, from, to)
	}
	return hours(ctx, src, prometheus.WindowQuery{
		Metric: set.Metric, Kind: set.Kind, Unit: set.Unit, Selector: selector, By: set.By, Errors: set.Errors, Width: hour,
	}, from, to)
}

// leastPiece is the shortest end of a day that is measured: it needs a few scrapes.
const leastPiece = 5 * time.Minute

// hours measures the whole hours of the day, and what a day that is not over has of its last one.
func hours(ctx context.Context, src Source, q prometheus.WindowQuery, from, to time.Time) ([]prometheus.OpWindows, error) {
	whole := from.Add(to.Sub(from).Truncate(hour))
	var ops []prometheus.OpWindows
	if whole.After(from) {
		var err error
		if ops, err = src.Windows(ctx, q, from.Add(hour), whole, hour); err != nil {
			return nil, err
		}
	}
	if q.Width = to.Sub(whole); q.Width < leastPiece {
		return ops, nil
	}
	last, err := src.Windows(ctx, q, to, to, 0)
	if err != nil {
		return nil, err
	}
	for _, op := range last {
		i := slices.IndexFunc(ops, func(o prometheus.OpWindows) bool { return maps.Equal(o.Labels, op.Labels) })
		if i < 0 {
			ops = append(ops, op)
			continue
		}
		ops[i].Windows = append(ops[i].Windows, op.Windows...)
	}
	return ops, nil
}

// whole is the day as one window.
func (m measuredOperation) whole() baseline.Window {
	var w baseline.Window
	for _, h := range m.hours {
		w.End = h.End
		w.Width += h.Width
		w.Add(h.Histogram)
		w.Errors += h.Errors
		w.Samples = append(w.Samples, h.Samples...)
	}
	return w
}

func operations(measured []measuredOperation) []Operation {
	out := make([]Operation, 0, len(measured))
	for _, m := range measured {
		if o := m.overDay(); o.Requests > 0 {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b Operation) int { return cmp.Compare(value(b.P95), value(a.P95)) })
	return out
}

func (m measuredOperation) overDay() Operation {
	w := m.whole()
	q, _ := w.Quantiles()
	o := Operation{
		Set: m.set.ID, SetTitle: m.set.Title, Operation: live.Name(m.set, m.labels), Labels: m.labels, Requests: w.Requests(),
		P50: known(q.P50), P95: known(q.P95), P99: known(q.P99), Mean: known(w.Mean()),
		Tier: detect.Normal.String(), State: "none", Reason: "no baseline yet",
	}
	if m.set.Kind != "gauge" {
		o.Rate = known(w.Rate())
	}
	if m.set.Errors != "" && m.set.Kind != "gauge" {
		o.Errors = known(w.ErrorRatio())
	}
	if m.known && o.Requests > 0 {
		m.compare(&o, w)
	}
	return o
}

// compare judges the day as a whole against the pooled baseline: the shape of
// the hours is in both, so it is left out of the comparison.
func (m measuredOperation) compare(o *Operation, w baseline.Window) {
	record := m.record
	record.Profile = nil
	v := detect.Judge(w, record, m.settings())
	o.BaselineP95, o.State, o.Reason, o.tier = known(v.Expected), string(record.State), v.Reason, v.Tier
	o.Tier = v.Tier.String()
	if v.Expected > 0 {
		o.Ratio, o.RatioLow, o.RatioHigh = known(v.Ratio), known(v.RatioLow), known(v.RatioHigh)
	}
}

func (m measuredOperation) settings() detect.Settings {
	s := detect.Settings{
		Info: m.tiers.Info, Warning: m.tiers.Warning, Critical: m.tiers.Critical,
		MinRequests: float64(m.set.MinRequests), Invert: m.set.Direction == "more",
	}
	if m.set.Kind == "gauge" {
		s.MinRequests = 1 // runs are known one by one: few are not a sample of many
	}
	return s
}

// charts draws what got worse first, then the busiest.
func charts(measured []measuredOperation, worse []Operation) []Chart {
	first := func(m measuredOperation) int {
		name := live.Name(m.set, m.labels)
		for i, o := range worse {
			if o.Set == m.set.ID && o.Operation == name {
				return i
			}
		}
		return len(worse)
	}
	candidates := slices.DeleteFunc(slices.Clone(measured), func(m measuredOperation) bool { return m.set.Kind == "gauge" || len(m.hours) < 2 })
	slices.SortStableFunc(candidates, func(a, b measuredOperation) int {
		return cmp.Or(cmp.Compare(first(a), first(b)), cmp.Compare(b.whole().Requests(), a.whole().Requests()))
	})
	out := make([]Chart, 0, charted)
	for _, m := range candidates[:min(charted, len(candidates))] {
		out = append(out, m.chart())
	}
	return out
}

func (m measuredOperation) chart() Chart {
	c := Chart{Set: m.set.ID, Operation: live.Name(m.set, m.labels), Labels: m.labels}
	for _, h := range m.hours {
		p := Point{T: h.End, Rate: known(h.Rate())}
		if h.Requests() > 0 {
			p95, _ := h.Quantile(0.95)
			p.P95 = known(p95)
		}
		// The middle of the hour decides which hour of the day it is.
		if expected := m.record.Expected(h.End.Add(-h.Width / 2)); m.known && expected > 0 {
			p.Expected = known(expected)
			p.Lower, p.Upper = known(expected*math.Exp(-2*m.record.LogSD)), known(expected*math.Exp(2*m.record.LogSD))
		}
		c.Points = append(c.Points, p)
	}
	return c
}

func value(v *float64) float64 {
	if v == nil {
		return math.Inf(-1)
	}
	return *v
}
