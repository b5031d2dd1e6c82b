package detect

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers whether the number of requests is normal.

const (
	// rateChance is how improbable so few requests must be where as many as usual are expected.
	rateChance = 1e-6
	// busy is how many requests must be expected in a window before their absence means anything.
	busy = 20
	// mostIdle is the share of learned time without requests up to which an operation never pauses.
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
	case expected < busy:
		v.Reason += fmt.Sprintf("; no verdict: only %.0f requests are expected in the window", expected)
	case r.Idle > mostIdle:
		v.Reason += fmt.Sprintf("; no verdict: it had no requests in %.0f %% of the learned time", 100*r.Idle)
	case r.RateProfile.PausesAt(v.At.Add(-v.Width / 2)):
		v.Reason += "; no verdict: it regularly pauses in this hour"
	case upTo(v.Requests, expected) > rateChance:
		v.Reason += "; no verdict: chance brings as few"
	case v.Requests > 0:
		v.Tier = Info
	default:
		v.Tier = Warning
		v.Reason += "; it stopped completing"
	}
}

// upTo is the probability of at most k requests where so many are expected, were they independent.
func upTo(k, expected float64) float64 {
	return mathext.GammaIncRegComp(math.Floor(k)+1, expected)
}

// learnedTooLittle tells whether the two side signals rest on too few requests.
// A documented latency says nothing of them.
func learnedTooLittle(r baseline.Record) bool {
	return r.Requests < defaultLeast
}
