package baseline

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers how long it is between the runs of what is run at regular times, and from when on one is overdue.

// Between is how long it is from the end of a run to the end of the next, of what is run at regular times. A nightly run
// that does not come has no duration to be judged by.
type Between struct {
	Pauses int `json:"pauses"` // that were seen
	Pause
	// Weekdays are those that begin on a day of the week, from Monday on, where only those resemble one another: what runs
	// from Monday to Friday pauses for three days on Friday.
	Weekdays []Pause `json:"weekdays,omitempty"`
	// Holidays are days on which nothing may be run that else would be.
	Holidays Calendar `json:"holidays,omitempty"`
	TimeZone string   `json:"timeZone"`
}

// Pause is how long pauses of a kind are, in seconds; none was seen where both are 0.
type Pause struct {
	Typical float64 `json:"typical"` // their median
	Longest float64 `json:"longest"`
}

const (
	// leastPauses is how many must be alike: of fourteen at random times hardly ever is none longer than pauseAlike times the median.
	leastPauses = 14
	// leastBesideOne is how many must be alike where one is not, and besideEachMore for each further one: that is as improbable
	// at random times.
	leastBesideOne = 20
	besideEachMore = 3
	// leastOfWeekday is how many of each day of the week must be.
	leastOfWeekday = 3
	// pauseAlike is how many times the median nearly all regular pauses are at most; nearly all, because of thousands a few
	// are longer, as where a scrape missed a run.
	pauseAlike      = 1.5
	nearlyAllPauses = 0.99
	// leastLate is the least by which a run must be later than ever: it is known from scrapes.
	leastLate = 2 * time.Minute
	oneWeek   = 7 * 24 * time.Hour
	// weeksOfOutages is how many weeks must have been seen before a longer pause is no part of what is regular.
	weeksOfOutages = 2
	// sameTimeOfWeek is how close the times of the week are at which what happens every week, or every second, begins.
	sameTimeOfWeek = 3 * time.Hour
)

// seenPause is one that was seen.
type seenPause struct {
	begin  time.Time // in local time
	length float64
}

// betweenRuns learns it from ascending windows of runs; nil where they come at no regular times. What touches time that was
// left out, or a holiday, says nothing of other times.
func betweenRuns(windows []Window, left []Stretch, of week) *Between {
	var all []seenPause
	for i := 1; i < len(windows); i++ {
		from, to := windows[i-1].End, windows[i].End
		if !to.After(from) || slices.ContainsFunc(left, func(s Stretch) bool { return s.Reaches(from, to) }) || holiday(of.holidays, from.In(of.zone), to) {
			continue
		}
		all = append(all, seenPause{from.In(of.zone), to.Sub(from).Seconds()})
	}
	if len(all) < leastPauses {
		return nil
	}
	b := Between{Pauses: len(all), Holidays: of.holidays, TimeZone: of.zone.String()}
	lengths := lengthsOf(withoutOutages(all, windows[len(windows)-1].End.Sub(windows[0].End)))
	b.Pause = pauseOf(lengths)
	if regularPauses(lengths) {
		return &b
	}
	b.Weekdays = byWeekday(withMissedRuns(all))
	if b.Weekdays == nil {
		return nil
	}
	return &b
}

// withoutOutages are the pauses, the shortest first, without those that are longer by themselves: at most one for each week
// that was seen, and none at the same time of the week as another. A machine that was away for an hour makes nobody wait for
// an hour ever after; what is paused every Sunday is not called overdue on Sundays.
func withoutOutages(all []seenPause, seen time.Duration) []seenPause {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b seenPause) int { return cmp.Compare(a.length, b.length) })
	weeks := int(seen.Round(24*time.Hour) / oneWeek)
	if weeks < weeksOfOutages {
		return sorted
	}
	for n := min(weeks, (len(sorted)-leastBesideOne+besideEachMore)/(1+besideEachMore)); n > 0; n-- {
		rest, out := sorted[:len(sorted)-n], sorted[len(sorted)-n:]
		if out[0].length > pauseAlike*rest[len(rest)-1].length && atOwnTimes(out) {
			return rest
		}
	}
	return sorted
}

// atOwnTimes tells whether no two pauses began at about the same time of the week.
func atOwnTimes(pauses []seenPause) bool {
	for i, p := range pauses {
		for _, o := range pauses[:i] {
			apart := p.begin.Sub(o.begin).Abs() % oneWeek
			if min(apart, oneWeek-apart) <= sameTimeOfWeek {
				return false
			}
		}
	}
	return true
}

func lengthsOf(pauses []seenPause) []float64 {
	lengths := make([]float64, len(pauses))
	for i, p := range pauses {
		lengths[i] = p.length
	}
	return lengths
}

// holiday tells whether there is one among the local days from one moment to another.
func holiday(c Calendar, from, to time.Time) bool {
	for day := 0; len(c) > 0; day++ {
		midnight := midnightOf(from, day)
		if !midnight.Before(to) {
			return false
		}
		if c.has(midnight.Add(12 * time.Hour)) {
			return true
		}
	}
	return false
}

// midnightOf is about the beginning of the local day of a moment, or of one so many days after it: there may be no midnight.
func midnightOf(local time.Time, after int) time.Time {
	return time.Date(local.Year(), local.Month(), local.Day()+after, 0, 0, 0, 0, local.Location())
}

// weekdayOf is 0 for Monday, also of a holiday.
func weekdayOf(local time.Time) int { return Calendar(nil).weekday(local) }

// pauseOf is what ascending lengths have in common.
func pauseOf(sorted []float64) Pause {
	return Pause{Typical: sortedQuantile(sorted, 0.5), Longest: sorted[len(sorted)-1]}
}

// regularPauses tells whether nearly all of ascending lengths are alike.
func regularPauses(sorted []float64) bool {
	return sortedQuantile(sorted, nearlyAllPauses) <= pauseAlike*sortedQuantile(sorted, 0.5)
}

// byWeekday are the pauses that begin on each day of the week; nil where not all of those that there are resemble one another,
// but for one of all days: the run that was missed once.
func byWeekday(all []seenPause) []Pause {
	days, missed := make([]Pause, 7), false
	for day := range days {
		var lengths []float64
		for _, p := range all {
			if weekdayOf(p.begin) == day {
				lengths = append(lengths, p.length)
			}
		}
		if len(lengths) == 0 {
			continue
		}
		slices.Sort(lengths)
		if most := len(lengths) - 1; !missed && most >= leastOfWeekday && lengths[most] > pauseAlike*lengths[most-1] {
			lengths, missed = lengths[:most], true
		}
		if days[day] = pauseOf(lengths); len(lengths) < leastOfWeekday || !regularPauses(lengths) {
			return nil
		}
	}
	return days
}

// DueAfter is how long after the end of a run the next one is overdue, and how long it usually is until it ends; known is
// false where nothing of a run at such a time was learned. On a holiday within it there may be no run.
func (b *Between) DueAfter(end time.Time) (overdue, usual time.Duration, known bool) {
	if b == nil {
		return 0, 0, false
	}
	zone, pause := zoneOf(b.TimeZone), b.Pause
	if b.Weekdays != nil {
		pause = b.Weekdays[weekdayOf(end.In(zone))]
	}
	if overdue = pause.dueAfter(); overdue == 0 {
		return 0, 0, false
	}
	for day := 0; len(b.Holidays) > 0; day++ {
		midnight := midnightOf(end.In(zone), day)
		if !midnight.Before(end.Add(overdue)) {
			break
		}
		if b.Holidays.has(midnight.Add(12 * time.Hour)) {
			overdue += b.without(midnight)
		}
	}
	return overdue, figure.Duration(pause.Typical), true
}

// dueAfter is later than ever by twice what the longest pause is above the median, by a tenth of that, and by what scrapes
// hide; 0 where no pause was seen.
func (p Pause) dueAfter() time.Duration {
	if !(p.Longest > 0) {
		return 0
	}
	return figure.Duration(p.Longest + math.Max(2*(p.Longest-p.Typical)+p.Typical/10, leastLate.Seconds()))
}

// without is by how much later the next run comes where none is on a day: the one that would be followed by another then.
func (b *Between) without(day time.Time) time.Duration {
	if b.Weekdays == nil {
		return 24 * time.Hour
	}
	return figure.Duration(b.Weekdays[weekdayOf(day)].Longest)
}

// Soonest is the least of a time, unless that is 0, and of how long after the end of a run the next one is overdue.
func (b *Between) Soonest(least time.Duration) time.Duration {
	if b == nil {
		return least
	}
	pauses := b.Weekdays
	if pauses == nil {
		pauses = []Pause{b.Pause}
	}
	for _, p := range pauses {
		if after := p.dueAfter(); after > 0 && (least == 0 || after < least) {
			least = after
		}
	}
	return least
}

// word says it for a person.
func (b *Between) word() string {
	if b == nil {
		return ""
	}
	said := func(p Pause) string {
		return fmt.Sprintf("%s, %s at most", figure.Seconds(p.Typical), figure.Seconds(p.Longest))
	}
	if b.Weekdays == nil {
		return said(b.Pause)
	}
	var days []string
	for day, p := range b.Weekdays {
		if p.Longest > 0 {
			days = append(days, fmt.Sprintf("from %s on %s", time.Weekday((day+1)%7), said(p)))
		}
	}
	return strings.Join(days, "; ")
}

func (b *Between) differs(o *Between) bool {
	if b == nil || o == nil {
		return b != o
	}
	if len(b.Weekdays) != len(o.Weekdays) || b.TimeZone != o.TimeZone || !slices.Equal(b.Holidays, o.Holidays) {
		return true
	}
	if b.Pause.differs(o.Pause) && b.Weekdays == nil {
		return true
	}
	for day := range b.Weekdays {
		if b.Weekdays[day].differs(o.Weekdays[day]) {
			return true
		}
	}
	return false
}

func (p Pause) differs(o Pause) bool {
	return moved(p.Typical, o.Typical, material) || moved(p.Longest, o.Longest, 5*material)
}
