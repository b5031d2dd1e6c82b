package plugin

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// baselineRow is one learned record with the name of its operation.
type baselineRow = store.BaselineAt

// baseline answers what was normal at the query's `to`: one row per operation.
func (d *Datasource) baseline(ctx context.Context, a asked, q BaselineQuery) (data.Frames, error) {
	l, err := d.learnedRows(ctx, a.source, q.Common, a.window.To)
	if err != nil {
		return nil, err
	}
	if err := tooMany(len(l.rows), maxRows, "operations"); err != nil {
		return nil, badInput{err}
	}
	frames := data.Frames{tableOf("baselines", l.rows, d.baselineColumns(l.rows, labelsIn(l.rows, learnedLabels))...)}
	notice(frames, l.remarks...)
	return frames, nil
}

type learnedList struct {
	rows    []baselineRow
	remarks []string
}

func learnedLabels(r baselineRow) map[string]string { return r.Operation.Labels }

// learnedRows are the baselines of the operations that a query is about.
func (d *Datasource) learnedRows(ctx context.Context, source string, q Common, at time.Time) (learnedList, error) {
	var l learnedList
	systems, err := q.systems(d.catalogue())
	if err != nil {
		return l, err
	}
	for _, system := range systems {
		known, err := d.baselines.at(ctx, source, system.Name, at)
		if err != nil {
			return l, err
		}
		l.remarks = append(l.remarks, known.remark())
		for _, row := range known.all {
			// What was learned by a definition that somebody deleted or changed stays in the store for a while.
			of := func(set catalog.OperationSet) bool { return set.ID == row.Operation.Set }
			if slices.ContainsFunc(system.Operations, of) && q.keeps(row.Operation.Name, row.Operation.Labels) {
				l.rows = append(l.rows, row)
			}
		}
	}
	return l, nil
}

func (d *Datasource) baselineColumns(rows []baselineRow, labels []string) []column[baselineRow] {
	type row = baselineRow
	columns := []column[row]{
		text("system", func(r row) string { return r.Operation.System }),
		text("operation", func(r row) string { return r.Operation.Name }),
		text("set", func(r row) string { return r.Operation.Set }),
	}
	columns = append(columns, labelColumns(labels, learnedLabels, baselineNames)...)
	return inUnits(rows, func(r row) string { return r.Record.Unit }, append(columns,
		value("p50", func(r row) float64 { return r.Record.P50 }),
		value("p95", func(r row) float64 { return r.Record.P95 }),
		value("p99", func(r row) float64 { return r.Record.P99 }),
		value("mean", func(r row) float64 { return r.Record.Mean }),
		value("sd", func(r row) float64 { return r.Record.SD }).titled("standard deviation"),
		number("requests", "short", func(r row) float64 { return r.Record.Requests }),
		number("windows", "short", func(r row) float64 { return float64(r.Record.Windows) }),
		number("outliers", "short", func(r row) float64 { return float64(r.Record.Outliers) }),
		number("confidence", "percentunit", func(r row) float64 { return r.Record.Confidence }),
		value("p95Low", func(r row) float64 { return r.Record.P95Low }).titled("p95 at least"),
		value("p95High", func(r row) float64 { return r.Record.P95High }).titled("p95 at most"),
		value("p95Least", func(r row) float64 { return orUnknown(r.Record.P95Least) }).titled("true p95 at least"),
		value("p95Most", func(r row) float64 { return orUnknown(r.Record.P95Most) }).titled("true p95 at most"),
		number("effective", "short", func(r row) float64 { return r.Record.Effective }).titled("effective requests"),
		number("detectable1m", "", func(r row) float64 { return d.detectableWithin(r, time.Minute) }).titled("found within 1 min"),
		number("detectable5m", "", func(r row) float64 { return d.detectableWithin(r, 5*time.Minute) }).titled("found within 5 min"),
		number("detectable30m", "", func(r row) float64 { return d.detectableWithin(r, 30*time.Minute) }).titled("found within 30 min"),
		number("resolution", "", func(r row) float64 { return r.Record.Resolution }),
		text("state", func(r row) string { return r.Record.Word() }),
		text("reason", func(r row) string { return r.Record.Reason }),
		text("source", func(r row) string { return r.Record.Source }),
		number("version", "", func(r row) float64 { return float64(r.Version) }),
		moment("validFrom", func(r row) time.Time { return r.ValidFrom }).titled("valid from"),
		text("author", func(r row) string { return r.Author }),
	))
}

// baselineNames are the fixed columns, which no label of an operation may take.
var baselineNames = []string{
	"system", "operation", "set", "p50", "p95", "p99", "mean", "sd", "requests", "windows", "outliers", "confidence",
	"p95Low", "p95High", "p95Least", "p95Most", "effective",
	"detectable1m", "detectable5m", "detectable30m", "resolution", "state", "reason", "source", "version", "validFrom", "author", "unit",
}

// orUnknown is no number where 0 means that an earlier version did not say.
func orUnknown(v float64) float64 {
	if !(v > 0) {
		return math.NaN()
	}
	return v
}
