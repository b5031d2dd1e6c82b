package detect

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers whether an operation became a little slower for longer: a
// shift too small for any single window, or one of its tail alone.

// Drift is the cumulative verdict over the last hour.
type Drift struct {
	Ratio, RatioLow, RatioHigh float64
	Z                          float64
	Width                      time.Duration // over which it shows
	Quantile                   float64       // that moved
	Tier                       Tier
	Chance                     float64 // that a normal operation shows it
	Reason                     string
	// Breach is what few requests of the hour show; nil where they do not, and where there are many.
	Breach *Breach
}

// leastDrift is how many pieces a drift must have lasted: of fewer, one spike that crosses a border is most.
// Where traffic is so low that windows are joined, a minute is a small part of each, and three take long enough.
const (
	leastDrift       = 4
	leastDriftJoined = 3
)

// leastPieces is how many of some pieces, newest first, a drift must have lasted.
func leastPieces(pieces []piece) int {
	for _, p := range pieces[:min(len(pieces), leastDriftJoined)] {
		if p.width <= learnedWidth {
			return leastDrift
		}
	}
	return leastDriftJoined
}

const tailQuantile = 0.99

// drift is the cumulative verdict, taken over where it is known.
func (h Hour) drift(r baseline.Record, s Settings) Drift {
	if h.Drift != nil {
		return *h.Drift
	}
	return JudgeDrift(h.Slow, r, s)
}

// JudgeDrift is the cumulative verdict on windows of five minutes, newest first. Where nothing moved it tells of all of them.
func JudgeDrift(slow []baseline.Window, r baseline.Record, s Settings) Drift {
	if r.Level != nil {
		return levelDrift(slow, r, s)
	}
	d := judgeDrift(slow, r, s.Of(r))
	d.Breach = fewOfHour(slow, r, s)
	return d
}

func judgeDrift(slow []baseline.Window, r baseline.Record, s Settings) Drift {
	pieces := piecesOf(slow, judgedQuantile, s.normal(r), s.Invert)
	if len(pieces) == 0 {
		return Drift{}
	}
	varies := variationOf(r)
	coarse := r.Resolution > s.Info && !s.Invert
	if f, sure := (measure{judgedQuantile, s.normal(r), varies, slowZ, coarse}).sustained(slow, r, s); sure {
		return driftOf(f, judgedQuantile, Info)
	}
	whole := driftOf(shiftOver(pieces, varies), judgedQuantile, Normal)
	if !(r.P99 > 0) || s.Invert {
		return whole
	}
	// The p99 has no spread of its own in the baseline, and in wide buckets it moves more than the p95 does.
	s.Info = math.Max(s.Info, math.Sqrt(r.Resolution))
	if f, sure := (measure{tailQuantile, s.tailOf(r), varies.tail(), tailZ, coarse}).sustained(slow, r, s); sure && beyondBucket(f, slow) {
		return driftOf(f, tailQuantile, Info)
	}
	return whole
}

// beyondBucket tells whether a shift of the p99 is larger than what its bucket makes of one: where the p99 comes and goes
// over the lower bound of a wide one with the hour of the day, a tenth looks like half.
func beyondBucket(f shift, slow []baseline.Window) bool {
	return f.off >= math.Log(joinedAll(slow[:within(slow, f.width)]).Resolution(tailQuantile))/2
}

// measure is what of an operation is followed, and how sure a shift of it has to be.
type measure struct {
	quantile float64
	expected func(baseline.Window) float64
	varies   variation
	z        float64
	coarse   bool // buckets are wider than the tier
}

// sustained is a shift that no spike has made. Where one is seen, everything is asked of the other windows; where none
// is, that they do not speak against it.
func (m measure) sustained(slow []baseline.Window, r baseline.Record, s Settings) (f shift, sure bool) {
	if f, sure = m.surest(slow, r, s); !sure {
		return f, false
	}
	n := within(slow, f.width)
	if from, to, seen := spikeOf(slow[:n], m.far(s)); seen && !s.Invert {
		return m.surest(slices.Concat(slow[:from], slow[to:]), r, s)
	}
	return f, outlasts(slow[:n], m.quantile, m.expected, m.varies, s.Invert)
}

// far is the duration from which a request is none of a small shift.
func (m measure) far(s Settings) func(baseline.Window) float64 {
	return func(w baseline.Window) float64 { return s.Warning * m.expected(w) }
}

// surest is the surest shift that, where buckets are wide, shows in the count too.
func (m measure) surest(slow []baseline.Window, r baseline.Record, s Settings) (f shift, sure bool) {
	pieces := piecesOf(slow, m.quantile, m.expected, s.Invert)
	f, sure = surest(pieces, leastPieces(pieces), m.varies, s, m.z)
	if sure && m.coarse {
		sure = exceeded(slow, f.width, m.quantile, m.expected, r, m.varies, slowZ)
	}
	return f, sure
}

// tailOf is what the p99 is expected to be: its shape over the day is that of the p95.
func (s Settings) tailOf(r baseline.Record) func(baseline.Window) float64 {
	normal := s.normal(r)
	return func(w baseline.Window) float64 { return r.Tail() * normal(w) }
}

// newestMinutes are looked at for whether a drift goes on.
const newestMinutes = 2

// wentAway takes a drift back that the newest minutes no longer show. Windows of five
// minutes stay as they are for five minutes: a spike of one minute that lies in two of
// them would be the level of three until the next one ends.
func (d *Drift) wentAway(recent []baseline.Window, r baseline.Record, s Settings) {
	if d.Tier == Normal {
		return
	}
	expected, varies := s.normal(r), variationOf(r)
	if d.Quantile == tailQuantile {
		expected, varies = s.tailOf(r), varies.tail()
	}
	pieces := piecesOf(recent, d.Quantile, expected, s.Invert)
	if len(pieces) == 0 {
		return
	}
	newest := shiftOver(pieces[:min(len(pieces), newestMinutes)], varies)
	if newest.off < math.Log(d.Ratio)-gone*newest.sd {
		d.Tier = Normal
		d.Reason += "; it has gone away"
	}
}

func driftOf(f shift, q float64, tier Tier) Drift {
	d := Drift{
		Ratio: math.Exp(f.off), RatioLow: math.Exp(f.off - twoSided*f.sd), RatioHigh: math.Exp(f.off + twoSided*f.sd),
		Z: f.z, Width: f.width, Quantile: q, Tier: tier, Chance: f.chance(),
	}
	d.Reason = fmt.Sprintf("p%.0f %s its normal over %s (%s to %s)", 100*q, figure.Times(d.Ratio),
		figure.Seconds(f.width.Seconds()), figure.Times(d.RatioLow), figure.Times(d.RatioHigh))
	return d
}
