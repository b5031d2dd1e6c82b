package plugin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/report"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// violationView is one stretch in breach, as GET /violations gives it.
type violationView struct {
	ID        int64             `json:"id"` // 0 for one that the learner has not passed yet
	System    string            `json:"system"`
	Set       string            `json:"set"`
	Operation string            `json:"operation"`
	Labels    map[string]string `json:"labels"`
	Signal    detect.Signal     `json:"signal"` // what was off: latency, errors or rate
	Tier      string            `json:"tier"`
	Start     time.Time         `json:"start"`
	End       *time.Time        `json:"end"` // null while it goes on
	Peak      *float64          `json:"peak"`
	Delay     float64           `json:"delay"` // seconds from onset to first tier
	Verdict   string            `json:"verdict"`
	Reason    string            `json:"reason"`
	Work      workView          `json:"work"`
}

func violationViewOf(v violation) violationView {
	view := violationView{
		ID: v.ID, System: v.Operation.System, Set: v.Operation.Set, Operation: v.Operation.Name, Labels: v.Operation.Labels, Signal: v.signal(),
		Tier: detect.Tier(v.Tier).String(), Start: v.Start, Peak: report.PeakOf(v.Violation), Delay: v.Delay.Seconds(), Verdict: v.Verdict, Reason: v.reason,
	}
	if !v.End.IsZero() {
		view.End = &v.End
	}
	return view
}

// listViolations lists those of a range, the newest first.
func (d *Datasource) listViolations(r *request) (any, error) {
	from, to, err := r.span(d.process.now())
	if err != nil {
		return nil, err
	}
	a := asked{source: r.source, window: untilNow(backend.TimeRange{From: from, To: to}, d.process.now())}
	l, err := d.violations(r.Context(), a, r.common(), "")
	if err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	touched, err := workOf(r, s, r.common().System, store.WorkViolation)
	if err != nil {
		return nil, err
	}
	views := []violationView{}
	for _, v := range l.rows {
		view := violationViewOf(v)
		view.Work = stateOf(v.Verdict, touched[strconv.FormatInt(v.ID, 10)])
		views = append(views, view)
	}
	return remarked{views, l.remarks}, nil
}

var verdictWords = []string{"", "true", "false", store.Expected}

// violationID is the number of the violation that a path names.
func violationID(r *request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id <= 0 {
		return 0, badInputf("%q is not the id of a violation", r.PathValue("id"))
	}
	return id, nil
}

func violationOf(r *request, s store.Store, id int64) (store.Violation, error) {
	v, found, err := s.Violation(r.Context(), r.source, id)
	switch {
	case err != nil:
		return v, fromStore("reading a violation", err)
	case !found:
		return v, absent{fmt.Errorf("there is no violation %d", id)}
	}
	return v, nil
}

// judgeViolation keeps what a person says of a violation: that it was true, false, or expected. Whoever takes it is
// done with it by that; the state of others' work is not looked at.
func (d *Datasource) judgeViolation(r *request) (any, error) {
	var body struct {
		Verdict string `json:"verdict"`
		Reason  string `json:"reason"`
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	if !slices.Contains(verdictWords, body.Verdict) {
		return nil, badInputf("the verdict %q is unknown: choose one of %s, or nothing to take it back", body.Verdict, strings.Join(verdictWords[1:], ", "))
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	id, err := violationID(r)
	if err != nil {
		return nil, err
	}
	v, err := violationOf(r, s, id)
	if err != nil {
		return nil, err
	}
	touched, err := workOf(r, s, v.Operation.System, store.WorkViolation)
	if err != nil {
		return nil, err
	}
	item := violationItem(v)
	item.Verdict = body.Verdict
	asked, err := d.askedOfExpected(r, s, body.Verdict, v)
	if err != nil {
		return nil, err
	}
	state := stateOf(body.Verdict, store.WorkItem{}).State
	if _, err := d.move(r, s, item, moved{State: state, Reason: body.Reason, Revision: touched[item.Key].Revision}, asked...); err != nil {
		return nil, err
	}
	return map[string]any{"id": v.ID, "verdict": body.Verdict}, nil
}

// moveViolation takes a violation, calls it done with a verdict, rejects it as a false alarm, or opens it again.
func (d *Datasource) moveViolation(r *request) (any, error) {
	var body struct {
		moved
		Verdict string `json:"verdict"` // of what is done: true or expected
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	id, err := violationID(r)
	if err != nil {
		return nil, err
	}
	items, acts, err := d.moveSeen(r, body.moved, body.Verdict, []seenViolation{{id, body.Revision}})
	if err != nil {
		return nil, err
	}
	return movedView{workViewOf(items[0]), acts}, nil
}

// moveViolations does that to several, all or none.
func (d *Datasource) moveViolations(r *request) (any, error) {
	var body struct {
		State      string          `json:"state"`
		Reason     string          `json:"reason"`
		Verdict    string          `json:"verdict"`
		Violations []seenViolation `json:"violations"`
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	if n := len(body.Violations); n == 0 || n > maxDecided {
		return nil, badInputf("the field violations has %d entries: give 1 to %d", n, maxDecided)
	}
	_, acts, err := d.moveSeen(r, moved{State: body.State, Reason: body.Reason}, body.Verdict, body.Violations)
	if err != nil {
		return nil, err
	}
	return map[string]any{"acts": acts}, nil
}

// moveSeen moves violations on, each from the revision that was looked at.
func (d *Datasource) moveSeen(r *request, to moved, verdict string, seen []seenViolation) (items []store.WorkItem, acts []int64, err error) {
	if err := to.check(); err != nil {
		return nil, nil, err
	}
	if verdict, err = verdictFor(to.State, verdict); err != nil {
		return nil, nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, nil, err
	}
	all, items, err := violationItems(r, s, seen, verdict)
	if err != nil {
		return nil, nil, err
	}
	asked, err := d.askedOfExpected(r, s, verdict, all...)
	if err != nil {
		return nil, nil, err
	}
	acts, err = d.moveAll(r, s, items, to, asked)
	return items, acts, err
}

// seenViolation is one at the revision that a person looked at.
type seenViolation struct {
	ID       int64 `json:"id"`
	Revision int   `json:"revision"`
}

func violationItems(r *request, s store.Store, seen []seenViolation, verdict string) (all []store.Violation, items []store.WorkItem, err error) {
	for i, one := range seen {
		if slices.ContainsFunc(seen[:i], func(before seenViolation) bool { return before.ID == one.ID }) {
			return nil, nil, badInputf("the violation %d is there twice", one.ID)
		}
		v, err := violationOf(r, s, one.ID)
		if err != nil {
			return nil, nil, err
		}
		item := violationItem(v)
		item.Verdict, item.Revision = verdict, one.Revision
		all, items = append(all, v), append(items, item)
	}
	return all, items, nil
}
