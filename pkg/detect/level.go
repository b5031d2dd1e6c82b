package detect

import (
	"math"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers whether single values are off their normal level.

const (
	// levelZ is the distance, in learned standard deviations, from which one value is
	// off. Values of gauges have heavier tails than a normal distribution, in which
	// 4.75 would be one in a million: chosen on labelled series (docs/evaluation.md).
	levelZ = 6.5
	// lastingZ is that of the sum of several in a row, were they independent; values
	// in a row are not.
	lastingZ = 8
	// lastingLevels is how many values in a row are looked at.
	lastingLevels = 12
)

// JudgeLevels is the verdict on the newest of some values, which come newest
// first. Both also tells of what lies below its normal.
func JudgeLevels(newestFirst []baseline.Level, l baseline.Levels, s Settings, both bool) Verdict {
	s = s.filled()
	v := Verdict{Measured: len(newestFirst) > 0}
	if !v.Measured || l.Values == 0 {
		return v
	}
	now := newestFirst[0]
	v.At = now.At
	v.Expected, v.Lower, v.Upper = l.Expected(now.At), l.At(now.At, -levelZ), l.At(now.At, levelZ)
	off := l.Off(now)
	v.Ratio, v.Z = math.Exp(off), off/l.Spread
	sign := 1.0
	if off < 0 {
		sign = -1
	}
	if sign < 0 && !both {
		return v
	}
	if sign*v.Z >= levelZ {
		v.Tier = levelTier(sign*off, s)
	}
	if v.Tier == Normal {
		v.lastingLevel(newestFirst, l, s, sign)
	}
	return v
}

func levelTier(off float64, s Settings) Tier {
	for t := Critical; t > Normal; t-- {
		if off >= math.Log(s.factor(t)) {
			return t
		}
	}
	return Normal
}

// lastingLevel looks for a shift of all of the last values: each is held to the
// deviation from which one alone would tell, so that none decides.
func (v *Verdict) lastingLevel(newestFirst []baseline.Level, l baseline.Levels, s Settings, sign float64) {
	sum := 0.0
	for i, one := range newestFirst[:min(len(newestFirst), lastingLevels)] {
		z := sign * l.Off(one) / l.Spread
		if z <= 0 {
			return
		}
		sum += math.Min(z, levelZ)
		n := float64(i + 1)
		if sum/math.Sqrt(n) >= lastingZ && sum/n*l.Spread >= math.Log(s.Info) {
			v.Tier = Info
			return
		}
	}
}
