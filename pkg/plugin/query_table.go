package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// table answers one of the tables.
func (d *Datasource) table(ctx context.Context, a asked, q TableQuery) (data.Frames, error) {
	which, err := oneOf("table", q.Table, "operations", "violations", "recommendations", "coverage", "backtest", "compare", "forecast", "runs")
	if err != nil {
		return nil, err
	}
	format, err := oneOf("format", q.Format, "table", "timeseries")
	if err != nil {
		return nil, err
	}
	if q.Limit < 0 {
		return nil, badInputf("the limit %d is below 0", q.Limit)
	}
	var frame *data.Frame
	var remarks []string
	switch which {
	case "operations":
		frame, remarks, err = d.operationsTable(ctx, a, q)
	case "violations":
		frame, remarks, err = d.violationsTable(ctx, a, q)
	case "recommendations":
		frame, remarks, err = d.recommendationsTable(ctx, a, q)
	case "coverage":
		frame, remarks, err = d.coverageTable(ctx, a, q)
	case "backtest":
		frame, err = d.backtestTable(ctx, a, q)
	case "runs":
		frame, err = d.runsTable(ctx, a, q)
	case "forecast":
		if format == "timeseries" {
			return d.forecastSeries(ctx, a, q)
		}
		frame, err = d.forecastTable(ctx, a, q)
	case "compare":
		frame, remarks, err = d.compareTable(ctx, a, q)
	}
	if err != nil {
		return nil, err
	}
	frames := data.Frames{frame}
	notice(frames, remarks...)
	return frames, nil
}

// limited keeps the first rows; 0 means all.
func limited[T any](rows []T, limit int) []T {
	if limit > 0 && limit < len(rows) {
		return rows[:limit]
	}
	return rows
}
