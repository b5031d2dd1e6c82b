package capacity

import (
	"fmt"
	"math"
	"slices"
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

// Ahead forecasts so many days: the middle of four forecasts, quantile by quantile. They err in different ways, and the
// middle is deaf to the one that errs most (docs/methods/runs-and-growth.md). Where no trend is shown the series goes on level: a slope that
// chance explains would send the forecast anywhere. It ends where a trend goes on beyond every number: what is none
// cannot be told to anybody.
func Ahead(daily []float64, horizon int) Forecast {
	f := Forecast{Trend: TrendOf(daily)}
	p := pastOf(daily, f.Trend)
	if len(p.days) < LeastDays {
		return f
	}
	all := [][]quantiles{p.inLogs(horizon), p.inNumbers(horizon), p.likeRecentDays(horizon), p.likeTheWeekBefore(horizon)}
	for h := range horizon {
		var q quantiles
		for i := range q {
			q[i] = middleOf(all[0][h][i], all[1][h][i], all[2][h][i], all[3][h][i])
		}
		if !q.finite() {
			f.Reason = fmt.Sprintf("after %d days the load is beyond every number", h)
			break
		}
		f.Points = append(f.Points, Point{Ahead: h + 1, Low95: q[0], Low80: q[1], Value: q[2], High80: q[3], High95: q[4]})
	}
	return f
}

// middleOf is the median of a few values.
func middleOf(values ...float64) float64 {
	slices.Sort(values)
	return quantile(values, 0.5)
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
	t := TrendOf(daily)
	p := pastOf(daily, t)
	if len(p.days) < LeastDays || !(limit > 0) {
		return DaysUntil{never, never, never, false}
	}
	m := fit(p.days, p.logs, p.slope)
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
