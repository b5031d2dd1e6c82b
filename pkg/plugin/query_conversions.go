package plugin

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// conversions answers how long conversions take by size: as a table, as one
// number each for alert rules, or as the last runs over time.
func (d *Datasource) conversions(ctx context.Context, a asked, q ConversionsQuery) (data.Frames, error) {
	measure, err := oneOf("measure", q.Measure, "", "ratio", "tier")
	if err != nil {
		return nil, err
	}
	format, err := oneOf("format", q.Format, "table", "timeseries")
	if err != nil {
		return nil, err
	}
	l, err := d.conversionRows(ctx, a, q.Common, measure != "")
	if err != nil {
		return nil, err
	}
	if err := tooMany(len(l.rows), maxRows, "conversions"); err != nil {
		return nil, badInput{err}
	}
	var frames data.Frames
	switch {
	case measure != "":
		frames = data.Frames{conversionNumbers(l.rows, l.labels, measure)}
	case format == "timeseries":
		frames = conversionRuns(l.rows)
	default:
		frames = data.Frames{tableOf("conversions", l.rows, conversionColumns(l.labels)...)}
	}
	remarks := l.remarks
	if measure == "" && len(l.rows) > 0 {
		remarks = append(remarks, runsRemark(a.window))
	}
	notice(frames, remarks...)
	return frames, nil
}

type conversionList struct {
	rows    []live.Conversion
	labels  []string
	remarks []string
}

// conversionRows reads the conversions of the systems that have any. A number for an alert rule needs no past runs.
func (d *Datasource) conversionRows(ctx context.Context, a asked, q Common, nowOnly bool) (conversionList, error) {
	var l conversionList
	systems, err := d.asked(ctx, q, a.window.To)
	if err != nil {
		return l, err
	}
	from := a.window.From
	if nowOnly {
		from = a.window.To
	}
	for _, system := range systems {
		known, err := d.baselines.at(ctx, a.source, system.Name, a.window.To)
		if err != nil {
			return l, err
		}
		found, err := d.live.Conversions(ctx, d.about(a, q, system, known), from)
		remark, err := shownTo(ctx, err)
		if err != nil {
			return l, fmt.Errorf("reading the conversions of %s: %w", system.Title, err)
		}
		l.rows = append(l.rows, found...)
		l.remarks = append(l.remarks, remark, known.remark())
	}
	l.labels = otherLabels(systems)
	return l, nil
}

var conversionNames = []string{
	"system", "operation", "set", "source", "target", "dataset_size", "value", "count", "last", "lastAt", "runningSince", "p50", "p95",
	"rangeLow", "rangeHigh", "baseline", "baselineP50", "baselineSource", "confidence", "windows", "ratio", "tier", "state", "reason", "lastRatio", "lastTier",
}

// conversionText are the columns that name a conversion; the labels that a person calls source, target and size have
// columns of their own.
func conversionText(labels []string) []column[live.Conversion] {
	type row = live.Conversion
	columns := []column[row]{
		text("system", func(c row) string { return c.System }),
		text("operation", func(c row) string { return c.Operation }),
		text("set", func(c row) string { return c.Set }),
		text("source", func(c row) string { return c.Source }),
		text("target", func(c row) string { return c.Target }),
		text("dataset_size", func(c row) string { return c.Class }).titled("size"),
	}
	return append(columns, labelColumns(labels, func(c row) map[string]string { return c.Labels }, conversionNames)...)
}

// otherLabels are the labels of conversions besides the three that have columns of their own.
func otherLabels(systems []*catalog.System) []string {
	names := map[string]struct{}{}
	for _, system := range systems {
		for _, set := range system.Operations {
			if isConversion(set) {
				for _, label := range set.By {
					names[label] = struct{}{}
				}
			}
		}
	}
	for _, own := range []string{"source", "target", "dataset_size"} {
		delete(names, own)
	}
	return slices.Sorted(maps.Keys(names))
}

// isConversion: operations from a source to a target.
func isConversion(set catalog.OperationSet) bool {
	return slices.Contains(set.By, "source") && slices.Contains(set.By, "target")
}
