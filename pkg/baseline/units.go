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

// unit is one piece of evidence: the p95 of a span of windows, or one run. There
// may be a million of them: they are small, and have nothing that the garbage
// collector would have to follow.
type unit struct {
	value   float64 // seconds
	log     float64 // of value
	of      int32   // its span
	exact   bool    // one run
	firm    bool    // enough requests to be judged
	outlier bool
}

// span is a window, or several joined ones of a quiet operation.
type span struct {
	*Histogram // the caller's, but for joined windows; nil where there are runs
	moment
	end      int64 // nanoseconds of Unix
	width    time.Duration
	requests float64 // of each of its units
	windows  int32   // likewise
}

// evidence is all there is of one operation, ascending.
type evidence struct {
	list     []unit
	spans    []span
	from, to time.Time
	days     int // distinct local days
}

// moment is where in the week something happened, by local time.
type moment struct {
	day     int32
	hour    int8
	weekday int8 // 0 for Monday; holidays are Sundays
}

// unitsOf turns ascending windows into units; windows without requests give none.
func unitsOf(windows []Window, of week) evidence {
	most := 0
	for i := range windows {
		most += max(1, len(windows[i].Samples))
	}
	u := evidence{list: make([]unit, 0, most), spans: make([]span, 0, len(windows))}
	for i := range windows {
		w := &windows[i]
		if len(w.Samples) > 0 {
			u.addRuns(w)
		} else if n := w.Count(); n > 0 {
			u.addWindow(w, n)
		}
	}
	u.tellTime(of)
	u.measure()
	if len(u.list) > 0 {
		first, last := u.spanOf(&u.list[0]), u.spanOf(&u.list[len(u.list)-1])
		zone := windows[0].End.Location()
		u.from, u.to = time.Unix(0, first.end).Add(-first.width).In(zone), time.Unix(0, last.end).In(zone)
	}
	return u
}

func (u *evidence) spanOf(one *unit) *span { return &u.spans[one.of] }

func (u *evidence) addRuns(w *Window) {
	one := unit{of: int32(len(u.spans)), exact: true, firm: true}
	for _, v := range w.Samples {
		if v > 0 { // what took no time has no logarithm
			one.value, one.log = v, math.Log(v)
			u.list = append(u.list, one)
		}
	}
	u.spans = append(u.spans, span{end: w.End.UnixNano(), width: w.Width, requests: 1, windows: 1})
}

func (u *evidence) addWindow(w *Window, n float64) {
	if last := len(u.spans) - 1; last >= 0 && u.spans[last].joins(w, n) {
		u.spans[last].join(w, n)
		return
	}
	u.list = append(u.list, unit{of: int32(len(u.spans))})
	u.spans = append(u.spans, span{Histogram: &w.Histogram, end: w.End.UnixNano(), width: w.Width, requests: n, windows: 1})
}

// joins tells whether a quiet window continues a quiet span. A busy one stands
// for itself: three slow requests of the night must not take it with them.
func (s *span) joins(w *Window, n float64) bool {
	if s.Histogram == nil || s.requests >= leastForOutlier || n >= leastForOutlier {
		return false
	}
	after := time.Duration(w.End.UnixNano() - s.end)
	return after > 0 && after+s.width <= longestUnit
}

func (s *span) join(w *Window, n float64) {
	if s.windows == 1 {
		// The histogram still belongs to the caller.
		own := &Histogram{}
		own.Add(*s.Histogram)
		s.Histogram = own
	}
	s.Add(w.Histogram)
	end := w.End.UnixNano()
	s.width += time.Duration(end - s.end)
	s.end, s.requests, s.windows = end, s.requests+n, s.windows+1
}

// tellTime gives every span its moment, once all windows are joined.
func (u *evidence) tellTime(of week) {
	clock := clock{of: of}
	for i := range u.spans {
		s := &u.spans[i]
		s.moment = clock.at(s.middle())
	}
}

func (s *span) middle() time.Time { return time.Unix(0, s.end-int64(s.width/2)) }

// measure gives the windows their value; those whose p95 is 0 have no logarithm and go. It counts the days.
func (u *evidence) measure() {
	kept := u.list[:0]
	last := int32(0)
	for i := range u.list {
		one := &u.list[i]
		s := u.spanOf(one)
		if !one.exact {
			one.value, _ = s.atRank(learnedQuantile*s.requests, s.requests)
			if !(one.value > 0) {
				continue
			}
			one.log, one.firm = math.Log(one.value), s.requests >= leastForOutlier
		}
		kept = append(kept, *one)
		if u.days == 0 || s.day != last {
			u.days, last = u.days+1, s.day
		}
	}
	u.list = kept
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

// cells is the cell of every hour of every day of the week, at one level.
type cells [7][24]uint8

func cellsOf(level string) *cells {
	var all cells
	for weekday := range all {
		for hour := range all[weekday] {
			all[weekday][hour] = uint8(cellOf(level, weekday, hour))
		}
	}
	return &all
}

func (c *cells) of(m moment) int { return int(c[m.weekday][m.hour]) }
