package detect

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers whether the latency of an operation is normal, given the
// last hour of it. The verdict is a pure function of that hour.
//
// A tier needs size (the documented factors), significance (that a normal
// operation hardly ever looks so) and persistence. Size buys time: at five times
// normal one window is enough, at twice it takes two in a row, and a tenth above
// normal has to show over several minutes, or slowly over the hour.

// Hour is what is known of an operation at a moment.
type Hour struct {
	// Recent are windows of the width of detection up to the moment, newest first and without gaps.
	Recent []baseline.Window
	// Slow are windows of five minutes (or of the width of detection, if that is
	// more) that end on multiples of it, newest first: up to an hour of them.
	Slow []baseline.Window
	// Drift is that of Slow where it was computed before: windows of five minutes stay the same for thirty verdicts. nil computes it.
	Drift *Drift
	// Failing is what of their requests failed, likewise.
	Failing *Failing
}

const (
	// A single minute at two to two and a half times normal is seen in healthy
	// systems every few days of an operation; a warning must last. What is on its way
	// to critical is none of these: one request in forty then takes more than three
	// times what nineteen in twenty take normally, seconds after it began.
	farQuantile = 0.975
	farShare    = 0.6 // of the critical factor
	atOnce      = 0.5 // of the critical factor: the p95 itself
	// lasting is the width of evidence that is persistence in itself.
	lasting = 2 * time.Minute
	// heldFrom is how far the ratio must fall to end a tier that the window before
	// had: 0.7 of the way from normal to its factor.
	heldFrom = 0.7
	// breachChance is how improbable a breach must be of a normal operation: with
	// some thousand independent looks a day, once in years.
	breachChance = 1e-7
	// recentZ and slowZ are the standard deviations from which a small shift is
	// none of chance: over minutes, over the hour, and of the tail over the hour.
	recentZ = 4.5
	slowZ   = 3.3
	tailZ   = 5
	// overChance is how improbable so quiet an end must be for a deviation to be over.
	overChance = 0.03
	// fadedAfter is how many windows must go on to show a deviation: it is over three minutes after its end.
	fadedAfter = 3
	// gone is how many deviations the newest quarter may lie below the shift that the whole shows.
	gone = 2
)

// JudgeHour is the verdict on an operation at the end of its newest window.
func JudgeHour(h Hour, r baseline.Record, s Settings) Verdict {
	if r.Level != nil {
		return h.level(r, s)
	}
	s = s.Of(r)
	v := h.latency(r, s)
	v.inBuckets(h.Recent, r, s)
	return v
}

// latency is the verdict on how long requests took.
func (h Hour) latency(r baseline.Record, s Settings) Verdict {
	enough := Requests(s.MinRequests)
	now, used := Joined(h.Recent, enough)
	v := Judge(now, r, s)
	if !v.Measured || !(v.Expected > 0) || v.State == baseline.Learning || v.State == "" {
		return v
	}
	if v.State == baseline.Documented {
		return v // a document sets a limit, not a distribution
	}
	single := v.Tier
	v.Tier = confirmed(v, now, h, used, r, s)
	if v.Tier >= Warning {
		return v
	}
	v.Drift = h.drift(r, s)
	if few := h.few(v.Drift.Breach, v.Requests >= s.MinRequests, r, s); few != nil {
		few.Drift = v.Drift
		return few.Verdict
	}
	recent, sure := recentShift(h.Recent, r, s)
	v.Drift.wentAway(h.Recent, r, s)
	switch {
	case sure:
		v.Tier, v.Chance = max(v.Tier, Info), recent.chance()
		if single == Normal {
			v.Reason += fmt.Sprintf("; %s over %s", figure.Times(math.Exp(recent.off)), figure.Seconds(recent.width.Seconds()))
		}
	case v.Drift.Tier > Normal:
		v.Tier, v.Chance = max(v.Tier, Info), v.Drift.Chance
		v.Reason += "; " + v.Drift.Reason
	}
	if v.Tier < single {
		v.Reason += fmt.Sprintf("; not %s: it has to last", single)
	}
	return v
}

// few is the breach that few requests show, of the last minutes or, where they are too few for that, of the hour. A
// p95 of enough of the last minutes has been judged: what many of the hour show adds nothing to it.
func (h Hour) few(slow *Breach, enough bool, r baseline.Record, s Settings) *Breach {
	if recent := judgeFew(h.Recent, r, s, defaultLeast); recent != nil {
		return recent
	}
	if slow == nil || slow.many && enough || !slow.goesOn(h.Recent, s) {
		return nil
	}
	now := *slow
	now.At = h.Recent[0].End
	return &now
}

// confirmed is the tier that size, significance and persistence leave of a single window's.
func confirmed(v Verdict, now baseline.Window, h Hour, used int, r baseline.Record, s Settings) Tier {
	tier := v.Tier
	held := v.Ratio >= 1+heldFrom*(s.Warning-1) && tier == Info
	if tier < Warning && !held {
		return Normal
	}
	if s.fadedFrom(v, h.Recent[:used]) || chanceOf(now, r, v.Expected, s) > breachChance || s.over(h.Recent[:used], v.Expected, overChance) || s.over(h.Recent[:used], s.Warning*v.Expected, overChance) {
		return Normal
	}
	if tier >= Warning && (v.Ratio >= atOnce*s.Critical || now.Width >= lasting || far(now, v.Expected, s)) {
		return tier
	}
	earlier, _ := Joined(h.Recent[used:], Requests(s.MinRequests))
	if earlier.Requests() < s.MinRequests {
		return Info
	}
	if e := Judge(earlier, r, s); e.Tier >= Warning {
		return max(tier, Warning)
	}
	return Info
}

// faded tells whether the newest minutes of wide evidence show nothing any more: what is left of a spike of a minute in
// a quiet hour lies in the oldest. Of what goes on, so few requests show too.
func (s Settings) faded(evidence []baseline.Window, expected float64) bool {
	return s.fadedAt(judgedQuantile, evidence, expected)
}

// fadedFrom asks that of what a verdict is of: of a p95 beyond the last bucket it is not known how near to normal it is.
func (s Settings) fadedFrom(v Verdict, evidence []baseline.Window) bool {
	if v.UsualP50 > 0 {
		return s.fadedAt(0.5, evidence, v.UsualP50)
	}
	return s.faded(evidence, v.Expected)
}

func (s Settings) fadedAt(q float64, evidence []baseline.Window, expected float64) bool {
	if s.Invert || len(evidence) <= fadedAfter {
		return false
	}
	newest, _ := joinedAll(evidence[:fadedAfter]).Quantile(q)
	return newest < math.Sqrt(s.Warning)*expected // nearer to normal than to a warning
}

// over tells whether the newest windows of wide evidence have too few requests
// beyond a limit for what all of it shows to go on: so few are less likely than the least. It is asked of both limits that
// a breach may rest on (chanceOf): the few requests of a spike in a quiet hour lie
// far beyond, and among the many just above normal their absence would not be missed.
func (s Settings) over(evidence []baseline.Window, limit, least float64) bool {
	if s.Invert {
		return false
	}
	var all, slow float64
	for _, w := range evidence {
		all, slow = all+w.Requests(), slow+aboveOf(w, limit)
	}
	var n, quick float64
	for _, w := range evidence[:len(evidence)-1] {
		n += w.Requests()
		quick += w.Requests() - aboveOf(w, limit)
		// So few slow ones is so many quick ones.
		if n > 0 && baseline.AtLeast(quick, n, 1-slow/all) < least {
			return true
		}
	}
	return false
}

// far tells whether the slowest requests are on their way to critical.
func far(now baseline.Window, expected float64, s Settings) bool {
	slowest, _ := now.Quantile(farQuantile)
	return !s.Invert && slowest >= farShare*s.Critical*expected
}

// recentShift is the surest shift over the last windows that no spike before the newest of them has made.
func recentShift(recent []baseline.Window, r baseline.Record, s Settings) (best shift, sure bool) {
	best, sure = shiftOfRecent(recent, r, s)
	if !sure || s.Invert {
		return best, sure
	}
	n := within(recent, best.width)
	normal := s.normal(r)
	far := func(w baseline.Window) float64 { return s.Warning * normal(w) }
	if from, to, seen := spikeOf(recent[:n], far); seen && from > 0 {
		return shiftOfRecent(slices.Concat(recent[:from], recent[to:]), r, s)
	}
	return best, true
}

func shiftOfRecent(recent []baseline.Window, r baseline.Record, s Settings) (best shift, sure bool) {
	pieces := piecesOf(recent, judgedQuantile, s.normal(r), s.Invert)
	least := 1
	if len(pieces) > 0 && pieces[0].width > recent[0].Width {
		least = 2 // of joined windows one can be the spike that makes it
	}
	varies := variationOf(r)
	best, sure = surest(pieces, least, varies, s, recentZ)
	if sure && r.Resolution > s.Info && !s.Invert {
		sure = exceeded(recent, best.width, judgedQuantile, s.normal(r), r, varies, recentZ)
	}
	return best, sure
}

// surest looks for a shift over the newest pieces, over any number of them from least on.
func surest(pieces []piece, least int, v variation, s Settings, z float64) (best shift, sure bool) {
	pieces = pieces[:min(len(pieces), maxPieces)]
	for n := least; n <= len(pieces); n++ {
		f := shiftOver(pieces[:n], v)
		if f.off < math.Log(s.Info) || f.z < z || f.z <= best.z {
			continue
		}
		newest := shiftOver(pieces[:(n+3)/4], v)
		if newest.off < f.off-gone*newest.sd {
			continue // it has gone away
		}
		best, sure = f, true
	}
	return best, sure
}
