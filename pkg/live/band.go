package live

import (
	"math"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers between which values a window is normal.

// bandZ is how many standard deviations of single windows the band is wide on
// either side, as in verdicts.
const bandZ = 3

// band is what a statistic is expected to be in a window, and its lower and
// upper end; NaN where nothing is known.
func band(stat Stat, w baseline.Window, normal baseline.Record, by detect.Settings) (expected, lower, upper float64) {
	switch stat {
	case StatRate:
		return bandOf(detect.JudgeRate(w, normal, by))
	case StatErrors:
		return bandOf(detect.JudgeErrors(w, normal, by))
	}
	if normal.Level != nil {
		return bandOf(detect.Judge(w, normal, by)) // all statistics of a window are its value
	}
	share := shareOfP95(stat, normal)
	if normal.State == baseline.Documented {
		return normal.RangeHigh, normal.RangeLow, normal.RangeHigh
	}
	expected = normal.ExpectedIn(w, by.Invert)
	if !(expected > 0) || !(share > 0) {
		return math.NaN(), math.NaN(), math.NaN()
	}
	of := expectedFor(stat, w, normal, by)
	share *= of / expected
	lower, upper = expected*math.Exp(-bandZ*normal.LogSD), expected*math.Exp(bandZ*normal.LogSD)
	// A window with few requests scatters more than the operation itself. One with none is drawn as those around it, a gap is not.
	requests := w.Requests()
	if requests == 0 {
		requests = normal.RequestRate * w.Width.Seconds()
	}
	if len(w.Samples) > 0 {
		return expected * share, lower * share, upper * share // runs, one by one
	}
	if requests > 0 && requests < by.MinRequests {
		if low, high, ok := detect.BandOfFew(shareBelow(stat, normal), requests, of, normal); ok {
			return expected * share, low, high
		}
	}
	// The verdict knows by how much.
	if v := detect.Judge(w, normal, by); v.Lower > 0 {
		lower, upper = v.Lower, v.Upper
	}
	return expected * share, lower * share, upper * share
}

// expectedFor is the p95 that a statistic which is normal in a window normally goes with: over an edge each has its own.
func expectedFor(stat Stat, w baseline.Window, normal baseline.Record, by detect.Settings) float64 {
	if stat == StatMean {
		return normal.ExpectedForMean(w)
	}
	return normal.ExpectedFor(shareBelow(stat, normal), w, by.Invert)
}

// shareBelow is the share of requests that are normally below a statistic of theirs.
func shareBelow(stat Stat, normal baseline.Record) float64 {
	switch stat {
	case StatP50:
		return 0.5
	case StatP99:
		return 0.99
	case StatMean:
		return detect.MeanShare(normal)
	}
	return 0.95
}

func bandOf(v detect.Verdict) (expected, lower, upper float64) {
	if !v.Comparable() {
		return math.NaN(), math.NaN(), math.NaN()
	}
	return v.Expected, v.Lower, v.Upper
}

// shareOfP95 is how a statistic normally relates to the p95, whose shape over the day all share.
func shareOfP95(stat Stat, normal baseline.Record) float64 {
	if !(normal.P95 > 0) {
		return 1
	}
	switch stat {
	case StatP50:
		return normal.P50 / normal.P95
	case StatP99:
		return normal.P99 / normal.P95
	case StatMean:
		return normal.Mean / normal.P95
	}
	return 1
}
