package plugin

import (
	"context"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// violationsTable answers what was in breach within the range, the newest first.
func (d *Datasource) violationsTable(ctx context.Context, a asked, q TableQuery) (*data.Frame, []string, error) {
	if q.Signal != "" {
		if _, err := oneOf("signal", q.Signal, string(detect.Latency), string(detect.Errors), string(detect.Rate)); err != nil {
			return nil, nil, err
		}
	}
	l, err := d.violations(ctx, a, q.Common, detect.Signal(q.Signal))
	if err != nil {
		return nil, nil, err
	}
	rows := limited(l.rows, q.Limit)
	columns := []column[violation]{
		number("id", "", func(v violation) float64 { return positive(float64(v.ID)) }),
		text("system", func(v violation) string { return v.Operation.System }),
		text("operation", func(v violation) string { return v.Operation.Name }),
		text("set", func(v violation) string { return v.Operation.Set }),
		text("signal", func(v violation) string { return string(v.signal()) }),
	}
	columns = append(columns, labelColumns(labelsIn(rows, violatedLabels), violatedLabels, violationNames)...)
	columns = append(columns,
		moment("start", func(v violation) time.Time { return v.Start }),
		moment("end", func(v violation) time.Time { return v.End }),
		number("duration", "s", func(v violation) float64 { return v.lasted(a.window.To).Seconds() }),
		text("tier", func(v violation) string { return detect.Tier(v.Tier).String() }),
		number("peak", "", func(v violation) float64 { return positive(v.Peak) }).titled("largest ratio"),
		number("delay", "s", func(v violation) float64 { return positive(v.Delay.Seconds()) }).titled("noticed after"),
		text("verdict", func(v violation) string { return v.Verdict }),
		text("reason", func(v violation) string { return v.reason }),
	)
	return tableOf("violations", rows, columns...), l.remarks, nil
}

var violationNames = []string{
	"id", "system", "operation", "set", "signal", "start", "end", "duration", "tier", "peak", "delay", "verdict", "reason",
}

// lasted is how long a violation has lasted by a moment.
func (v violation) lasted(now time.Time) time.Duration {
	if v.End.IsZero() {
		return max(0, now.Sub(v.Start))
	}
	return v.End.Sub(v.Start)
}
