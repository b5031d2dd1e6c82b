package baseline

import (
	"math"
	"sync"
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

// nowhere is where the histogram of runs is.
const nowhere = math.MinInt32

// span is a window, or several joined ones of a quiet operation.
type span struct {
	moment
	end      int64 // nanoseconds of Unix
	width    time.Duration
	requests float64 // of each of its units
	windows  int32   // likewise
	counted  int32   // where its histogram is: at a window, below 0 among the joined ones, nowhere for runs
}

// hour is one hour of one day: its units lie side by side.
type hour struct {
	moment
	first, end int32 // in the list of units
}

// evidence is all there is of one operation, ascending.
type evidence struct {
	list     []unit
	spans    []span
	hours    []hour // of the units
	days     int    // distinct local days of the units
	from, to time.Time
	traffic  traffic
	week     week168 // what the histograms of the units show together
	windows  []Window
	joined   []Histogram
	open     bool    // windows may still join the last span
	untold   float64 // requests of which a summary told no quantile as high as the learned one

	// What follows is room that is needed for a while.
	residuals residuals
	spare     [2][]float64
	out       []bool
}

// The next operation has the room of the one before: there are megabytes of it for 28 days, and clearing and collecting
// them took as long as a fifth of all learning.
var rooms = sync.Pool{New: func() any { return new(evidence) }}

// moment is where in the week something happened, by local time.
type moment struct {
	day  int32
	hour uint8 // of the week, from Monday's first; holidays are Sundays
}

// evidenceOf turns ascending windows into units; windows without requests give none. It is to be released.
func evidenceOf(windows []Window, of week) *evidence {
	u := rooms.Get().(*evidence)
	u.windows = windows
	busy := u.traffic.failures.hours[:0]
	u.traffic = trafficIn(of)
	u.traffic.failures.hours = busy
	at, joined := clock{of: of}, clock{of: of}
	for i := range windows {
		w := &windows[i]
		n, end := w.Requests(), w.End.UnixNano()
		s := span{moment: at.at(middle(end, w.Width)), end: end, width: w.Width, requests: n, windows: 1, counted: int32(i)}
		u.traffic.add(w, n, s.moment)
		if w.Histogram.endsBelow(learnedQuantile) {
			u.untold += n
		}
		switch {
		case len(w.Samples) > 0:
			u.settle(&joined)
			u.addRuns(w.Samples, s)
		case n > 0 && !u.joins(&s):
			u.settle(&joined)
			u.spans, u.open = append(u.spans, s), true
		}
	}
	u.settle(&joined)
	if len(u.list) > 0 {
		first, last := u.spanOf(&u.list[0]), u.spanOf(&u.list[len(u.list)-1])
		zone := windows[0].End.Location()
		u.from, u.to = time.Unix(0, first.end).Add(-first.width).In(zone), time.Unix(0, last.end).In(zone)
	}
	return u
}

// release gives the room back, without what belongs to others.
func (u *evidence) release() {
	clear(u.joined)
	u.list, u.spans, u.hours, u.joined, u.windows, u.days = u.list[:0], u.spans[:0], u.hours[:0], u.joined[:0], nil, 0
	u.untold = 0
	u.week.empty(nil)
	rooms.Put(u)
}

func (u *evidence) spanOf(one *unit) *span { return &u.spans[one.of] }

// histogramOf is the caller's, but for joined windows.
func (u *evidence) histogramOf(s *span) *Histogram {
	if s.counted < 0 {
		return &u.joined[-1-s.counted]
	}
	return &u.windows[s.counted].Histogram
}

func (u *evidence) addRuns(samples []float64, s span) {
	s.requests, s.counted = 1, nowhere
	one := unit{of: int32(len(u.spans)), exact: true, firm: true}
	u.spans = append(u.spans, s)
	for _, v := range samples {
		if v > 0 { // what took no time has no logarithm
			one.value, one.log = v, math.Log(v)
			u.list = append(u.list, one)
		}
	}
	u.tell(s.moment)
}

// joins adds a quiet window to a quiet span that it continues. A busy one stands
// for itself: three slow requests of the night must not take it with them.
func (u *evidence) joins(w *span) bool {
	if !u.open {
		return false
	}
	s := &u.spans[len(u.spans)-1]
	after := time.Duration(w.end - s.end)
	if s.requests >= leastForOutlier || w.requests >= leastForOutlier || after <= 0 || after+s.width > longestUnit {
		return false
	}
	if s.windows == 1 {
		// The histogram still belongs to the caller.
		own := Histogram{}
		own.Add(*u.histogramOf(s))
		u.joined = append(u.joined, own)
		s.counted = -int32(len(u.joined))
	}
	u.histogramOf(s).Add(*u.histogramOf(w))
	s.width += after
	s.end, s.requests, s.windows = w.end, s.requests+w.requests, s.windows+1
	return true
}

// settle makes a unit of the last span, which nothing joins any more: while its buckets are at hand. One whose p95 is 0
// has no logarithm and goes.
func (u *evidence) settle(of *clock) {
	if !u.open {
		return
	}
	u.open = false
	k := len(u.spans) - 1
	s := &u.spans[k]
	if s.windows > 1 {
		s.moment = of.at(middle(s.end, s.width))
	}
	h := u.histogramOf(s)
	value, _ := h.atRank(learnedQuantile*s.requests, s.requests)
	if !(value >= LeastValue) {
		return
	}
	u.list = append(u.list, unit{value: value, log: math.Log(value), of: int32(k), firm: s.requests >= leastForOutlier})
	u.tell(s.moment)
	u.week.add(s, h)
}

// tell says when the units happened that came since it was asked last.
func (u *evidence) tell(m moment) {
	last, n := len(u.hours)-1, int32(len(u.list))
	first := int32(0)
	if last >= 0 {
		first = u.hours[last].end
	}
	switch {
	case first == n:
	case last >= 0 && u.hours[last].moment == m:
		u.hours[last].end = n
	default:
		if last < 0 || u.hours[last].day != m.day {
			u.days++
		}
		u.hours = append(u.hours, hour{m, first, n})
	}
}

// leaveOut takes the outliers out of what the hours of the week show.
func (u *evidence) leaveOut() {
	var again [168]bool
	for _, h := range u.hours {
		for i := h.first; i < h.end; i++ {
			again[h.hour] = again[h.hour] || u.list[i].outlier
		}
	}
	u.week.empty(&again)
	for _, h := range u.hours {
		if !again[h.hour] {
			continue
		}
		for i := h.first; i < h.end; i++ {
			if one := &u.list[i]; !one.outlier && !one.exact {
				s := u.spanOf(one)
				u.week.add(s, u.histogramOf(s))
			}
		}
	}
}

func middle(end int64, width time.Duration) int64 { return end - int64(width/2) }

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

// at is the moment of a time in nanoseconds of Unix.
func (c *clock) at(t int64) moment {
	const quarterHour = int64(15 * time.Minute)
	quarter := t / quarterHour
	if c.known && quarter == c.quarter {
		return c.last
	}
	local := time.Unix(0, t).In(c.of.zone)
	c.quarter, c.known = quarter, true
	c.last = moment{day: int32(ordinal(local)), hour: uint8(cellOf(byWeek, c.of.holidays.weekday(local), local.Hour()))}
	return c.last
}

// cells is the cell of every hour of the week, at one level.
type cells [168]uint8

func cellsOf(level string) *cells {
	var all cells
	for h := range all {
		all[h] = uint8(cellOf(level, h/24, h%24))
	}
	return &all
}

// sized is a list of n elements of any content, in the room of an earlier one where that suffices.
func sized[T any](room []T, n int) []T {
	if cap(room) < n {
		return make([]T, n)
	}
	return room[:n]
}
