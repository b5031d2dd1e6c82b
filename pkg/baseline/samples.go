package baseline

import (
	"math"
	"slices"
)

// This file answers the same questions as a histogram does for durations that
// are known one by one, exactly.

// sortedQuantile interpolates linearly between order statistics (numpy's
// default); NaN without samples.
func sortedQuantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	position := q * float64(len(sorted)-1)
	i := int(position)
	if i >= len(sorted)-1 {
		return sorted[len(sorted)-1]
	}
	f := position - float64(i)
	return sorted[i] + f*(sorted[i+1]-sorted[i])
}

// sortedInterval is Histogram.Interval for single durations, as if effective of
// them were independent.
func sortedInterval(sorted []float64, effective, q, level float64) (low, high float64) {
	n := float64(len(sorted))
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	m := math.Max(1, math.Round(effective))
	l, u := orderRanks(m, q, level)
	low, high = 0, math.Inf(1)
	at := func(rank float64) float64 {
		return sortedQuantile(sorted, min(max(((rank-0.5)/m*n-0.5)/math.Max(1, n-1), 0), 1))
	}
	if l >= 1 {
		low = at(l)
	}
	if u <= m {
		high = at(u)
	}
	return low, high
}

// sortedBelow is the number of samples up to v.
func sortedBelow(sorted []float64, v float64) float64 {
	i, _ := slices.BinarySearch(sorted, v)
	for i < len(sorted) && sorted[i] == v {
		i++
	}
	return float64(i)
}

func meanAndSD(values []float64) (mean, sd float64) {
	if len(values) == 0 {
		return math.NaN(), math.NaN()
	}
	for _, v := range values {
		mean += v
	}
	mean /= float64(len(values))
	for _, v := range values {
		sd += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(sd / float64(len(values)))
}
