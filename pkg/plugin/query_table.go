package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// table answers one of the tables. Those of later versions are known by name, so that the error says so.
func (d *Datasource) table(ctx context.Context, a asked, q TableQuery) (data.Frames, error) {
	which, err := oneOf("table", q.Table, "operations", "violations", "recommendations", "coverage", "backtest", "compare", "forecast", "runs")
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
		frame, remarks, err = d.backtestTable(ctx, a, q)
	case "runs":
		frame, remarks, err = d.runsTable(ctx, a, q)
	case "forecast":
		frame, remarks, err = d.forecastTable(ctx, a, q)
	default:
		return nil, badInputf("the table %s comes with a later version: use operations, violations, recommendations, runs, forecast, coverage or backtest", which)
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
