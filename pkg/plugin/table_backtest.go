package plugin

import (
	"context"
	"fmt"
	"math"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/backtest"
)

// backtestTable answers what would have fired in the days of the range: whole ones, up to its end.
func (d *Datasource) backtestTable(ctx context.Context, a asked, q TableQuery) (*data.Frame, error) {
	systems, err := d.asked(ctx, q.Common, a.window.To)
	if err != nil {
		return nil, err
	}
	days := int(math.Ceil(a.window.To.Sub(a.window.From).Hours() / 24))
	if days > backtest.MostDays {
		return nil, badInputf("the range has %d days: a backtest judges at most %d, because a baseline needs some before them", days, backtest.MostDays)
	}
	var rows []backtest.View
	for _, system := range systems {
		ask := d.backtestOf(a.source, system)
		ask.Days, ask.To = max(days, backtest.LeastDays), a.window.To
		views, err := d.replayed(ctx, ask)
		if err != nil {
			return nil, err
		}
		for _, v := range views {
			if q.keeps(v.Operation, v.Labels) {
				rows = append(rows, v)
			}
		}
	}
	columns := []column[backtest.View]{
		text("system", func(v backtest.View) string { return v.System }),
		text("operation", func(v backtest.View) string { return v.Operation }),
		text("state", func(v backtest.View) string { return v.State }),
		number("days", "short", func(v backtest.View) float64 { return v.Days }),
		number("warningsPerDay", "short", func(v backtest.View) float64 { return v.WarningsPerDay }).titled("warnings a day"),
		number("infosPerDay", "short", func(v backtest.View) float64 { return v.InfosPerDay }).titled("infos a day"),
	}
	for i, factor := range backtest.Factors() {
		columns = append(columns,
			number(fmt.Sprintf("found%g", factor), "percentunit", func(v backtest.View) float64 { return foundShare(v, i) }).titled(fmt.Sprintf("x%g found", factor)),
			number(fmt.Sprintf("delay%g", factor), "s", func(v backtest.View) float64 { return foundAfter(v, i) }).titled(fmt.Sprintf("x%g found after", factor)),
		)
	}
	columns = append(columns, text("reason", func(v backtest.View) string { return v.Reason }).titled("why not"))
	return tableOf("backtest", limited(rows, q.Limit), columns...), nil
}

func foundShare(v backtest.View, i int) float64 {
	if i >= len(v.Injected) || v.Injected[i].Tried == 0 {
		return math.NaN()
	}
	return float64(v.Injected[i].Found) / float64(v.Injected[i].Tried)
}

func foundAfter(v backtest.View, i int) float64 {
	if i >= len(v.Injected) || v.Injected[i].Delay == nil {
		return math.NaN()
	}
	return *v.Injected[i].Delay
}
