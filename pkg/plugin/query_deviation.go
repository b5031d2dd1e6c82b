package plugin

import (
	"context"
	"math"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// operationColumns are the fixed ones of every answer by operation.
var operationColumns = []string{"system", "operation", "set", "value"}

// deviation answers how far operations are from normal: one number each, in one
// frame, because 10,000 frames cost Grafana thirty times as much.
func (d *Datasource) deviation(ctx context.Context, a asked, q DeviationQuery) (data.Frames, error) {
	signal, err := oneOf("signal", q.Signal, string(detect.Latency), string(detect.Rate), string(detect.Errors))
	if err != nil {
		return nil, err
	}
	measure, err := oneOf("measure", q.Measure, "ratio", "z", "tier", "breach", "slow", "repeated", "live", "expected")
	if err != nil {
		return nil, err
	}
	mode, err := oneOf("mode", q.Mode, "fast", "drift")
	if err != nil {
		return nil, err
	}
	if mode == "drift" {
		if err := driftable(signal, measure); err != nil {
			return nil, err
		}
	}
	j, err := d.verdicts(ctx, a, q.Common, detect.Signal(signal))
	if err != nil {
		return nil, err
	}
	number := measureOf(measure, detect.Signal(signal))
	if mode == "drift" {
		number = driftOf(measure)
	}
	verdicts := slices.DeleteFunc(j.verdicts, func(v *live.OperationVerdict) bool { return figure.Known(number(v)) == nil })
	if err := tooMany(len(verdicts), maxRows, "operations"); err != nil {
		return nil, badInput{err}
	}
	columns := append(operationText(j.labels, operationColumns), numberColumn(verdicts, measure, detect.Signal(signal), number))
	frames := data.Frames{frameOf(data.FrameTypeNumericLong, "deviation", verdicts, columns...)}
	notice(frames, j.remarks...)
	return frames, nil
}

// driftable says what the cumulative verdict has: it is of latency, and has no value of its own.
func driftable(signal, measure string) error {
	if signal != string(detect.Latency) {
		return badInputf("the mode drift is of latency: use fast for %s", signal)
	}
	if !slices.Contains([]string{"ratio", "z", "tier", "breach"}, measure) {
		return badInputf("the mode drift has the measures ratio, z, tier and breach, not %s: use fast", measure)
	}
	return nil
}

// driftOf reads the number of the cumulative verdict; NaN where the hour tells nothing.
func driftOf(measure string) func(*live.OperationVerdict) float64 {
	return func(v *live.OperationVerdict) float64 {
		d := v.Drift
		switch {
		case d.Width == 0:
			return math.NaN()
		case measure == "z":
			return d.Z
		case measure == "tier":
			return float64(d.Tier)
		case measure == "breach":
			return yes(d.Tier >= detect.Warning, true)
		}
		return d.Ratio
	}
}

// measureOf reads the number that stands for a verdict; NaN where there is none.
func measureOf(measure string, signal detect.Signal) func(*live.OperationVerdict) float64 {
	return func(v *live.OperationVerdict) float64 {
		switch {
		case measure == "slow":
			return yes(v.Slow > 1, !math.IsNaN(v.Slow))
		case measure == "repeated":
			return yes(v.Repeated > 1, !math.IsNaN(v.Repeated))
		case !v.Measured:
			return math.NaN()
		case measure == "z":
			return v.Z
		case measure == "tier":
			return float64(v.Tier)
		case measure == "breach":
			return yes(v.Breach(), true)
		case measure == "live":
			return liveValue(v, signal)
		case measure == "expected":
			return v.Expected
		}
		return positive(v.Ratio) // without a baseline there is none
	}
}

// yes is 1 for a statement that holds, 0 for one that does not, NaN where that is not known.
func yes(holds, known bool) float64 {
	switch {
	case !known:
		return math.NaN()
	case holds:
		return 1
	}
	return 0
}

// liveValue is what was judged, in the unit of its signal.
func liveValue(v *live.OperationVerdict, signal detect.Signal) float64 {
	switch signal {
	case detect.Rate:
		return v.Rate
	case detect.Errors:
		return v.ErrorRatio
	}
	return v.P95
}

func verdictUnit(v *live.OperationVerdict) string { return v.Unit }

// numberColumn is the one column of numbers, with the unit of what it holds.
func numberColumn(rows []*live.OperationVerdict, measure string, signal detect.Signal, of func(*live.OperationVerdict) float64) column[*live.OperationVerdict] {
	unit := ""
	if measure == "live" || measure == "expected" {
		unit = map[detect.Signal]string{detect.Rate: "reqps", detect.Errors: "percentunit", detect.Latency: sharedUnit(rows, verdictUnit)}[signal]
	}
	value := number("value", unit, of).titled(measure)
	switch measure {
	case "tier":
		return value.inWords(tierWords)
	case "breach", "slow", "repeated":
		return value.inWords(yesWords)
	}
	return value
}

// operationText are the columns that name an operation.
func operationText(labels, taken []string) []column[*live.OperationVerdict] {
	type row = *live.OperationVerdict
	columns := []column[row]{
		text("system", func(v row) string { return v.System }),
		text("operation", func(v row) string { return v.Operation }),
		text("set", func(v row) string { return v.Set }),
	}
	return append(columns, labelColumns(labels, judgedLabels, taken)...)
}

func judgedLabels(v *live.OperationVerdict) map[string]string { return v.Labels }
