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

var quantileOf = map[Measure]float64{P50: 0.5, P95: 0.95, P99: 0.99}

// Ratio is candidate to base with an interval; Low is 0 and High +Inf where nothing bounds it, Value NaN where unknown.
type Ratio struct {
	Value, Low, High float64
}

// RatioOf compares a measure; the interval holds the true ratio with the level.
//
// The two intervals are combined in logarithms by MOVER (Zou and Donner, 2008); those of quantiles come from order
// statistics, so that no shape of distribution is assumed.
func RatioOf(base, candidate Side, m Measure, level float64) Ratio {
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
	if !(b > 0) || !(c > 0) {
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
		// Nothing scatters, as with a clock of whole seconds. That the two sides differ may still be chance: of so many
		// executions the largest are all of one side by chance once in as many times as they can be shared out.
		if r != 0 && math.Log(2)-logChoose(nb+nc, math.Min(nb, nc)) > math.Log(1-level) {
			return Ratio{math.Exp(r), 0, math.Inf(1)}
		}
		return Ratio{math.Exp(r), math.Exp(r), math.Exp(r)}
	}
	free := sum * sum / (vb*vb/nb/nb/(nb-1) + vc*vc/nc/nc/(nc-1))
	d := studentQuantile(0.5+level/2, free) * math.Sqrt(sum)
	return Ratio{math.Exp(r), math.Exp(r - d), math.Exp(r + d)}
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
	return sd * sd / mean / mean, s.effective()
}
