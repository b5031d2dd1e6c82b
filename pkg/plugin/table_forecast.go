package plugin

import (
	"context"
	"math"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/growth"
)

// forecastRow is one day to come of one operation.
type forecastRow struct {
	system string
	of     growth.Series
	growth.Point
}

func (r forecastRow) day() time.Time {
	at, err := time.Parse(time.DateOnly, r.Day)
	if err != nil {
		return time.Time{} // a day is written by ourselves
	}
	return at
}

// forecastTable answers how the load of systems goes on after the end of the range, in requests per second.
func (d *Datasource) forecastTable(ctx context.Context, a asked, q TableQuery) (*data.Frame, []string, error) {
	systems, err := q.systems(d.catalogue())
	if err != nil {
		return nil, nil, err
	}
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, nil, err
	}
	var rows []forecastRow
	for _, system := range systems {
		all, err := growth.Of(ctx, s, growth.Request{Source: a.source, System: system.Name, At: a.window.To, Ahead: usualAhead})
		if err != nil {
			return nil, nil, fromStore("forecasting the load", err)
		}
		for _, one := range all {
			for _, p := range one.Points {
				rows = append(rows, forecastRow{system.Name, one, p})
			}
		}
	}
	rows = limited(rows, q.Limit)
	value := func(name string, of func(growth.Point) float64) column[forecastRow] {
		return number(name, "reqps", func(r forecastRow) float64 { return of(r.Point) })
	}
	return tableOf("forecast", rows,
		moment("time", forecastRow.day), text("system", func(r forecastRow) string { return r.system }),
		text("operation", func(r forecastRow) string { return r.of.Operation }),
		value("value", func(p growth.Point) float64 { return p.Value }),
		value("low80", func(p growth.Point) float64 { return p.Low80 }), value("high80", func(p growth.Point) float64 { return p.High80 }),
		value("low95", func(p growth.Point) float64 { return p.Low95 }), value("high95", func(p growth.Point) float64 { return p.High95 }),
		number("perDay", "", func(r forecastRow) float64 {
			if r.of.PerDay == nil {
				return math.NaN()
			}
			return *r.of.PerDay
		}).titled("factor of a day"),
		text("reason", func(r forecastRow) string { return r.of.Reason }),
	), nil, nil
}
