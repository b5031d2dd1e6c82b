package detect

import (
	"math"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers whether single values are off their normal level.

const (
	// levelZ is the distance, in learned standard deviations, from which one value is off: one in a million of a normal
	// distribution.
	levelZ = 4.75
	// news is by how much further off it must be than what was seen once a week while learning. The tails of gauges are heavier
	// than those of a normal distribution, each in its own way. Chosen, as lastingZ, on labelled series (docs/methods/levels-errors-rate.md).
	news = 1.1
	// lastingZ is that of the sum of several in a row, were they independent; values
	// in a row are not.
	lastingZ = 10
	// lastingLevels is how many values in a row are looked at.
	lastingLevels = 12
)

// JudgeLevels is the verdict on the newest of some values, which come newest
// first. Both also tells of what lies below its normal.
func JudgeLevels(newestFirst []baseline.Level, l baseline.Levels, s Settings, both bool) Verdict {
	s = s.Filled()
	v := Verdict{Measured: len(newestFirst) > 0}
	if !v.Measured || l.Values == 0 {
		return v
	}
	now := newestFirst[0]
	v.At = now.At
	above, below := limitOf(l, 0, s), limitOf(l, 1, s)
	v.Expected, v.Lower, v.Upper = l.Expected(now.At), l.At(now.At, -below), l.At(now.At, above)
	off := l.Off(now)
	v.Ratio, v.Z = math.Max(0, now.Value)/v.Expected, off/l.Spread
	switch {
	case l.Whole > 0:
		// What is missing grows where the value falls.
		v.Ratio, v.Lower, v.Upper = l.Missing(now.Value)/l.Missing(v.Expected), v.Upper, v.Lower
	case !(v.Expected > 0):
		v.Ratio = math.Exp(off) // nothing is normal: against the least that counts
	}
	sign, side, limit := 1.0, 0, above
	if off < 0 {
		sign, side, limit = -1, 1, below
	}
	if sign < 0 && !both {
		return v
	}
	if sign*v.Z >= limit {
		v.Tier, v.values = levelTier(sign*math.Log(v.Ratio), s), 1
	}
	if v.Tier == Normal {
		v.lastingLevel(newestFirst, l, s, sign, repeatedLimit(l, side))
	}
	return v
}

// limitOf is the z from which one value is off to a side. What is critical even beside the furthest that was ever seen is news
// however wide the spread is: values of which most are 0 spread by their zeros, and as widely above those as below.
func limitOf(l baseline.Levels, side int, s Settings) float64 {
	limit := repeatedLimit(l, side)
	if most := l.Most[side]; most > 0 {
		limit = math.Min(limit, most+math.Log(s.Critical)/l.Spread)
	}
	return limit
}

// repeatedLimit is the z from which one value is off, where values as far off as some were seen once a week.
func repeatedLimit(l baseline.Levels, side int) float64 {
	return math.Max(levelZ, news*l.Repeated[side])
}

func levelTier(change float64, s Settings) Tier {
	for t := Critical; t > Normal; t-- {
		if change >= math.Log(s.factor(t)) {
			return t
		}
	}
	return Normal
}

// lastingLevel looks for a shift of all of the last values: each is held to the
// deviation from which one alone would tell, so that none decides. Where that is
// more than usual, their sum must be too.
func (v *Verdict) lastingLevel(newestFirst []baseline.Level, l baseline.Levels, s Settings, sign, limit float64) {
	sum := 0.0
	for i, one := range newestFirst[:min(len(newestFirst), lastingLevels)] {
		z := sign * l.Off(one) / l.Spread
		if z <= 0 {
			return
		}
		sum += math.Min(z, limit)
		n := float64(i + 1)
		if sum/math.Sqrt(n) >= lastingZ*limit/levelZ && sum/n*l.Spread >= math.Log(s.Info) {
			v.Tier, v.values = Info, i+1
			return
		}
	}
}
