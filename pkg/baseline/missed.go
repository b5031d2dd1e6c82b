package baseline

import (
	"math"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers where between two runs one was missed that is run on some days of the week: what was told as overdue
// then must not end the verdict on the next one.

const (
	// oneMissedOf is how many runs there must be for each that was missed.
	oneMissedOf = 10
	// exactly is how close all pauses are to what is usual, and one in which runs were missed to those that it is made of: what
	// people run comes sooner and later than that, and on some days not at all.
	exactly = 0.1
)

// withMissedRuns are the pauses with those in two in which a run was missed: the one after which it was due, of which nothing
// is known, and the one that would have followed it, which is what is left. Nothing is taken for missed on the same day of
// the week twice, where that would be more than one run in ten, or where the others come less exactly: that may be another rhythm.
func withMissedRuns(all []seenPause) []seenPause {
	usual := usualByWeekday(all)
	var rest []seenPause
	var missed [7]bool
	count := 0
	for _, p := range all {
		left, times, yes := afterMissed(p, usual)
		if !yes {
			if due := usual[weekdayOf(p.begin)]; math.Abs(p.length-due) > exactly*due {
				return all
			}
			rest = append(rest, p)
			continue
		}
		for _, day := range times {
			if missed[day] {
				return all
			}
			missed[day] = true
		}
		count += len(times)
		rest = append(rest, left)
	}
	if oneMissedOf*count > len(all)+1+count {
		return all
	}
	return rest
}

// afterMissed is what is left of a pause behind the last run that was missed in it, and on which days of the week any was;
// yes is false where it is not as long as pauses that are usual and follow one another.
func afterMissed(p seenPause, usual [7]float64) (left seenPause, missed []int, yes bool) {
	left = p
	for {
		due := usual[weekdayOf(left.begin)]
		if left.length <= pauseAlike*due {
			return left, missed, len(missed) > 0 && math.Abs(left.length-due) <= exactly*p.length
		}
		next := left.begin.Add(figure.Duration(due))
		if !(usual[weekdayOf(next)] > 0) || !(due > 0) || len(missed) == len(usual) {
			return p, nil, false
		}
		left = seenPause{next, left.length - due}
		missed = append(missed, weekdayOf(next))
	}
}

// usualByWeekday are the medians of the pauses that begin on each day of the week; 0 where none does.
func usualByWeekday(all []seenPause) (usual [7]float64) {
	var lengths [7][]float64
	for _, p := range all {
		day := weekdayOf(p.begin)
		lengths[day] = append(lengths[day], p.length)
	}
	for day, of := range lengths {
		if len(of) > 0 {
			slices.Sort(of)
			usual[day] = sortedQuantile(of, 0.5)
		}
	}
	return usual
}
