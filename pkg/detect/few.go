package detect

import (
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers whether an operation of little traffic is far too slow,
// before as many requests have come as a p95 is usually judged by. How many of
// them are slow is counted: that needs no distribution of the p95 of a few.

// fewRequests is how many are counted at least; where those are not enough, more of them.
// A minimum that a document or a person has set is left as it is.
var fewRequests = []float64{20, 50}

// Breach is what few requests show for certain.
type Breach struct {
	Verdict
	evidence baseline.Window
	many     bool // a window of it has as many requests as a p95 is usually judged by
}

// fewOfHour is judgeFew of the windows of the hour. Five minutes of them may hold a hundred requests where the last minutes
// do not: of windows of detection of more than two and a half minutes only one fits into those.
func fewOfHour(slow []baseline.Window, r baseline.Record, s Settings) *Breach {
	return judgeFew(slow, r, s, 2*defaultLeast)
}

// judgeFew looks for a breach in windows, newest first, of an operation of little traffic, fewer than so many requests in the
// newest; nil where there is none. No chance explains it even without the worst of them: all slow requests of one bad
// minute are soon a p95, and no slowdown. A level has values, and no requests of which some are slow.
func judgeFew(windows []baseline.Window, r baseline.Record, s Settings, many float64) *Breach {
	s = s.Of(r)
	if r.Level != nil || s.MinRequests != defaultLeast || s.Invert || r.State != baseline.Active && r.State != baseline.Provisional ||
		len(windows) == 0 || windows[0].Requests() >= many {
		return nil
	}
	bad := spoilt(windows)
	for _, least := range fewRequests {
		looked := 0
		now, used := Joined(windows, func(w baseline.Window) bool {
			looked++
			return looked >= bad+left && w.Requests() >= least
		})
		if now.Requests() < least || used < bad+left {
			return nil
		}
		// Of the hour those without a request are not given: it reaches as far back as the oldest.
		oldest := windows[used-1]
		now.Width = max(now.Width, now.End.Sub(oldest.End)+oldest.Width)
		if !s.mayBreach(now, r) {
			continue
		}
		s.MinRequests = least
		if v := Judge(now, r, s); v.counted(now, windows[:used], bad, r, s) {
			return &Breach{v, now, windows[0].Requests() >= defaultLeast}
		}
	}
	return nil
}

// mayBreach tells whether the p95 is one of a breach; of one beyond the last bucket the p50 may be, and Judge looks at it.
func (s Settings) mayBreach(now baseline.Window, r baseline.Record) bool {
	if aboveOf(now, s.Warning*r.ExpectedIn(now, s.Invert)) > (1-judgedQuantile)*now.Requests() {
		return true
	}
	_, clamped := now.Quantile(judgedQuantile)
	return clamped
}

// left is how many windows have to show a breach besides those that one bad minute can spoil.
const left = 2

// fewInAMinute requests, all of them slow, are no breach of twenty.
const fewInAMinute = 4

// restChance is how improbable what is left without a bad minute must be by itself.
const restChance = 1e-6

// spoilt is in how many windows in a row one bad minute can lie and be most of a breach: two that share it, or, where a
// minute has next to no requests, the one that has them all.
func spoilt(windows []baseline.Window) int {
	var requests, minutes float64
	for _, w := range windows {
		requests, minutes = requests+w.Requests(), minutes+w.Width.Minutes()
	}
	return spoiltAt(requests / minutes)
}

func spoiltAt(perMinute float64) int {
	if perMinute < fewInAMinute {
		return 1
	}
	return 2
}

// counted gives the tier of a verdict on few requests, which are those of some windows, by size and count. So many
// windows in a row may be bad by accident.
func (v *Verdict) counted(now baseline.Window, windows []baseline.Window, bad int, r baseline.Record, s Settings) bool {
	v.Tier = v.tier(s, evidence{counted: true})
	if v.Tier < Warning || s.fadedFrom(*v, windows) || s.fewOver(windows, v.Expected) {
		return false
	}
	if chanceOf(now, r, v.Expected, s) > breachChance {
		return false
	}
	v.Reason = v.words(s)
	for i := range windows[bad-1:] {
		rest := slices.Concat(windows[:i], windows[i+bad:])
		if chanceOf(joinedAll(rest), r, v.Expected, s) > restChance {
			return false // it rests on these
		}
	}
	return true
}

// joinedAll joins all of the windows, newest first; empty ones have no say.
func joinedAll(windows []baseline.Window) baseline.Window {
	joined, _ := Joined(windows, func(baseline.Window) bool { return false })
	return joined
}

// goesOn tells whether the newest requests do not speak against a breach of the hour.
func (b *Breach) goesOn(recent []baseline.Window, s Settings) bool {
	evidence := append(slices.Clone(recent), b.evidence)
	return !s.fewOver(evidence, b.Expected)
}

// fewOverChance is that of over for few requests. Of five requests of a slowdown two are quick three times in a hundred:
// a breach would come and go with every look.
const fewOverChance = 0.001

func (s Settings) fewOver(evidence []baseline.Window, expected float64) bool {
	return s.over(evidence, expected, fewOverChance) || s.over(evidence, s.Warning*expected, fewOverChance)
}
