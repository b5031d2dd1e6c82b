package prometheus

// Summaries: quantiles that the application computed become windows.

import (
	"context"
	"math"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// A summary tells quantiles over a stretch of its own, mostly ten minutes, and
// not per window: as a histogram its known quantiles are the bounds, and the
// requests of the window are shared out between them. With several instances
// the largest counts (catalogue G-7).

type quantile struct{ q, value float64 }

func (m *measurement) summary(ctx context.Context, g grid) (*table, error) {
	t := newTable(m.q.By, g)
	requests, sums, failed := newCounts(m.q.By, g), newCounts(m.q.By, g), newCounts(m.q.By, g)
	quantiles := map[string][][]quantile{}
	questions := []question{
		{summaryExpr(m.q, m.selector), func(s *series) error { return addQuantile(t, quantiles, s) }},
		{countExpr(m.q, m.selector), requests.add},
		{sumExpr(m.q, m.selector), sums.add},
	}
	if m.failed != "" {
		questions = append(questions, question{countExpr(m.q, m.failed), failed.add})
	}
	if err := m.ask(ctx, g, questions...); err != nil {
		return nil, err
	}
	for key, byMoment := range quantiles {
		n, sum := requests.values[key], sums.values[key]
		for i := range byMoment {
			if n == nil || math.IsNaN(n[i]) {
				continue
			}
			w := baseline.Window{End: g.at(i), Width: m.q.Width, Histogram: summaryHistogram(byMoment[i], positive(n[i]), m.perUnit)}
			w.Sum = sumOf(w.Histogram, valueAt(sum, i)/m.perUnit)
			t.rows[key].windows[i] = w
		}
	}
	t.setErrors(failed.values)
	return t, nil
}

func addQuantile(t *table, quantiles map[string][][]quantile, s *series) error {
	q, ok := parseBound(s.label("quantile"))
	if !ok || q <= 0 || q >= 1 {
		return nil // 0 and 1 are the extremes of one scrape, not bounds of a share
	}
	key := string(t.keyOf(s))
	t.row(key, s)
	if quantiles[key] == nil {
		quantiles[key] = make([][]quantile, t.grid.n)
	}
	for _, p := range s.points {
		if i := t.grid.index(p.ms); i >= 0 && !math.IsNaN(p.value) {
			quantiles[key][i] = append(quantiles[key][i], quantile{q, p.value})
		}
	}
	return nil
}

// summaryHistogram is marked native because its bounds differ from window to
// window: layouts are united, not reduced to the bounds that all have.
func summaryHistogram(known []quantile, requests, perUnit float64) baseline.Histogram {
	h := baseline.Histogram{Native: true}
	slices.SortFunc(known, func(a, b quantile) int { return compare(a.q, b.q) })
	n, counted, pending := rounded(requests), 0.0, 0.0
	for _, k := range known {
		// Rounded up: a bucket that lacks a hair of its share has the quantile, by which it was made, lie beyond it.
		upTo := min(n, math.Ceil(k.q*n*perRequest)/perRequest)
		pending += upTo - counted
		counted = upTo
		bound := k.value / perUnit
		if last := len(h.Bounds) - 1; !(bound > 0) || bound > mostLevel || last >= 0 && bound <= h.Bounds[last] {
			continue // equal quantiles share a bucket with the next; what stands for no limit is none
		}
		h.Bounds, h.Counts = append(h.Bounds, bound), append(h.Counts, pending)
		pending = 0
	}
	h.Counts = append(h.Counts, pending+n-counted)
	return h
}

func valueAt(values []float64, i int) float64 {
	if values == nil {
		return math.NaN()
	}
	return values[i]
}
