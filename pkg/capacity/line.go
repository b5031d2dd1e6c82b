package capacity

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers how a level with a slope and the shape of a week goes on.

// line is a level, a slope, the shape of a week, and what is left over.
type line struct {
	level, slope float64
	shape        [7]float64
	sd, phi, n   float64
	last, rest   float64 // day of the last value, and how far it lay from the line
	middle       float64 // of the days
	spread       float64 // of the days around it, squared and added
}

func fit(days, values []float64, slope float64) line {
	l := line{slope: slope, shape: weekOf(days, values), n: float64(len(days)), last: days[len(days)-1]}
	rest := without(l.shape, days, values)
	for i := range days {
		rest[i] -= l.slope * days[i]
		l.level += rest[i] / l.n
		l.middle += days[i] / l.n
	}
	var squares float64
	for i := range rest {
		rest[i] -= l.level
		squares += rest[i] * rest[i]
		l.spread += (days[i] - l.middle) * (days[i] - l.middle)
	}
	used := 2.0 // level and slope
	if slices.ContainsFunc(l.shape[:], func(v float64) bool { return v != 0 }) {
		used += 6
	}
	phi := correlation(rest)
	l.phi = math.Min(0.9, math.Max(0, phi+(1+4*phi)/l.n))
	// What a level and a slope that follow the wandering take away from its spread.
	l.sd = math.Sqrt(squares / math.Max(1, l.n-used) / math.Max(0.3, 1-1/math.Max(1.5, l.effective())))
	l.rest = rest[len(rest)-1]
	return l
}

// effective is how many days that do not resemble each other would say as much.
func (l line) effective() float64 { return l.n * (1 - l.phi) / (1 + l.phi) }

// at is what is expected of a day to come and its standard deviation: what is left over dies away from the last day on,
// and level and slope are uncertain themselves.
func (l line) at(day float64) (value, sd float64) {
	ahead := math.Pow(l.phi, day-l.last)
	value = l.level + l.slope*day + l.shape[weekday(day)] + ahead*l.rest
	effective := math.Max(2, l.effective())
	variance := l.sd * l.sd * (1 - ahead*ahead)
	variance += l.sd * l.sd / effective
	if l.slope != 0 {
		variance += l.sd * l.sd / l.spread * (day - l.middle) * (day - l.middle) * l.n / effective
	}
	return value, math.Sqrt(variance)
}

// quantiles of days to come, by Student's distribution.
func (l line) quantiles() func(day float64) quantiles {
	t := distuv.StudentsT{Sigma: 1, Nu: math.Max(3, l.effective()-2)}
	var reach quantiles
	for i, level := range levels {
		reach[i] = t.Quantile(level)
	}
	return func(day float64) (q quantiles) {
		value, sd := l.at(day)
		for i := range q {
			q[i] = value + reach[i]*sd
		}
		return q
	}
}
