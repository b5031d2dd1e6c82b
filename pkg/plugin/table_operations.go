package plugin

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// operationsTable answers which operations are slowest, most degraded, most improved, busiest or noisiest.
func (d *Datasource) operationsTable(ctx context.Context, a asked, q TableQuery) (*data.Frame, []string, error) {
	order, err := oneOf("sort", q.Sort, "slowest", "degraded", "improved", "busiest", "noisiest")
	if err != nil {
		return nil, nil, err
	}
	j, err := d.verdicts(ctx, a, q.Common, detect.Latency)
	if err != nil {
		return nil, nil, err
	}
	sortOperations(j.verdicts, order)
	rows := limited(j.verdicts, q.Limit)
	if err := tooMany(len(rows), maxRows, "operations"); err != nil {
		return nil, nil, badInput{err}
	}
	return tableOf("operations", rows, operationTableColumns(rows, labelsIn(rows, judgedLabels))...), j.remarks, nil
}

// sortOperations puts the largest of what was asked for first, and what is not measured last.
func sortOperations(rows []*live.OperationVerdict, order string) {
	by := map[string]func(*live.OperationVerdict) float64{
		"slowest":  func(v *live.OperationVerdict) float64 { return seen(v, v.P95) },
		"degraded": func(v *live.OperationVerdict) float64 { return seen(v, positive(v.Ratio)) },
		"improved": func(v *live.OperationVerdict) float64 { return -seen(v, positive(v.Ratio)) },
		"busiest":  func(v *live.OperationVerdict) float64 { return v.Rate },
		"noisiest": func(v *live.OperationVerdict) float64 { return positive(v.Baseline.LogSD) },
	}[order]
	slices.SortStableFunc(rows, func(x, y *live.OperationVerdict) int {
		a, b := by(x), by(y)
		switch {
		case math.IsNaN(a) && math.IsNaN(b):
			return cmp.Compare(x.Operation, y.Operation)
		case math.IsNaN(a):
			return 1
		case math.IsNaN(b):
			return -1
		}
		return cmp.Compare(b, a)
	})
}

// normalOf is what an operation was compared with, or would be.
func normalOf(v *live.OperationVerdict) float64 {
	if v.Comparable() {
		return v.Expected
	}
	return normalAt(v.Baseline, v.At)
}

// seen is a number of a verdict, if there was anything to judge.
func seen(v *live.OperationVerdict, number float64) float64 {
	if v.Measured {
		return number
	}
	return math.NaN()
}

func operationTableColumns(rows []*live.OperationVerdict, labels []string) []column[*live.OperationVerdict] {
	type row = *live.OperationVerdict
	return inUnits(rows, verdictUnit, append(operationText(labels, operationNames),
		value("p50", func(v row) float64 { return seen(v, v.P50) }),
		value("p95", func(v row) float64 { return seen(v, v.P95) }),
		value("p99", func(v row) float64 { return seen(v, v.P99) }),
		value("baseline", normalOf),
		number("ratio", "", func(v row) float64 { return seen(v, positive(v.Ratio)) }),
		number("ratioLow", "", func(v row) float64 { return seen(v, positive(v.RatioLow)) }).titled("ratio at least"),
		number("ratioHigh", "", func(v row) float64 { return seen(v, positive(v.RatioHigh)) }).titled("ratio at most"),
		number("tier", "", func(v row) float64 { return seen(v, float64(v.Tier)) }).inWords(tierWords),
		text("state", func(v row) string { return string(v.State) }),
		number("confidence", "percentunit", func(v row) float64 { return v.Baseline.Confidence }),
		number("requests", "short", func(v row) float64 { return seen(v, math.Round(v.Requests)) }), // an increase is extrapolated
		number("rate", "reqps", func(v row) float64 { return v.Rate }),
		number("errors", "percentunit", func(v row) float64 { return v.ErrorRatio }),
		number("detectionTime", "s", func(v row) float64 { return positive(v.Window.Seconds()) }).titled("seen within"),
		text("reason", func(v row) string { return v.Reason }),
	))
}

var operationNames = []string{
	"system", "operation", "set", "p50", "p95", "p99", "baseline", "ratio", "ratioLow", "ratioHigh", "tier", "state", "confidence", "requests",
	"rate", "errors", "detectionTime", "reason", "unit",
}
