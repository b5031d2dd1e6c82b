package detect

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers between which values a quantile of few requests is normal.

// BandOfFew is where the quantile q of so many requests normally lies, while p95 is what theirs is expected to be. The
// quantile of few requests is one of them: how far it scatters follows from its place among them and from how the
// operation's requests are spread. A standard error says nothing of it: three of them around a single request reach
// twenty times normal. The ends are as improbable as infoZ standard deviations. Not ok where the spread is not known.
func BandOfFew(q, requests, p95 float64, r baseline.Record) (lower, upper float64, ok bool) {
	sigma := r.Slope()
	if r.State == baseline.Documented || sigma == 0 {
		return 0, 0, false
	}
	n := math.Max(1, math.Round(requests))
	place := math.Ceil(q * n)
	shares := distuv.Beta{Alpha: place, Beta: n - place + 1} // of all requests, those below the one at this place
	off := func(share float64) float64 { return offP95(share, sigma, r) }
	middle := off(q)
	down, up := off(shares.Quantile(distuv.UnitNormal.CDF(-infoZ)))-middle, off(shares.Quantile(distuv.UnitNormal.CDF(infoZ)))-middle
	// A request that is alone in its bucket counts as its upper end.
	up += math.Log(math.Max(1, r.Resolution))
	unrest := infoZ * r.LogSD
	middle += math.Log(p95)
	return math.Exp(middle - math.Hypot(math.Min(0, down), unrest)), math.Exp(middle + math.Hypot(math.Max(0, up), unrest)), true
}

// offP95 is how far the quantile of a share of all requests is from the p95, in logarithms.
func offP95(share, sigma float64, r baseline.Record) float64 {
	beyond := distuv.UnitNormal.Quantile(share) - distuv.UnitNormal.Quantile(judgedQuantile)
	if beyond > 0 {
		return beyond * tailBeyond(r, sigma)
	}
	return beyond * sigma
}

// MeanShare is the share of an operation's requests that are normally below their mean; a half where that is not known.
func MeanShare(r baseline.Record) float64 {
	sigma := r.Slope()
	if sigma == 0 || !(r.Mean > 0) {
		return 0.5
	}
	// Beyond the p99, and as far below, the share says more of the interpolation in a wide bucket than of the mean.
	return math.Max(1-tailQuantile, math.Min(tailQuantile, distuv.UnitNormal.CDF(math.Log(r.Mean/r.P50)/sigma)))
}
