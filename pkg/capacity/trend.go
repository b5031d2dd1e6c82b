package capacity

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers whether a series grows, and by how much a day.

const (
	// LeastDays is below what no trend is looked for: two weeks.
	LeastDays = 14
	// MostAhead is for how many days at most a trend may be drawn on.
	MostAhead = 400
	// trendLevel is how improbable a trend must be by chance before it is claimed.
	trendLevel = 0.05
	// leastForSeason is from how many weeks on the days of a week can be told from chance.
	leastForSeason = 3
)

// Trend is the growth of a daily series in logarithms.
type Trend struct {
	// Shown is whether it is claimed: else the series is treated as level.
	Shown bool
	P     float64 // Mann and Kendall's, corrected for neighbours that resemble each other
	// PerDay is the factor of a day, with its 95 % interval (Theil and Sen): 1.01 is 1 % a day.
	PerDay, Low, High float64
	Days              int
	Reason            string
}

// TrendOf looks for a trend in daily values, the oldest first; NaN for a day without a measurement. Values below 0 are no
// measurement.
func TrendOf(daily []float64) Trend {
	days, values := measured(daily)
	t := Trend{P: 1, PerDay: 1, Low: math.NaN(), High: math.NaN(), Days: len(days)}
	if len(days) < LeastDays {
		t.Reason = "fewer than two weeks were measured"
		return t
	}
	logs := logsOf(values)
	logs = without(weekOf(days, logs), days, logs)
	slopes := slopesOf(days, logs)
	middle := quantile(slopes, 0.5)
	score, variance := kendall(logs)
	variance *= resemblance(days, logs, middle)
	t.P = 1
	if variance > 0 && score != 0 {
		t.P = 2 * distuv.UnitNormal.Survival((math.Abs(score)-1)/math.Sqrt(variance))
	}
	t.Shown = t.P < trendLevel
	t.PerDay = math.Exp(middle)
	// Sen's interval: the slopes whose rank lies within the spread of the score.
	reach := distuv.UnitNormal.Quantile(0.975) * math.Sqrt(variance) / float64(len(slopes)) / 2
	t.Low, t.High = math.Exp(quantile(slopes, 0.5-reach)), math.Exp(quantile(slopes, 0.5+reach))
	if !t.Shown {
		t.Reason = "no trend shown"
	}
	return t
}

// measured are the days with a measurement. A day of nothing is one.
func measured(daily []float64) (days, values []float64) {
	for i, v := range daily {
		if isMeasured(v) {
			days, values = append(days, float64(i)), append(values, v)
		}
	}
	return days, values
}

func isMeasured(v float64) bool { return v >= 0 && !math.IsInf(v, 1) }

// zeroShare is which part of a usual day a day of nothing counts as: it has no logarithm, and left out it would make a
// series of which most days are empty look busy.
const zeroShare = 0.05

// logsOf are logarithms; 0 counts as a twentieth of the median of the other days, and as no more than the least of them.
func logsOf(values []float64) []float64 {
	sorted := slices.Sorted(slices.Values(values))
	zeros, _ := slices.BinarySearch(sorted, math.SmallestNonzeroFloat64)
	floor := math.SmallestNonzeroFloat64
	if some := sorted[zeros:]; len(some) > 0 {
		floor = min(zeroShare*quantile(some, 0.5), some[0])
	}
	logs := make([]float64, len(values))
	for i, v := range values {
		logs[i] = math.Log(max(v, floor))
	}
	return logs
}

// slopesOf are the slopes between all pairs of days, ascending.
func slopesOf(days, logs []float64) []float64 {
	slopes := make([]float64, 0, len(days)*(len(days)-1)/2)
	for i := range days {
		for k := i + 1; k < len(days); k++ {
			slopes = append(slopes, (logs[k]-logs[i])/(days[k]-days[i]))
		}
	}
	slices.Sort(slopes)
	return slopes
}

// kendall is the number of pairs that rise minus those that fall, and its variance by chance.
func kendall(values []float64) (score, variance float64) {
	for i := range values {
		for k := i + 1; k < len(values); k++ {
			switch {
			case values[k] > values[i]:
				score++
			case values[k] < values[i]:
				score--
			}
		}
	}
	n := float64(len(values))
	variance = n * (n - 1) * (2*n + 5)
	sorted := slices.Sorted(slices.Values(values))
	for i := 0; i < len(sorted); {
		k := i
		for k < len(sorted) && sorted[k] == sorted[i] {
			k++
		}
		t := float64(k - i)
		variance -= t * (t - 1) * (2*t + 5)
		i = k
	}
	return score, variance / 18
}

// resemblance is by how much the variance of the score grows because neighbours resemble each other: a level that
// wanders looks like a trend. It takes the residuals for a first-order process (after Hamed and Rao, 1998), and its
// correlation for larger than it is measured, because a short series underestimates it.
func resemblance(days, logs []float64, slope float64) float64 {
	phi := correlation(residuals(days, logs, slope))
	n := float64(len(days))
	// Taking a slope out takes (2 + 4 phi)/n of it away (Kendall, 1954); one and a half of its standard error on top keep the promise.
	phi += (2+4*phi)/n + 1.5*math.Sqrt(math.Max(0, 1-phi*phi)/n)
	phi = math.Min(0.95, phi)
	if phi <= 0 {
		return 1
	}
	sum := 0.0
	for lag := 1.0; lag < n; lag++ {
		rho := 6 / math.Pi * math.Asin(math.Pow(phi, lag)/2) // of ranks
		sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * rho
	}
	return 1 + 2/(n*(n-1)*(n-2))*sum
}

func residuals(days, logs []float64, slope float64) []float64 {
	out := make([]float64, len(days))
	for i := range days {
		out[i] = logs[i] - slope*days[i]
	}
	middle := quantile(slices.Sorted(slices.Values(out)), 0.5)
	for i := range out {
		out[i] -= middle
	}
	return out
}

// correlation of neighbours.
func correlation(values []float64) float64 {
	var mean, above, below float64
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for i, v := range values {
		below += (v - mean) * (v - mean)
		if i > 0 {
			above += (v - mean) * (values[i-1] - mean)
		}
	}
	if below <= 0 {
		return 0
	}
	return above / below
}

func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	position := math.Min(math.Max(q, 0), 1) * float64(len(sorted)-1)
	i := int(position)
	if i >= len(sorted)-1 {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (position-float64(i))*(sorted[i+1]-sorted[i])
}

// without takes the shape of a week out.
func without(shape [7]float64, days, values []float64) []float64 {
	out := make([]float64, len(values))
	for i := range values {
		out[i] = values[i] - shape[weekday(days[i])]
	}
	return out
}

// weekday counts from the first day of the series.
func weekday(day float64) int { return ((int(day) % 7) + 7) % 7 }

// weekOf is how far each day of the week lies from the others, once a rough trend is taken out; zero where there are too
// few weeks.
func weekOf(days, values []float64) (shape [7]float64) {
	if len(days) < 7*leastForSeason {
		return shape
	}
	rest := residuals(days, values, quantile(slopesOf(days, values), 0.5))
	var by [7][]float64
	for i, d := range days {
		by[weekday(d)] = append(by[weekday(d)], rest[i])
	}
	var mean float64
	for w := range by {
		for _, v := range by[w] {
			shape[w] += v / float64(len(by[w]))
		}
		mean += shape[w] / 7
	}
	for w := range shape {
		shape[w] -= mean
	}
	return shape
}
