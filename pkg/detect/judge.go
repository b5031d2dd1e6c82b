package detect

import (
	"fmt"
	"math"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers whether the latency of one window is normal.
//
// Three things are asked of a deviation: its size (the documented factors), its
// interval (is even the lower end a deviation, the uncertainty of window and
// baseline included?) and its rarity (how many standard deviations of a normal
// window is it away?). A window is judged alone, so that nothing is waited for.

// Judge compares the p95 of one window with what the baseline expects in it. A
// window with fewer requests than the settings ask has its numbers, but no tier.
func Judge(now baseline.Window, r baseline.Record, s Settings) Verdict {
	if r.Level != nil {
		return judgeLevel([]baseline.Window{now}, r, s)
	}
	s = s.Of(r)
	v := Verdict{At: now.End, Width: now.Width, State: r.State, Requests: now.Requests(), Unit: r.Unit}
	if !(v.Requests > 0) {
		v.Reason = "no requests in the window"
		return v
	}
	v.Quantiles, v.Clamped = now.Quantiles()
	v.Mean = now.Mean()
	v.Measured = true
	v.Expected = r.ExpectedIn(now, s.Invert)
	if !(v.Expected > 0) || !(v.P95 >= baseline.LeastValue) {
		switch {
		case !(v.Expected > 0):
			v.Reason = "no baseline yet: nothing to compare with"
		case v.P95 < baseline.LeastValue:
			v.Reason = fmt.Sprintf("a p95 of %s has no ratio to the baseline's %s", figure.In(v.Unit, 0), figure.In(v.Unit, v.Expected))
		default:
			v.Reason = "of these requests no duration is known"
		}
		v.Expected = 0
		return v
	}
	low, high := now.Interval(judgedQuantile, level)
	v.compare(v.P95, v.Expected, low, high, r, s)
	if v.Clamped {
		v.compareMedian(now, r, s)
	} else if !s.Invert && r.State != baseline.Documented {
		v.anywhere(now, r, low, high)
	}
	v.settle(r, s)
	return v
}

// compareMedian compares the p50 where that shows more: of a p95 beyond the last bucket it is not known how far, and ten
// times slower would be "at least 1.2x". The p50 that is expected is the largest that is normal beside such a p95.
func (v *Verdict) compareMedian(now baseline.Window, r baseline.Record, s Settings) {
	usual := v.Expected * r.BodyRatio
	if s.Invert || !(usual > 0) || v.P50/usual <= v.Ratio {
		return
	}
	v.UsualP50 = usual
	low, high := now.Interval(0.5, level)
	v.compare(v.P50, usual, low, high, r, s)
}

// compare fills ratio, interval, z and band from a quantile of the window and what it is normally; low and high hold the true one.
func (v *Verdict) compare(quantile, normal, low, high float64, r baseline.Record, s Settings) {
	live, expected := math.Log(quantile), math.Log(normal)
	// Buckets of signed values may have their lower end below 0, which has no logarithm and bounds no ratio.
	down, up := live-math.Log(math.Max(low, 0)), math.Log(high)-live
	if math.IsInf(up, 1) || v.Clamped {
		// Nothing bounds it above: as far as below is the best guess, and keeps the number finite.
		up = math.Max(down, 0)
	}
	baseDown, baseUp := uncertainty(r)
	d := live - expected
	if s.Invert {
		d, down, up = -d, up, down
		baseDown, baseUp = baseUp, baseDown
	}
	// Two independent intervals of logarithms, combined side by side (Zou & Donner's MOVER).
	v.Ratio = math.Exp(d)
	v.RatioLow = math.Exp(d - math.Hypot(down, baseUp))
	v.RatioHigh = math.Exp(d + math.Hypot(up, baseDown))
	sd := normalSpread(v.Requests, (down+up)/(2*twoSided), r)
	v.Z = d / sd
	v.Lower = v.Expected * math.Exp(-infoZ*sd)
	v.Upper = v.Expected * math.Exp(infoZ*sd)
}

// uncertainty is how far, in logarithms, the true p95 lies below and above the
// learned one at most (95 %). A document's figure is what it is. Where it may be
// nothing, which has no logarithm, as far below as above is the best guess.
func uncertainty(r baseline.Record) (down, up float64) {
	if r.State == baseline.Documented || !(r.P95 > 0) || !(r.P95High > 0) {
		return 0, 0
	}
	up = math.Max(0, math.Log(r.P95High/r.P95))
	if !(r.P95Low > 0) {
		return up, up
	}
	return math.Max(0, math.Log(r.P95/r.P95Low)), up
}

// normalSpread is the standard deviation of the log p95 of a *normal* window
// with so many requests: the operation's own unrest and the chance of a sample.
// The chance is taken from the baseline where it can be: in the first seconds of
// a slowdown the window is half old, half new, its own interval is very wide,
// and would hide what it should show.
func normalSpread(requests, own float64, r baseline.Record) float64 {
	chance := own
	if r.State != baseline.Documented && r.Effective > 0 && r.P95Low > 0 && r.P95High > r.P95Low {
		perRequest := math.Log(r.P95High/r.P95Low) / (2 * twoSided) * math.Sqrt(r.Effective)
		chance = perRequest / math.Sqrt(requests)
	}
	unrest := r.LogSD
	if r.State == baseline.Documented {
		unrest = 0
	}
	return math.Max(math.Hypot(unrest, chance), leastSpread)
}

// settle gives the tier and says why.
func (v *Verdict) settle(r baseline.Record, s Settings) {
	least := s.MinRequests
	switch {
	case r.State == baseline.Learning || r.State == "":
		v.Reason = v.words(s) + "; no verdict while the baseline is still being learned"
	case v.Requests < least:
		needed := fmt.Sprintf(", at least %.0f are needed", least)
		if least == defaultLeast && !s.Invert {
			needed = fmt.Sprintf(": fewer than %.0f tell only what is far slower", least) // judgeFew
		}
		v.Reason = fmt.Sprintf("%s; no verdict from %s%s", v.words(s), figure.Count(math.Round(v.Requests), "request", "requests"), needed)
	default:
		v.Tier = v.tier(s, ofWindow)
		v.Reason = v.words(s) + v.doubt(s, ofWindow)
	}
}

// evidence is what a tier asks besides its factor.
type evidence struct {
	single bool // one run: exact, nothing to sample, and its own persistence
	// counted: how improbable it is, is counted and not taken from z.
	counted bool
	rare    float64 // the distance in standard deviations that no chance reaches
	// documented is the upper end of a document's range in seconds, 0 without one:
	// a run beyond a tier of that is what the document wants told.
	documented float64
}

// ofWindow: a window of many requests.
var ofWindow = evidence{rare: infoZ}

// least is the distance in standard deviations that a tier asks of a p95.
func (e evidence) least(t Tier, p95 float64, s Settings) float64 {
	switch {
	case e.counted:
		return math.Inf(-1)
	case t > Info && !e.single:
		return breachZ
	case e.documented > 0 && p95 >= s.factor(t)*e.documented:
		return infoZ
	}
	return e.rare
}

// tier is the worst tier whose conditions hold.
func (v *Verdict) tier(s Settings, e evidence) Tier {
	for t := Critical; t > Normal; t-- {
		if v.Ratio >= s.factor(t) && v.firm(t, s, e) {
			return t
		}
	}
	return Normal
}

// firm tells whether the evidence carries a tier.
func (v *Verdict) firm(t Tier, s Settings, e evidence) bool {
	switch v.State {
	case baseline.Documented:
		return true
	case baseline.Provisional:
		if v.RatioLow < s.factor(t) {
			return false
		}
	}
	switch {
	case v.Z < e.least(t, v.P95, s):
		return false
	case t == Info:
		return v.RatioLow > 1
	case e.single:
		return true
	case t == Warning:
		return v.RatioLow > s.Info
	}
	return v.RatioLow >= s.Warning
}

// doubt says why a large ratio has no or a smaller tier.
func (v *Verdict) doubt(s Settings, e evidence) string {
	next := v.Tier + 1
	if v.Tier == Critical || v.Ratio < s.factor(next) {
		return ""
	}
	switch {
	case v.State == baseline.Provisional && v.RatioLow < s.factor(next):
		return fmt.Sprintf("; not %s: the baseline is provisional and the ratio may be as low as %s", next, figure.Times(v.RatioLow))
	case v.Z < e.least(next, v.P95, s):
		return fmt.Sprintf("; not %s: within the usual spread of this operation (z %.1f)", next, v.Z)
	}
	return fmt.Sprintf("; not %s: the ratio may be as low as %s", next, figure.Times(v.RatioLow))
}
