package prometheus

// Levels: gauges that have a value at any time, and the rates of counters, become windows.

import (
	"context"
	"math"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

const (
	levelKind   = "level"
	counterKind = "counter"
)

// level measures the mean over a window of what the series of an operation are together: of how they lie around it within
// a window nothing is kept. What is below 0 counts as 0: levels are compared by their ratio. A scrape at which a series is no
// number tells nothing, as if it had not been.
func (m *measurement) level(ctx context.Context, g grid) (*table, error) {
	t := newTable(m.q.By, g)
	values := newCounts(m.q.By, g)
	samples := func(s *series) error {
		r := t.row(string(t.keyOf(s)), s)
		for _, p := range s.points {
			if i := g.index(p.ms); i >= 0 && p.value >= 1 {
				r.windows[i] = baseline.Window{End: g.at(i), Width: m.q.Width, Histogram: baseline.Histogram{Native: true, Counts: []float64{p.value}}}
			}
		}
		return nil
	}
	count, value, ofEach := levelExprs(m.q, m.selector)
	err := m.ask(ctx, g, question{count, samples}, question{value, values.add})
	if err != nil {
		return nil, err
	}
	numbers, err := m.numbers(ctx, g, t, values, ofEach)
	if err != nil {
		return nil, err
	}
	for key, r := range t.rows {
		for i := range r.windows {
			w := &r.windows[i]
			if w.Counts == nil {
				continue
			}
			mean := valueAt(values.values[key], i)
			if !isNumber(mean) {
				mean = valueAt(numbers.values[key], i)
			} else if ofEach {
				mean /= w.Counts[0]
			}
			*w = m.levelWindow(*w, mean)
		}
	}
	return t, nil
}

// mostLevel is more than anything has or takes. Of what is beyond it, as is what stands for no limit, the squares are no
// numbers any more, and a baseline of it could not be written down.
const mostLevel = 1e150

// levelWindow is one of so many samples with their mean; none where that is no number, or none that can be reckoned with.
func (m *measurement) levelWindow(w baseline.Window, mean float64) baseline.Window {
	value := mean / m.perUnit
	if !isNumber(mean) || value > mostLevel {
		return baseline.Window{}
	}
	w.Histogram = levelHistogram(max(0, value), w.Counts[0])
	return w
}

// numbers are the means of what was a number, of samples of which some were none; empty where all were.
func (m *measurement) numbers(ctx context.Context, g grid, t *table, sums *counts, ofEach bool) (*counts, error) {
	means := newCounts(m.q.By, g)
	if !ofEach {
		return means, nil
	}
	for key, r := range t.rows {
		for i := range r.windows {
			if r.windows[i].Counts != nil && !isNumber(valueAt(sums.values[key], i)) {
				return means, m.ask(ctx, g, question{numbersExpr(m.q, m.selector), means.add})
			}
		}
	}
	return means, nil
}

func isNumber(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// finestGrowth is by which power of two the narrowest buckets of native histograms grow: between their bounds lie 0.3 %.
const finestGrowth = 1.0 / (1 << 8)

// levelHistogram holds n samples of one value: in the native bucket that it lies in, so that windows can be joined.
func levelHistogram(v, n float64) baseline.Histogram {
	const least = -1022 // the exponent of the smallest number with all its digits
	h := baseline.Histogram{Native: true, Sum: v * n}
	if !(v > math.Exp2(least)) {
		h.Bounds, h.Counts = []float64{math.Exp2(least)}, []float64{n, 0}
		return h
	}
	k := math.Ceil(math.Log2(v) / finestGrowth)
	h.Bounds, h.Counts = []float64{math.Exp2((k - 1) * finestGrowth), math.Exp2(k * finestGrowth)}, []float64{0, n, 0}
	return h
}
