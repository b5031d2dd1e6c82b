package baseline

import (
	"math"
	"slices"
)

// This file answers what has been failing without a break for longer than a day. That is no rhythm, and it does not become
// usual because nobody mends it.

const (
	// unbroken is for how many hours it may fail without a break and be what fails at its hours: longer is at every hour.
	unbroken = 24
	// breaks is how many hours with few failures end a run: the hour of a restart does not.
	breaks = 2
	// beforeOnset are the hours before the onset from which it is known what was usual until then.
	beforeOnset = leastDays * 24
	// besides is the share of all hours from which on what is usual is known beside it, whenever it was.
	besides = 0.5
)

// failingRun are hours in which more failed than a limit, in all and without a break.
type failingRun struct {
	from, to         int // of the hours, without the last
	requests, errors float64
}

func (r *failingRun) take(i int, h *busyHour) {
	r.to = i + 1
	r.requests, r.errors = r.requests+h.requests, r.errors+h.errors
}

// above is how many more failed than a limit would have.
func (r *failingRun) above(limit float64) float64 { return r.errors - limit*r.requests }

// less tells whether surely less than a third failed of what did in a run, as an hour of an incident has three times more.
func (r *failingRun) less(run *failingRun) bool {
	third := run.errors / run.requests / incident
	return 1-AtLeast(r.errors+1, r.requests, third) <= incidentChance
}

// runs are those that are longer than a day. They begin and end with hours of which each adds to what failed above the
// limit, so that hours of few requests belong to those around them.
func (f *failures) runs(limit float64) (found []failingRun) {
	var run, since failingRun // since then no more was above the limit
	end := func(next int) {
		if f.lasts(run) && AtLeast(run.errors, run.requests, limit) <= incidentChance {
			found = append(found, run)
		}
		run, since = failingRun{from: next, to: next}, failingRun{from: next, to: next}
	}
	for i := range f.hours {
		since.take(i, &f.hours[i])
		switch {
		case since.above(limit) > 0:
			run.to, run.requests, run.errors = since.to, run.requests+since.requests, run.errors+since.errors
			since = failingRun{from: i + 1, to: i + 1}
		case run.above(limit)+since.above(limit) <= 0,
			f.hours[i].clock()-f.hours[run.to-1].clock() >= breaks && since.less(&run):
			end(i + 1)
		}
	}
	end(len(f.hours))
	return found
}

// clock counts the hours of all days.
func (h *busyHour) clock() int { return int(h.day)*24 + int(h.hour%24) }

func (f *failures) lasts(r failingRun) bool {
	return r.to > r.from && f.hours[r.to-1].clock()-f.hours[r.from].clock() >= unbroken
}

// share is that of all requests that usually fail: without the longest run, where it is known what was usual beside it, and
// without the hours of incidents.
func (f *failures) share(requests, errors float64) float64 {
	all := shareOf(f.hours, requests, errors)
	const most = 8 // the limit rises with what is left beside a shorter and shorter run; mostly it takes one or two
	limit := limitOf(f.quietest())
	for range most {
		run := f.longest(limit)
		if !f.lasts(run) {
			return all
		}
		rest := slices.Concat(f.hours[:run.from], f.hours[run.to:])
		beside := shareOf(rest, requests-run.requests, errors-run.errors)
		if next := limitOf(beside); next > limit {
			limit = next
			continue
		}
		others := failingRun{requests: requests - run.requests, errors: beside * (requests - run.requests)}
		if f.knownBeside(run) && others.less(&run) {
			return beside
		}
		return all
	}
	return all
}

// limitOf is from which share on an hour is none of those that usually have a share.
func limitOf(usual float64) float64 { return math.Max(LeastErrorRatio, incident*usual) }

// quietest is the share of the three days in a row in which it was least: what is usual is no less.
func (f *failures) quietest() float64 {
	var days []failingRun
	for i := range f.hours {
		if i == 0 || f.hours[i].day != f.hours[i-1].day {
			days = append(days, failingRun{})
		}
		days[len(days)-1].take(i, &f.hours[i])
	}
	least := 1.0
	for i := range days {
		if i+1 < leastDays {
			continue
		}
		var sum failingRun
		for _, d := range days[i+1-leastDays : i+1] {
			sum.requests, sum.errors = sum.requests+d.requests, sum.errors+d.errors
		}
		least = math.Min(least, sum.errors/sum.requests)
	}
	return least
}

func (f *failures) longest(limit float64) (longest failingRun) {
	for _, r := range f.runs(limit) {
		if r.to-r.from > longest.to-longest.from {
			longest = r
		}
	}
	return longest
}

// knownBeside tells whether enough was learned outside of a run: as many days before it as a rhythm takes, however long
// nobody mends it, or as much as itself, where what was before it is forgotten.
func (f *failures) knownBeside(r failingRun) bool {
	return f.hours[r.from].clock()-f.hours[0].clock() >= beforeOnset ||
		float64(r.to-r.from) <= besides*float64(len(f.hours))
}

// daysOf are the days of the hours. Those of a run that is longer than a day, and so no rhythm, have one among them.
func (f *failures) daysOf(usual float64) (days []int32) {
	days = make([]int32, len(f.hours))
	for i := range f.hours {
		days[i] = f.hours[i].day
	}
	for _, r := range f.runs(limitOf(usual)) {
		for i := r.from; i < r.to; i++ {
			days[i] = f.hours[r.from].day
		}
	}
	return days
}

const anyCell = -1

// sameDay is how many days with hours of a cell are one with another, as daysOf says.
func (f *failures) sameDay(days []int32, cell int) (n int) {
	before := -1
	for i := range f.hours {
		h := &f.hours[i]
		if cell != anyCell && int(h.cell) != cell {
			continue
		}
		if before >= 0 && h.day != f.hours[before].day && days[i] == days[before] {
			n++
		}
		before = i
	}
	return n
}
