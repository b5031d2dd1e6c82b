package baseline

import "math"

// This file answers how far the learned p95 can be trusted.

// within is the distance that confidence speaks of: design 1, 10 %.
const within = 0.10

const (
	// Within two hours a wandering level cannot be told from a steady one, and of
	// simulated baselines that looked certain only nine in ten were right
	// (calibrate_test.go). Nothing more is stated then.
	shortWindows    = 24
	shortConfidence = 0.9
	// Within four hours, where it wanders by 20 %, two in three were (pkg/calibrate):
	// nobody is called active by then.
	youngWindows    = 48
	youngConfidence = 0.94
	// The rest of a per mille is for what no count of requests can tell: that the
	// past was unlike the future, or the windows unlike what is assumed of them.
	mostStated = 0.999
)

// mostConfidence is what may be stated after so many windows; of single runs after any number.
func mostConfidence(windows int, runs bool) float64 {
	switch {
	case runs:
		return mostStated
	case windows < shortWindows:
		return shortConfidence
	case windows <= youngWindows:
		return youngConfidence
	}
	return mostStated
}

// confidence is the probability that the p95 of endless data lies where the
// learned one is within 10 % of it. Of effective requests, k lie below a value
// v; with Jeffreys' prior the true share below v is then Beta(k+1/2, m-k+1/2),
// and the true p95 is at most v when that share is at least 0.95.
func (p pool) confidence(p95, effective float64) float64 {
	if !(effective > 0) || !(p95 > 0) {
		return 0
	}
	smooth := p.smoothShare(p95, effective)
	below := func(v float64) float64 {
		k := smooth(v) * effective
		return 1 - betaCDF(k+0.5, effective-k+0.5, learnedQuantile)
	}
	return math.Max(0, below(p95/(1-within))-below(p95/(1+within)))
}

// smoothShare is the share of requests below a value near the p95. Among few
// requests hardly a dozen lie within 10 % of it, and counting them would make
// the confidence a lottery; so the counted share is mixed with that of a
// log-normal tail through the p85 and the p98, which rest on many more, by the
// number of requests counted.
func (p pool) smoothShare(p95, effective float64) func(v float64) float64 {
	counted := (p.shareBelow(p95/(1-within)) - p.shareBelow(p95/(1+within))) * effective
	weight := counted / (counted + counting)
	high, clamped := p.quantile(0.98)
	low, _ := p.quantile(0.85)
	if !(low > 0) || clamped || !(high > low) || p.resolution() > finestTail {
		weight = 1
	}
	slope := math.Log(high/low) / (standardNormal.Quantile(0.98) - standardNormal.Quantile(0.85))
	return func(v float64) float64 {
		share := math.Min(1, p.shareBelow(v))
		if weight == 1 {
			return share
		}
		tail := standardNormal.CDF(standardNormal.Quantile(learnedQuantile) + math.Log(v/p95)/slope)
		return weight*share + (1-weight)*tail
	}
}

const (
	// counting is the number of requests near the p95 at which counting them and
	// the shape of the tail are believed alike.
	counting = 50
	// finestTail is the bucket ratio up to which a histogram shows the shape of its
	// tail; in wider ones the interpolation is the shape.
	finestTail = 1.2
)
