package baseline

import "math"

// This file answers how exponential histograms of unrelated bounds are compared.

// gridSteps is the number of cells per factor of two: a cell is 2.2 % wide, a
// fifth of what confidence promises.
const gridSteps = 32

func gridCell(v float64) int { return int(math.Floor(math.Log2(v) * gridSteps)) }

func gridBound(cell int) float64 { return math.Exp2(float64(cell) / gridSteps) }

// inPowers is h with bounds that are powers of two's roots.
func inPowers(h Histogram) Histogram {
	if onPowers(h.Bounds) {
		return h
	}
	return gridded(h)
}

// onPowers tells whether all bounds are those of native histograms, 2^(k/2^8)
// at the finest: such layouts contain one another.
func onPowers(bounds []float64) bool {
	const finest, rounding = 1 << 8, 1e-6
	for _, b := range bounds {
		k := math.Log2(b) * finest
		if !(math.Abs(k-math.Round(k)) < rounding) {
			return false
		}
	}
	return true
}

// gridded spreads the requests of every bucket evenly (on the scale of
// logarithms) over the cells it covers. Those above the last bound, of which
// only that is known, are put right above it.
func gridded(h Histogram) Histogram {
	first, last, ok := h.gridSpan()
	if !ok {
		return h
	}
	g := Histogram{Native: true, Sum: h.Sum, Bounds: make([]float64, last-first+2), Counts: make([]float64, last-first+3)}
	for i := range g.Bounds {
		g.Bounds[i] = gridBound(first + i)
	}
	for i, c := range h.Counts {
		if c <= 0 {
			continue
		}
		low, high := h.edges(i)
		switch {
		case math.IsInf(high, 1):
			g.Counts[gridCell(low)-first+1] += c
		case low <= 0:
			g.Counts[min(max(gridCell(high)-first, 0), len(g.Counts)-1)] += c
		default:
			g.spread(first, low, high, c)
		}
	}
	return g
}

// gridSpan are the cells that h covers, one more above for what lies beyond its last bound.
func (h Histogram) gridSpan() (first, last int, ok bool) {
	for _, b := range h.Bounds {
		if b <= 0 {
			continue
		}
		if !ok {
			first = gridCell(b) - 1
		}
		last, ok = gridCell(b)+1, true
	}
	return first, last, ok
}

// spread adds c requests between low and high; Counts[k] ends at the bound of cell first+k.
func (h *Histogram) spread(first int, low, high, c float64) {
	from, to := math.Log2(low)*gridSteps, math.Log2(high)*gridSteps
	for cell := gridCell(low); float64(cell) < to; cell++ {
		share := (math.Min(to, float64(cell+1)) - math.Max(from, float64(cell))) / (to - from)
		if share > 0 {
			h.Counts[cell-first+1] += c * share
		}
	}
}
