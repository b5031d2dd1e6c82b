package detect

import (
	"math"
	"sort"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers how small a lasting slowdown can be and still be found within a time.

// Smallest is the smallest lasting slowdown, as a ratio to normal, that is found
// within a time in four of five cases: by the p95 of its requests, or by their
// count where they are too few for a p95. NaN where neither can judge.
func Smallest(r baseline.Record, within time.Duration, s Settings) float64 {
	s = s.Of(r)
	if ratio := r.Detectable(within, s.Info); !math.IsNaN(ratio) {
		return math.Max(ratio, smallestShift(r, within, s))
	}
	return smallestOfFew(r, within, s)
}

// heldBack is by how much z of several pieces is lowered by holding them to what no spike can have made.
const heldBack = 0.4

// smallestShift is the smallest that a verdict tells: over the last minutes, over the hour, or in one window that is a breach.
func smallestShift(r baseline.Record, within time.Duration, s Settings) float64 {
	v, power := variationOf(r), distuv.UnitNormal.Quantile(1-missed)
	shown := func(z, back float64, width time.Duration) float64 {
		sd := math.Sqrt(v.over(width)*v.over(width) + v.perRequest*v.perRequest/(r.RequestRate*width.Seconds()) + v.learned*v.learned)
		sd = math.Max(sd, leastSpread)
		return math.Max(math.Exp((z+back+power)*sd), s.Info*math.Exp((back+power)*sd))
	}
	minutes, back := min(within, RecentReach).Truncate(time.Minute), 0.0
	if minutes > time.Minute {
		back = heldBack
	}
	smallest := shown(recentZ, back, minutes)
	// It begins within a window of five minutes, which then is slow in part.
	if whole := (within - 1).Truncate(learnedWidth); whole >= leastDrift*learnedWidth {
		smallest = math.Min(smallest, shown(slowZ, heldBack, min(whole, hourWidth)))
	}
	if n := r.RequestRate * time.Minute.Seconds(); n >= s.MinRequests && !s.Invert && r.Slope() > 0 {
		c := countingOf(r, time.Minute, s)
		rare := math.Exp((breachZ + power) * normalSpread(n, 0, r))
		counted := c.least(n, breachChance, missed) * math.Exp(power*v.over(learnedWidth)) // it may begin where the level is low
		smallest = math.Min(smallest, max(s.Warning, rare, counted, c.breach(n)))
	}
	return smallest
}

// smallestOfFew is that of judgeFew, requests coming evenly.
func smallestOfFew(r baseline.Record, within time.Duration, s Settings) float64 {
	if s.MinRequests != defaultLeast || s.Invert || r.State != baseline.Active || r.Idle == 1 || !(r.RequestRate > 0) || r.Slope() == 0 {
		return math.NaN()
	}
	width := time.Minute
	if within > learnedWidth {
		width = learnedWidth
	}
	perWindow := r.RequestRate * width.Seconds()
	bad := spoiltAt(60 * r.RequestRate)
	smallest := math.Inf(1)
	for _, least := range fewRequests {
		windows := max(float64(bad+left), math.Ceil(least/perWindow))
		// It begins within a window, which then is slow in part.
		if (windows+1)*float64(width) > float64(within) {
			break
		}
		rest := windows - float64(bad)
		all := time.Duration(windows) * width
		counted := math.Max(
			countingOf(r, all, s).least(windows*perWindow, breachChance, missed),
			// Whichever windows are left out: each of the rests may be the one that shows too little.
			countingOf(r, time.Duration(rest)*width, s).least(rest*perWindow, restChance, missed/(rest+1)),
		)
		smallest = math.Min(smallest, math.Max(counted, countingOf(r, all, s).breach(windows*perWindow)))
	}
	if math.IsInf(smallest, 1) {
		return math.NaN()
	}
	return math.Max(s.Warning, smallest)
}

// missed is in how many cases what is stated is not found.
const missed = 0.2

// least is the smallest ratio at which, but for some cases, so many requests are slow that normal ones are so with no
// more than a chance.
func (c counting) least(n, chance, but float64) float64 {
	n = math.Floor(n)
	needed := func(probability func(k, n float64) float64) float64 {
		return float64(sort.Search(int(n)+1, func(k int) bool { return probability(float64(k), n) <= chance }))
	}
	return math.Min(
		math.Exp(c.sigma*c.moved(needed(c.slow), n, 0, but)),
		math.Exp(c.tail*c.moved(needed(c.far), n, c.beyond, but)),
	)
}

// breach is the smallest ratio at which the p95 of so many requests lies above the factor of a warning.
func (c counting) breach(n float64) float64 {
	n = math.Floor(n)
	return math.Exp(c.tail * c.moved(math.Floor((1-judgedQuantile)*n)+1, n, c.beyond, missed))
}

// moved is how many slopes requests must move for k of n to lie above a limit which is so many beyond what is expected;
// infinite where more are needed than there are.
func (c counting) moved(k, n, beyond, but float64) float64 {
	if k > n {
		return math.Inf(1)
	}
	// Of n requests at least k are slow with the probability of a beta distribution: its quantile is the share that is asked for.
	share := distuv.Beta{Alpha: k, Beta: n - k + 1}.Quantile(1 - but)
	return distuv.UnitNormal.Quantile(share) + distuv.UnitNormal.Quantile(judgedQuantile) + beyond
}
