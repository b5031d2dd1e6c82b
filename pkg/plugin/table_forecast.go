package plugin

import (
	"context"
	"math"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/growth"
)

// forecastRow is one day to come of one operation.
type forecastRow struct {
	system string
	of     growth.Series
	growth.Point
}

func (r forecastRow) day() time.Time { return forecastDay(r.Day) }

// grown is the load of one operation of a system.
type grown struct {
	system string
	growth.Series
}

// loads are the loads that a query is about; the one of all operations together only where no operation is chosen.
func (d *Datasource) loads(ctx context.Context, a asked, q TableQuery) ([]grown, error) {
	systems, err := q.systems(d.catalogue())
	if err != nil {
		return nil, err
	}
	ahead := q.Ahead
	if ahead == 0 {
		ahead = usualAhead
	}
	if ahead < 0 || ahead > mostAhead {
		return nil, badInputf("ahead %d: give 1 to %d days", q.Ahead, mostAhead)
	}
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	var all []grown
	for _, system := range systems {
		series, err := growth.Of(ctx, s, growth.Request{
			Source: a.source, System: system.Name, At: a.window.To, Ahead: ahead, Operations: q.Operations, Keeps: q.keepsLabels, Most: maxForecast,
		})
		if err != nil {
			return nil, ofForecast(err)
		}
		for _, one := range series {
			all = append(all, grown{system.Name, one})
		}
	}
	return all, nil
}

// forecastSeries draws the days that were measured and those to come with their bands, one frame per operation.
func (d *Datasource) forecastSeries(ctx context.Context, a asked, q TableQuery) (data.Frames, error) {
	all, err := d.loads(ctx, a, q)
	if err != nil {
		return nil, err
	}
	all = limited(all, q.Limit)
	if err := tooMany(len(all), maxSeries, "series"); err != nil {
		return nil, badInput{err}
	}
	frames := data.Frames{}
	for _, one := range all {
		frames = append(frames, forecastFrame(one))
	}
	if len(frames) == 0 {
		frames = data.Frames{emptyFrame(data.FrameTypeTimeSeriesMulti, "forecast")}
	}
	return frames, nil
}

func forecastFrame(one grown) *data.Frame {
	l := line{name: one.Operation, legend: one.Operation, labels: data.Labels{"system": one.system, "operation": one.Operation}, unit: "reqps"}
	for _, p := range one.Past {
		v := p.Value
		l.times, l.values = append(l.times, forecastDay(p.Day)), append(l.values, &v)
	}
	edges := []struct {
		name string
		of   func(growth.Point) float64
	}{
		{"expected", func(p growth.Point) float64 { return p.Value }},
		{"low80", func(p growth.Point) float64 { return p.Low80 }}, {"high80", func(p growth.Point) float64 { return p.High80 }},
		{"low95", func(p growth.Point) float64 { return p.Low95 }}, {"high95", func(p growth.Point) float64 { return p.High95 }},
	}
	for _, p := range one.Points {
		l.times, l.values = append(l.times, forecastDay(p.Day)), append(l.values, nil)
	}
	for _, edge := range edges {
		values := make([]*float64, len(one.Past), len(l.times))
		for _, p := range one.Points {
			values = append(values, figure.Known(edge.of(p)))
		}
		field := data.NewField(edge.name, l.labels, values)
		field.Config = &data.FieldConfig{Unit: l.unit, DisplayNameFromDS: l.legend + " " + edge.name}
		l.extra = append(l.extra, field)
	}
	return l.frame()
}

// forecastDay reads a day that we wrote ourselves.
func forecastDay(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}
	}
	return at
}

// forecastTable answers how the load of systems goes on after the end of the range, in requests per second.
func (d *Datasource) forecastTable(ctx context.Context, a asked, q TableQuery) (*data.Frame, error) {
	all, err := d.loads(ctx, a, q)
	if err != nil {
		return nil, err
	}
	var rows []forecastRow
	for _, one := range all {
		for _, p := range one.Points {
			rows = append(rows, forecastRow{one.system, one.Series, p})
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
	), nil
}
