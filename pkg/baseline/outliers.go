package baseline

import (
	"math"
	"slices"
)

// This file answers which windows are not normal and must not teach what is.

const (
	// hampelFactor and quartileFactor: detection.md 5.2. On normal data 3.5 robust
	// deviations drop 0.05 % of the windows and move the p99 by nothing.
	hampelFactor   = 3.5
	madToSD        = 1.4826
	iqrToSD        = 1.349
	leastLogSpread = 0.02
	// mostOutliers is the share above which they are no outliers but another normal.
	mostOutliers = 0.10
	// leastDays is from how many days on the hours of a day can be told from chance.
	leastDays = 3
)

// markOutliers marks the units that Hampel's rule rejects, in log space, after
// the hour-of-day shape is taken out, so that a slow night is no outlier. noise
// is the standard error of the log p95 of one request (of n: noise/sqrt(n)), so
// that a quiet window is not taken for a slow one. It returns the number of
// rejected units, and whether so many were rejected that all are kept.
func markOutliers(units *evidence, bucketRatio, noise float64) (rejected int, tooMany bool) {
	residuals, at := residualsByHour(units)
	if len(residuals) < 4 {
		return 0, false
	}
	floor := math.Max(leastLogSpread, math.Log(bucketRatio)/math.Sqrt(12))
	sorted := slices.Clone(residuals)
	ascending(sorted)
	out := make([]bool, len(residuals))
	mark := func(normal []float64) {
		median, spread := centre(normal)
		spread = math.Max(spread, floor)
		rejected = 0
		for i, r := range residuals {
			s := math.Max(spread, noise/math.Sqrt(units.spanOf(&units.list[at[i]]).requests))
			if out[i] = math.Abs(r-median) > hampelFactor*s; out[i] {
				rejected++
			}
		}
	}
	mark(sorted)
	if rejected > 0 {
		// Far ones hide others by the spread that they make.
		mark(remaining(sorted, residuals, out))
	}
	if float64(rejected) > mostOutliers*float64(len(residuals)) {
		return rejected, true
	}
	for i, o := range out {
		units.list[at[i]].outlier = o
	}
	return rejected, false
}

// remaining are the sorted values without those that are out.
func remaining(sorted, values []float64, out []bool) []float64 {
	var gone []float64
	for i, v := range values {
		if out[i] {
			gone = append(gone, v)
		}
	}
	ascending(gone)
	return difference(sorted, gone)
}

// difference is one sorted list without what another one of its values has.
func difference(sorted, gone []float64) []float64 {
	kept := make([]float64, 0, len(sorted)-len(gone))
	for _, v := range sorted {
		if len(gone) > 0 && gone[0] == v {
			gone = gone[1:]
			continue
		}
		kept = append(kept, v)
	}
	return kept
}

// residualsByHour are the log values of the firm units, without outliers where
// they are marked already, around the median of their hour of the day, of
// weekdays or weekends, or of the week, as far as the history goes (around
// nothing below three days), and where they belong.
func residualsByHour(units *evidence) (residuals []float64, at []int32) {
	residuals, at = make([]float64, 0, len(units.list)), make([]int32, 0, len(units.list))
	days, last := 0, int32(0)
	for i := range units.list {
		u := &units.list[i]
		if u.outlier {
			continue
		}
		if day := units.spanOf(u).day; days == 0 || day != last {
			days, last = days+1, day
		}
		if u.firm {
			residuals, at = append(residuals, u.log), append(at, int32(i))
		}
	}
	if days < leastDays {
		return residuals, at
	}
	// A quiet weekend and Monday's weekly job are no outliers either: whatever happens in most of the weeks is not one.
	level := ""
	for _, c := range cuts {
		if days >= c.leastDays {
			level = c.name
		}
	}
	var first [168 + 1]int // of each cell in the list of all
	table, cells := cellsOf(level), make([]uint8, len(at))
	for i, k := range at {
		c := table.of(units.spanOf(&units.list[k]).moment)
		cells[i] = uint8(c)
		first[c+1]++
	}
	for c := range 168 {
		first[c+1] += first[c]
	}
	next, byCell := first, make([]float64, len(at))
	for i, c := range cells {
		byCell[next[c]] = residuals[i]
		next[c]++
	}
	var medians [168]float64
	for c := range medians {
		if seen := byCell[first[c]:first[c+1]]; len(seen) > 0 {
			medians[c] = median(seen)
		}
	}
	for i, c := range cells {
		residuals[i] -= medians[c]
	}
	return residuals, at
}

// centre is the median of sorted values and a robust standard deviation: the
// larger of two, so that neither many equal values nor two clusters hide the spread.
func centre(sorted []float64) (middle, spread float64) {
	middle = sortedQuantile(sorted, 0.5)
	iqr := sortedQuantile(sorted, 0.75) - sortedQuantile(sorted, 0.25)
	return middle, math.Max(madToSD*medianDistance(sorted, middle), iqr/iqrToSD)
}

// medianDistance is the median distance of sorted values from their middle. The nearer half of them lies around it:
// walking outwards from there finds them in the order of their distance.
func medianDistance(sorted []float64, middle float64) float64 {
	n := len(sorted)
	above, _ := slices.BinarySearch(sorted, middle)
	below := above - 1
	nearest := func() float64 {
		if below < 0 || above < n && sorted[above]-middle < middle-sorted[below] {
			above++
			return math.Abs(sorted[above-1] - middle)
		}
		below--
		return math.Abs(sorted[below+1] - middle)
	}
	var last, before float64
	for range n/2 + 1 {
		before, last = last, nearest()
	}
	if n%2 == 0 {
		return before + (last-before)/2
	}
	return last
}

// median is the middle of numbers, none of which is NaN; it changes their order.
func median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return math.NaN()
	}
	upper := nth(values, n/2)
	if n%2 == 1 {
		return upper
	}
	lower := slices.Max(values[:n/2])
	return lower + 0.5*(upper-lower)
}
