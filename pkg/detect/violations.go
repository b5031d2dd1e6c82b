package detect

import (
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers when an operation was in breach, given its verdicts.

// settled is how long an operation must be back below warning before a breach
// is over: one that flaps around the factor is one violation, not twenty.
const settled = 5 * time.Minute

// Apart is how far apart two breaches must be to be two, given how far apart the verdicts are.
func Apart(step time.Duration) time.Duration { return max(settled, 2*step) }

// Stretch is a stretch of time in which an operation was in breach (warning or worse).
type Stretch struct {
	Start    time.Time // end of the first window at warning or worse
	End      time.Time // end of the last window at warning or worse
	Open     bool      // it may go on after the last verdict given
	Onset    time.Time // end of the first window of the rise that led to it
	Detected time.Time // first tier within that rise; Detected - Onset is the detection delay
	Peak     float64   // the largest ratio
	Tier     Tier      // the worst
}

// Violations derives the breaches from the ascending verdicts of one operation,
// step apart. Moments without a measurement neither end nor prolong one, unless
// they last longer than the settling time.
func Violations(verdicts []Verdict, step time.Duration) []Stretch {
	gap := Apart(step)
	var found []Stretch
	var rise rise
	for i := range verdicts {
		v := &verdicts[i]
		if !v.Measured {
			continue
		}
		rise.follow(v, gap)
		if v.Tier < Warning {
			continue
		}
		if n := len(found); n > 0 && v.At.Sub(found[n-1].End) <= gap {
			found[n-1].extend(v)
			continue
		}
		found = append(found, Stretch{
			Start: v.At, End: v.At, Onset: rise.onset, Detected: rise.detected, Peak: v.Ratio, Tier: v.Tier,
		})
	}
	if n := len(found); n > 0 {
		found[n-1].Open = verdicts[len(verdicts)-1].At.Sub(found[n-1].End) <= gap
	}
	return found
}

// Breaches derives those of an operation by a signal.
func Breaches(signal Signal, verdicts []Verdict, step time.Duration) []Stretch {
	if signal == Rate {
		return Stops(verdicts, step)
	}
	return Violations(verdicts, step)
}

// Whole leaves out the windows without requests of which there may have been series for seconds only: those before or after
// which there is none, of the ascending windows of one width that end from one moment up to another one.
func Whole(windows []baseline.Window, first, last time.Time) []baseline.Window {
	there := func(i int, end time.Time) bool {
		return end.Before(first) || end.After(last) || i >= 0 && i < len(windows) && windows[i].End.Equal(end)
	}
	var whole []baseline.Window
	for i, w := range windows {
		if w.Requests() > 0 || there(i-1, w.End.Add(-w.Width)) && there(i+1, w.End.Add(w.Width)) {
			whole = append(whole, w)
		}
	}
	return whole
}

// Stops derives from the verdicts on the rate in windows one after the other, each so wide, when nothing was completed: from
// the beginning of the first of them, and not only from where it was over.
func Stops(verdicts []Verdict, width time.Duration) []Stretch {
	verdicts = slices.Clone(verdicts)
	for i := range verdicts {
		verdicts[i].Ratio = 0 // more requests than usual are no rise that leads to none
	}
	found := Violations(verdicts, width)
	for i := range found {
		s := &found[i]
		s.Start = s.Start.Add(-width)
		if s.Onset.After(s.Start) {
			s.Onset, s.Detected = s.Start, s.Start
		}
	}
	return found
}

func (s *Stretch) extend(v *Verdict) {
	s.End = v.At
	s.Peak = max(s.Peak, v.Ratio)
	s.Tier = max(s.Tier, v.Tier)
}

// rise is the contiguous stretch of windows that are above normal at all.
type rise struct {
	onset, detected, last time.Time
}

// risen is the ratio from which a window belongs to a rise ("slightly above", D-14).
const risen = 1.1

func (r *rise) follow(v *Verdict, gap time.Duration) {
	if !r.last.IsZero() && v.At.Sub(r.last) > gap {
		*r = rise{}
	}
	if v.Ratio < risen && v.Tier == Normal {
		*r = rise{}
		return
	}
	if r.onset.IsZero() {
		r.onset = v.At
	}
	if r.detected.IsZero() && v.Tier > Normal {
		r.detected = v.At
	}
	r.last = v.At
}
