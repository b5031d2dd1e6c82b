package prometheus

// Native histograms: exponential buckets become windows.

import (
	"context"
	"math"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

func (m *measurement) native(ctx context.Context, g grid, t *table) error {
	failed := newCounts(m.q.By, g)
	questions := []question{{nativeExpr(m.q, m.selector), func(s *series) error {
		if len(s.hists) > 0 { // a summary of the same name has plain numbers here
			m.addNative(t, s)
		}
		return nil
	}}}
	if m.failed != "" {
		questions = append(questions, question{nativeCountExpr(m.q, m.failed), failed.add})
	}
	if err := m.ask(ctx, g, questions...); err != nil {
		return err
	}
	t.setErrors(failed.values)
	return nil
}

func (m *measurement) addNative(t *table, s *series) {
	r := t.row(string(t.keyOf(s)), s)
	for _, p := range s.hists {
		i := t.grid.index(p.ms)
		if i < 0 {
			continue
		}
		r.windows[i] = baseline.Window{End: t.grid.at(i), Width: m.q.Width, Histogram: nativeHistogram(p, m.perUnit)}
	}
}

// nativeHistogram closes the gaps between the non-empty buckets that Prometheus
// gives: an empty bucket stands for each. What lies below zero (clocks that were
// set back) counts in the lowest bucket.
func nativeHistogram(p histogramPoint, perUnit float64) baseline.Histogram {
	h := baseline.Histogram{Native: true, Counts: make([]float64, 0, len(p.buckets)+2)}
	top, below := 0.0, 0.0
	for _, b := range p.buckets {
		lower, upper, count := b.lower/perUnit, b.upper/perUnit, rounded(positive(b.count))
		if math.IsNaN(upper) || math.IsInf(lower, 0) || len(h.Counts) > len(h.Bounds) {
			continue // no bucket of Prometheus: without an end, or behind the one that has none
		}
		if lower > top {
			h.Bounds, h.Counts = append(h.Bounds, lower), append(h.Counts, below)
			top, below = lower, 0
		}
		switch {
		case math.IsInf(upper, 1):
			h.Counts = append(h.Counts, count+below)
			below = 0
		case upper <= top:
			below += count
		default:
			h.Bounds, h.Counts = append(h.Bounds, upper), append(h.Counts, count+below)
			top, below = upper, 0
		}
	}
	if len(h.Counts) == len(h.Bounds) {
		h.Counts = append(h.Counts, below)
	}
	h.Sum = sumOf(h, p.sum/perUnit)
	return h
}
