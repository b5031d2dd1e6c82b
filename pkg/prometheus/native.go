package prometheus

// Native histograms: exponential buckets become windows.

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

func (m *measurement) native(ctx context.Context, g grid, form shape, t *table) error {
	failed := newCounts(m.q.By, g)
	add := func(s *series) error {
		if len(s.hists) > 0 { // a summary of the same name has plain numbers here
			m.addNative(t, s)
		}
		return nil
	}
	questions := []question{{nativeExpr(m.q, m.selector, form), add}}
	if m.failed != "" {
		questions = append(questions, question{nativeCountExpr(m.q, m.failed, form), failed.add})
	}
	before := len(m.warnings)
	if err := m.ask(ctx, g, questions...); err != nil {
		return err
	}
	switch {
	case slices.ContainsFunc(m.warnings[before:], ofMixed):
		// Prometheus adds no exponential buckets to custom ones, and leaves out what would be the sum.
		clear(t.rows)
		clear(failed.values)
		unmeasured := newCounts(m.q.By, g)
		questions[0].expr = nativeSeriesExpr(m.q, m.selector, form)
		questions = append(questions, question{unmeasuredExpr(m.q, m.selector, form), unmeasured.add})
		if err := m.ask(ctx, g, questions...); err != nil {
			return err
		}
		t.unmeasured, m.warnings = unmeasured.values, slices.DeleteFunc(m.warnings, ofMixed)
	case t.holdsUnclear():
		if err := m.ask(ctx, g, question{nativeMedianExpr(m.q, m.selector, form), func(s *series) error { m.tellCustom(t, s); return nil }}); err != nil {
			return err
		}
	}
	t.setErrors(failed.values)
	return nil
}

// ofMixed tells the warning that histograms of custom and of exponential buckets were not added up.
func ofMixed(warning string) bool {
	return strings.Contains(warning, "a mix of histograms with exponential and custom buckets")
}

// addNative adds a series up with those before it of the same operation.
func (m *measurement) addNative(t *table, s *series) {
	r := t.row(string(t.keyOf(s)), s)
	for _, p := range s.hists {
		i := t.grid.index(p.ms)
		if i < 0 {
			continue
		}
		w := &r.windows[i]
		w.End, w.Width = t.grid.at(i), m.q.Width
		w.Add(nativeHistogram(p, m.perUnit))
	}
}

// unclear tells buckets that may be exponential or custom: the bounds of both can be powers of two.
func unclear(h baseline.Histogram) bool {
	const least = 1.9
	for i := 1; i < len(h.Bounds); i++ {
		if h.Bounds[i] < least*h.Bounds[i-1] {
			return false
		}
	}
	return h.Native && len(h.Bounds) > 1 && h.Count() > 0
}

func (t *table) holdsUnclear() bool {
	for _, r := range t.rows {
		if slices.ContainsFunc(r.windows, func(w baseline.Window) bool { return unclear(w.Histogram) }) {
			return true
		}
	}
	return false
}

// tellCustom knows custom buckets by the median that Prometheus tells: it lies elsewhere between their bounds.
func (m *measurement) tellCustom(t *table, s *series) {
	r, known := t.rows[string(t.keyOf(s))]
	if !known {
		return
	}
	for _, p := range s.points {
		i := t.grid.index(p.ms)
		if i < 0 || !unclear(r.windows[i].Histogram) {
			continue
		}
		w := &r.windows[i]
		custom := w.Histogram
		custom.Native = false
		exponential, _ := w.Histogram.Quantile(0.5)
		linear, _ := custom.Quantile(0.5)
		median := p.value / m.perUnit
		w.Native = !(math.Abs(median-linear) < math.Abs(median-exponential))
	}
}

// nativeHistogram closes the gaps between the non-empty buckets that Prometheus
// gives: an empty bucket stands for each. What lies below zero (clocks that were
// set back) counts in the lowest bucket. Classic buckets that were scraped as a native histogram stay classic ones.
func nativeHistogram(p histogramPoint, perUnit float64) baseline.Histogram {
	h := baseline.Histogram{Native: p.exponential(), Counts: make([]float64, 0, len(p.buckets)+2)}
	top, below, ended := 0.0, 0.0, false
	for _, b := range p.buckets {
		lower, upper, count := b.lower/perUnit, b.upper/perUnit, rounded(positive(b.count))
		if math.IsNaN(upper) || math.IsInf(lower, 1) || ended {
			continue // no bucket of Prometheus: without an end, or behind the one that has none
		}
		if lower > top && lower <= mostLevel {
			h.Bounds, h.Counts = append(h.Bounds, lower), append(h.Counts, below)
			top, below = lower, 0
		}
		switch {
		case upper > mostLevel: // more than anything has: it lies in the bucket without an end
			below, ended = below+count, math.IsInf(upper, 1)
		case upper <= top:
			below += count
		default:
			h.Bounds, h.Counts = append(h.Bounds, upper), append(h.Counts, count+below)
			top, below = upper, 0
		}
	}
	h.Counts = append(h.Counts, below)
	h.Sum = sumOf(h, p.sum/perUnit)
	return h
}

// zeroBucket is how Prometheus marks the bucket around zero, whose bounds are any.
const zeroBucket = 3

// exponential tells native buckets from custom ones, between which Prometheus interpolates as in classic histograms: the
// first of those has no lower bound, and few of their bounds are powers of two's roots.
func (p histogramPoint) exponential() bool {
	for i, b := range p.buckets {
		switch {
		case math.IsInf(b.lower, -1), math.IsInf(b.upper, 1) && b.lower < math.MaxFloat64: // those of exponential ones are finite
			return false
		case b.boundaries == zeroBucket:
		case !ofNative(b.upper), i > 0 && p.buckets[i-1].boundaries != zeroBucket && !ofNative(b.lower): // the first begins where the zero bucket ends
			return false
		}
	}
	return true
}

// ofNative tells whether native buckets have such a bound: 2^(k/2^8) at the finest. Below zero it is not looked at.
func ofNative(bound float64) bool {
	const finest, rounding = 1 << 8, 1e-6
	if !(bound > 0) || math.IsInf(bound, 1) {
		return true
	}
	k := math.Log2(bound) * finest
	return math.Abs(k-math.Round(k)) < rounding
}
