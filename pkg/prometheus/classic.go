package prometheus

// Classic histograms: cumulative bucket series become windows.

import (
	"context"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

const (
	// perRequest is the grain of counts. increase() extrapolates to the borders of a window: digits beyond a
	// thousandth of a request carry nothing, and without them a stored window takes a third of the space.
	perRequest = 1024
)

func rounded(count float64) float64 { return math.Round(count*perRequest) / perRequest }

// cumulative is one operation's bucket increases as they arrive, before they are sorted by bound.
type cumulative struct {
	row    *row
	bounds []float64 // of the columns, +Inf included, in order of arrival
	values []float64 // columns of one value per moment, NaN where there is none
	sums   []float64 // by moment; nil without a sum
}

func (m *measurement) classic(ctx context.Context, g grid, form shape, t *table) error {
	ops := map[string]*cumulative{}
	failed := newCounts(m.q.By, g)
	questions := []question{{classicExpr(m.q, m.selector, form), func(s *series) error { return addClassic(t, ops, s) }}}
	if m.failed != "" {
		questions = append(questions, question{classicCountExpr(m.q, m.failed, form), failed.add})
	}
	if err := m.ask(ctx, g, questions...); err != nil {
		return err
	}
	if err := m.inCommon(ctx, g, form, ops); err != nil {
		return err
	}
	layouts := layouts{}
	for _, op := range ops {
		op.windows(g, m.q.Width, m.perUnit, layouts)
	}
	t.setErrors(failed.values)
	return nil
}

func addClassic(t *table, ops map[string]*cumulative, s *series) error {
	key := t.keyOf(s)
	op, known := ops[string(key)]
	if !known {
		op = &cumulative{row: t.row(string(key), s)}
		ops[string(key)] = op
	}
	le := s.label("le")
	if le == "" {
		op.sums = onGrid(t.grid, s.points)
		return nil
	}
	bound, ok := parseBound(le)
	if !ok {
		return nil // a bucket without a bound tells nothing
	}
	op.add(t.grid, bound, s.points)
	return nil
}

func parseBound(le string) (float64, bool) {
	bound, err := strconv.ParseFloat(le, 64)
	return bound, err == nil && !math.IsNaN(bound) && !math.IsInf(bound, -1)
}

// add enters a bucket. Bounds are numbers: "1" of an old block and "1.0" of a new one are one bucket.
func (op *cumulative) add(g grid, bound float64, points []point) {
	column := slices.Index(op.bounds, bound)
	if column < 0 {
		column = len(op.bounds)
		op.bounds = append(op.bounds, bound)
		for range g.n {
			op.values = append(op.values, math.NaN())
		}
	}
	values := op.values[column*g.n : (column+1)*g.n]
	for _, p := range points {
		if i := g.index(p.ms); i >= 0 {
			values[i] = positive(values[i]) + positive(p.value)
		}
	}
}

func onGrid(g grid, points []point) []float64 {
	values := make([]float64, g.n)
	for i := range values {
		values[i] = math.NaN()
	}
	for _, p := range points {
		if i := g.index(p.ms); i >= 0 {
			values[i] = p.value
		}
	}
	return values
}

// windows turns the columns into a window for every moment that has buckets.
func (op *cumulative) windows(g grid, width time.Duration, perUnit float64, known layouts) {
	order := make([]int, len(op.bounds))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return compare(op.bounds[a], op.bounds[b]) })
	counts := make([]float64, 0, g.n*(len(order)+1))
	layout := make([]float64, 0, len(order))
	for i := range g.n {
		from := len(counts)
		counts, layout = op.decumulate(g, i, order, mostLevel*perUnit, counts, layout[:0])
		if len(counts) == from {
			continue
		}
		own := counts[from:len(counts):len(counts)]
		w := baseline.Window{End: g.at(i), Width: width}
		w.Bounds, w.Counts = known.same(layout, perUnit), own
		w.Sum = sumOf(w.Histogram, op.sum(i, perUnit))
		op.row.windows[i] = w
	}
}

// decumulate appends the requests of each bucket of moment i, and its bounds up to the most that anything has: a bucket
// beyond it has no end. A bucket is never below the one before it: buckets of one scrape can be a request apart.
func (op *cumulative) decumulate(g grid, i int, order []int, most float64, counts, layout []float64) (own, bounds []float64) {
	before, seen, endless := 0.0, false, false
	for _, column := range order {
		value := op.values[column*g.n+i]
		if math.IsNaN(value) || op.bounds[column] < -most {
			continue // what is within such a bound is within the next one, too
		}
		seen = true
		value = max(rounded(value), before)
		if endless {
			counts[len(counts)-1] += value - before
		} else {
			counts = append(counts, value-before)
		}
		before = value
		if endless = op.bounds[column] > most; !endless {
			layout = append(layout, op.bounds[column])
		}
	}
	if seen && !endless {
		counts = append(counts, 0)
	}
	return counts, layout
}

func (op *cumulative) sum(i int, perUnit float64) float64 {
	if op.sums == nil {
		return math.NaN()
	}
	return op.sums[i] / perUnit
}

// sumOf is the total duration in seconds, to seven digits. An application that once observed NaN
// has NaN for ever: the middles of the buckets stand in then.
func sumOf(h baseline.Histogram, told float64) float64 {
	if !math.IsNaN(told) {
		return float64(float32(positive(told)))
	}
	sum, lower := 0.0, 0.0
	for k, count := range h.Counts {
		upper := lower
		if k < len(h.Bounds) {
			upper = max(0, h.Bounds[k])
		}
		sum += count * (lower + upper) / 2
		lower = upper
	}
	return float64(float32(positive(sum)))
}

// layouts keeps one slice of bounds for all windows that have the same.
type layouts map[string][]float64

func (l layouts) same(bounds []float64, perUnit float64) []float64 {
	var stack [32 * 8]byte
	key := stack[:0]
	for _, b := range bounds {
		key = binary.LittleEndian.AppendUint64(key, math.Float64bits(b))
	}
	if known, ok := l[string(key)]; ok {
		return known
	}
	own := make([]float64, len(bounds))
	for i, b := range bounds {
		own[i] = b / perUnit
	}
	l[string(key)] = own
	return own
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// counts are plain numbers by operation and moment.
type counts struct {
	table  *table
	values map[string][]float64
}

func newCounts(by []string, g grid) *counts {
	return &counts{table: newTable(by, g), values: map[string][]float64{}}
}

func (c *counts) add(s *series) error {
	c.values[string(c.table.keyOf(s))] = onGrid(c.table.grid, s.points)
	return nil
}
