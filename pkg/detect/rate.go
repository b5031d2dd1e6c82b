package detect

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"gonum.org/v1/gonum/mathext"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers whether the number of requests is normal.

const (
	// rateChance is how improbable so few requests must be where as many as usual are expected.
	rateChance = 1e-6
	// mostIdle is the share of learned time without requests up to which an operation never pauses, where it is not known at
	// which hours it does.
	mostIdle = 0.02
)

// JudgeRate compares the number of requests per second with what is normal at
// that hour; Ratio is live to expected. A busy operation that stops completing
// is a deviation (design 4.8): it may hang, and what hangs has no duration yet.
func JudgeRate(now baseline.Window, r baseline.Record, s Settings) Verdict {
	s = s.Of(r)
	v := Verdict{At: now.End, Width: now.Width, State: r.State, Requests: now.Requests()}
	v.Expected = r.ExpectedRateIn(now)
	if now.Width <= 0 {
		v.Reason = "no window to count in"
		return v
	}
	rate := now.Rate()
	v.Measured, v.Mean = true, rate
	if !(v.Expected > 0) {
		v.Expected = 0
		v.Reason = "no baseline yet: nothing to compare with"
		return v
	}
	expected := v.Expected * now.Width.Seconds()
	chance := 1 / math.Sqrt(expected)
	v.Ratio = rate / v.Expected
	v.RatioLow = math.Max(0, v.Ratio-twoSided*chance*math.Sqrt(math.Max(v.Ratio, chance*chance)))
	v.RatioHigh = v.Ratio + twoSided*chance*math.Sqrt(math.Max(v.Ratio, chance*chance))
	v.Z = (v.Ratio - 1) / chance
	v.Lower, v.Upper = math.Max(0, v.Expected*(1-infoZ*chance)), v.Expected*(1+infoZ*chance)
	v.Reason = fmt.Sprintf("%.3g requests/s, %.3g is normal at this hour", rate, v.Expected)
	v.settleRate(expected, r, s)
	return v
}

func (v *Verdict) settleRate(expected float64, r baseline.Record, s Settings) {
	switch {
	case learnedTooLittle(r):
		v.Reason += "; no verdict while the baseline is still being learned"
	case v.Requests > 0 && v.Ratio*s.Warning > 1:
		// At least half of the usual traffic: the normal life of an operation.
	case expected < baseline.Busy:
		v.Reason += fmt.Sprintf("; no verdict: only %.0f requests are expected in the window", expected)
	case (r.RateProfile == nil || r.RateProfile.GapsAWeek == nil) && r.Idle > mostIdle:
		v.Reason += fmt.Sprintf("; no verdict: it had no requests in %.0f %% of the learned time", 100*r.Idle)
	case r.RateProfile.Gappy():
		v.Reason += fmt.Sprintf("; no verdict: it has no requests for a while %.1f times a week", *r.RateProfile.GapsAWeek)
	case !r.HadSuchADay(v.At.Add(-v.Width / 2)):
		v.Reason += "; no verdict: no such day was learned yet"
	case pausesAround(v.At, v.Width, r):
		v.Reason += "; no verdict: it regularly pauses at about this time"
	case upTo(v.Requests, expected) > rateChance:
		v.Reason += "; no verdict: chance brings as few"
	case v.Requests > 0:
		v.Tier = Info
	default:
		v.Tier = Warning
		v.Reason += stopped
	}
}

// around is by how much what happens every day may come earlier or later.
const around = 30 * time.Minute

// pausesAround tells whether an operation regularly pauses, or is too quiet for its silence to be odd, at about the time of
// a window: no day begins on the minute, and an hour in which requests begin to come has few at first.
func pausesAround(at time.Time, width time.Duration, r baseline.Record) bool {
	if r.RateProfile == nil {
		return false
	}
	for _, then := range [...]time.Time{at.Add(-width - around), at.Add(-width / 2), at.Add(around - time.Nanosecond)} {
		if r.RateProfile.PausesAt(then) || r.ExpectedRate(then)*width.Seconds() < baseline.Busy {
			return true
		}
	}
	return false
}

// JudgeRateOf judges the rate by as many of the last windows as hold enough requests, or would. Less than the width of
// learned windows is silent only where in all of that width fewer came than by what those differ: what comes every few
// minutes is silent in between.
func JudgeRateOf(now baseline.Window, h Hour, r baseline.Record, s Settings) Verdict {
	v := JudgeRate(now, r, s)
	if v.Tier < Warning || now.Width >= learnedWidth || r.RateProfile == nil {
		return v
	}
	all, _ := Joined(h.Recent, func(w baseline.Window) bool { return w.Width >= learnedWidth })
	if all.Requests() == 0 {
		return v
	}
	if few := fewAsLearned(all.Requests(), r.ExpectedRateIn(all)*all.Width.Seconds(), r.RateProfile.Swing); few > rateChance {
		v.Tier = Normal
		v.Reason = strings.TrimSuffix(v.Reason, stopped) + fmt.Sprintf("; no verdict: %.0f came within %s", all.Requests(), all.Width)
	}
	return v
}

// Rhythm is how far back the rhythm of requests is looked at.
const Rhythm = 45 * time.Minute

// longer is by how much silence must outlast what is between requests.
const longer = 2

// InRhythm takes back that an operation has stopped whose silence is no longer than twice what was between its requests of
// late, given windows one after the other up to about the moment of the verdict, newest first. What comes every five minutes
// is in each of the windows that were learned, and silent for six where one is early and the next late. One pause is none of
// a rhythm: it may be the last time that it stopped.
func InRhythm(v Verdict, windows []baseline.Window) Verdict {
	if v.Tier < Warning {
		return v
	}
	last, pauses := pausesIn(windows)
	if len(pauses) < 2 || v.At.Sub(last) > longer*pauses[1] {
		return v
	}
	v.Tier = Normal
	v.Reason = strings.TrimSuffix(v.Reason, stopped) + fmt.Sprintf("; no verdict: lately up to %s passed between its requests", pauses[1])
	return v
}

// pausesIn is when there last were requests, and how long there were none between some, the longest first.
func pausesIn(windows []baseline.Window) (last time.Time, pauses []time.Duration) {
	var pause time.Duration
	for _, w := range windows {
		if w.Requests() == 0 {
			pause += w.Width
			continue
		}
		if last.IsZero() {
			last = w.End
		} else if pause > 0 {
			pauses = append(pauses, pause)
		}
		pause = 0
	}
	slices.SortFunc(pauses, func(a, b time.Duration) int { return cmp.Compare(b, a) })
	return last, pauses
}

// fewAsLearned is the probability of at most k requests where so many are expected and windows differ by a swing beyond
// chance: that of a negative binomial.
func fewAsLearned(k, expected, swing float64) float64 {
	const least = 0.01 // below it they are independent
	if swing < least {
		return upTo(k, expected)
	}
	size := 1 / (swing * swing)
	return mathext.RegIncBeta(size, math.Floor(k)+1, size/(size+expected))
}

const stopped = "; it stopped completing"

// upTo is the probability of at most k requests where so many are expected, were they independent.
func upTo(k, expected float64) float64 {
	return mathext.GammaIncRegComp(math.Floor(k)+1, expected)
}

// learnedTooLittle tells whether the two side signals rest on too few requests.
// A documented latency says nothing of them.
func learnedTooLittle(r baseline.Record) bool {
	return r.Requests < defaultLeast
}
