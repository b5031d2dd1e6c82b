package plugin

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// baselineView is one learned record, as GET /baselines and the command give it. Durations are in seconds.
type baselineView struct {
	ID         int64             `json:"id"` // of the operation
	System     string            `json:"system"`
	Set        string            `json:"set"`
	Operation  string            `json:"operation"`
	Labels     map[string]string `json:"labels"`
	P50        *float64          `json:"p50"`
	P95        *float64          `json:"p95"`
	P99        *float64          `json:"p99"`
	Mean       *float64          `json:"mean"`
	SD         *float64          `json:"sd"`
	Requests   float64           `json:"requests"`
	Windows    int               `json:"windows"`
	Outliers   int               `json:"outliers"`
	Confidence float64           `json:"confidence"`
	P95Low     *float64          `json:"p95Low"`
	P95High    *float64          `json:"p95High"`
	P95Least   *float64          `json:"p95Least"` // of the true p95, wherever in their buckets the requests were; null where it was not said
	P95Most    *float64          `json:"p95Most"`
	Resolution float64           `json:"resolution"`
	// Effective is the number of independent requests that carry the same information.
	Effective float64 `json:"effective"`
	// LogSD is the spread of the logarithms of single windows' p95.
	LogSD       *float64          `json:"logSd"`
	ErrorRatio  float64           `json:"errorRatio"`
	RequestRate float64           `json:"requestRate"` // per second
	Idle        float64           `json:"idle"`
	RangeLow    float64           `json:"rangeLow"`
	RangeHigh   float64           `json:"rangeHigh"`
	From        *time.Time        `json:"from"`
	To          *time.Time        `json:"to"`
	Profile     *baseline.Profile `json:"profile"`
	Factors     *baseline.Factors `json:"factors"`
	Anchor      *baseline.Anchor  `json:"anchor"`
	// Detectable are the smallest slowdowns that are found within a time, as ratios to normal.
	Detectable detectableView `json:"detectable"`
	// State is what a person decided, else what the evidence says; Evidence the latter.
	State     string    `json:"state"`
	Evidence  string    `json:"evidence"`
	Reason    string    `json:"reason"`
	Source    string    `json:"source"`
	Version   int       `json:"version"`
	ValidFrom time.Time `json:"validFrom"`
	Author    string    `json:"author"`
	// Unit is that of the numbers; empty for durations, in seconds.
	Unit string `json:"unit,omitempty"`
}

// viewOf is what callers read of a version.
func (d *Datasource) viewOf(b store.BaselineAt) baselineView {
	r := b.Record
	return baselineView{
		ID: b.Operation.ID, Effective: r.Effective, LogSD: figure.Known(r.LogSD), ErrorRatio: r.ErrorRatio, RequestRate: r.RequestRate, Idle: r.Idle,
		RangeLow: r.RangeLow, RangeHigh: r.RangeHigh, From: known(r.From), To: known(r.To), Profile: r.Profile, Factors: r.Factors, Anchor: r.Anchor,
		P95Least: figure.Positive(r.P95Least), P95Most: figure.Positive(r.P95Most), Detectable: d.detectable(b), Evidence: string(r.State), System: b.Operation.System, Set: b.Operation.Set, Operation: b.Operation.Name, Labels: b.Operation.Labels,
		P50: figure.Known(r.P50), P95: figure.Known(r.P95), P99: figure.Known(r.P99), Mean: figure.Known(r.Mean), SD: figure.Known(r.SD),
		Requests: r.Requests, Windows: r.Windows, Outliers: r.Outliers, Confidence: r.Confidence,
		P95Low: figure.Known(r.P95Low), P95High: figure.Known(r.P95High), Resolution: r.Resolution,
		State: r.Word(), Reason: r.Reason, Source: r.Source, Version: b.Version, ValidFrom: b.ValidFrom, Author: b.Author, Unit: r.Unit,
	}
}

// listBaselines lists what is valid now.
func (d *Datasource) listBaselines(r *request) (any, error) {
	l, err := d.learnedRows(r.Context(), r.source, r.common(), d.process.now())
	if err != nil {
		return nil, err
	}
	views := []baselineView{}
	for _, row := range l.rows {
		views = append(views, d.viewOf(row))
	}
	return map[string]any{"baselines": views}, nil
}

// resetBaselines lets operations begin anew, or forgets everything that was learned for this data source: for that the
// body repeats the word, so that a slip of a script does not cost weeks of learning.
func (d *Datasource) resetBaselines(r *request) (any, error) {
	var body struct {
		Confirm string `json:"confirm"`
		decision
	}
	if err := r.read(&body); err != nil {
		return nil, err
	}
	if len(body.Operations) > 0 {
		return d.beginAnew(r, body.decision)
	}
	if body.Confirm != "reset" {
		return nil, badInputf(`all that is kept of this data source would be forgotten, runs, reports and deployments too: send {"confirm":"reset"} if that is meant, or list operations`)
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	if err := s.Forget(r.Context(), r.source); err != nil {
		return nil, fromStore("forgetting what was learned", err)
	}
	// What was done before is forgotten too; that it was, and by whom, is not.
	act := store.Act{At: d.process.now().UTC(), Author: r.login, Action: "reset", Reason: body.Reason}
	if err := s.Note(r.Context(), r.source, act); err != nil {
		return nil, fromStore("noting who forgot what was learned", err)
	}
	log.DefaultLogger.Info("Everything learned was forgotten", "source", r.source, "by", r.login)
	d.forgetBaselines()
	d.process.reset(r.source)
	return map[string]string{"status": "forgotten"}, nil
}
