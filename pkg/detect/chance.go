package detect

import (
	"math"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers how probable it is that a normal operation shows so many
// slow requests: a count of requests above a limit, which few requests cannot feign.

// chanceOf is the probability that a normal operation shows a window like this:
// as many requests above what is expected, or as many above the factor of a
// warning. The first needs no shape of the tail. The second tells a few requests
// that take very long from many that take a little longer, as they do when the
// level of a restless operation rises. The smaller of the two counts.
func chanceOf(now baseline.Window, r baseline.Record, expected float64, s Settings) float64 {
	n := now.Requests()
	c := countingOf(r, now.Width, s)
	if s.Invert {
		// More is better: nineteen in twenty lie below what is expected, and the worse ones below a fraction of it.
		return wandering(n-aboveOf(now, expected/s.Warning), n, distuv.UnitNormal.Quantile(judgedQuantile)-math.Log(s.Warning)/c.sigma, c.wander, 0)
	}
	return math.Min(c.slow(aboveOf(now, expected), n), c.far(aboveOf(now, s.Warning*expected), n))
}

// counting is how a normal operation's requests lie above two limits: what is expected, and the factor of a warning.
type counting struct {
	sigma  float64 // slope of the log-normal up to what is expected
	beyond float64 // how far the factor lies beyond it, in slopes of the tail
	tail   float64 // that slope
	wander float64 // of the level, in sigma
}

func countingOf(r baseline.Record, width time.Duration, s Settings) counting {
	v := variationOf(r)
	sigma := slopeOf(r)
	tail := tailBeyond(r, sigma)
	return counting{
		sigma: sigma, tail: tail, beyond: math.Log(s.Warning) / tail,
		wander: math.Hypot(v.over(max(width, learnedWidth)), v.learned) / sigma,
	}
}

// slow is the probability of at least k of n above what is expected.
func (c counting) slow(k, n float64) float64 {
	return wandering(k, n, -distuv.UnitNormal.Quantile(judgedQuantile), c.wander, 0)
}

// far is the probability of at least k of n above the factor of a warning.
func (c counting) far(k, n float64) float64 {
	return wandering(k, n, -distuv.UnitNormal.Quantile(judgedQuantile)-c.beyond, c.wander, unknownTail)
}

// unknownTail is the share of requests that may always lie above twice the p95:
// a tail that nobody has measured is not taken to be thinner.
const unknownTail = 0.002

// wandering is the probability of at least k of n, where one lies beyond the
// limit with the probability Φ(at), at wanders with the level, and the share is at least the least.
func wandering(k, n, at, wander, least float64) float64 {
	if !(wander > 0) || math.IsInf(wander, 0) {
		return baseline.AtLeast(k, n, math.Max(least, distuv.UnitNormal.CDF(at)))
	}
	var chance float64
	for i, x := range hermite {
		chance += hermiteWeights[i] * baseline.AtLeast(k, n, math.Max(least, distuv.UnitNormal.CDF(at+wander*x)))
	}
	return math.Min(1, math.Max(chance, furtherOut(chance, func(x float64) float64 {
		return baseline.AtLeast(k, n, math.Max(least, distuv.UnitNormal.CDF(at+wander*x)))
	})))
}

// furtherOut is what a chance is at least where the level must have wandered further than the outermost of the nine points,
// which see none of that: between two deviations there are at least as many as at the nearer one. Of a larger chance than that
// of such a deviation it is nothing.
func furtherOut(chance float64, beyond func(x float64) float64) (least float64) {
	const nearest, furthest, step = 4.55, 5.25, 0.1 // breachChance is that of 5.2
	if chance > distuv.UnitNormal.Survival(nearest) {
		return 0
	}
	for x := furthest; x > nearest-step/2; x -= step {
		within := distuv.UnitNormal.Survival(x)
		if x < furthest {
			within -= distuv.UnitNormal.Survival(x + step)
		}
		least += within * beyond(x)
	}
	return least
}

// aboveOf is the number of requests that took longer than a limit.
func aboveOf(w baseline.Window, limit float64) float64 {
	if len(w.Samples) > 0 {
		var n float64
		for _, took := range w.Samples {
			if took > limit {
				n++
			}
		}
		return n
	}
	return w.Above(limit)
}

// slopeOf is the slope up to the p95, or, where most requests take no time and that is not known, the one beyond it: without
// any, a level that wanders would count as one that stands still.
func slopeOf(r baseline.Record) float64 {
	if sigma := r.Slope(); sigma > 0 {
		return sigma
	}
	return tailBeyond(r, 0)
}

// tailBeyond is the slope beyond the p95: of the p95 to the p99 where that is flatter.
func tailBeyond(r baseline.Record, sigma float64) float64 {
	if r.P99 > r.P95 && r.P95 > 0 {
		return math.Max(sigma, math.Log(r.P99/r.P95)/(distuv.UnitNormal.Quantile(tailQuantile)-distuv.UnitNormal.Quantile(judgedQuantile)))
	}
	return sigma
}

// hermite and hermiteWeights average over a standard normal (Gauss-Hermite, nine points).
var (
	hermite = [9]float64{
		-4.512745863399783, -3.205429002856470, -2.076847978677830, -1.023255663789133, 0,
		1.023255663789133, 2.076847978677830, 3.205429002856470, 4.512745863399783,
	}
	hermiteWeights = [9]float64{
		2.234584400774664e-5, 2.789141321231769e-3, 4.991640676521788e-2, 2.440975028949394e-1, 4.063492063492064e-1,
		2.440975028949394e-1, 4.991640676521788e-2, 2.789141321231769e-3, 2.234584400774664e-5,
	}
)
