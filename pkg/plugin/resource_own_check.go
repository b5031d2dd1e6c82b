package plugin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// What is wrong with operations that somebody defines, what would be learned, and at what cost? Asked while the
// definition is written, and again when it is kept.

// ownCheckView is POST /own/check.
type ownCheckView struct {
	Errors   map[string]string `json:"errors"`   // by field
	Declared string            `json:"declared"` // type of the metric, by its targets
	Kind     string            `json:"kind"`     // what it can be learned as; empty where it cannot
	Native   bool              `json:"native"`
	Labels   []ownLabelView    `json:"labels"`
	// Cut says that there are more series than labels were read from.
	Cut        bool        `json:"cut"`
	Operations float64     `json:"operations"`
	Examples   []string    `json:"examples"` // names of a few operations
	Cost       ownCostView `json:"cost"`
}

type ownLabelView struct {
	Name   string `json:"name"`
	Values int    `json:"values"`
}

// ownCostView is what learning asks of Prometheus and of the store.
type ownCostView struct {
	Series         float64 `json:"series"`         // that each question reads
	SamplesPerHour float64 `json:"samplesPerHour"` // that learning one hour reads
	Questions      int     `json:"questions"`      // until all days are learned
	BytesPerDay    float64 `json:"bytesPerDay"`    // in the store
	Scrape         float64 `json:"scrape"`         // seconds
}

// ownFields are those that can be wrong, in the order in which they are written.
var ownFields = []string{"system", "title", "metric", "kind", "across", "selector", "by", "unit", "direction", "errors", "count", "minRequests", "definition"}

// checkOwn says what is wrong with a definition and what it would learn; nothing is kept.
func (d *Datasource) checkOwn(r *request) (any, error) {
	_, checked, err := d.checkedDefinition(r)
	return checked, err
}

// checkedDefinition is the definition of a request, and what is wrong with it.
func (d *Datasource) checkedDefinition(r *request) (definition catalog.OwnSystem, checked ownCheckView, err error) {
	var body struct {
		ID         int64             `json:"id"` // of the definition that is changed; 0 for a new one
		Definition catalog.OwnSystem `json:"definition"`
	}
	if err := r.read(&body); err != nil {
		return definition, checked, err
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return definition, checked, err
	}
	checked, err = d.checkDefinition(r, s, body.Definition, body.ID)
	return body.Definition, checked, err
}

// wrong is the first thing that is wrong, for those who only go on with what is right.
func (view ownCheckView) wrong() error {
	for _, field := range ownFields {
		if why := view.Errors[field]; why != "" {
			return badInputf("%s", why)
		}
	}
	return nil
}

func (d *Datasource) checkDefinition(r *request, s store.Store, definition catalog.OwnSystem, id int64) (ownCheckView, error) {
	view := ownCheckView{Errors: map[string]string{}, Labels: []ownLabelView{}, Examples: []string{}}
	if field, err := wrongField(definition); err != nil {
		view.Errors[field] = err.Error()
		// The metric can be looked at while the rest is still being written.
		if !slices.Contains([]string{"system", "title"}, field) || len(definition.Operations) != 1 || definition.Operations[0].Metric == "" {
			return view, nil
		}
	}
	system, set := d.joined(definition)
	if err := d.describe(r.Context(), &view, system, set); err != nil {
		return view, err
	}
	if len(view.Errors) > 0 {
		return view, nil
	}
	switch err := d.freeToDefine(r.Context(), r.source, s, definition, id); {
	case errors.As(err, &badInput{}):
		view.Errors["definition"] = err.Error()
	case err != nil:
		return view, err
	}
	return view, nil
}

// longestTitle is what a list can show.
const longestTitle = 200

// wrongField says which field of a definition is wrong by itself.
func wrongField(definition catalog.OwnSystem) (string, error) {
	if len(definition.Operations) > 1 {
		return "definition", errors.New("a definition is about the operations of one metric")
	}
	field, err := definition.Wrong()
	if err != nil && field != "operations" {
		return field, inPerson(err)
	}
	if len(definition.Operations) == 0 {
		return "metric", errors.New("the metric is missing")
	}
	op := definition.Operations[0]
	for _, part := range []struct{ field, selector string }{{"selector", op.Selector}, {"errors", op.Errors}} {
		if err := prometheus.ValidateSelector(part.selector); part.selector != "" && err != nil {
			return part.field, err
		}
	}
	switch title := strings.TrimSpace(op.Title); {
	case title == "":
		return "title", errors.New("the name is missing: say what these operations are")
	case utf8.RuneCountInString(title) > longestTitle:
		return "title", fmt.Errorf("the name is longer than %d characters", longestTitle)
	}
	return "", nil
}

// inPerson leaves out which operation of which system it is: there is one.
func inPerson(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// joined are the system that a definition joins, or makes, and its set.
func (d *Datasource) joined(definition catalog.OwnSystem) (*catalog.System, catalog.OperationSet) {
	op := definition.Operations[0]
	op.SetID = op.Learned()
	if known, found := d.catalogue().System(definition.System); found {
		return known, op.Set()
	}
	made := (&catalog.Catalog{}).With(catalog.OwnSystem{System: definition.System, Title: definition.Title, Operations: []catalog.OwnOperation{op}})
	return &made.Systems[0], op.Set()
}

// describe fills in what Prometheus knows of the metric.
func (d *Datasource) describe(ctx context.Context, view *ownCheckView, system *catalog.System, set catalog.OperationSet) error {
	now := live.Grid(d.process.now(), d.settings.Lag())
	selector := prometheus.Matchers(system.Selector, set.Selector)
	found, err := d.client.Describe(ctx, set.Metric, selector, set.By, now)
	if err != nil {
		return err
	}
	view.Declared, view.Kind, view.Native, view.Cut, view.Operations = found.Declared, found.Kind, found.Native, found.Cut, found.Operations
	for _, label := range found.Labels {
		view.Labels = append(view.Labels, ownLabelView{label.Name, label.Values})
	}
	for _, labels := range found.Examples {
		view.Examples = append(view.Examples, set.NameOf(labels))
	}
	slices.Sort(view.Examples)
	view.judge(found, system, set)
	if found.Kind == "" {
		return nil
	}
	view.Cost.Series = found.Series
	return d.estimate(ctx, view, selector, set, now)
}

// learnable tells whether a metric can be learned as a kind: what a gauge tells is for its people to say, and whether it
// is one where its targets say nothing.
func learnable(found prometheus.Description, kind string) bool {
	said := found.Declared != "" && found.Declared != "unknown"
	return found.Kind == kind || found.Kind == "gauge" && (kind == catalog.LevelKind || kind == catalog.CounterKind && !said)
}

// judge says what of the definition does not fit what Prometheus has.
func (view *ownCheckView) judge(found prometheus.Description, system *catalog.System, set catalog.OperationSet) {
	switch {
	case found.Lacks != "" && system.Selector != "":
		view.Errors["metric"] = fmt.Sprintf("%s. Operations of %s are looked for where %s", strings.TrimSuffix(found.Lacks, "."), system.Title, system.Selector)
	case found.Lacks != "":
		view.Errors["metric"] = found.Lacks
	case found.Kind == catalog.CounterKind && set.Kind == catalog.LevelKind:
		view.Errors["kind"] = fmt.Sprintf("%s is a counter here, not a level: it only rises and has no usual level. As kind counter its rate is learned", set.Metric)
	case !learnable(found, set.Kind):
		view.Errors["kind"] = fmt.Sprintf("%s is a %s here, not a %s", set.Metric, found.Kind, set.Kind)
	case found.Operations > maxDefined:
		view.Errors["by"] = fmt.Sprintf("%.0f operations are more than %d: leave out the label with the most values, or narrow the selector", found.Operations, maxDefined)
	}
	for _, label := range found.Missing(set.By) {
		view.Errors["by"] = fmt.Sprintf("no series of %s has the label %q", set.Metric, label)
	}
	// Some give a label to what failed only, so that there may be none of it yet; without it all are taken for failed.
	if names, all, err := found.Absent(set.Errors); all && err == nil {
		view.Errors["errors"] = fmt.Sprintf("no series of %s has the label %q: every request would count as failed", set.Metric, names[0])
	}
}

const (
	// hoursPerQuestion is how many hours the learner asks for at once where operations are few.
	hoursPerQuestion = 6
	// packedDay, packedRun and packedLevel are what a day of an operation, a single measurement, and a day of a level take in the
	// store (docs/decisions.md).
	packedDay   = 6_000
	packedRun   = 12
	packedLevel = 3_700
)

func (d *Datasource) estimate(ctx context.Context, view *ownCheckView, selector string, set catalog.OperationSet, now time.Time) error {
	cost := &view.Cost
	cost.Questions = (d.settings.LearnDays*24 + hoursPerQuestion - 1) / hoursPerQuestion
	if set.Kind == "gauge" {
		changes, err := d.client.Changes(ctx, set.Metric, selector, now)
		cost.SamplesPerHour, cost.BytesPerDay = changes, 24*changes*packedRun
		return err
	}
	packed := float64(packedDay)
	if set.IsLevel() {
		packed = packedLevel
	}
	scrape, err := d.client.ScrapeInterval(ctx, set.Metric, selector, now)
	if err != nil {
		return err
	}
	cost.Scrape, cost.BytesPerDay = scrape.Seconds(), view.Operations*packed
	if scrape > 0 {
		cost.SamplesPerHour = cost.Series * time.Hour.Seconds() / scrape.Seconds()
	}
	return nil
}
