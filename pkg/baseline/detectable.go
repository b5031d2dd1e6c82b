package baseline

import (
	"math"
	"time"
)

// This file answers how small a slowdown can be and still be found.

const (
	// foundBeyond and foundPower: found means beyond what chance shows once in a thousand times, in four of five cases.
	foundBeyond = 0.001
	foundPower  = 0.8
	// leastFound is the number of requests below which nobody judges a p95: five above it.
	leastFound = 100
)

// Horizons are the times within which the smallest detectable slowdown is stated.
var Horizons = [...]time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute}

// Detectable is the smallest lasting slowdown, as a ratio to normal, that the
// requests of a horizon tell from chance; NaN where nothing is judged: while
// learning, and where fewer than 100 requests come in that time. It is at least
// the factor from which a deviation counts as one.
func (r Record) Detectable(horizon time.Duration, info float64) float64 {
	n := r.RequestRate * horizon.Seconds()
	if r.State != Active || r.Idle == 1 || !(n >= leastFound) || !(r.P95Low > 0) || !(r.P95High > r.P95Low) || !(r.Effective > 0) {
		return math.NaN()
	}
	// How far the learned p95 itself may be off, and one request's share of a window's chance.
	own := math.Log(r.P95High/r.P95Low) / (2 * standardNormal.Quantile(0.975))
	perRequest := own * math.Sqrt(r.Effective)
	unrest := r.unrest(perRequest, horizon)
	sd := math.Sqrt(unrest*unrest + perRequest*perRequest/n + own*own)
	if r.Factors != nil {
		info = r.Factors.Info
	}
	return math.Max(info, math.Exp((standardNormal.Quantile(1-foundBeyond)+standardNormal.Quantile(foundPower))*sd))
}

// unrest is the standard deviation of the operation's own level over a horizon.
// Windows share a level for as long as it lasts: a horizon averages out only
// what it is longer than. How long that is follows from how much fewer the
// effective requests are than the counted ones.
func (r Record) unrest(perRequest float64, horizon time.Duration) float64 {
	perWindow := r.Requests / math.Max(1, float64(r.Windows))
	chance := perRequest * perRequest / perWindow
	level := r.LogSD*r.LogSD - chance
	if level <= 0 {
		return 0
	}
	memory := math.Max(1, (r.Requests/r.Effective-1)*chance/level) // windows
	windows := horizon.Seconds() * r.RequestRate / perWindow
	return math.Sqrt(level * math.Min(1, memory/math.Max(1, windows)))
}
