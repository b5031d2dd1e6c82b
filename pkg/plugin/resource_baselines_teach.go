package plugin

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// What must a baseline not be learned from? Time that a person excludes, or that was before a level they accept.

// exclusionKinds are the reasons in a word.
var exclusionKinds = []string{"incident", "maintenance", "warm-up"}

// maxAgain is how many baselines are learned again within one call; the learner does the others within the hour.
const maxAgain = 200

// exclusionView is one exclusion in GET /exclusions.
type exclusionView struct {
	ID              int64      `json:"id"`
	System          string     `json:"system"`
	Operation       int64      `json:"operation"` // 0: all of the system
	From            *time.Time `json:"from"`      // null: from the beginning
	To              time.Time  `json:"to"`
	Kind            string     `json:"kind"`
	Reason          string     `json:"reason"`
	Author          string     `json:"author"`
	Time            time.Time  `json:"time"`
	Withdrawn       *time.Time `json:"withdrawn"`
	WithdrawnBy     string     `json:"withdrawnBy"`
	WithdrawnReason string     `json:"withdrawnReason"`
}

func exclusionViewOf(e store.Exclusion) exclusionView {
	return exclusionView{
		e.ID, e.System, e.Operation, known(e.From), e.To, e.Kind, e.Reason, e.Author, e.At, known(e.Withdrawn), e.WithdrawnBy, e.WithdrawnReason,
	}
}

// listExclusions lists them, those that were withdrawn too.
func (d *Datasource) listExclusions(r *request) (any, error) {
	if _, err := r.common().systems(d.catalogue()); err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	all, err := s.Exclusions(r.Context(), r.source, r.common().System)
	if err != nil {
		return nil, fromStore("reading exclusions", err)
	}
	views := []exclusionView{}
	for _, e := range all {
		views = append(views, exclusionViewOf(e))
	}
	return map[string]any{"exclusions": views}, nil
}

// excludeTime keeps a stretch of time from teaching, for operations or for a whole system, and learns again without it.
func (d *Datasource) excludeTime(r *request) (any, error) {
	var body struct {
		decision
		System string `json:"system"` // all of it, where no operations are listed
		From   string `json:"from"`
		To     string `json:"to"`
		Kind   string `json:"kind"`
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	now := d.process.now().UTC()
	if !slices.Contains(exclusionKinds, body.Kind) {
		return nil, badInputf("kind %q is unknown: choose one of %s", body.Kind, strings.Join(exclusionKinds, ", "))
	}
	from, err := momentOf("from", body.From, time.Time{})
	if err != nil {
		return nil, err
	}
	to, err := momentOf("to", body.To, now)
	switch {
	case err != nil:
		return nil, err
	case from.IsZero():
		return nil, badInputf("the field from is missing: say when what must not teach began")
	case !from.Before(to):
		return nil, badInputf("the stretch from %s to %s is empty", from.Format(time.RFC3339), to.Format(time.RFC3339))
	}
	e := store.Exclusion{From: from, To: to, Kind: body.Kind, Reason: body.Reason, Author: r.login, At: now}
	if len(body.Operations) > 0 {
		return d.relearnWith(r, body.decision, "exclude", e)
	}
	if err := checkReason(body.Reason); err != nil {
		return nil, err
	}
	if body.System == "" {
		return nil, badInputf("neither operations nor a system is given: say what the stretch is excluded for")
	}
	if _, err := (Common{System: body.System}).systems(d.catalogue()); err != nil {
		return nil, err
	}
	e.System = body.System
	return d.excludeSystem(r, e)
}

// relearnWith learns the chosen operations again with one more exclusion each, and keeps both or neither.
func (d *Datasource) relearnWith(r *request, of decision, action string, e store.Exclusion) (any, error) {
	learner, err := d.learner(r)
	if err != nil {
		return nil, err
	}
	if len(of.Operations) > maxAgain {
		return nil, tooManyAgain(len(of.Operations))
	}
	return d.reviseWith(r, of, action, func(now store.Baseline) (baseline.Record, *store.Exclusion, error) {
		own := e
		own.System, own.Operation = now.Operation.System, now.Operation.ID
		record, err := again(r.Context(), learner, now, d.process.now().UTC(), own)
		return record, &own, err
	})
}

func tooManyAgain(n int) error {
	return badInputf("%d operations are more than the %d that are learned again at once: decide for the whole system, or send several calls", n, maxAgain)
}

// again is a baseline learned again by a person's word; what comes of it is the level that it is bound to.
func again(ctx context.Context, learner *learn.Learner, now store.Baseline, at time.Time, besides ...store.Exclusion) (baseline.Record, error) {
	if now.Record.Standing == baseline.Frozen {
		return now.Record, fmt.Errorf("it is frozen: unfreeze it first, then what it learns from matters")
	}
	record, err := learner.Again(ctx, now, besides...)
	if err == nil && (record.Anchor != nil || record.Standing != "") && (record.P95 > 0 || record.Level != nil) {
		record.Anchor = record.AnchorAt(at)
	}
	return record, err
}

// excludeSystem excludes for everything of a system.
func (d *Datasource) excludeSystem(r *request, e store.Exclusion) (any, error) {
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	id, err := s.PutExclusion(r.Context(), r.source, e, "")
	if err != nil {
		return nil, fromStore("keeping the exclusion", err)
	}
	log.DefaultLogger.Info("A person excluded time", "source", r.source, "system", e.System, "by", r.login)
	return d.relearned(r, s, e, id, "exclude", e.Reason)
}

// withdrawExclusion lets a stretch teach again.
func (d *Datasource) withdrawExclusion(r *request) (any, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id <= 0 {
		return nil, badInputf("%q is not the id of an exclusion", r.PathValue("id"))
	}
	reason := r.URL.Query().Get("reason")
	if err := checkReason(reason); err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	e, found, err := s.WithdrawExclusion(r.Context(), r.source, id, r.login, reason, d.process.now().UTC())
	switch {
	case err != nil:
		return nil, fromStore("withdrawing the exclusion", err)
	case !found:
		return nil, absent{fmt.Errorf("there is no exclusion %d that holds", id)}
	}
	return d.relearned(r, s, e, id, "withdraw", reason)
}

// relearnedView says what came of an exclusion of a whole system, or of a withdrawal.
type relearnedView struct {
	ID      int64          `json:"id"`      // of the exclusion
	Changed []baselineView `json:"changed"` // baselines that are other ones now
	Later   int            `json:"later"`   // baselines that the learner looks at within the hour
}

// relearned learns the baselines that an exclusion covered again. What somebody changes meanwhile is left to the learner.
func (d *Datasource) relearned(r *request, s store.Store, e store.Exclusion, id int64, action, reason string) (any, error) {
	learner, err := d.learner(r)
	if err != nil {
		return nil, err
	}
	all, err := s.Baselines(r.Context(), r.source, e.System, time.Time{})
	if err != nil {
		return nil, fromStore("reading baselines", err)
	}
	view := relearnedView{ID: id, Changed: []baselineView{}}
	at := d.process.now().UTC()
	done := 0
	for _, b := range all {
		if b.Record.Standing == baseline.Frozen || e.Operation != 0 && e.Operation != b.Operation.ID || !learner.Learns(b.Operation) {
			continue
		}
		if done++; done > maxAgain {
			view.Later++
			continue
		}
		record, err := again(r.Context(), learner, b.Baseline, at)
		if err != nil {
			return nil, fromStore("learning the baseline of "+b.Operation.Name+" again", err)
		}
		if !record.Differs(b.Record) {
			continue
		}
		revision := store.Revision{
			Baseline: store.Baseline{Operation: b.Operation, Record: record, ValidFrom: at, Author: r.login, Reason: reason}, Seen: b.Version, Action: action,
		}
		if _, err := s.Revise(r.Context(), r.source, []store.Revision{revision}); err != nil {
			view.Later++
			continue
		}
		revision.Version = revision.Seen + 1
		view.Changed = append(view.Changed, d.viewOf(store.BaselineAt{Baseline: revision.Baseline}))
	}
	d.forgetBaselines()
	return view, nil
}
