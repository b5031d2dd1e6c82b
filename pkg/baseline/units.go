package baseline

import (
	"math"
	"time"
)

// This file answers what the smallest pieces are that can be judged normal or
// not while learning.

const (
	// leastForOutlier is 1/(1-q) for the p95: below it not one request is expected
	// above the quantile, and the window says nothing about it.
	leastForOutlier = 20
	// longestUnit bounds how much of a quiet operation is joined.
	longestUnit = time.Hour
)

// unit is one piece of evidence: a window, several joined windows of a quiet
// operation, or one run.
type unit struct {
	*Histogram // the caller's, but for joined windows; nil for a run
	moment
	end      time.Time
	width    time.Duration
	requests float64
	value    float64 // p95, or the duration of the run
	log      float64 // of value
	windows  int32
	exact    bool // one run
	firm     bool // enough requests to be judged
	outlier  bool
}

// moment is where in the week something happened, by local time.
type moment struct {
	day     int32
	hour    int8
	weekday int8 // 0 for Monday; holidays are Sundays
}

// unitsOf turns ascending windows into units; windows without requests give none.
func unitsOf(windows []Window, of week) []unit {
	most := 0
	for i := range windows {
		most += max(1, len(windows[i].Samples))
	}
	units := make([]unit, 0, most)
	for i := range windows {
		w := &windows[i]
		if len(w.Samples) > 0 {
			for _, v := range w.Samples {
				units = append(units, unit{exact: true, firm: true, value: v, requests: 1, windows: 1, end: w.End, width: w.Width})
			}
			continue
		}
		n := w.Count()
		if !(n > 0) {
			continue
		}
		if last := len(units) - 1; last >= 0 && joins(&units[last], w, n) {
			units[last].join(w, n)
			continue
		}
		units = append(units, unit{Histogram: &w.Histogram, end: w.End, width: w.Width, requests: n, windows: 1})
	}
	clock := clock{of: of}
	kept := units[:0]
	for i := range units {
		u := &units[i]
		u.measure()
		// A run of no length, or a window whose p95 is 0, has no logarithm.
		if u.value > 0 {
			u.moment = clock.at(u.middle())
			kept = kept[:len(kept)+1]
			if last := &kept[len(kept)-1]; last != u {
				*last = *u
			}
		}
	}
	return kept
}

// joins tells whether a quiet window continues a quiet unit. A busy one stands
// for itself: three slow requests of the night must not take it with them.
func joins(u *unit, w *Window, n float64) bool {
	return !u.exact && u.requests < leastForOutlier && n < leastForOutlier &&
		w.End.Sub(u.end)+u.width <= longestUnit && w.End.After(u.end)
}

func (u *unit) join(w *Window, n float64) {
	if u.windows == 1 {
		// The histogram still belongs to the caller.
		own := &Histogram{}
		own.Add(*u.Histogram)
		u.Histogram = own
	}
	u.Add(w.Histogram)
	u.width += w.End.Sub(u.end)
	u.end, u.requests, u.windows = w.End, u.requests+n, u.windows+1
}

// week is whose hours, days and holidays count.
type week struct {
	zone     *time.Location
	holidays Calendar
}

// clock tells moments in ascending order: many lie within one quarter of an hour, the least by which zones differ and
// change, and all of those have the same hour and day.
type clock struct {
	of      week
	quarter int64
	last    moment
	known   bool
}

func (c *clock) at(t time.Time) moment {
	const quarterHour = 15 * 60
	quarter := t.Unix() / quarterHour
	if c.known && quarter == c.quarter {
		return c.last
	}
	local := t.In(c.of.zone)
	c.quarter, c.known = quarter, true
	c.last = moment{day: int32(ordinal(local)), hour: int8(local.Hour()), weekday: int8(c.of.holidays.weekday(local))}
	return c.last
}

// meansOfHours gives every hour of ascending values to a function: its moment, and the mean of its values.
type meansOfHours struct {
	tell   func(m moment, mean float64)
	last   moment
	sum, n float64
}

func (h *meansOfHours) add(m moment, value float64) {
	if m != h.last {
		h.end()
		h.last, h.sum, h.n = m, 0, 0
	}
	h.sum, h.n = h.sum+value, h.n+1
}

// end tells of the last hour.
func (h *meansOfHours) end() {
	if h.n > 0 {
		h.tell(h.last, h.sum/h.n)
	}
}

func (u *unit) middle() time.Time { return u.end.Add(-u.width / 2) }

func (m moment) cell(level string) int { return cellOf(level, int(m.weekday), int(m.hour)) }

func (u *unit) measure() {
	if !u.exact {
		u.value, _ = u.atRank(learnedQuantile*u.requests, u.requests)
		u.firm = u.requests >= leastForOutlier
	}
	u.log = math.Log(u.value)
}

// daysOf counts the distinct local days of ascending units.
func daysOf(units []unit) int {
	days := 0
	for i := range units {
		if i == 0 || units[i].day != units[i-1].day {
			days++
		}
	}
	return days
}
