package baseline

import (
	"math"
	"time"
)

// This file answers how many independent requests the learned ones are worth.
//
// Requests of one window share its level, and levels of neighbouring windows are
// alike, so n requests carry less than n independent ones would. How much less
// is read from the quantile's own influence: per window, the number of requests
// below the learned p95 minus the number expected there. The variance of the sum
// of these, correlations included, to what independent requests would give is
// the inflation; n divided by it is the effective number (Bahadur's
// representation of a quantile of dependent data).

// effective is the number of independent requests that determine the p95 as
// well as these units do, of a total of n requests. plain is the same without
// regard to correlation: with wide buckets the interpolated p95 moves less than
// an exact one would, and plain is larger than n. What is known of the week is no
// unrest: a slow weekend is not a level that happens to last for two days.
func effective(units *evidence, p pool, p95 float64, shape *Profile) (correlated, plain float64) {
	n := p.requests()
	unitVariance := p.influenceVariance(p95)
	if !(n > 0) || !(unitVariance > 0) {
		return 0, 0
	}
	plain = n * learnedQuantile * (1 - learnedQuantile) / unitVariance
	series, correction := influence(units, p95, shape)
	return plain / inflation(series, correction/(n*unitVariance)), plain
}

// influenceVariance is the variance of one request's contribution to the
// (interpolated) number below v.
func (p pool) influenceVariance(v float64) float64 {
	if len(p.sorted) > 0 {
		return learnedQuantile * (1 - learnedQuantile)
	}
	n := p.Count()
	var below float64
	for i, c := range p.Counts {
		_, high := p.edges(i)
		if v > high {
			below += c
			continue
		}
		inside := c / n
		if inside == 0 {
			break
		}
		if inside == 1 {
			break // interpolated, it would never vary: the true one does
		}
		t := (p.below(v) - below) / c
		mean := below/n + t*inside
		return below/n + t*t*inside - mean*mean
	}
	return learnedQuantile * (1 - learnedQuantile)
}

// influence is the series of contributions on an even grid of time, 0 where
// nothing was measured, with the hour-of-day shape taken out where three days
// exist, or that of the week where it is one, and the factor that makes good for
// what taking it out removed besides.
func influence(units *evidence, p95 float64, shape *Profile) (series []float64, correction float64) {
	// No residuals are needed by now.
	kept := pieces{of: sized(units.residuals.at, len(units.spans))[:0], z: sized(units.spare[0], len(units.spans))[:0]}
	within := threshold{v: p95}
	for i := range units.list {
		u := &units.list[i]
		if u.outlier {
			continue
		}
		s := units.spanOf(u)
		z := -learnedQuantile * s.requests
		switch {
		case !u.exact:
			z += within.count(units.histogramOf(s))
		case u.value <= p95:
			z++
		}
		kept.add(u.of, z)
	}
	units.residuals.at, units.spare[0] = kept.of, kept.z
	correction = 1
	if len(kept.z) == 0 || units.spans[kept.of[0]].counted == nowhere {
		return kept.z, correction
	}
	if units.days >= leastDays {
		level := ""
		if shape != nil {
			level = shape.Level
		}
		kept.subtractCells(units.spans, cellsOf(level))
		days := daysOfCell(level, units.days)
		correction = days / (days - 1)
	}
	return kept.onGrid(units), correction
}

// pieces are what each span contributes: its requests below the p95, more than expected.
type pieces struct {
	of []int32 // the spans
	z  []float64
}

func (p *pieces) add(of int32, z float64) {
	if last := len(p.of) - 1; last >= 0 && p.of[last] == of {
		p.z[last] += z // runs of one window share its level
		return
	}
	p.of, p.z = append(p.of, of), append(p.z, z)
}

// subtractCells takes from each piece what its cell of the week has on average.
func (p *pieces) subtractCells(spans []span, cells *cells) {
	var sum, requests [168]float64
	for i, of := range p.of {
		s := &spans[of]
		c := cells[s.hour]
		sum[c] += p.z[i]
		requests[c] += s.requests
	}
	for i, of := range p.of {
		s := &spans[of]
		c := cells[s.hour]
		p.z[i] -= sum[c] / requests[c] * s.requests
	}
}

// onGrid puts the contributions of windows at their moments; series with mostly holes stay in their order.
func (p *pieces) onGrid(units *evidence) []float64 {
	n := len(p.of)
	if n < 2 {
		return p.z
	}
	first, last := &units.spans[p.of[0]], &units.spans[p.of[n-1]]
	step := first.width
	for _, of := range p.of {
		step = min(step, units.spans[of].width)
	}
	if step <= 0 {
		step = time.Minute
	}
	slots := int((last.end-first.end)/int64(step)) + 1
	if slots < 1 || slots > 4*n+1 {
		return p.z
	}
	units.spare[1] = sized(units.spare[1], slots)
	grid := units.spare[1]
	clear(grid)
	for i, of := range p.of {
		grid[(units.spans[of].end-first.end)/int64(step)] += p.z[i]
	}
	return grid
}

// priorCorrelation and priorWindows are what is believed of the correlation of
// levels before it can be seen: a lag-1 correlation of 0.8, with the weight of
// one hour of windows. After a working day (fadesFrom windows) it fades with the
// square of the time: what was seen then tells more than any belief.
const (
	priorCorrelation = 0.8
	priorWindows     = 12
	fadesFrom        = 100
)

// inflation is by how much the sum of a series varies more than independent
// requests would make it; scale turns a sum of squares into that unit.
func inflation(z []float64, scale float64) float64 {
	plain, total := longRunSums(z)
	unrest := plain*scale - 1
	if unrest <= 0 {
		return math.Max(1, total*scale)
	}
	n := float64(len(z))
	// How many windows one independent level lasts.
	memory := believed(math.Max(1, (total*scale-1)/unrest), n)
	// From few independent pieces the variance itself is a guess, as with Student's t.
	pieces := math.Max(1, n*(1+unrest)/(1+unrest*memory))
	return 1 + unrest*memory*(1+2/pieces)
}

// believed is for how many of n windows one level lasts, given what was seen of it.
func believed(memory, n float64) float64 {
	before := (1 + priorCorrelation) / (1 - priorCorrelation)
	fade := math.Min(1, fadesFrom/n)
	weight := priorWindows * fade * fade
	return (n*memory + weight*before) / (n + weight)
}

// longRunSums are the sum of squares of a series, whose mean it takes out, and that sum with the
// covariances of neighbours: added as long as the sums of neighbouring pairs
// stay positive (Geyer's initial positive sequence, made monotone), which fits
// any reversible process and needs no order of a model.
func longRunSums(z []float64) (plain, total float64) {
	n := len(z)
	var mean float64
	for _, v := range z {
		mean += v
	}
	mean /= float64(n)
	for i := range z {
		z[i] -= mean
	}
	covariance := func(lag int) float64 { return dot(z[lag:], z[:n-lag]) }
	plain = covariance(0)
	total = -plain
	last := math.Inf(1)
	lags := 1
	for lag := 0; lag+1 < n/2; lag += 2 {
		pair := covariance(lag) + covariance(lag+1)
		if pair <= 0 {
			break
		}
		last = math.Min(last, pair)
		total += 2 * last
		lags = 2*lag + 3
	}
	// The mean of the series is its own: taking it out lowers every covariance by the variance of that mean.
	total /= 1 - math.Min(0.5, float64(lags)/float64(n))
	return plain, math.Max(total, plain)
}

// dot is the sum of products of two lists of one length, in four sums: each would have to wait for the one before.
func dot(a, b []float64) float64 {
	var s0, s1, s2, s3 float64
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return (s0 + s1) + (s2 + s3)
}
