package plugin

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/report"
)

// dailyReport gives the numbers of one system's day: ?system=NAME&day=2006-01-02, today without a day.
func (d *Datasource) dailyReport(r *request) (any, error) {
	system, err := r.oneSystem(d)
	if err != nil {
		return nil, err
	}
	location, err := time.LoadLocation(orDefault(system.TimeZone, "UTC"))
	if err != nil {
		return nil, fmt.Errorf("reading the time zone of %s: %w", system.Title, err)
	}
	now := d.process.now()
	day, err := dayOf(r.URL.Query().Get("day"), now, location)
	if err != nil {
		return nil, err
	}
	request, err := d.reportRequest(r, system, day, now, location)
	if err != nil {
		return nil, err
	}
	return report.Daily(r.Context(), d.client, request)
}

func dayOf(text string, now time.Time, location *time.Location) (time.Time, error) {
	if text == "" {
		return now.In(location), nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, location)
	switch {
	case err != nil:
		return day, badInputf("day=%q is not a day: give one as 2006-01-02", text)
	case day.After(now):
		return day, badInputf("the day %s has not begun yet", text)
	}
	return day, nil
}

// reportRequest collects what the report needs besides Prometheus, as it stood at the end of the day.
func (d *Datasource) reportRequest(r *request, system *catalog.System, day, now time.Time, location *time.Location) (report.Request, error) {
	y, m, n := day.Date()
	a := asked{source: r.source}
	a.window.From, a.window.To = time.Date(y, m, n, 0, 0, 0, 0, location), time.Date(y, m, n+1, 0, 0, 0, 0, location)
	if now.Before(a.window.To) {
		a.window.To = now
	}
	known, err := d.baselines.at(r.Context(), r.source, system.Name, a.window.To)
	if err != nil {
		return report.Request{}, err
	}
	violations, _, err := d.violationsOf(r.Context(), a, Common{}, system)
	if err != nil {
		return report.Request{}, err
	}
	targets, err := d.checkedTargets(r.Context(), a, system)
	if err != nil {
		return report.Request{}, err
	}
	request := report.Request{System: system, Day: day, Now: now, Location: location, Baselines: known.records, Targets: targets}
	for _, v := range violations {
		request.Violations = append(request.Violations, v.Violation)
	}
	return request, nil
}

func (d *Datasource) checkedTargets(ctx context.Context, a asked, system *catalog.System) ([]report.CheckedTarget, error) {
	rows, _, err := d.targetRows(ctx, a, TargetsQuery{Common: Common{System: system.Name}})
	if err != nil {
		return nil, err
	}
	checked := make([]report.CheckedTarget, len(rows))
	for i, row := range rows {
		checked[i] = checkedTarget(row)
	}
	return checked, nil
}

func checkedTarget(row live.TargetRow) report.CheckedTarget {
	t := row.Target
	return report.CheckedTarget{Outcome: string(row.Outcome), Target: report.Target{
		ID: t.ID, Title: t.Title, Labels: row.Labels, Value: finite(row.Value), Op: t.Op, Limit: t.Limit, Unit: t.Unit, Anchor: t.Anchor,
	}}
}
