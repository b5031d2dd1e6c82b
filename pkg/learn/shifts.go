package learn

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which changes of level the learned windows show, and which of them a person is asked about.

const (
	// shiftsReach is how far back changes are looked for.
	shiftsReach = 14 * 24 * time.Hour
	// deployedBefore and deployedAfter are how long before and after the possible onset a deployment may lie that is named
	// with it: it takes effect at once, or as instances are replaced; clocks and reports are late at most that much.
	deployedBefore = 30 * time.Minute
	deployedAfter  = 15 * time.Minute
	// unlearned is how far the new level must be from the baseline for a question: what it already knows needs none.
	unlearned = 1.05
)

// lookBack looks for changes in a set that learned something since it was last looked at.
func (l *Learner) lookBack(ctx context.Context, w work) error {
	l.mu.Lock()
	done := l.looked[w.id()]
	l.mu.Unlock()
	if done {
		return nil
	}
	err := l.markShifts(ctx, w)
	if err != nil {
		if err = fmt.Errorf("looking for changes of level in %s of %s: %w", w.set.ID, w.system.Title, err); ofSource(err) {
			return err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.looked[w.id()] = true
	return err
}

// markShifts looks for changes of the operations of a set that have a grown baseline, stores them, and asks about those
// that the baseline does not know.
func (l *Learner) markShifts(ctx context.Context, w work) error {
	if w.set.Kind == "gauge" {
		return nil // single runs have no half hours
	}
	now := l.now()
	current, err := l.baselines(ctx, w, time.Time{})
	if err != nil {
		return err
	}
	excluded, _, err := l.exclusions(ctx, w.system.Name)
	if err != nil {
		return err
	}
	deployed, err := l.store.Deployments(ctx, l.settings.Source, w.system.Name, now.Add(-shiftsReach-deployedBefore), now)
	if err != nil {
		return fmt.Errorf("reading deployments: %w", err)
	}
	open, err := l.store.Proposals(ctx, l.settings.Source, w.system.Name, store.Open)
	if err != nil {
		return fmt.Errorf("reading proposals: %w", err)
	}
	var asked []store.Proposal
	var unkept error
	var past []int64
	var room baseline.Room
	for _, b := range current {
		if !b.Record.Grown() {
			continue
		}
		shifts, err := l.shiftsOf(ctx, &room, b, covering(excluded, b.Operation), deployed, now)
		if err != nil {
			return err
		}
		if unkept, err = l.putShifts(ctx, b.Operation, now, shifts, unkept); err != nil {
			return err
		}
		if p, ask := questionOf(b, shifts, now); ask {
			asked = append(asked, p)
		} else {
			past = append(past, leftSince(b.Operation, shifts, open, now)...)
		}
	}
	if len(past) > 0 {
		if err := l.store.Unask(ctx, l.held(), past); err != nil {
			return fmt.Errorf("taking back proposals: %w", err)
		}
	}
	return cmp.Or(l.propose(ctx, w, asked), unkept)
}

// putShifts writes the changes of an operation, and adds what cannot be kept to what is unkept.
func (l *Learner) putShifts(ctx context.Context, o store.Operation, now time.Time, shifts []store.Shift, unkept error) (all, err error) {
	err = l.store.PutShifts(ctx, l.held(), o, now.Add(-shiftsReach), now, shifts)
	if err == nil {
		return unkept, nil
	}
	if err = fmt.Errorf("storing changes of level of %s: %w", o.Name, err); ofSource(err) {
		return unkept, err
	}
	return errors.Join(unkept, err), nil
}

// leftSince are the questions about levels that an operation has left again: by another change, or so soon that there is
// none any more.
func leftSince(o store.Operation, shifts []store.Shift, open []store.Proposal, now time.Time) (past []int64) {
	for _, p := range open {
		if p.Operation.ID != o.ID || p.Kind != store.ProposesLevel {
			continue
		}
		shown := slices.ContainsFunc(shifts, func(s store.Shift) bool { return !s.Latest.Before(p.Earliest) && !s.Earliest.After(p.Latest) })
		seen := p.At.After(now.Add(-shiftsReach / 2)) // a change needs some time before it to be shown
		left := slices.ContainsFunc(shifts, func(s store.Shift) bool {
			return s.Earliest.After(p.Latest) && factorOf(s.After, p.After) >= mostDrift
		})
		if left || seen && !shown {
			past = append(past, p.ID)
		}
	}
	return past
}

// shiftsOf are the changes of one operation, with the deployment nearest to each. Time that was excluded is no level;
// time in violation is: a release that made an operation twice as slow is what a person must be asked about.
func (l *Learner) shiftsOf(ctx context.Context, room *baseline.Room, b store.Baseline, excluded []store.Exclusion, deployed []store.Deployment, now time.Time) ([]store.Shift, error) {
	windows, err := l.store.WindowsIn(ctx, room, l.settings.Source, b.Operation.ID, now.Add(-shiftsReach), now)
	if err != nil {
		return nil, fmt.Errorf("reading the windows of %s: %w", b.Operation.Name, err)
	}
	var shifts []store.Shift
	for _, c := range changesIn(store.Teaching(windows, store.Untaught(stretches(excluded), nil)), b.Record) {
		s := store.Shift{
			At: c.At, Earliest: c.Earliest, Latest: c.Latest, Before: c.Before, After: c.After,
			Ratio: c.Ratio, RatioLow: c.RatioLow, RatioHigh: c.RatioHigh, P: c.P,
		}
		if d, near := nearest(deployed, c); near {
			s.Deployment, s.DeployedAt = d.Version, d.At
		}
		shifts = append(shifts, s)
	}
	return shifts, nil
}

// stretches are the exclusions with a beginning: an accepted level hides nothing of what happened before.
func stretches(excluded []store.Exclusion) []store.Exclusion {
	var of []store.Exclusion
	for _, e := range excluded {
		if !e.From.IsZero() {
			of = append(of, e)
		}
	}
	return of
}

// leastOfWindow is 1/(1-q) for the p95: with fewer requests a window says nothing about it.
const leastOfWindow = 20

// changesIn are the changes that windows show to who knows a baseline.
func changesIn(windows []baseline.Window, r baseline.Record) []detect.Change {
	if r.Level == nil {
		return detect.Changes(pointsOf(windows, r))
	}
	points, nothing := levelPoints(windows, *r.Level)
	changes := detect.Changes(points)
	for i := range changes {
		for _, v := range []*float64{&changes[i].Before, &changes[i].After} {
			if *v <= nothing*(1+1e-9) { // logarithms round
				*v = 0
			}
		}
		if c := &changes[i]; c.After == 0 {
			c.Ratio, c.RatioLow, c.RatioHigh = 0, 0, 0 // it is all gone
		}
	}
	return changes
}

// levelPoints are the values of a level with its shape taken out: each is exact, however seldom it is scraped. What is 0 has
// no logarithm, and is taken as what is next to nothing: less than all else that was seen, and than a part of what is usual.
func levelPoints(windows []baseline.Window, l baseline.Levels) (points []detect.Point, nothing float64) {
	const part = 1.0 / 16
	nothing = l.Floor
	if usual := l.Usual(); usual > 0 {
		nothing = part * usual
	}
	points = make([]detect.Point, 0, len(windows))
	for _, w := range windows {
		if !(w.Requests() > 0) {
			continue
		}
		v := w.Mean() / l.Shape(w.Middle())
		if v > 0 {
			nothing = math.Min(nothing, v/2)
		}
		points = append(points, detect.Point{At: w.End, Log: math.Log(v)})
	}
	for i := range points {
		points[i].Log = math.Max(points[i].Log, math.Log(nothing))
	}
	return points, nothing
}

// pointsOf are the p95 of windows with the shape of the operation taken out.
func pointsOf(windows []baseline.Window, r baseline.Record) []detect.Point {
	points := make([]detect.Point, 0, len(windows))
	for _, w := range windows {
		if w.Requests() < leastOfWindow {
			continue
		}
		p95, _ := w.Quantile(0.95)
		if p95 > 0 {
			points = append(points, detect.Point{At: w.End, Log: math.Log(p95 / r.Profile.At(w.Middle()))})
		}
	}
	return points
}

// nearest is the deployment nearest to the onset among those that may have to do with it.
func nearest(deployed []store.Deployment, c detect.Change) (near store.Deployment, found bool) {
	for _, d := range deployed {
		if d.At.Before(c.Earliest.Add(-deployedBefore)) || d.At.After(c.Latest.Add(deployedAfter)) {
			continue
		}
		if !found || d.At.Sub(c.At).Abs() < near.At.Sub(c.At).Abs() {
			near, found = d, true
		}
	}
	return near, found
}

// questionOf asks about the latest change where it is as large as what the documents call a deviation (D-14) and the
// baseline stands for another level.
func questionOf(b store.Baseline, shifts []store.Shift, now time.Time) (p store.Proposal, ask bool) {
	if len(shifts) == 0 || b.Record.Standing == baseline.Frozen {
		return p, false
	}
	last := shifts[len(shifts)-1]
	large := factorOf(last.Ratio, 1) >= mostDrift
	news := factorOf(last.After, b.Record.Typical()) >= unlearned
	return store.Proposal{Operation: b.Operation, Kind: store.ProposesLevel, Shift: last, Raised: now, State: store.Open}, large && news
}
