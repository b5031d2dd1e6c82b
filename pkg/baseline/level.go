package baseline

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers into which parts of the week an operation's history may be cut, and whether a cut earns its place.

// The names of the levels finer than the hour of day, as profiles carry them.
const (
	byWeekend = "weekend" // weekdays and weekends by hour
	byWeek    = "week"    // every hour of the week
)

// cut is one way to part the week into cells.
type cut struct {
	name      string
	cells     int
	leastDays int // so that every cell has been seen at least twice, and once more on other days
}

var cuts = []cut{{byWeekend, 48, 14}, {byWeek, 168, 21}}

// cellOf is the cell of a level: of weekends the second 24 hours; of the week Monday's first.
func cellOf(level string, weekday, hour int) int {
	switch {
	case level == byWeek:
		return weekday*24 + hour
	case level == byWeekend && weekday >= 5:
		return 24 + hour
	}
	return hour
}

// daysOfCell is on how many of so many days the rarest cell of a level comes.
func daysOfCell(level string, days int) float64 {
	switch level {
	case byWeek:
		return float64(days) / 7
	case byWeekend:
		return float64(days) * 2 / 7
	}
	return float64(days)
}

// earned is the share of the held-out error that a finer level must take away.
const earned = 0.10

// hourly is the mean log p95 of one hour of one day: the piece that counts as
// one, because neighbouring windows are not independent and days nearly are.
type hourly struct {
	day, weekday, hour int
	log                float64
}

// hourliesOf are the hours of the days that teach a shape.
func hourliesOf(units *evidence) []hourly {
	all := make([]hourly, 0, len(units.hours))
	for _, h := range units.hours {
		var sum, n float64
		for i := h.first; i < h.end; i++ {
			if u := &units.list[i]; u.firm && !u.outlier && !u.exact {
				sum, n = sum+u.log, n+1
			}
		}
		if n > 0 {
			all = append(all, hourly{day: int(h.day), weekday: int(h.hour) / 24, hour: int(h.hour) % 24, log: sum / n})
		}
	}
	return all
}

// earnsItsPlace tells whether cells of a level predict weeks that they were not
// learned from at least a tenth better than the next coarser level does. Each
// week is held out once.
func earnsItsPlace(all []hourly, coarser string, finer cut) bool {
	first, last := all[0].day, all[0].day
	for _, h := range all {
		first, last = min(first, h.day), max(last, h.day)
	}
	var without, with float64
	for week := 0; week <= (last-first)/7; week++ {
		out := func(h hourly) bool { return (h.day-first)/7 == week }
		coarse := meansOf(all, coarser, out)
		fine := meansOf(all, finer.name, out)
		for _, h := range all {
			if !out(h) {
				continue
			}
			c := coarse.at(h, coarser)
			without += math.Abs(h.log - c)
			with += math.Abs(h.log - fine.atOr(h, finer.name, c))
		}
	}
	return with <= (1-earned)*without
}

// means are the mean logs of cells, and of everything.
type means struct {
	sum, n     []float64
	total, all float64
}

func meansOf(hours []hourly, level string, out func(hourly) bool) means {
	m := means{sum: make([]float64, 168), n: make([]float64, 168)}
	for _, h := range hours {
		if out(h) {
			continue
		}
		c := cellOf(level, h.weekday, h.hour)
		m.sum[c] += h.log
		m.n[c]++
		m.total += h.log
		m.all++
	}
	return m
}

func (m means) at(h hourly, level string) float64 {
	if m.all == 0 {
		return h.log
	}
	return m.atOr(h, level, m.total/m.all)
}

func (m means) atOr(h hourly, level string, otherwise float64) float64 {
	c := cellOf(level, h.weekday, h.hour)
	if m.n[c] == 0 {
		return otherwise
	}
	return m.sum[c] / m.n[c]
}

// differ is the analysis of variance of cells: how much more they vary among than within, and whether that is no chance.
func differ(hours []hourly, level string, cells int) (ratio float64, real bool) {
	sum, squares, n := make([]float64, cells), make([]float64, cells), make([]float64, cells)
	var total, all float64
	for _, h := range hours {
		c := cellOf(level, h.weekday, h.hour)
		sum[c], squares[c], n[c] = sum[c]+h.log, squares[c]+h.log*h.log, n[c]+1
		total, all = total+h.log, all+1
	}
	var within, between, groups float64
	for c := range n {
		if n[c] == 0 {
			continue
		}
		groups++
		within += squares[c] - sum[c]*sum[c]/n[c]
		d := sum[c]/n[c] - total/all
		between += n[c] * d * d
	}
	if groups < 2 || all <= groups {
		return 1, false
	}
	within = math.Max(within, 1e-12*all) // constant latencies: no division by nothing
	f := distuv.F{D1: groups - 1, D2: all - groups}
	ratio = between / f.D1 / (within / f.D2)
	return ratio, ratio > 1 && f.Survival(ratio) < shapeLevel
}
