package plugin

import (
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// What should be changed now, in a form that a program can act on?

// adviceView is one recommendation that applies, as GET /recommendations gives it. Component and setting are empty,
// current and proposed null, where the document names no exact change; numbers are null where not measured.
type adviceView struct {
	// Key stays the same as long as the same rule speaks of the same thing; Applies is false for what somebody has
	// touched and that no longer holds: then the rest is as it was when they did.
	Key        string            `json:"key"`
	Applies    bool              `json:"applies"`
	Work       workView          `json:"work"`
	System     string            `json:"system"`
	ID         string            `json:"id"`
	Group      string            `json:"group"`
	Title      string            `json:"title"`
	Text       string            `json:"text"`
	Component  string            `json:"component"`
	Setting    string            `json:"setting"`
	Current    *float64          `json:"current"`
	Proposed   *float64          `json:"proposed"`
	Unit       string            `json:"unit"`
	Since      *time.Time        `json:"since"`
	AtLeast    bool              `json:"sinceAtLeast"`
	Because    string            `json:"because"`
	Evidence   []evidenceView    `json:"evidence"`
	Operations []string          `json:"operations"`
	Labels     map[string]string `json:"labels"`
	Anchor     string            `json:"anchor"`
}

// evidenceView is one measured condition of a recommendation.
type evidenceView struct {
	Title   string            `json:"title"`
	Labels  map[string]string `json:"labels"`
	Value   *float64          `json:"value"`
	Op      string            `json:"op"`
	Limit   float64           `json:"limit"`
	Unit    string            `json:"unit"`
	Since   *time.Time        `json:"since"`
	AtLeast bool              `json:"sinceAtLeast"`
	Text    string            `json:"text"`
}

// listRecommendations lists the documented advice that applies now; with all=true also what somebody has touched and
// that no longer applies.
func (d *Datasource) listRecommendations(r *request) (any, error) {
	all, err := yesOrNo(r.URL.Query(), "all", false)
	if err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	touched, err := workOf(r, s, r.common().System, store.WorkRecommendation)
	if err != nil {
		return nil, err
	}
	views, err := d.adviceNow(r)
	if err != nil {
		return nil, err
	}
	for i := range views {
		views[i].Work = workViewOf(touched[views[i].Key])
		delete(touched, views[i].Key)
	}
	if !all {
		return views, nil
	}
	for _, w := range touched {
		past, err := keptAdvice(w)
		if err != nil {
			return nil, err
		}
		views = append(views, past)
	}
	slices.SortStableFunc(views[len(views)-len(touched):], func(a, b adviceView) int { return b.Work.Time.Compare(*a.Work.Time) })
	return views, nil
}

func (d *Datasource) adviceNow(r *request) ([]adviceView, error) {
	all, _, err := d.advice(r.Context(), askedNow(r.source, d.process.now()), r.common())
	if err != nil {
		return nil, err
	}
	views := []adviceView{}
	for _, a := range all {
		views = append(views, adviceViewOf(a))
	}
	return views, nil
}

func adviceViewOf(a live.Advice) adviceView {
	change := changeOf(a)
	view := adviceView{
		System: a.System, ID: a.ID, Group: a.Group, Title: a.Title, Text: a.Text,
		Component: change.Component, Setting: change.Setting, Current: figure.Known(change.Current), Proposed: figure.Known(change.Proposed),
		Unit: change.Unit, Since: known(a.Since), AtLeast: a.SinceAtLeast, Because: because(a), Evidence: []evidenceView{},
		Operations: orEmpty(a.Operations), Labels: a.Labels, Anchor: a.Anchor,
	}
	for _, f := range a.Because {
		view.Evidence = append(view.Evidence, evidenceView{
			f.Title, f.Labels, figure.Known(f.Value), f.Op, f.Limit, f.Unit, known(f.Since), f.SinceAtLeast, f.Text,
		})
	}
	view.Key, view.Applies, view.Work = adviceKey(view), true, workViewOf(store.WorkItem{})
	return view
}
