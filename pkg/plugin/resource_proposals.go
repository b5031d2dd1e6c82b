package plugin

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
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
	moved := fmt.Sprintf("The %s of %s moved from %s to %s", baseline.Statistic(of.IsLevel()), p.Operation.Name, figure.In(unit, p.Before), figure.In(unit, p.After))
	if ratio, _, _ := p.Multiple(); !math.IsNaN(ratio) {
		moved += fmt.Sprintf(" (%+.0f %%)", 100*(ratio-1))
	}
	switch {
	case p.Kind == store.ProposesDrift:
		return fmt.Sprintf("%s little by little since %s UTC: accept it as normal?", moved, p.Earliest.UTC().Format("2 January 15:04"))
	case p.Kind == store.ProposesExpected:
		return fmt.Sprintf("%s on %s UTC, which was called expected: accept it as normal from then on?", moved, p.At.UTC().Format("Monday 2 January 15:04"))
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
	acts, err := d.dismiss(r, []int64{id}, body.Reason)
	if err != nil {
		return nil, err
	}
	return map[string]any{"id": id, "state": store.Dismissed, "acts": acts}, nil
}

// dismissProposals says it of several levels, all or none.
func (d *Datasource) dismissProposals(r *request) (any, error) {
	var body struct {
		Proposals []int64 `json:"proposals"`
		Reason    string  `json:"reason"`
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	if n := len(body.Proposals); n == 0 || n > maxDecided {
		return nil, badInputf("the field proposals has %d entries: give 1 to %d", n, maxDecided)
	}
	slices.Sort(body.Proposals)
	acts, err := d.dismiss(r, slices.Compact(body.Proposals), body.Reason)
	if err != nil {
		return nil, err
	}
	return map[string]any{"acts": acts}, nil
}

func (d *Datasource) dismiss(r *request, ids []int64, reason string) (acts []int64, err error) {
	if err := checkReason(reason); err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	acts, found, err := s.Decide(r.Context(), r.source, ids, store.Dismissed, r.login, reason, d.process.now().UTC())
	switch {
	case err != nil:
		return nil, fromStore("dismissing proposals", err)
	case !found:
		_, err := openProposals(r, s, ids) // says which, and who answered it
		return nil, cmp.Or(err, error(absent{fmt.Errorf("a proposal was not open a moment ago: read them again")}))
	}
	return acts, nil
}

// openProposals are those of these numbers; an error where one of them is open no more, or there is none.
func openProposals(r *request, s store.Store, ids []int64) ([]store.Proposal, error) {
	all, err := s.Proposals(r.Context(), r.source, "", "")
	if err != nil {
		return nil, fromStore("reading proposals", err)
	}
	byID := map[int64]store.Proposal{}
	for _, p := range all {
		byID[p.ID] = p
	}
	open := make([]store.Proposal, 0, len(ids))
	for _, id := range ids {
		p, found := byID[id]
		switch {
		case !found:
			return nil, absent{fmt.Errorf("there is no open proposal %d", id)}
		case p.State != store.Open:
			return nil, &store.Overtaken{What: "the proposal on " + p.Operation.Name, Did: p.State, By: p.By, At: p.Decided, Reason: p.Why}
		}
		open = append(open, p)
	}
	return open, nil
}
