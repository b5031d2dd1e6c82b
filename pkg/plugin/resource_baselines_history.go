package plugin

import (
	"slices"
	"strconv"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// How did a baseline come to be what it is?

// versionView is one version in GET /baselines/versions. All but the newest are superseded.
type versionView struct {
	baselineView
	Superseded bool   `json:"superseded"`
	Why        string `json:"why"` // the author's reason for the version
}

// operationID is the number in the parameter operation.
func (r *request) operationID() (int64, error) {
	text := r.URL.Query().Get("operation")
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		return 0, badInputf("operation=%q is not the id of an operation, as GET /baselines gives it", text)
	}
	return id, nil
}

func (r *request) versionNumber(parameter string) (int, error) {
	text := r.URL.Query().Get(parameter)
	number, err := strconv.Atoi(text)
	if err != nil || number <= 0 {
		return 0, badInputf("%s=%q is not the number of a version", parameter, text)
	}
	return number, nil
}

func (d *Datasource) versions(r *request) ([]store.Baseline, error) {
	id, err := r.operationID()
	if err != nil {
		return nil, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	return versionsOf(r.Context(), s, r.source, id)
}

// listVersions lists all versions of one operation, the newest first.
func (d *Datasource) listVersions(r *request) (any, error) {
	versions, err := d.versions(r)
	if err != nil {
		return nil, err
	}
	views := make([]versionView, 0, len(versions))
	for i, v := range versions {
		view := versionView{baselineView: d.viewOf(store.BaselineAt{Baseline: v}), Superseded: i < len(versions)-1, Why: v.Reason}
		if view.Superseded {
			view.State = baseline.Superseded
		}
		views = append(views, view)
	}
	slices.Reverse(views)
	return map[string]any{"versions": views}, nil
}

// differenceView is one field in which two versions differ: numbers, or words.
type differenceView struct {
	Field  string   `json:"field"`
	Title  string   `json:"title"`
	Unit   string   `json:"unit"` // of Grafana; empty for words
	Before any      `json:"before"`
	After  any      `json:"after"`
	Ratio  *float64 `json:"ratio"` // after to before; null for words
}

// diffView is GET /baselines/diff.
type diffView struct {
	Operation   string           `json:"operation"`
	From        int              `json:"from"`
	To          int              `json:"to"`
	Differences []differenceView `json:"differences"`
}

// diffBaselines says in what two versions of one operation differ.
func (d *Datasource) diffBaselines(r *request) (any, error) {
	versions, err := d.versions(r)
	if err != nil {
		return nil, err
	}
	var two [2]store.Baseline
	for i, parameter := range []string{"from", "to"} {
		number, err := r.versionNumber(parameter)
		if err != nil {
			return nil, err
		}
		if two[i], err = versionNamed(versions, number); err != nil {
			return nil, err
		}
	}
	view := diffView{Operation: two[0].Operation.Name, From: two[0].Version, To: two[1].Version, Differences: []differenceView{}}
	for _, one := range baseline.Diff(two[0].Record, two[1].Record) {
		view.Differences = append(view.Differences, differenceViewOf(one))
	}
	return view, nil
}

func differenceViewOf(d baseline.Difference) differenceView {
	view := differenceView{Field: d.Field, Title: d.Title, Unit: d.Unit, Before: figure.Known(d.Before), After: figure.Known(d.After), Ratio: figure.Known(d.Ratio)}
	if d.Unit == "" {
		view.Before, view.After = d.BeforeWord, d.AfterWord
	}
	return view
}

// anySpan is the range of a resource; without one, everything: to is the zero time then, which no range ends at.
func (r *request) anySpan(now time.Time) (from, to time.Time, err error) {
	if q := r.URL.Query(); q.Get("from") == "" && q.Get("to") == "" {
		return time.Time{}, time.Time{}, nil
	}
	return r.span(now)
}
