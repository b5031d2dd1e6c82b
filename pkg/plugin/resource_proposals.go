package plugin

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Is another level the new normal? The learner asks, a person answers.

// shiftView is a change of level; durations in seconds.
type shiftView struct {
	At         time.Time  `json:"at"`
	Earliest   time.Time  `json:"earliest"`
	Latest     time.Time  `json:"latest"`
	Before     *float64   `json:"before"`
	After      *float64   `json:"after"`
	Ratio      *float64   `json:"ratio"`
	RatioLow   *float64   `json:"ratioLow"`
	RatioHigh  *float64   `json:"ratioHigh"`
	P          float64    `json:"p"`
	Deployment string     `json:"deployment"`
	DeployedAt *time.Time `json:"deployedAt"`
}

func shiftViewOf(s store.Shift) shiftView {
	ratio, low, high := s.Multiple()
	return shiftView{
		s.At, s.Earliest, s.Latest, figure.Known(s.Before), figure.Known(s.After),
		figure.Known(ratio), figure.Known(low), figure.Known(high), s.P, s.Deployment, known(s.DeployedAt),
	}
}

// proposalView is one question, as GET /proposals gives it.
type proposalView struct {
	ID          int64             `json:"id"`
	Kind        string            `json:"kind"`
	System      string            `json:"system"`
	Set         string            `json:"set"`
	Operation   string            `json:"operation"`
	OperationID int64             `json:"operationId"`
	Labels      map[string]string `json:"labels"`
	Text        string            `json:"text"`
	shiftView
	Raised  time.Time  `json:"raised"`
	State   string     `json:"state"`
	Decided *time.Time `json:"decided"`
	By      string     `json:"by"`
	Why     string     `json:"why"`
}

func proposalViewOf(p store.Proposal, of catalog.OperationSet) proposalView {
	return proposalView{
		ID: p.ID, Kind: p.Kind, System: p.Operation.System, Set: p.Operation.Set, Operation: p.Operation.Name, OperationID: p.Operation.ID, Labels: p.Operation.Labels,
		Text: proposalText(p, of), shiftView: shiftViewOf(p.Shift), Raised: p.Raised, State: p.State, Decided: known(p.Decided), By: p.By, Why: p.Why,
	}
}

// proposalText is the question in words.
func proposalText(p store.Proposal, of catalog.OperationSet) string {
	unit := live.UnitOf(of)
	moved := fmt.Sprintf("the %s of %s moved from %s to %s", baseline.Statistic(of.IsLevel()), p.Operation.Name, figure.In(unit, p.Before), figure.In(unit, p.After))
	if ratio, _, _ := p.Multiple(); !math.IsNaN(ratio) {
		moved += fmt.Sprintf(" (%+.0f %%)", 100*(ratio-1))
	}
	switch {
	case p.Kind == store.ProposesDrift:
		return fmt.Sprintf("%s little by little since %s: accept it as normal?", moved, p.Earliest.UTC().Format("2 January 15:04"))
	case p.Kind == store.ProposesExpected:
		return fmt.Sprintf("what was called expected on %s: %s; accept it as normal from then on?", p.At.UTC().Format("2 January 15:04"), moved)
	case p.DeployedAt.IsZero():
		return fmt.Sprintf("%s on %s UTC: accept it as normal?", moved, p.At.UTC().Format("Monday 2 January 15:04"))
	}
	after := "after"
	if p.DeployedAt.After(p.At) {
		after = "around"
	}
	return fmt.Sprintf("%s on %s UTC, %s the deployment of %s: accept it as normal?", moved, p.At.UTC().Format("Monday 2 January 15:04"), after, versionWord(p.Deployment))
}

func versionWord(version string) string {
	if version == "" {
		return "an unnamed version"
	}
	return version
}

// listProposals lists what is asked; with state=accepted, dismissed or all what was.
func (d *Datasource) listProposals(r *request) (any, error) {
	if _, err := r.common().systems(d.catalogue()); err != nil {
		return nil, err
	}
	state, err := oneOf("state", r.URL.Query().Get("state"), store.Open, store.Accepted, store.Dismissed, "all")
	if err != nil {
		return nil, err
	}
	if state == "all" {
		state = ""
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	all, err := s.Proposals(r.Context(), r.source, r.common().System, state)
	if err != nil {
		return nil, fromStore("reading proposals", err)
	}
	views := []proposalView{}
	for _, p := range all {
		views = append(views, proposalViewOf(p, d.setOf(p.Operation.System, p.Operation.Set)))
	}
	return map[string]any{"proposals": views}, nil
}

// dismissProposal says that the level is not the new normal: the baseline stays where it is.
func (d *Datasource) dismissProposal(r *request) (any, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id <= 0 {
		return nil, badInputf("%q is not the id of a proposal", r.PathValue("id"))
	}
	var body struct {
		Reason string `json:"reason"`
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	if err := checkReason(body.Reason); err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	act, found, err := s.Decide(r.Context(), r.source, id, store.Dismissed, r.login, body.Reason, d.process.now().UTC())
	switch {
	case err != nil:
		return nil, fromStore("dismissing the proposal", err)
	case !found:
		return nil, decidedBefore(r, s, id)
	}
	return map[string]any{"id": id, "state": store.Dismissed, "acts": []int64{act}}, nil
}

// decidedBefore says who answered a proposal already, or that there is none of that number.
func decidedBefore(r *request, s store.Store, id int64) error {
	all, err := s.Proposals(r.Context(), r.source, "", "")
	if err != nil {
		return fromStore("reading proposals", err)
	}
	for _, p := range all {
		if p.ID == id && p.State != store.Open {
			return &store.Overtaken{What: "the proposal on " + p.Operation.Name, Did: p.State, By: p.By, At: p.Decided, Reason: p.Why}
		}
	}
	return absent{fmt.Errorf("there is no open proposal %d", id)}
}

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
	if err := d.stillAsked(r, body.Proposal); err != nil {
		return nil, err
	}
	learner, err := d.learner(r)
	if err != nil {
		return nil, err
	}
	if !since.IsZero() && len(body.Operations) > maxAgain {
		return nil, tooManyAgain(len(body.Operations))
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	revisions, err := d.revisions(r, s, body.decision, "accept", func(old store.Baseline) (baseline.Record, *store.Exclusion, error) {
		if since.IsZero() {
			record, err := again(r.Context(), learner, old, now)
			return record, nil, err
		}
		before := store.Exclusion{
			System: old.Operation.System, Operation: old.Operation.ID, To: since, Kind: learn.LevelKind, Reason: body.Reason, Author: r.login, At: now,
		}
		record, err := again(r.Context(), learner, old, now, before)
		return record, &before, err
	})
	if err != nil {
		return nil, err
	}
	accepted, err := settles(r, s, body.decision, since, revisions[0].ValidFrom)
	if err != nil {
		return nil, err
	}
	accepted.Revisions = revisions
	acts, err := s.Accept(r.Context(), r.source, accepted)
	if err != nil {
		return nil, fromStore("accepting another level", err)
	}
	return d.revised(r, revisions, acts, "accept"), nil
}

// stillAsked is no error while a proposal is open; 0 is none.
func (d *Datasource) stillAsked(r *request, proposal int64) error {
	if proposal == 0 {
		return nil
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return err
	}
	open, err := s.Proposals(r.Context(), r.source, "", store.Open)
	if err != nil {
		return fromStore("reading proposals", err)
	}
	if slices.ContainsFunc(open, func(p store.Proposal) bool { return p.ID == proposal }) {
		return nil
	}
	return decidedBefore(r, s, proposal)
}

// settles are the questions that an acceptance answers, and the violations since then, which were expected: at the moment of
// the acceptance itself, by which they are found when it is taken back.
func settles(r *request, s store.Store, of decision, since, now time.Time) (a store.Acceptance, err error) {
	a = store.Acceptance{By: r.login, Why: of.Reason, At: now}
	chosen := map[int64]bool{}
	for _, o := range of.Operations {
		chosen[o.ID] = true
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
	if since.IsZero() {
		return a, nil
	}
	violations, err := s.Violations(r.Context(), r.source, "", since, now)
	if err != nil {
		return a, fromStore("reading violations", err)
	}
	touched, err := workOf(r, s, "", store.WorkViolation)
	if err != nil {
		return a, err
	}
	for _, v := range violations {
		if chosen[v.Operation.ID] && v.Slow() && v.Verdict == "" && !v.Start.Before(since.Add(-expectedBefore)) {
			item := violationItem(v)
			item.State, item.Verdict, item.Author, item.Reason, item.At = store.Done, store.Expected, r.login, of.Reason, now
			item.Revision = touched[item.Key].Revision
			a.Items = append(a.Items, item)
		}
	}
	return a, nil
}

// expectedBefore is how much earlier than an accepted level a violation may begin that belongs to it: both are known to
// a few windows.
const expectedBefore = 15 * time.Minute
