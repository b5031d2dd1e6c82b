package detect

import (
	"cmp"
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers by how much the level of several windows in a row lies off.

// piece is one stretch of an operation with enough requests for a quantile.
type piece struct {
	off      float64 // ln quantile - ln expected
	requests float64
	width    time.Duration
}

// leastPiece is 1/(1-q) for the p95: below it not one request is expected above
// the quantile. Tail quantiles need as many times more as they are rarer.
const leastPiece = 20

// piecesOf cuts windows, newest first, into pieces. Windows with few requests are
// joined with older ones; silent ones are left out.
func piecesOf(newestFirst []baseline.Window, q float64, expected func(baseline.Window) float64, invert bool) []piece {
	least := math.Round(leastPiece * 0.05 / (1 - q))
	pieces := make([]piece, 0, len(newestFirst))
	var joined baseline.Window
	begun := false
	for i := range newestFirst {
		w := newestFirst[i]
		switch {
		case !begun && w.Requests() >= least:
			joined = w
		case !begun:
			joined = baseline.Window{End: w.End, Width: w.Width, Samples: slices.Clone(w.Samples)}
			joined.Add(w.Histogram)
		default:
			joined.Width += w.Width
			joined.Add(w.Histogram)
			joined.Samples = append(joined.Samples, w.Samples...)
		}
		begun = true
		if joined.Requests() < least {
			continue
		}
		begun = false
		v, _ := joined.Quantile(q)
		normal := expected(joined)
		if v >= baseline.LeastValue && normal > 0 {
			off := math.Log(v / normal)
			if invert {
				off = -off
			}
			pieces = append(pieces, piece{off, joined.Requests(), joined.Width})
		}
	}
	return pieces
}

// shift is how far off the level is over a stretch, and how sure that is.
type shift struct {
	off   float64 // ln ratio
	sd    float64 // of off, were the operation normal
	z     float64
	width time.Duration
}

// chance is the probability of so large a shift, were the operation normal.
func (s shift) chance() float64 { return distuv.UnitNormal.Survival(s.z) }

// exceeded tells whether so many requests took longer than expected, too. In a
// bucket wider than the tier an interpolated quantile near its edge moves a lot for
// a few requests more; counting them knows no buckets. What a single spike can have
// made counts as the window after it, as in shiftOver.
func exceeded(newestFirst []baseline.Window, width time.Duration, q float64, expected func(baseline.Window) float64, r baseline.Record, v variation, z float64) bool {
	type count struct{ n, slow float64 }
	seen := width
	var counts []count
	for _, w := range newestFirst {
		if width <= 0 {
			break
		}
		width -= w.Width
		if n := w.Requests(); n > 0 {
			counts = append(counts, count{n, aboveOf(w, expected(w))})
		}
	}
	slices.SortFunc(counts, func(a, b count) int { return cmp.Compare(a.slow*b.n, b.slow*a.n) })
	var n, slow float64
	held := len(counts) - 1 - spiked(len(counts))
	for i, c := range counts {
		if i > held {
			c.slow = c.n * counts[held].slow / counts[held].n
		}
		n, slow = n+c.n, slow+c.slow
	}
	// The learned p95 has one in twenty above it by its own interpolation; the level wanders, and moves the interpolated
	// quantile by more than the share of requests.
	return wandering(slow, n, distuv.UnitNormal.Quantile(1-q), math.Hypot(v.over(seen), v.learned)/slopeOf(r), 0) <= distuv.UnitNormal.Survival(z)
}

// clipped is how many of its own standard deviations a piece may lie from the
// middle of all: one minute ten times slower is a spike, no level.
const clipped = 2

// spiked is how many of so many pieces one spike may lie in: two, where it crosses
// the border between them.
func spiked(pieces int) int {
	switch {
	case pieces > 3:
		return 2
	case pieces > 2:
		return 1
	}
	return 0
}

// shiftOver is the mean of pieces, weighted by what each can tell, with each
// held to clipped deviations around their median, and the largest to those that no
// single spike can have made: a level shows in most of its windows, a spike in one
// or two. Of a normal operation it is a little below 0 therefore, by 0.3 to 0.5 of z.
func shiftOver(pieces []piece, v variation) shift {
	var offs [maxPieces]float64
	var s shift
	for i, p := range pieces {
		offs[i] = p.off
		s.width += p.width
	}
	n := len(pieces)
	slices.Sort(offs[:n])
	middle := offs[(n-1)/2] // the lower of two: the spike must not be half of its own middle
	most := offs[n-1-spiked(n)]
	var weights, sampling float64
	for _, p := range pieces {
		level := v.over(p.width)
		chance := v.perRequest * v.perRequest / p.requests
		sd := math.Max(math.Sqrt(level*level+chance), leastSpread)
		weight := 1 / (sd * sd)
		s.off += weight * min(max(p.off, middle-clipped*sd), middle+clipped*sd, most)
		sampling += weight * weight * chance
		weights += weight
	}
	s.off /= weights
	level := v.over(s.width)
	s.sd = math.Max(math.Sqrt(level*level+sampling/(weights*weights)+v.learned*v.learned), leastSpread)
	s.z = s.off / s.sd
	return s
}

// outlastZ is what must be left of a shift in standard deviations when the windows that one spike can have made are
// taken away. Of a true shift more is left: a quarter of the windows are less than a seventh of its z.
const outlastZ = 2

// outlasts tells whether a shift shows without the two neighbouring windows, newest first, in which most requests took
// longer than expected. Where windows are joined, one spike can lie in two of only three pieces.
func outlasts(stretch []baseline.Window, q float64, expected func(baseline.Window) float64, v variation, invert bool) bool {
	from, to := worst(stretch, func(w baseline.Window) float64 {
		excess := aboveOf(w, expected(w)) - (1-q)*w.Requests()
		if invert {
			return -excess
		}
		return excess
	})
	pieces := piecesOf(slices.Concat(stretch[:from], stretch[to:]), q, expected, invert)
	if len(pieces) == 0 {
		return false
	}
	return shiftOver(pieces[:min(len(pieces), maxPieces)], v).z >= outlastZ
}

// worst are the two neighbouring windows of which there is most.
func worst(stretch []baseline.Window, of func(baseline.Window) float64) (from, to int) {
	most := math.Inf(-1)
	var before float64
	for i, w := range stretch {
		now := of(w)
		if i > 0 && before+now > most {
			from, most = i-1, before+now
		}
		before = now
	}
	return from, min(from+2, len(stretch))
}

// A spike is seen where so much more of the requests of two windows than of the others took a multiple of what is
// normal, and so improbably by chance: a minute is a tenth of ten, and a level is in all.
const (
	spikeExcess = 0.05
	spikeChance = 1e-4
)

// spikeOf are the two neighbouring windows, newest first, in which one spike lies that is far beyond normal.
func spikeOf(stretch []baseline.Window, far func(baseline.Window) float64) (from, to int, seen bool) {
	type count struct{ n, slow float64 }
	counted := func(windows []baseline.Window) (c count) {
		for _, w := range windows {
			c.n, c.slow = c.n+w.Requests(), c.slow+aboveOf(w, far(w))
		}
		return c
	}
	from, to = worst(stretch, func(w baseline.Window) float64 { return aboveOf(w, far(w)) })
	pair, others := counted(stretch[from:to]), counted(slices.Concat(stretch[:from], stretch[to:]))
	if pair.n == 0 || others.n == 0 {
		return from, to, false
	}
	// Of none among few it is not known how many there would be.
	share := math.Max(others.slow, 1) / others.n
	return from, to, pair.slow/pair.n-share >= spikeExcess && baseline.AtLeast(pair.slow, pair.n, share) < spikeChance
}

// within is how many windows, newest first, make up a width.
func within(newestFirst []baseline.Window, width time.Duration) (n int) {
	for ; n < len(newestFirst) && width > 0; n++ {
		width -= newestFirst[n].Width
	}
	return n
}

// maxPieces bounds how many windows a shift is looked for in.
const maxPieces = 60
