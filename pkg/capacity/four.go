package capacity

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers what four simple forecasts expect of the days to come. A
// trend that is shown is part of each of them.

// levels are the quantiles that a day to come is told by: the edges of both bands and the middle.
var levels = quantiles{0.025, 0.1, 0.5, 0.9, 0.975}

type quantiles [5]float64

func (q quantiles) finite() bool {
	return !slices.ContainsFunc(q[:], func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) })
}

const (
	week = 7
	// recentDays are the days that a day to come may be like.
	recentDays = 28
	// leastDifferences is from how many differences on their spread is measured and not reckoned from the week before.
	leastDifferences = 14
)

// past is what was measured of a series.
type past struct {
	daily        []float64 // with NaN for days that were not measured
	days, values []float64 // the others
	logs         []float64
	slope        float64 // of the logarithms, a day; 0 where no trend is shown
}

func pastOf(daily []float64, t Trend) past {
	p := past{daily: daily}
	if p.days, p.values = measured(daily); len(p.days) > 0 {
		p.logs = logsOf(p.values)
	}
	if t.Shown {
		p.slope = math.Log(t.PerDay)
	}
	return p
}

// today is the day after the last of the series.
func (p past) today() float64 { return float64(len(p.daily)) }

// grown is by which factor the trend makes something larger in so many days.
func (p past) grown(days float64) float64 { return math.Exp(p.slope * days) }

// asOfToday are the measured values, as large as they would be today.
func (p past) asOfToday() []float64 {
	out := make([]float64, len(p.values))
	for i, v := range p.values {
		out[i] = v * p.grown(p.today()-p.days[i])
	}
	return out
}

// inLogs is a level with the shape of a week where days differ by factors.
func (p past) inLogs(horizon int) []quantiles {
	of := fit(p.days, p.logs, p.slope).quantiles()
	return p.each(horizon, func(day float64) quantiles {
		q := of(day)
		for i := range q {
			q[i] = math.Exp(q[i])
		}
		return q
	})
}

// inNumbers is the same where days differ by amounts.
func (p past) inNumbers(horizon int) []quantiles {
	of := fit(p.days, p.asOfToday(), 0).quantiles()
	return p.each(horizon, func(day float64) quantiles {
		q := of(day)
		for i := range q {
			q[i] = math.Max(0, q[i]*p.grown(day-p.today()))
		}
		return q
	})
}

// likeRecentDays takes the days of the last four weeks for what a day can be like, whatever their distribution.
func (p past) likeRecentDays(horizon int) []quantiles {
	values := p.asOfToday()
	sorted := slices.Sorted(slices.Values(values[max(0, len(values)-recentDays):]))
	n := float64(len(sorted))
	return p.each(horizon, func(day float64) (q quantiles) {
		for i, level := range levels {
			// The next of n values lies below the k-th with a probability of k/(n+1).
			q[i] = quantile(sorted, (level*(n+1)-1)/(n-1)) * p.grown(day-p.today())
		}
		return q
	})
}

// likeTheWeekBefore is the value of the same day of the week, with as much uncertainty as values so many weeks apart
// differed.
func (p past) likeTheWeekBefore(horizon int) []quantiles {
	spread := p.spreads((horizon + week - 1) / week)
	middle := middleOf(slices.Clone(p.values)...)
	return p.each(horizon, func(day float64) (q quantiles) {
		weeks := 1 + int(day-p.today())/week
		expected, sd := middle, spread[weeks-1]
		for back := weeks; int(day)-week*back >= 0; back++ {
			if v := p.daily[int(day)-week*back]; isMeasured(v) {
				expected = v * p.grown(float64(week*back))
				break
			}
		}
		for i, level := range levels {
			q[i] = math.Max(0, expected+distuv.UnitNormal.Quantile(level)*sd)
		}
		return q
	})
}

// spreads are the root mean squares of the differences of values 1, 2, … weeks apart. Where there are too few, it is taken
// to grow like that of a random walk.
func (p past) spreads(weeks int) []float64 {
	out := make([]float64, weeks)
	for k := range out {
		apart := week * (k + 1)
		var squares, n float64
		for i := apart; i < len(p.daily); i++ {
			if isMeasured(p.daily[i]) && isMeasured(p.daily[i-apart]) {
				d := p.daily[i] - p.daily[i-apart]*p.grown(float64(apart))
				squares, n = squares+d*d, n+1
			}
		}
		switch {
		case n >= leastDifferences || k == 0 && n > 0:
			out[k] = math.Sqrt(squares / n)
		case k > 0:
			out[k] = out[k-1] * math.Sqrt(float64(k+1)/float64(k))
		}
	}
	return out
}

// each asks for every day to come.
func (p past) each(horizon int, of func(day float64) quantiles) []quantiles {
	out := make([]quantiles, horizon)
	for h := range out {
		out[h] = of(p.today() + float64(h))
	}
	return out
}
