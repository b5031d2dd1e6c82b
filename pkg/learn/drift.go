package learn

import (
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers how far a baseline may move without anybody's word.

const (
	// mostDrift is the change of the p95 that is absorbed; more is reported and waits for a person. From a tenth on the
	// documents call a deviation one (D-14).
	mostDrift = 1.1
	// settledAfter is how much of time a baseline must have seen before a change of it is drift: within a week every day
	// may be another one.
	settledAfter = 7 * 24 * time.Hour
)

// anchorOf is the level that a version binds its successors to: the one a person decided on, else the first that had
// seen a week. nil while it is still finding out.
func anchorOf(old store.Baseline) *baseline.Anchor {
	r := old.Record
	if r.Anchor != nil {
		return r.Anchor
	}
	if r.State != baseline.Active || r.To.Sub(r.From) < settledAfter {
		return nil
	}
	return r.AnchorAt(old.ValidFrom)
}

// drifted tells whether a record has left its anchor by more than may be absorbed, and whether by more than chance: what
// has not is held all the same, and asked about once it is certain.
func drifted(r baseline.Record, anchor *baseline.Anchor) (left, certain bool) {
	if anchor == nil {
		return false, false
	}
	m := r.Since(*anchor)
	if !(m.Times > 0) || math.IsInf(m.Times, 0) {
		return false, false
	}
	left = factorOf(m.Times, 1) > mostDrift
	return left, left && (m.AfterLow > m.Before || m.AfterHigh < m.Before)
}

// driftOf is what a person is asked about a record that left its anchor.
func driftOf(old store.Baseline, r baseline.Record, anchor baseline.Anchor, now time.Time) store.Proposal {
	m := r.Since(anchor)
	return store.Proposal{
		Operation: old.Operation, Kind: store.ProposesDrift, Raised: now, State: store.Open,
		Shift: store.Shift{
			At: now.Truncate(time.Hour), Earliest: anchor.At, Latest: now, Before: m.Before, After: m.After,
			Ratio: m.Ratio, RatioLow: m.Low, RatioHigh: m.High,
		},
	}
}

// factorOf is how many times the smaller of two values the larger one is: infinite where that is nothing, as a level may be.
func factorOf(a, b float64) float64 {
	if a == b {
		return 1
	}
	return max(a, b) / min(a, b)
}

// news are the proposals that ask something new: an open one of the same drift is left as it is, and a dismissed one is
// asked again only once the level moved on by as much again, or came there anew so much later that it is another change.
func news(ps, known []store.Proposal) []store.Proposal {
	var fresh []store.Proposal
	for _, p := range ps {
		asked := false
		for _, k := range known {
			if k.Operation.ID != p.Operation.ID || k.Kind != p.Kind || k.State == store.Accepted {
				continue
			}
			same := p.Earliest.Before(k.Latest.Add(shiftsReach))
			asked = asked || same && factorOf(p.After, k.After) <= mostDrift
		}
		if !asked {
			fresh = append(fresh, p)
		}
	}
	return fresh
}
