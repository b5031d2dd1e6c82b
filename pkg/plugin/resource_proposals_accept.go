package plugin

import (
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Another level becomes the normal one.

// levels say of an operation since when another level is its normal one; the zero time takes over what was learned.
type levels func(operation int64) time.Time

// acceptLevel makes another level the normal one: from a moment on, or as it was learned. Violations since then were expected.
func (d *Datasource) acceptLevel(r *request) (any, error) {
	var body struct {
		decision
		Since string `json:"since"`
		// Proposal is the question that is answered, where the caller saw one: it must still be open.
		Proposal int64 `json:"proposal"`
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	now := d.process.now().UTC()
	since, err := momentOf("since", body.Since, time.Time{})
	if err != nil {
		return nil, err
	}
	if since.After(now) {
		return nil, badInputf("since %s lies in the future", since.Format(time.RFC3339))
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	var answers []int64
	if body.Proposal != 0 {
		answers = []int64{body.Proposal}
		if _, err := openProposals(r, s, answers); err != nil {
			return nil, err
		}
	}
	if !since.IsZero() && len(body.Operations) > maxAgain {
		return nil, tooManyAgain(len(body.Operations))
	}
	return d.accept(r, s, body.decision, answers, func(int64) time.Time { return since })
}

// acceptProposals makes several levels the normal ones, each from its own moment on, all or none.
func (d *Datasource) acceptProposals(r *request) (any, error) {
	var body struct {
		Proposals []seenProposal `json:"proposals"`
		Reason    string         `json:"reason"`
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	if n := len(body.Proposals); n == 0 || n > maxAgain {
		return nil, badInputf("the field proposals has %d entries: give 1 to %d", n, maxAgain)
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(body.Proposals))
	for i, seen := range body.Proposals {
		ids[i] = seen.ID
	}
	open, err := openProposals(r, s, ids)
	if err != nil {
		return nil, err
	}
	of := decision{Reason: body.Reason}
	moments := map[int64]time.Time{}
	for i, p := range open {
		chosen := chosenView{ID: p.Operation.ID, Version: body.Proposals[i].Version}
		if !slices.Contains(of.Operations, chosen) {
			of.Operations = append(of.Operations, chosen)
		}
		// Of several about one operation the latest counts: what was measured since then is of the new level by all of them.
		if since := sinceWhen(p); since.After(moments[chosen.ID]) {
			moments[chosen.ID] = since
		}
	}
	return d.accept(r, s, of, ids, func(operation int64) time.Time { return moments[operation] })
}

// seenProposal is one with the version of the baseline that a person looked at.
type seenProposal struct {
	ID      int64 `json:"id"`
	Version int   `json:"version"`
}

// sinceWhen is the beginning of a proposed level; one that drifted has none: what was learned is taken over.
func sinceWhen(p store.Proposal) time.Time {
	if p.Kind == store.ProposesDrift {
		return time.Time{}
	}
	return p.At
}

// accept makes other levels normal, with all that this settles, in answer to what was asked.
func (d *Datasource) accept(r *request, s store.Store, of decision, answers []int64, since levels) (any, error) {
	learner, err := d.learner(r)
	if err != nil {
		return nil, err
	}
	now := d.process.now().UTC()
	revisions, err := d.revisions(r, s, of, "accept", func(old store.Baseline) (baseline.Record, *store.Exclusion, error) {
		from := since(old.Operation.ID)
		if from.IsZero() {
			record, err := again(r.Context(), learner, old, now)
			return record, nil, err
		}
		before := store.Exclusion{
			System: old.Operation.System, Operation: old.Operation.ID, To: from, Kind: learn.LevelKind, Reason: of.Reason, Author: r.login, At: now,
		}
		record, err := again(r.Context(), learner, old, now, before)
		return record, &before, err
	})
	if err != nil {
		return nil, err
	}
	accepted, err := settles(r, s, of, since, revisions[0].ValidFrom)
	if err != nil {
		return nil, err
	}
	accepted.Revisions, accepted.Answers = revisions, answers
	acts, err := s.Accept(r.Context(), r.source, accepted)
	if err != nil {
		return nil, fromStore("accepting another level", err)
	}
	return d.revised(r, revisions, acts, "accept"), nil
}

// settles are the questions that an acceptance answers, and the violations since then, which were expected: at the moment of
// the acceptance itself, by which they are found when it is taken back.
func settles(r *request, s store.Store, of decision, since levels, now time.Time) (a store.Acceptance, err error) {
	a = store.Acceptance{By: r.login, Why: of.Reason, At: now}
	chosen := map[int64]bool{}
	earliest := now
	for _, o := range of.Operations {
		chosen[o.ID] = true
		if from := since(o.ID); !from.IsZero() && from.Before(earliest) {
			earliest = from
		}
	}
	asked, err := s.Proposals(r.Context(), r.source, "", store.Open)
	if err != nil {
		return a, fromStore("reading proposals", err)
	}
	for _, p := range asked {
		if chosen[p.Operation.ID] {
			a.Proposals = append(a.Proposals, p.ID)
		}
	}
	if earliest.Equal(now) {
		return a, nil
	}
	violations, err := s.Violations(r.Context(), r.source, "", earliest, now)
	if err != nil {
		return a, fromStore("reading violations", err)
	}
	touched, err := workOf(r, s, "", store.WorkViolation)
	if err != nil {
		return a, err
	}
	for _, v := range violations {
		if chosen[v.Operation.ID] && v.Slow() && v.Verdict == "" && explains(since(v.Operation.ID), v) {
			item := violationItem(v)
			item.State, item.Verdict, item.Author, item.Reason, item.At = store.Done, store.Expected, r.login, of.Reason, now
			item.Revision = touched[item.Key].Revision
			a.Items = append(a.Items, item)
		}
	}
	return a, nil
}

// explains tells whether a level that is normal from a moment on is why an operation was in violation.
func explains(from time.Time, v store.Violation) bool {
	return !from.IsZero() && !v.Start.Before(from.Add(-expectedBefore)) && (v.End.IsZero() || !v.End.Before(from))
}

// expectedBefore is how much earlier than an accepted level a violation may begin that belongs to it: both are known to
// a few windows.
const expectedBefore = 15 * time.Minute
