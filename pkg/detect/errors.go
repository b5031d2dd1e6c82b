package detect

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers whether the share of failed requests is normal: of the newest requests, or of as many minutes as a
// share takes to show that no single one of them does.

const (
	// leastErrors failed requests, and baseline.LeastErrorRatio of all, are needed before a
	// share of errors can be a deviation: one failure in a hundred is no news.
	leastErrors = 5
	// errorChance is how improbable a tier's number of errors must be at the learned share.
	errorChance = 1e-4
	// knownErrorChance is that of one window at what is known to fail, where less than LeastErrorRatio does, too. Of windows
	// there are more than a thousand a day: at 1e-4 an operation of which 2 % fail as ever was in breach once a fortnight.
	knownErrorChance = 2e-6
	// lastingErrorChance is that of many minutes, of which several numbers are looked at.
	lastingErrorChance = 1e-5
	// worstErrors windows are left out of many minutes: one burst of failures lies in two, and does not last.
	worstErrors = 2
)

// JudgeErrors compares the share of failed requests with the learned one; Ratio
// is live to learned share, of which at least baseline.LeastErrorRatio is assumed.
func JudgeErrors(now baseline.Window, r baseline.Record, s Settings) Verdict {
	s = s.Of(r)
	v := ofOne.compareErrors(now, r)
	if !v.Measured {
		return v
	}
	switch {
	case learnedTooLittle(r):
		v.Reason += "; no verdict while the baseline is still being learned"
	case now.Errors < leastErrors:
		if now.Errors > 0 {
			v.Reason += fmt.Sprintf("; no verdict from fewer than %d failures", leastErrors)
		}
	default:
		v.Tier = ofOne.errorTier(now, r, s)
	}
	return v
}

// JudgeErrorsOver is the verdict on what failed in an hour, or in a longer time.
func JudgeErrorsOver(all baseline.Window, r baseline.Record, s Settings) Verdict {
	v := ofMany.compareErrors(all, r)
	if v.Measured && !learnedTooLittle(r) {
		v.Tier = ofMany.errorTier(all, r, s.Of(r))
	}
	return v
}

// span tells whether a verdict is of one window or of many.
type span bool

const (
	ofOne  span = false
	ofMany span = true
)

// expectedErrors is the share that is normal in a window: of all time, or of its hours where more fail regularly.
func (many span) expectedErrors(now baseline.Window, r baseline.Record) float64 {
	return math.Max(r.ErrorRatio, many.of(r.RateProfile.FailingIn(now)))
}

// knownErrors is the share that is normal, or was seen at times.
func (many span) knownErrors(now baseline.Window, r baseline.Record) float64 {
	return math.Max(many.expectedErrors(now, r), many.of(r.ErrorsAtTimes))
}

// usualErrors is the share that others are multiples of.
func (many span) usualErrors(now baseline.Window, r baseline.Record) float64 {
	return math.Max(many.knownErrors(now, r), baseline.LeastErrorRatio)
}

func (many span) of(share baseline.Failing) float64 {
	if many {
		return share.Hour
	}
	return share.Window
}

// compareErrors gives the numbers of a verdict.
func (many span) compareErrors(now baseline.Window, r baseline.Record) Verdict {
	v := Verdict{At: now.End, Width: now.Width, State: r.State, Requests: now.Requests()}
	if !(v.Requests > 0) {
		v.Reason = "no requests in the window"
		return v
	}
	share := now.ErrorRatio()
	v.Measured, v.ByShare, v.Mean = true, !learnedTooLittle(r), share
	v.Expected = many.expectedErrors(now, r)
	floor := many.usualErrors(now, r)
	low, high := baseline.ShareInterval(now.Errors, v.Requests, twoSided)
	v.Ratio, v.RatioLow, v.RatioHigh = share/floor, low/floor, high/floor
	// Where all requests usually fail, a share that never varied has no deviation to measure by.
	varied := math.Min(floor, 1-baseline.LeastErrorRatio)
	sd := math.Sqrt(varied * (1 - varied) / v.Requests)
	v.Z = (share - v.Expected) / sd
	v.Lower, v.Upper = math.Max(0, v.Expected-infoZ*sd), math.Min(1, floor+infoZ*sd)
	over := ""
	if many {
		over = " over " + figure.Seconds(v.Width.Seconds())
	}
	v.Reason = fmt.Sprintf("%.3g %% of %s failed%s, %.3g %% is normal", 100*share,
		figure.Count(math.Round(v.Requests), "request", "requests"), over, 100*v.Expected)
	if atTimes := many.of(r.ErrorsAtTimes); atTimes > v.Expected {
		v.Reason += fmt.Sprintf(", and %.3g %% every other day", 100*atTimes)
	}
	return v
}

// errorTier asks the factor and that chance alone hardly explains the number: of one window even less at what is known to fail.
func (many span) errorTier(now baseline.Window, r baseline.Record, s Settings) Tier {
	chance := errorChance
	if many {
		chance = lastingErrorChance
	}
	usual := many.usualErrors(now, r)
	ratio := now.ErrorRatio() / usual
	if !(ratio >= s.Info) || now.Errors < leastErrors || baseline.AtLeast(now.Errors, now.Requests(), usual) > chance {
		return Normal
	}
	if many == ofOne && baseline.AtLeast(now.Errors, now.Requests(), many.knownErrors(now, r)) > knownErrorChance {
		return Normal
	}
	for t := Critical; t > Info; t-- {
		if ratio >= s.factor(t) {
			return t
		}
	}
	return Info
}

// JudgeErrorsOf is the verdict on the failed requests of the last hour. The newest requests tell what is far from
// normal at once; three in a hundred, of fifty a minute, are never five of them.
func JudgeErrorsOf(now baseline.Window, h Hour, r baseline.Record, s Settings) Verdict {
	if ofOne.usualErrors(now, r) > math.Max(r.ErrorRatio, baseline.LeastErrorRatio) {
		// What five minutes reached says nothing of one: a minute's burst of failures is a fifth of them.
		now, _ = Joined(h.Recent, func(w baseline.Window) bool { return w.Width >= max(now.Width, learnedWidth) })
	}
	v := JudgeErrors(now, r, s)
	if v.Tier >= Warning || !v.Measured || learnedTooLittle(r) {
		return v
	}
	ofHour := h.Failing
	if ofHour == nil {
		ofHour = LastingErrors(h.Slow, r, s)
	}
	for _, lasting := range []*Failing{LastingErrors(h.Recent, r, s), ofHour} {
		if lasting.Tier > v.Tier && !overErrors(h.Recent, lasting.share) {
			v = lasting.Verdict
			v.At = now.End
		}
	}
	return v
}

// mayHaveFailed tells whether a learned window can hold a minute in breach by what failed, beside others in which as many
// did as are normal. That minute may have had a tenth less traffic than they, and the others fewer failures by chance. Of
// few requests a verdict takes more than a minute, though never more than are enough.
func mayHaveFailed(w baseline.Window, r baseline.Record, s Settings) bool {
	if learnedTooLittle(r) || w.Errors < leastErrors {
		return false
	}
	const uneven = 0.9
	minutes := max(1, w.Width.Minutes())
	others := w.Requests() * (minutes - 1) / minutes * ofMany.expectedErrors(w, r)
	others -= math.Min(others, twoSided*math.Sqrt(others))
	looked := uneven * w.Requests() / minutes
	looked = math.Max(looked, math.Min(s.MinRequests, looked*learnedWidth.Minutes()/2))
	worst := failed(w.End, w.Width, looked, w.Errors-others)
	return ofOne.errorTier(worst, r, s.Of(r)) >= Warning
}

// Failing is the verdict on the failed requests of many minutes; its tier is Normal where they show none.
type Failing struct {
	Verdict
	share float64 // without the worst of them
}

// LastingErrors looks for a share of failed requests over the newest windows, over any number of them. It holds without
// the worst of them, and the newest do not speak against it.
func LastingErrors(newestFirst []baseline.Window, r baseline.Record, s Settings) *Failing {
	s = s.Of(r)
	found := &Failing{}
	if len(newestFirst) == 0 || learnedTooLittle(r) {
		return found
	}
	newest := newestFirst[0]
	var requests, errors float64
	var worst []baseline.Window
	for i, w := range newestFirst {
		requests, errors = requests+w.Requests(), errors+w.Errors
		worst = worstOf(append(worst, w))
		looked := newestFirst[:i+1]
		if len(looked) < worstErrors+left || errors < leastErrors {
			continue
		}
		width := newest.End.Sub(w.End) + w.Width
		rest := failed(newest.End, width, requests, errors)
		for _, bad := range worst {
			rest = failed(newest.End, width, rest.Requests()-bad.Requests(), rest.Errors-bad.Errors)
		}
		known := r
		if width <= learnedWidth { // which five minutes of the hour regularly reach
			known.ErrorRatio = math.Max(r.ErrorRatio, r.RateProfile.FailingIn(rest).Window)
		}
		tier := ofMany.errorTier(rest, known, s)
		if tier <= found.Tier || overErrors(looked[:i], rest.ErrorRatio()) {
			continue
		}
		found = &Failing{ofMany.compareErrors(failed(newest.End, width, requests, errors), known), rest.ErrorRatio()}
		found.Tier = tier
	}
	return found
}

// failed is a window of which only is told how many requests failed.
func failed(end time.Time, width time.Duration, requests, errors float64) baseline.Window {
	return baseline.Window{End: end, Width: width, Histogram: baseline.Histogram{Counts: []float64{requests}}, Errors: errors}
}

// worstOf are those with the most failed requests.
func worstOf(windows []baseline.Window) []baseline.Window {
	if len(windows) <= worstErrors {
		return windows
	}
	slices.SortStableFunc(windows, func(a, b baseline.Window) int { return cmp.Compare(b.Errors, a.Errors) })
	return windows[:worstErrors]
}

// overErrors tells whether too few of the newest requests failed for a share that goes on.
func overErrors(newestFirst []baseline.Window, share float64) bool {
	var requests, errors float64
	for _, w := range newestFirst {
		requests, errors = requests+w.Requests(), errors+w.Errors
		if requests > 0 && 1-baseline.AtLeast(errors+1, requests, share) < fewOverChance {
			return true
		}
	}
	return false
}
