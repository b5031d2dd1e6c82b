package detect

import (
	"fmt"
	"math"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers whether an operation that has a value at any time is normal, given its windows: what level.go says of
// single values is asked of the mean of the last minutes, as wide as the windows that were learned, and of the hour.

// level is JudgeHour where each window has one value.
func (h Hour) level(r baseline.Record, s Settings) Verdict {
	v := judgeLevel(h.Recent, r, s)
	if v.Tier > Normal || !v.Measured || stillLearning(r) {
		return v
	}
	if v.Drift = h.drift(r, s); v.Drift.Tier > Normal && v.Z > 0 { // else it has gone away
		v.Tier = Info
		v.Reason += "; " + v.Drift.Reason
	}
	return v
}

// judgeLevel is the verdict on the mean of windows, newest first.
func judgeLevel(windows []baseline.Window, r baseline.Record, s Settings) Verdict {
	s = s.Of(r)
	now := joinedAll(windows)
	v := Verdict{At: now.End, Width: now.Width, State: r.State, Requests: now.Requests(), Unit: r.Unit, ByLevel: true}
	if !(v.Requests > 0) {
		v.Reason = "no value in the window"
		return v
	}
	mean := now.Mean()
	v.Measured, v.Mean, v.Quantiles = true, mean, baseline.Quantiles{P50: mean, P95: mean, P99: mean}
	of := JudgeLevels([]baseline.Level{{At: now.Middle(), Value: mean}}, *r.Level, s, true)
	v.Expected, v.Lower, v.Upper = of.Expected, math.Max(0, of.Lower), of.Upper
	v.Ratio, v.Z = worseness(of, r, s)
	down, up := uncertainty(r)
	v.RatioLow, v.RatioHigh = v.Ratio*math.Exp(-up), v.Ratio*math.Exp(down)
	v.Reason = v.levelWords(s)
	switch {
	case stillLearning(r):
		v.Reason += "; no verdict while the baseline is still being learned"
	case v.Z > 0:
		v.Tier = of.Tier
		for small(of.Expected, r) && v.Tier > Info && v.Ratio < s.factor(v.Tier) {
			v.Tier--
		}
		for r.State == baseline.Provisional && v.Tier > Normal && v.RatioLow < s.factor(v.Tier) {
			v.Tier--
		}
		if v.Tier < Warning && v.Ratio >= s.Warning {
			v.Reason += fmt.Sprintf("; not %s: within the usual spread of this operation (z %.1f)", Warning, v.Z)
		}
	}
	return v
}

// nextToNothing is the part of the floor below which a usual value is no measure of others: a sixteenth of the middle of all.
const nextToNothing = 0.25

// small tells whether a usual value is too near to nothing.
func small(usual float64, r baseline.Record) bool {
	return r.Level.Whole == 0 && usual > 0 && usual < nextToNothing*r.Level.Floor
}

// worseness turns a verdict on single values to where more is worse, as of a share what is missing to its whole is already;
// where neither is better, to where it lies.
// Of nothing, or next to it, there is no multiple: its ratio is against the least that counts.
func worseness(of Verdict, r baseline.Record, s Settings) (ratio, z float64) {
	ratio, z = of.Ratio, of.Z
	if !(ratio > 0) || !(of.Expected > 0) || small(of.Expected, r) {
		ratio = math.Exp(z * r.Level.Spread)
	}
	if s.Both && z < 0 || s.Invert && r.Level.Whole == 0 {
		return 1 / ratio, -z
	}
	return ratio, z
}

func stillLearning(r baseline.Record) bool { return r.State == baseline.Learning || r.State == "" }

// levelDrift is the cumulative verdict on windows of five minutes, newest first: all of them off their normal, none as far
// as one alone has to be.
func levelDrift(slow []baseline.Window, r baseline.Record, s Settings) Drift {
	s = s.Of(r)
	slow = slices.DeleteFunc(slices.Clone(slow), func(w baseline.Window) bool { return !(w.Requests() > 0) })
	values := make([]baseline.Level, 0, len(slow))
	for _, w := range slow {
		values = append(values, baseline.Level{At: w.Middle(), Value: w.Mean()})
	}
	v := JudgeLevels(values, *r.Level, s, true)
	ratio, z := worseness(v, r, s)
	if !v.Measured || stillLearning(r) || z < 0 {
		return Drift{}
	}
	d := Drift{Ratio: ratio, RatioLow: ratio, RatioHigh: ratio, Z: z, Quantile: judgedQuantile, Tier: min(v.Tier, Info)}
	if n := lyingThere(values, v, *r.Level, s); n > 0 {
		d.Width = slow[0].End.Sub(slow[n-1].End) + slow[n-1].Width
	}
	d.Reason = fmt.Sprintf("for %s all of it lay there", figure.Seconds(d.Width.Seconds()))
	return d
}

// lyingThere is how many values, newest first, a verdict on them speaks of: all that it rests on, and those before that are
// as far off as an info at least, on the same side. Of one that tells nothing it is all.
func lyingThere(values []baseline.Level, v Verdict, l baseline.Levels, s Settings) int {
	if v.Tier == Normal {
		return len(values)
	}
	n := v.values
	for n < len(values) && math.Copysign(1, v.Z)*l.Off(values[n]) >= math.Log(s.Info) {
		n++
	}
	return n
}
