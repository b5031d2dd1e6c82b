package report

// This file answers how every operation did over the day, beside its baseline.

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

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
	// What is not measured in seconds has no place among the slow ones.
	slices.SortStableFunc(out, func(a, b Operation) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(value(b.P95), value(a.P95)))
	})
	return out
}

func (m measuredOperation) overDay() Operation {
	w := m.whole()
	q, _ := w.Quantiles()
	if m.set.IsLevel() {
		q = m.values()
	}
	o := Operation{
		Set: m.set.ID, SetTitle: m.set.Title, Operation: m.set.NameOf(m.labels), Labels: m.labels, Requests: w.Requests(),
		P50: figure.Known(q.P50), P95: figure.Known(q.P95), P99: figure.Known(q.P99), Mean: figure.Known(w.Mean()),
		Tier: detect.Normal.String(), State: "none", Reason: "no baseline yet", Unit: live.UnitOf(m.set), level: m.set.IsLevel(),
	}
	if m.set.Kind != "gauge" && !m.set.IsLevel() {
		o.Rate = figure.Known(w.Rate())
	}
	if m.set.Errors != "" && m.set.Kind != "gauge" {
		o.Errors = figure.Known(w.ErrorRatio())
		o.Failed = m.failed(w)
	}
	if m.known && o.Requests > 0 {
		m.compare(&o, w)
	}
	return o
}

// failed is the worst part of the period, or all of it, in which more requests failed than usual.
func (m measuredOperation) failed(whole baseline.Window) *Failed {
	var worst *Failed
	most := detect.Info
	for _, w := range append([]baseline.Window{whole}, m.hours...) {
		v := detect.JudgeErrorsOver(w, m.record, m.settings())
		if v.Tier > most || worst != nil && v.Tier == most && v.Mean > worst.Share {
			most = v.Tier
			worst = &Failed{Tier: v.Tier.String(), From: w.End.Add(-w.Width), To: w.End, Share: v.Mean, Normal: v.Expected}
		}
	}
	return worst
}

// values are the quantiles of what a level was in each piece: that is exact, where a bucket is wider than all that an
// availability loses.
func (m measuredOperation) values() baseline.Quantiles {
	var w baseline.Window
	for _, h := range m.hours {
		if h.Requests() > 0 {
			w.Samples = append(w.Samples, h.Mean())
		}
	}
	q, _ := w.Quantiles()
	return q
}

// compare judges the day as a whole against the pooled baseline: the shape of
// the hours is in both, so it is left out of the comparison. Moments that are regularly another are in the day only.
func (m measuredOperation) compare(o *Operation, w baseline.Window) {
	record := m.record
	record.Profile = record.Profile.Moments()
	if record.Level != nil {
		w = m.middleHour()
	}
	v := detect.Judge(w, record, m.settings())
	o.BaselineP95, o.State, o.Reason, o.tier = figure.Known(v.Expected), string(record.State), v.Reason, v.Tier
	o.Tier = v.Tier.String()
	if v.Comparable() {
		o.Ratio, o.RatioLow, o.RatioHigh = figure.Known(v.Ratio), figure.Known(v.RatioLow), figure.Known(v.RatioHigh)
	}
}

// middleHour is the hour that half of the others lie further above their usual level than: the mean of a day with one burst is
// above what is usual on every day.
func (m measuredOperation) middleHour() baseline.Window {
	hours := slices.DeleteFunc(slices.Clone(m.hours), func(w baseline.Window) bool { return w.Requests() == 0 })
	off := func(w baseline.Window) float64 {
		return m.record.Level.Off(baseline.Level{At: w.Middle(), Value: w.Mean()})
	}
	slices.SortStableFunc(hours, func(a, b baseline.Window) int { return cmp.Compare(off(a), off(b)) })
	return hours[len(hours)/2]
}

func (m measuredOperation) settings() detect.Settings {
	s := live.SettingsOf(m.system, m.set)
	if m.set.Kind == "gauge" {
		s.MinRequests = 1 // runs are known one by one: few are not a sample of many
	}
	return s
}

// charts draws what got worse first, then the busiest.
func charts(measured []measuredOperation, worse []Operation) []Chart {
	first := func(m measuredOperation) int {
		name := m.set.NameOf(m.labels)
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
	c := Chart{Set: m.set.ID, Operation: m.set.NameOf(m.labels), Labels: m.labels, Unit: live.UnitOf(m.set)}
	for _, h := range m.hours {
		record := m.record
		if h.Width > time.Hour {
			record.Profile = record.Profile.Moments() // it holds several hours of the day
		}
		p := Point{T: h.End}
		if !m.set.IsLevel() {
			p.Rate = figure.Known(h.Rate())
		}
		if h.Requests() > 0 {
			p95, _ := h.Quantile(0.95)
			if m.set.IsLevel() {
				p95 = h.Mean()
			}
			p.P95 = figure.Known(p95)
		}
		if l := record.Level; m.known && l != nil {
			p.Expected = figure.Known(l.Expected(h.Middle()))
			below, above := l.At(h.Middle(), -2), l.At(h.Middle(), 2)
			p.Lower, p.Upper = figure.Known(min(below, above)), figure.Known(max(below, above))
		} else if expected := record.ExpectedIn(h, m.settings().Invert); m.known && expected > 0 {
			p.Expected = figure.Known(expected)
			p.Lower, p.Upper = figure.Known(expected*math.Exp(-2*m.record.LogSD)), figure.Known(expected*math.Exp(2*m.record.LogSD))
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
