package plugin

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

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
	notice(frames, l.remarks...)
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
		remark, err := shown(err)
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

func conversionColumns(labels []string) []column[live.Conversion] {
	type row = live.Conversion
	return append(conversionText(labels),
		number("count", "short", func(c row) float64 { return c.Count }),
		number("last", "s", func(c row) float64 { return c.Last }),
		moment("lastAt", func(c row) time.Time { return c.LastAt }).titled("last at"),
		moment("runningSince", func(c row) time.Time { return c.RunningSince }).titled("running since"),
		number("p50", "s", func(c row) float64 { return c.P50 }),
		number("p95", "s", func(c row) float64 { return c.P95 }),
		number("rangeLow", "s", func(c row) float64 { return c.RangeLow }).titled("documented from"),
		number("rangeHigh", "s", func(c row) float64 { return c.RangeHigh }).titled("documented to"),
		number("baseline", "s", func(c row) float64 { return normalAt(c.Baseline, c.At) }),
		number("baselineP50", "s", func(c row) float64 { return positive(c.Baseline.P50) }).titled("baseline p50"),
		text("baselineSource", func(c row) string { return c.Baseline.Source }).titled("baseline by"),
		number("confidence", "percentunit", func(c row) float64 { return c.Baseline.Confidence }),
		number("windows", "short", func(c row) float64 { return float64(c.Baseline.Windows) }),
		number("ratio", "", func(c row) float64 { return ifMeasured(c, c.Ratio) }),
		number("tier", "", func(c row) float64 { return ifMeasured(c, float64(c.Tier)) }).inWords(tierWords),
		text("state", func(c row) string { return string(c.State) }),
		text("reason", func(c row) string { return c.Reason }),
		number("lastRatio", "", func(c row) float64 { return c.LastRatio }).titled("last run to baseline"),
		number("lastTier", "", func(c row) float64 {
			if math.IsNaN(c.LastRatio) {
				return math.NaN()
			}
			return float64(c.LastTier)
		}).titled("tier of the last run").inWords(tierWords),
	)
}

// conversionNumbers is one number per conversion that there is something to say about now.
func conversionNumbers(rows []live.Conversion, labels []string, measure string) *data.Frame {
	rows = slices.DeleteFunc(rows, func(c live.Conversion) bool { return !c.Measured })
	value := number("value", "", func(c live.Conversion) float64 {
		if measure == "tier" {
			return float64(c.Tier)
		}
		return c.Ratio
	}).titled(measure)
	return frameOf(data.FrameTypeNumericLong, "conversions", rows, append(conversionText(labels), value)...)
}

// conversionRuns is one series of single runs per conversion that ran within the range.
func conversionRuns(rows []live.Conversion) data.Frames {
	var frames data.Frames
	for _, c := range rows {
		if len(c.Runs) == 0 {
			continue
		}
		l := line{name: c.Operation, legend: c.Operation, unit: "s", labels: data.Labels{"system": c.System, "operation": c.Operation, "set": c.Set}}
		for name, value := range c.Labels {
			l.labels[exported(name, []string{"system", "operation", "set"})] = value
		}
		for _, run := range c.Runs {
			l.times, l.values = append(l.times, run.End), append(l.values, finite(run.Seconds))
		}
		frames = append(frames, l.frame())
	}
	if len(frames) == 0 {
		return data.Frames{emptyFrame(data.FrameTypeTimeSeriesMulti, "conversions")}
	}
	return frames
}

func ifMeasured(c live.Conversion, v float64) float64 {
	if c.Measured {
		return v
	}
	return math.NaN()
}

func positive(v float64) float64 {
	if v > 0 {
		return v
	}
	return math.NaN()
}
