package plugin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/runs"
)

// weekEarlier is what a range is compared with where nobody says with what: load has the rhythm of a week.
const weekEarlier = "7d"

// compareTable answers what became faster or slower: between two ranges, runs or days, or by a deployment.
func (d *Datasource) compareTable(ctx context.Context, a asked, q TableQuery) (*data.Frame, []string, error) {
	base, current, err := q.sides()
	if err != nil {
		return nil, nil, err
	}
	systems, err := q.compared(d)
	if err != nil {
		return nil, nil, err
	}
	var views []runs.ComparisonView
	var undeployed []error
	for _, system := range systems {
		view, err := d.comparedOf(ctx, a, base, current, system)
		if errors.Is(err, runs.ErrNoDeployment) {
			undeployed = append(undeployed, err)
			continue // another of the systems may be the one that was deployed
		}
		if err != nil {
			return nil, nil, err
		}
		views = append(views, view)
	}
	if len(undeployed) > 0 && len(undeployed) == len(systems) {
		return nil, nil, noneDeployed(undeployed)
	}
	rows := q.comparedRows(views)
	return comparedTable(limited(rows, q.Limit)), q.uncompared(views, len(rows) == 0), nil
}

// comparedRows are the operations that were measured on both sides, the worst first.
func (q TableQuery) comparedRows(views []runs.ComparisonView) []comparedRow {
	var rows []comparedRow
	for _, view := range views {
		for _, o := range view.Operations {
			if q.keeps(o.Operation, o.Labels) {
				rows = append(rows, comparedRow{o, view.System, view.Baseline, view.Current})
			}
		}
	}
	slices.SortStableFunc(rows, func(x, y comparedRow) int { return worseFirst(x.Ratio, y.Ratio) })
	return rows
}

// uncompared says of which systems nothing was measured before. One that was measured on neither side may not be there
// at all: it is spoken of where it was asked for, or where there is nothing else.
func (q TableQuery) uncompared(views []runs.ComparisonView, nothing bool) []string {
	var remarks []string
	for _, view := range views {
		if len(view.Operations) == 0 && (len(view.New) > 0 || nothing || q.System != "") {
			remarks = append(remarks, "Nothing was measured of "+view.System+" in "+view.Baseline+".")
		}
	}
	return remarks
}

// noneDeployed says of each system which versions it had.
func noneDeployed(all []error) error {
	err := all[0]
	for _, other := range all[1:] {
		err = fmt.Errorf("%w; %w", err, other)
	}
	return err
}

// comparedRow is one operation, with what was compared.
type comparedRow struct {
	runs.ComparedView
	system, baseline, current string
}

// sides are the words for both sides.
func (q TableQuery) sides() (base, current string, err error) {
	if q.Deployment == "" {
		return q.Baseline, q.Current, nil
	}
	if q.Baseline != "" || q.Current != "" {
		return "", "", badInputf("give either a deployment or what is compared with what")
	}
	return "before:" + q.Deployment, "after:" + q.Deployment, nil
}

// compared are the systems to look at. A run says itself of which it is, so that none must be named.
func (q TableQuery) compared(d *Datasource) ([]string, error) {
	run := func(word string) bool { return word != "" && offset(word) == 0 && !runs.NeedsSystem(word) }
	if q.System == "" && (run(q.Baseline) || run(q.Current)) {
		return []string{""}, nil
	}
	systems, err := q.systems(d.catalogue())
	if err != nil {
		if run(q.Baseline) && run(q.Current) {
			return []string{q.System}, nil // of a system that has runs only
		}
		return nil, err
	}
	var names []string
	for _, s := range systems {
		names = append(names, s.Name)
	}
	return names, nil
}

func (d *Datasource) comparedOf(ctx context.Context, a asked, base, current, system string) (view runs.ComparisonView, err error) {
	if base == "" {
		base = weekEarlier
	}
	window := a.window
	if by := offset(base); by > 0 {
		window, base = backend.TimeRange{From: window.From.Add(-by), To: window.To.Add(-by)}, ""
	}
	if err := runs.Distinct(base, current); err != nil {
		return view, badInput{err}
	}
	before, now, err := runs.Both(runs.OtherFirst(current),
		func(other runs.Set) (runs.Set, error) {
			return d.rangeOrSide(ctx, a.source, window, base, system, other)
		},
		func(other runs.Set) (runs.Set, error) {
			return d.rangeOrSide(ctx, a.source, a.window, current, system, other)
		})
	if err != nil {
		return view, err
	}
	return runs.CompareSets(before, now), nil
}

// rangeOrSide is what was learned in a range where no word names another side.
func (d *Datasource) rangeOrSide(ctx context.Context, source string, window backend.TimeRange, word, system string, other runs.Set) (runs.Set, error) {
	if word != "" {
		return d.sideSet(ctx, source, side{word: word}, system, other)
	}
	s, err := d.process.Store(ctx)
	if err != nil {
		return runs.Set{}, err
	}
	if system == "" {
		system = other.System
	}
	set, err := runs.OfTime(ctx, s, source, system, runs.Between(window.From, window.To))
	return set, fromStore("reading what is compared", err)
}

// offset is how much earlier a word such as 7d means; 0 where it means something else.
func offset(word string) time.Duration {
	by, err := model.ParseDuration(word)
	if err != nil {
		return 0
	}
	return time.Duration(by)
}

// worseFirst orders ratios, the largest first; what is not known comes last.
func worseFirst(x, y *float64) int {
	value := func(v *float64) float64 {
		if v == nil {
			return math.Inf(-1)
		}
		return *v
	}
	return cmp.Compare(value(y), value(x))
}

var comparedNames = []string{
	"system", "operation", "quantity", "baseline", "current", "change", "ratio", "ratioLow", "ratioHigh", "p95Ratio", "p95Low", "p95High",
	"spreadRatio", "effect", "rating", "verdict", "where", "reason", "comparedWith", "compared",
}

func comparedTable(rows []comparedRow) *data.Frame {
	labels := func(r comparedRow) map[string]string { return r.Labels }
	known := func(name string, of func(comparedRow) *float64) column[comparedRow] {
		return number(name, "", func(r comparedRow) float64 {
			if v := of(r); v != nil {
				return *v
			}
			return math.NaN()
		})
	}
	columns := []column[comparedRow]{
		text("system", func(r comparedRow) string { return r.system }), text("operation", func(r comparedRow) string { return r.Operation }),
		text("quantity", func(r comparedRow) string { return r.Quantity }),
	}
	columns = append(columns, labelColumns(labelsIn(rows, labels), labels, comparedNames)...)
	columns = append(columns,
		known("baseline", func(r comparedRow) *float64 { return r.Baseline }).titled("mean before"),
		known("current", func(r comparedRow) *float64 { return r.Current }).titled("mean"),
		known("change", func(r comparedRow) *float64 { return r.Percent }).titled("change in %"),
		known("ratio", func(r comparedRow) *float64 { return r.Ratio }),
		known("ratioLow", func(r comparedRow) *float64 { return r.Low }).titled("ratio, from"),
		known("ratioHigh", func(r comparedRow) *float64 { return r.High }).titled("ratio, to"),
		known("p95Ratio", func(r comparedRow) *float64 { return r.P95 }).titled("p95 ratio"),
		known("p95Low", func(r comparedRow) *float64 { return r.P95Low }).titled("p95 ratio, from"),
		known("p95High", func(r comparedRow) *float64 { return r.P95High }).titled("p95 ratio, to"),
		known("spreadRatio", func(r comparedRow) *float64 { return r.Spread }).titled("spread ratio"),
		text("effect", func(r comparedRow) string { return r.EffectSize }), text("rating", func(r comparedRow) string { return r.Rating }),
		text("verdict", func(r comparedRow) string { return r.Verdict }), text("where", func(r comparedRow) string { return r.Where }),
		text("reason", func(r comparedRow) string { return r.Reason }),
		text("comparedWith", func(r comparedRow) string { return r.baseline }).titled("compared with"),
		text("compared", func(r comparedRow) string { return r.current }),
	)
	return tableOf("compare", rows, columns...)
}
