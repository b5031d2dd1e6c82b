package capacity

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers how a daily series goes on, with bands, and when it
// reaches a limit.

// Forecast is what is expected of the days to come.
type Forecast struct {
	Trend
	Points []Point
}

// Point is one day; the bands hold the day's value with 80 and 95 %.
type Point struct {
	Ahead         int // days after the last of the series
	Value         float64
	Low80, High80 float64
	Low95, High95 float64
}

// model is a level, a slope, the shape of a week, and what is left over.
type model struct {
	level, slope float64
	shape        [7]float64
	sd, phi, n   float64
	last, rest   float64 // day of the last value, and how far it lay from the model
	middle       float64 // of the days
	spread       float64 // of the days around it, squared and added
}

// Ahead forecasts so many days. Where no trend is shown the series goes on level: a slope that chance explains would send
// the forecast anywhere.
func Ahead(daily []float64, horizon int) Forecast {
	f := Forecast{Trend: TrendOf(daily)}
	days, logs := measured(daily)
	if len(days) < LeastDays {
		return f
	}
	m := fit(days, logs, f.Trend)
	for h := 1; h <= horizon; h++ {
		day := float64(len(daily) - 1 + h)
		value, sd := m.at(day)
		p := Point{Ahead: h, Value: math.Exp(value)}
		t := distuv.StudentsT{Sigma: 1, Nu: math.Max(3, m.n*(1-m.phi)/(1+m.phi)-2)}
		p.Low80, p.High80 = math.Exp(value-t.Quantile(0.9)*sd), math.Exp(value+t.Quantile(0.9)*sd)
		p.Low95, p.High95 = math.Exp(value-t.Quantile(0.975)*sd), math.Exp(value+t.Quantile(0.975)*sd)
		f.Points = append(f.Points, p)
	}
	return f
}

func fit(days, logs []float64, t Trend) model {
	m := model{shape: weekOf(days, logs), n: float64(len(days)), last: days[len(days)-1]}
	if t.Shown {
		m.slope = math.Log(t.PerDay)
	}
	plain := deseasonalised(days, logs)
	rest := make([]float64, len(days))
	for i := range days {
		rest[i] = plain[i] - m.slope*days[i]
		m.level += rest[i] / m.n
		m.middle += days[i] / m.n
	}
	var squares float64
	for i := range rest {
		rest[i] -= m.level
		squares += rest[i] * rest[i]
		m.spread += (days[i] - m.middle) * (days[i] - m.middle)
	}
	used := 2.0 // level and slope
	if slices.ContainsFunc(m.shape[:], func(v float64) bool { return v != 0 }) {
		used += 6
	}
	phi := correlation(rest)
	m.phi = math.Min(0.9, math.Max(0, phi+(1+4*phi)/m.n))
	// What a level and a slope that follow the wandering take away from its spread.
	effective := m.n * (1 - m.phi) / (1 + m.phi)
	m.sd = math.Sqrt(squares / math.Max(1, m.n-used) / math.Max(0.3, 1-1/math.Max(1.5, effective)))
	m.rest = rest[len(rest)-1]
	return m
}

// at is the logarithm of a day to come and its standard deviation: what is left over dies away from the last day on, and
// level and slope are uncertain themselves.
func (m model) at(day float64) (value, sd float64) {
	ahead := math.Pow(m.phi, day-m.last)
	value = m.level + m.slope*day + m.shape[weekday(day)] + ahead*m.rest
	effective := math.Max(2, m.n*(1-m.phi)/(1+m.phi))
	variance := m.sd * m.sd * (1 - ahead*ahead)
	variance += m.sd * m.sd / effective
	if m.slope != 0 {
		variance += m.sd * m.sd / m.spread * (day - m.middle) * (day - m.middle) * m.n / effective
	}
	return value, math.Sqrt(variance)
}

// DaysUntil is when a growing series reaches a limit: the day on which the expected value does, and the earliest and
// latest by the 95 % interval of the trend. +Inf where it never does, 0 where it has; all +Inf where no trend is shown.
type DaysUntil struct {
	Expected, Earliest, Latest float64
	Shown                      bool
}

// Until answers when the level of the series, season aside, reaches a limit.
func Until(daily []float64, limit float64) DaysUntil {
	never := math.Inf(1)
	days, logs := measured(daily)
	t := TrendOf(daily)
	if len(days) < LeastDays || !(limit > 0) {
		return DaysUntil{never, never, never, false}
	}
	m := fit(days, logs, t)
	now := m.level + m.slope*float64(len(daily)-1)
	distance := math.Log(limit) - now
	if distance <= 0 {
		return DaysUntil{0, 0, 0, t.Shown}
	}
	if !t.Shown {
		return DaysUntil{never, never, never, false}
	}
	by := func(perDay float64) float64 {
		if perDay <= 1 {
			return never
		}
		return distance / math.Log(perDay)
	}
	return DaysUntil{by(t.PerDay), by(t.High), by(t.Low), true}
}
