package plugin

import (
	"math"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/export"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// What does a frame of conversions hold?

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
		number("ratio", "", func(c row) float64 { return ifMeasured(c, positive(c.Ratio)) }), // without a baseline there is none
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
	of := func(c live.Conversion) float64 {
		if measure == "tier" {
			return ifMeasured(c, float64(c.Tier))
		}
		return ifMeasured(c, positive(c.Ratio))
	}
	rows = slices.DeleteFunc(rows, func(c live.Conversion) bool { return figure.Known(of(c)) == nil })
	return frameOf(data.FrameTypeNumericLong, "conversions", rows, append(conversionText(labels), number("value", "", of).titled(measure))...)
}

// conversionRuns is one series of single runs per conversion that ran within the range.
func conversionRuns(rows []live.Conversion) data.Frames {
	var frames data.Frames
	for _, c := range rows {
		if len(c.Runs) == 0 {
			continue
		}
		l := line{name: c.Operation, legend: c.Operation, unit: "s", labels: data.Labels{"system": c.System, "operation": c.Operation, "set": c.Set}}
		export.AddLabels(l.labels, c.Labels, []string{"system", "operation", "set"})
		for _, run := range c.Runs {
			l.times, l.values = append(l.times, run.End), append(l.values, figure.Known(run.Seconds))
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
