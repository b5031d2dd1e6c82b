package compare

import "math"

// This file answers how much larger a number of the candidate is than that of
// the base, and between which ratios the truth lies.

// Measure is what of a distribution is compared.
type Measure string

// Measures; Mean where only a summary is known, Exceedance where there are too few executions for a p95.
const (
	P50        Measure = "p50"
	P95        Measure = "p95"
	P99        Measure = "p99"
	Mean       Measure = "mean"
	Exceedance Measure = "exceedance"
	Errors     Measure = "errors"
	Limit      Measure = "maximum"
)

// nothingToMultiply is why a measure has no ratio.
const nothingToMultiply = " is 0 in the base, of which nothing is a multiple"

var quantileOf = map[Measure]float64{P50: 0.5, P95: 0.95, P99: 0.99}

// Ratio is candidate to base with an interval; Low is 0 and High +Inf where nothing bounds it, Value NaN where unknown.
type Ratio struct {
	Value, Low, High float64
}

// ratioOf compares a measure; the interval holds the true ratio with the level.
//
// The two intervals are combined in logarithms by MOVER (Zou and Donner, 2008); those of quantiles come from order
// statistics, so that no shape of distribution is assumed.
func ratioOf(base, candidate Side, m Measure, level float64) Ratio {
	if m == Mean {
		return ratioOfMeans(base, candidate, level)
	}
	q := quantileOf[m]
	b, c := base.quantile(q), candidate.quantile(q)
	bLow, bHigh := base.interval(q, level)
	cLow, cHigh := candidate.interval(q, level)
	switch {
	case b == 0 && c == 0: // less than the clock shows, on both sides
		return bothZero(bHigh == 0, cHigh == 0)
	case b > 0 && c == 0 && bLow > 0: // far apart by any multiple, as far as both are known
		return Ratio{0, 0, cHigh / bLow}
	case !(b > 0) || !(c > 0):
		return Ratio{math.NaN(), 0, math.Inf(1)}
	}
	r := math.Log(c) - math.Log(b)
	return Ratio{
		Value: math.Exp(r),
		Low:   math.Exp(r - math.Hypot(logUp(cLow, c), logUp(b, bHigh))),
		High:  math.Exp(r + math.Hypot(logUp(c, cHigh), logUp(bLow, b))),
	}
}

// bothZero is the ratio of two quantiles of 0, given whether they are surely so.
func bothZero(base, candidate bool) Ratio {
	r := Ratio{1, 0, math.Inf(1)}
	if base {
		r.Low = 1
	}
	if candidate {
		r.High = 1
	}
	return r
}

// logUp is the way from a to b in logarithms; +Inf where one of them is no bound.
func logUp(a, b float64) float64 {
	if !(a > 0) || math.IsInf(b, 1) || math.IsNaN(b) {
		return math.Inf(1)
	}
	return math.Max(0, math.Log(b)-math.Log(a))
}

// ratioOfMeans is Welch's interval of the difference of two logarithms: the standard error of the log of a mean is the
// relative one of the mean.
func ratioOfMeans(base, candidate Side, level float64) Ratio {
	b, c := base.Average(), candidate.Average()
	switch {
	case b >= 0 && c == 0:
		return ratioToNothing(b, base.effective(), candidate.effective(), level)
	case !(b > 0) || !(c > 0):
		return Ratio{math.NaN(), 0, math.Inf(1)}
	}
	vb, nb := relativeVariance(base)
	vc, nc := relativeVariance(candidate)
	r := math.Log(c / b)
	if !(nb >= 2) || !(nc >= 2) || math.IsNaN(vb+vc) {
		return Ratio{math.Exp(r), 0, math.Inf(1)}
	}
	sum := vb/nb + vc/nc
	if sum <= 0 {
		// Nothing scatters, as with a clock of whole seconds. That the two sides differ may still be chance.
		if r != 0 && mayBeOrder(nb, nc, level) {
			return Ratio{math.Exp(r), 0, math.Inf(1)}
		}
		return Ratio{math.Exp(r), math.Exp(r), math.Exp(r)}
	}
	free := sum * sum / (vb*vb/nb/nb/(nb-1) + vc*vc/nc/nc/(nc-1))
	d := studentQuantile(0.5+level/2, free) * math.Sqrt(sum)
	return Ratio{math.Exp(r), math.Exp(r - d), math.Exp(r + d)}
}

// mayBeOrder tells whether chance may have put the largest of so many executions on one side: it does once in as many times
// as they can be shared out.
func mayBeOrder(nb, nc, level float64) bool {
	return math.Log(2)-logChoose(nb+nc, math.Min(nb, nc)) > math.Log(1-level)
}

// ratioToNothing is the ratio of a mean of 0 to another: all of its executions took less than the clock shows, and do not
// scatter.
func ratioToNothing(base, nb, nc, level float64) Ratio {
	r := Ratio{0, 0, 0}
	if base == 0 {
		r = Ratio{1, 1, 1}
	}
	if !(nb >= 2) || !(nc >= 2) || base > 0 && mayBeOrder(nb, nc, level) {
		r.Low, r.High = 0, math.Inf(1)
	}
	return r
}

// relativeVariance is the variance of one execution, relative to the squared mean, and how many there are.
func relativeVariance(s Side) (v, n float64) {
	mean, sd := s.Average(), s.SD
	switch {
	case len(s.Samples) > 1:
		var squares float64
		for _, x := range s.Samples {
			squares += (x - mean) * (x - mean)
		}
		sd = math.Sqrt(squares / float64(len(s.Samples)-1))
	case s.Histogram != nil:
		sd = s.Histogram.SD()
	}
	return sd * sd / mean / mean, s.effectiveOfMean()
}
