package baseline

import (
	"math"
	"slices"
	"time"
)

// This file answers how far the usual value of a level can be trusted. A level is judged by its middle and its spread, and never
// by its p95: that of a queue with bursts is hardly better known after four weeks than after one, and the middle is after days.

// confidence is the probability that the middle which endless values would show lies near enough to the learned one for what is
// told of them: within 10 %, or a quarter of the spread where that is more. It is that of a p95 (confidence.go) of the half, with
// the hours taken out. Before so many days as could have shown a rhythm nothing is said: the middle of a night is none.
func (l Levels) confidence(values []Level, days int) float64 {
	if len(values) == 0 || values[len(values)-1].At.Sub(values[0].At) < leastDays*24*time.Hour {
		return 0
	}
	logs := make([]float64, len(values))
	for i, v := range values {
		logs[i] = l.log(v.Value)
	}
	residuals := l.residuals(values, logs)
	n := l.independent(values, residuals, days)
	ascending := slices.Sorted(slices.Values(residuals))
	middle := sortedQuantile(ascending, 0.5)
	below := func(v float64) float64 {
		k, _ := slices.BinarySearchFunc(ascending, v, func(r, v float64) int {
			if r <= v {
				return -1
			}
			return 1
		})
		share := float64(k) / float64(len(ascending))
		return 1 - betaCDF(share*n+0.5, (1-share)*n+0.5, 0.5)
	}
	near := math.Max(-math.Log(1-within), l.Spread/4)
	return math.Max(0, math.Min(below(middle+near)-below(middle-near), mostConfidence(len(values), false)))
}

// independent is how many independent values tell as much of the middle as these: what lasts counts once. It is read from which
// of them lie below it, as that of a p95 is (effective.go).
func (l Levels) independent(values []Level, residuals []float64, days int) float64 {
	middle := median(slices.Clone(residuals))
	var below float64
	z := make([]float64, len(values))
	for i, r := range residuals {
		if r <= middle {
			z[i], below = 1, below+1
		}
	}
	n := float64(len(values))
	for i := range z {
		z[i] -= below / n
	}
	lasts := 1.0
	if plain, total := longRunSums(evenly(values, z)); plain > 0 {
		lasts = total / plain
	}
	lasts = believed(lasts, n)
	inflation := lasts * (1 + 2*lasts/n) // of few independent pieces the correlation itself is a guess
	if of := l.daysOfHours(days); of > 1 {
		inflation *= of / (of - 1) // for what the hours took out besides
	}
	return n / inflation
}

// daysOfHours is on how many days what is known of an hour rests; 0 without hours.
func (l Levels) daysOfHours(days int) float64 {
	switch {
	case l.Hours == ([2][24]float64{}):
		return 0
	case l.Hours[0] == l.Hours[1]:
		return daysOfCell("", days)
	}
	return daysOfCell(byWeekend, days)
}

// evenly puts what there is of values at their moments, 0 where there are none; with mostly holes it stays in its order.
func evenly(values []Level, z []float64) []float64 {
	step := time.Duration(math.MaxInt64)
	for i := range values[1:] {
		if d := values[i+1].At.Sub(values[i].At); d > 0 {
			step = min(step, d)
		}
	}
	first, last := values[0].At, values[len(values)-1].At
	slots := int(last.Sub(first)/step) + 1
	if slots < 2 || slots > 4*len(values)+1 {
		return z
	}
	grid := make([]float64, slots)
	for i, v := range values {
		grid[v.At.Sub(first)/step] += z[i]
	}
	return grid
}
