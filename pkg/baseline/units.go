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
	Histogram
	end      time.Time
	width    time.Duration
	hour     int // local hour of day
	day      int // local day
	weekday  int // 0 for Monday; holidays are Sundays
	requests float64
	value    float64 // p95, or the duration of the run
	log      float64 // of value
	exact    bool    // one run
	firm     bool    // enough requests to be judged
	outlier  bool
	windows  int
}

// unitsOf turns ascending windows into units; windows without requests give none.
func unitsOf(windows []Window, of week) []unit {
	units := make([]unit, 0, len(windows))
	for _, w := range windows {
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
		if last := len(units) - 1; last >= 0 && joins(units[last], w, n) {
			units[last].join(w, n)
			continue
		}
		units = append(units, unit{Histogram: w.Histogram, end: w.End, width: w.Width, requests: n, windows: 1})
	}
	kept := units[:0]
	for _, u := range units {
		u.measure(of)
		// A run of no length, or a window whose p95 is 0, has no logarithm.
		if u.value > 0 {
			kept = append(kept, u)
		}
	}
	return kept
}

// joins tells whether a quiet window continues a quiet unit. A busy one stands
// for itself: three slow requests of the night must not take it with them.
func joins(u unit, w Window, n float64) bool {
	return !u.exact && u.requests < leastForOutlier && n < leastForOutlier &&
		w.End.Sub(u.end)+u.width <= longestUnit && w.End.After(u.end)
}

func (u *unit) join(w Window, n float64) {
	if u.windows == 1 {
		// The histogram still belongs to the caller.
		var own Histogram
		own.Add(u.Histogram)
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

func (u *unit) measure(of week) {
	middle := u.end.Add(-u.width / 2).In(of.zone)
	u.hour = middle.Hour()
	u.day, u.weekday = ordinal(middle), of.holidays.weekday(middle)
	if !u.exact {
		u.value, _ = u.atRank(learnedQuantile*u.requests, u.requests)
		u.firm = u.requests >= leastForOutlier
	}
	u.log = math.Log(u.value)
}

// daysOf counts the distinct local days.
func daysOf(units []unit) int {
	days := make(map[int]struct{}, 32)
	for i := range units {
		days[units[i].day] = struct{}{}
	}
	return len(days)
}
