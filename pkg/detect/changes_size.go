package detect

import (
	"math"
	"slices"
	"time"
)

// This file answers how large a change of level was, and when exactly it began.

// changesAt measures what the splits found, and leaves out what is small, or went away.
func changesAt(points []Point, spells []spell, splits []split) []Change {
	var all []Change
	from := 0
	for i, s := range splits {
		to := len(spells)
		if i+1 < len(splits) {
			to = splits[i+1].at
		}
		before, after := logsOf(spells[from:s.at]), logsOf(spells[s.at:to])
		from = s.at
		c, lasting := sizeOf(before, after)
		if !lasting {
			continue
		}
		c.P = s.p
		begin, end := spells[s.at-len(before)].end.Add(-spellLength), spells[to-1].end
		c.At, c.Earliest, c.Latest = onsetOf(points, begin, end, math.Log(c.Before), math.Log(c.After))
		all = append(all, c)
	}
	return all
}

// sizeOf compares two levels; lasting is false where the change is too small, hardly dominates, or went away again.
func sizeOf(before, after []float64) (c Change, lasting bool) {
	b, a := medianOf(slices.Clone(before)), medianOf(slices.Clone(after))
	shift, dominance := hodgesLehmann(before, after)
	if math.Abs(math.Expm1(shift)) < leastChange || math.Abs(dominance) < leastDominance {
		return c, false
	}
	last := medianOf(slices.Clone(after[len(after)-(len(after)+2)/3:]))
	if (last-b)*shift < shift*shift/2 {
		return c, false
	}
	residuals := make([]float64, 0, len(before)+len(after))
	for _, v := range before {
		residuals = append(residuals, v-b)
	}
	for _, v := range after {
		residuals = append(residuals, v-a)
	}
	se := math.Sqrt(variance(residuals) * memoryOf(residuals) * (1/math.Min(mostPairs, float64(len(before))) + 1/math.Min(mostPairs, float64(len(after)))))
	// The median of pairs is nearly as efficient as the mean (pi/3 of its variance for a normal distribution).
	se *= math.Sqrt(math.Pi / 3)
	if math.Abs(shift) < leastDistance*se {
		return c, false
	}
	half := twoSided * se
	c.Before, c.After = math.Exp(b), math.Exp(a)
	c.Ratio, c.RatioLow, c.RatioHigh = math.Exp(shift), math.Exp(shift-half), math.Exp(shift+half)
	return c, true
}

// hodgesLehmann is the median of the differences of all pairs, and Cliff's delta of them.
func hodgesLehmann(before, after []float64) (shift, dominance float64) {
	before, after = thinned(before), thinned(after)
	differences := make([]float64, 0, len(before)*len(after))
	for _, a := range after {
		for _, b := range before {
			d := a - b
			differences = append(differences, d)
			switch {
			case d > 0:
				dominance++
			case d < 0:
				dominance--
			}
		}
	}
	return medianOf(differences), dominance / float64(len(differences))
}

// leastDistance is how many of its standard errors a change must measure: the time that a wandering level lasts is in them.
const leastDistance = 4

// mostPairs bounds the spells of a side that are compared with those of the other.
const mostPairs = 200

// thinned keeps at most so many values, evenly: pairs grow with the square.
func thinned(values []float64) []float64 {
	if len(values) <= mostPairs {
		return values
	}
	kept := make([]float64, mostPairs)
	for i := range kept {
		kept[i] = values[i*len(values)/mostPairs]
	}
	return kept
}

// onsetLimit is by how much a later or earlier onset may fit worse and still be among the 95 % most likely: the
// likelihood ratio of a change point has that distribution far from the ends (Siegmund 1988), -2 ln(1 - sqrt(0.95)).
const onsetLimit = 7.35

// onsetOf looks for the onset window by window.
func onsetOf(points []Point, begin, end time.Time, before, after float64) (at, earliest, latest time.Time) {
	var logs []float64
	var ends []time.Time
	for _, p := range points {
		if p.At.After(begin) && !p.At.After(end) && !math.IsNaN(p.Log) && !math.IsInf(p.Log, 0) {
			logs, ends = append(logs, p.Log), append(ends, p.At)
		}
	}
	// misfit[k] is that of an onset before window k, up to a constant; a single window counts for no more than the step.
	misfit := make([]float64, len(logs)+1)
	step := math.Abs(after - before)
	bounded := func(v, level float64) float64 { return math.Min(math.Abs(v-level), step) }
	best := 0
	for k, v := range logs {
		b, a := bounded(v, before), bounded(v, after)
		misfit[k+1] = misfit[k] + b*b - a*a
		if misfit[k+1] < misfit[best] {
			best = k + 1
		}
	}
	residuals := make([]float64, len(logs))
	for k, v := range logs {
		level := before
		if k >= best {
			level = after
		}
		residuals[k] = math.Min(math.Abs(v-level), step)
		if v < level {
			residuals[k] = -residuals[k]
		}
	}
	worth := onsetLimit * math.Max(variance(residuals), 1e-12) * memoryOf(residuals)
	first, last := best, best
	for k := range misfit {
		if misfit[k] <= misfit[best]+worth {
			first, last = min(first, k), max(last, k)
		}
	}
	// An onset before window k lies at the end of the window before it.
	moment := func(k int) time.Time {
		if k == 0 {
			return begin
		}
		return ends[k-1]
	}
	return moment(best), moment(max(first-1, 0)), moment(min(last+1, len(ends)))
}

func variance(residuals []float64) float64 {
	var squares float64
	for _, v := range residuals {
		squares += v * v
	}
	return squares / math.Max(1, float64(len(residuals)-2))
}
