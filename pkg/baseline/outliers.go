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
func markOutliers(units []unit, bucketRatio, noise float64) (rejected int, tooMany bool) {
	residuals, at := residualsByHour(units)
	if len(residuals) < 4 {
		return 0, false
	}
	floor := math.Max(leastLogSpread, math.Log(bucketRatio)/math.Sqrt(12))
	kept := slices.Clone(residuals)
	out := make([]bool, len(residuals))
	for range 2 {
		median, spread := centre(kept)
		spread = math.Max(spread, floor)
		kept = kept[:0]
		for i, r := range residuals {
			s := math.Max(spread, noise/math.Sqrt(units[at[i]].requests))
			out[i] = math.Abs(r-median) > hampelFactor*s
			if !out[i] {
				kept = append(kept, r)
			}
		}
	}
	rejected = len(residuals) - len(kept)
	if float64(rejected) > mostOutliers*float64(len(residuals)) {
		return rejected, true
	}
	for i, o := range out {
		units[at[i]].outlier = o
	}
	return rejected, false
}

// residualsByHour are the log values of the firm units around the median of
// their hour of the day, of weekdays or weekends, or of the week, as far as the
// history goes (around nothing below three days), and where they belong.
func residualsByHour(units []unit) (residuals []float64, at []int) {
	residuals, at = make([]float64, 0, len(units)), make([]int, 0, len(units))
	for i := range units {
		if units[i].firm {
			residuals, at = append(residuals, units[i].log), append(at, i)
		}
	}
	days := daysOf(units)
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
	cell := func(k int) int { return cellOf(level, units[k].weekday, units[k].hour) }
	var hours [168][]float64
	for i, k := range at {
		hours[cell(k)] = append(hours[cell(k)], residuals[i])
	}
	var medians [168]float64
	for h := range hours {
		if len(hours[h]) > 0 {
			medians[h] = median(hours[h])
		}
	}
	for i, k := range at {
		residuals[i] -= medians[cell(k)]
	}
	return residuals, at
}

// centre is the median and a robust standard deviation: the larger of two, so
// that neither many equal values nor two clusters hide the spread.
func centre(values []float64) (middle, spread float64) {
	sorted := slices.Sorted(slices.Values(values))
	middle = sortedQuantile(sorted, 0.5)
	iqr := sortedQuantile(sorted, 0.75) - sortedQuantile(sorted, 0.25)
	for i, v := range sorted {
		sorted[i] = math.Abs(v - middle)
	}
	slices.Sort(sorted)
	return middle, math.Max(madToSD*sortedQuantile(sorted, 0.5), iqr/iqrToSD)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return sortedQuantile(values, 0.5)
}
