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
	// mostRunsOut is that of single runs: of more than one in twenty the p95 itself is one.
	mostRunsOut = 1 - learnedQuantile
	// leastDays is from how many days on the hours of a day can be told from chance.
	leastDays = 3
)

// rejects are the units that are not as most are.
type rejects struct {
	outliers int
	tooMany  bool // to be outliers: all are kept
	// regular are as many as happen at moments of the day that are always so. They are left out of their hours, too,
	// and have factors of their own.
	regular int
	moments *regularities
}

// markOutliers marks the units that Hampel's rule rejects, in log space, after
// the hour-of-day shape is taken out, so that a slow night is no outlier. noise
// is the standard error of the log p95 of one request (of n: noise/sqrt(n)), so
// that a quiet window is not taken for a slow one.
func markOutliers(units *evidence, bucketRatio, noise float64) (found rejects) {
	r := residualsByHour(units)
	if len(r.values) < 4 {
		return found
	}
	floor := math.Max(leastLogSpread, math.Log(bucketRatio)/math.Sqrt(12))
	units.spare[0] = append(units.spare[0][:0], r.values...)
	sorted := units.spare[0]
	ascending(sorted)
	units.out = sized(units.out, len(r.values))
	out := units.out
	rejected := 0
	mark := func(normal []float64) {
		median, spread := centre(normal)
		limit := hampelFactor * math.Max(spread, floor)
		rejected = 0
		for i, v := range r.values {
			d := math.Abs(v - median)
			// The root is for the few that are far out.
			if out[i] = d > limit && d > hampelFactor*noise/math.Sqrt(units.spanOf(&units.list[r.at[i]]).requests); out[i] {
				rejected++
			}
		}
	}
	mark(sorted)
	if rejected > 0 {
		// Far ones hide others by the spread that they make.
		mark(remaining(sorted, r.values, out))
	}
	for i, o := range out {
		units.list[r.at[i]].outlier = o
	}
	found.moments, found.regular = units.regular()
	found.outliers = rejected - found.regular
	most := mostOutliers
	if units.list[0].exact {
		most = mostRunsOut
	}
	if float64(found.outliers) > most*float64(len(r.values)-found.regular) {
		found.tooMany, found.moments, found.regular = true, nil, 0
		found.outliers = rejected
		for i := range out {
			units.list[r.at[i]].outlier = false
		}
	}
	return found
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

// residuals are the log values of the firm units that are not outliers around what is expected of them.
type residuals struct {
	values []float64
	at     []int32 // their units
	hours  []int32 // where the values of each hour end
}

// residualsOf are the log values themselves.
func residualsOf(units *evidence) *residuals {
	r := &units.residuals
	r.values, r.at, r.hours = sized(r.values, len(units.list)), sized(r.at, len(units.list)), r.hours[:0]
	n := int32(0)
	for _, h := range units.hours {
		for i := h.first; i < h.end; i++ {
			if u := &units.list[i]; u.firm && !u.outlier {
				r.values[n], r.at[n] = u.log, i
				n++
			}
		}
		r.hours = append(r.hours, n)
	}
	r.values, r.at = r.values[:n], r.at[:n]
	return r
}

// around takes what is expected of the cells of the week from the values.
func (r *residuals) around(units *evidence, cells *cells, expected *[168]float64) {
	first := int32(0)
	for k, end := range r.hours {
		e := expected[cells[units.hours[k].hour]]
		for i := first; i < end; i++ {
			r.values[i] -= e
		}
		first = end
	}
}

// residualsByHour are the log values around the median of their hour of the day, of weekdays or weekends, or of the
// week, as far as the history goes; around nothing below three days.
func residualsByHour(units *evidence) *residuals {
	r := residualsOf(units)
	days, last := 0, int32(0)
	for _, h := range units.hours {
		if (days == 0 || h.day != last) && slices.ContainsFunc(units.list[h.first:h.end], func(u unit) bool { return !u.outlier }) {
			days, last = days+1, h.day
		}
	}
	if days < leastDays {
		return r
	}
	// A quiet weekend and Monday's weekly job are no outliers either: whatever happens in most of the weeks is not one.
	level := ""
	for _, c := range cuts {
		if days >= c.leastDays {
			level = c.name
		}
	}
	cells := cellsOf(level)
	medians := r.medians(units, cells)
	r.around(units, cells, &medians)
	return r
}

// medians are those of the cells of the week.
func (r *residuals) medians(units *evidence, cells *cells) (medians [168]float64) {
	var ends [168]int32 // of each cell in the list of all
	first := int32(0)
	for k, end := range r.hours {
		ends[cells[units.hours[k].hour]] += end - first
		first = end
	}
	var starts [168]int32
	total := int32(0)
	for c, n := range ends {
		starts[c], ends[c] = total, total
		total += n
	}
	units.spare[0] = sized(units.spare[0], len(r.values))
	byCell := units.spare[0]
	first = 0
	for k, end := range r.hours {
		c := cells[units.hours[k].hour]
		ends[c] += int32(copy(byCell[ends[c]:], r.values[first:end]))
		first = end
	}
	for c := range medians {
		if seen := byCell[starts[c]:ends[c]]; len(seen) > 0 {
			medians[c] = median(seen)
		}
	}
	return medians
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
