package learn

import (
	"context"
	"fmt"
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

// returned tells whether a record is surely back within what is absorbed of its anchor: one that is only just so may have left
// it again an hour later.
func returned(r baseline.Record) bool {
	if r.Anchor == nil || !r.Grown() {
		return false
	}
	m := r.Since(*r.Anchor)
	near := factorOf(m.Times, 1) <= mostDrift
	if m.Before > 0 {
		near = near && m.AfterLow*mostDrift >= m.Before && m.AfterHigh <= m.Before*mostDrift
	}
	return near
}

// drifts are how the operations of a set lie to their anchors: what to ask of those that left them, and which are back.
type drifts struct {
	left []store.Proposal
	back map[int64]bool
}

// see keeps a record to the level that somebody last agreed to, and tells whether it has left it.
func (d *drifts) see(record *baseline.Record, old store.Baseline, now time.Time) (left bool) {
	left, drift := anchored(record, old, now)
	d.left = append(d.left, drift...)
	if returned(*record) {
		d.back[old.Operation.ID] = true
	}
	return left
}

// askOfDrifts asks about the levels that were left, and no more about those of the operations that are back: what left its
// level again later is another question, also to who dismissed the first.
func (l *Learner) askOfDrifts(ctx context.Context, w work, d drifts) error {
	if len(d.back) > 0 {
		known, err := l.store.Proposals(ctx, l.settings.Source, w.system.Name, "")
		if err != nil {
			return fmt.Errorf("reading proposals: %w", err)
		}
		open, dismissed := overOf(known, d.back)
		if err := l.over(ctx, open, dismissed); err != nil {
			return err
		}
	}
	return l.propose(ctx, w, d.left)
}

// overOf are the questions about drifts of the operations that are back: those that nobody answered, and those dismissed.
func overOf(known []store.Proposal, back map[int64]bool) (open, dismissed []int64) {
	for _, k := range known {
		switch {
		case k.Kind != store.ProposesDrift || !back[k.Operation.ID]:
		case k.State == store.Open:
			open = append(open, k.ID)
		case k.State == store.Dismissed && k.Over.IsZero():
			dismissed = append(dismissed, k.ID)
		}
	}
	return open, dismissed
}

func (l *Learner) over(ctx context.Context, open, dismissed []int64) error {
	if len(open) > 0 {
		if err := l.store.Unask(ctx, l.held(), open); err != nil {
			return fmt.Errorf("taking back proposals: %w", err)
		}
	}
	if len(dismissed) > 0 {
		if err := l.store.PutOver(ctx, l.held(), dismissed, l.now()); err != nil {
			return fmt.Errorf("keeping that drifts are over: %w", err)
		}
	}
	return nil
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
			asked = asked || sameChange(p, k) && factorOf(p.After, k.After) <= mostDrift
		}
		if !asked {
			fresh = append(fresh, p)
		}
	}
	return fresh
}

// sameChange tells whether a proposal may be about the change that a known one is about. A drift has no onset to compare: it
// is the same until it was back, and where it goes to and fro also for some time from then on.
func sameChange(p, known store.Proposal) bool {
	if p.Kind == store.ProposesDrift {
		return known.Over.IsZero() || p.Raised.Before(known.Latest.Add(shiftsReach))
	}
	return p.Earliest.Before(known.Latest.Add(shiftsReach))
}
