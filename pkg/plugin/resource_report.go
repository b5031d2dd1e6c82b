package plugin

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/report"
)

// periodReport gives the numbers of one system's day, week or month: ?system=NAME&day=2006-01-02, a day of the period,
// today without one. Where the report was kept when the period was over, that is what it was; again=true measures anew.
func (d *Datasource) periodReport(r *request) (any, error) {
	period, err := report.ParsePeriod(r.PathValue("period"))
	if err != nil {
		return nil, absent{err}
	}
	system, err := r.oneSystem(d)
	if err != nil {
		return nil, err
	}
	location, err := time.LoadLocation(cmp.Or(system.TimeZone, "UTC"))
	if err != nil {
		return nil, fmt.Errorf("reading the time zone of %s: %w", system.Title, err)
	}
	again, err := yesOrNo(r.URL.Query(), "again", false)
	if err != nil {
		return nil, err
	}
	now := d.process.now()
	day, err := dayOf(r.URL.Query().Get("day"), now, location)
	if err != nil {
		return nil, err
	}
	request := report.Request{System: system, Period: period, Day: day, Now: now, Location: location}
	if !again {
		kept, err := d.keptReport(r.Context(), r.source, request)
		if err != nil || kept != nil {
			return kept, err
		}
	}
	return d.makeReport(r.Context(), r.source, request)
}

func (d *Datasource) makeReport(ctx context.Context, source string, request report.Request) (report.Report, error) {
	request, err := d.reportRequest(ctx, source, request)
	if err != nil {
		return report.Report{}, err
	}
	return report.Compute(ctx, d.client, request)
}

func dayOf(text string, now time.Time, location *time.Location) (time.Time, error) {
	if text == "" {
		return now.In(location), nil
	}
	day, err := report.ParseDay(text, location)
	switch {
	case err != nil:
		return day, badInputf("day=%q is not a day: give one as 2006-01-02", text)
	case day.After(now):
		return day, badInputf("the day %s has not begun yet", text)
	}
	return day, nil
}

// reportRequest collects what the report needs besides Prometheus, as it stood at the end of the period.
func (d *Datasource) reportRequest(ctx context.Context, source string, request report.Request) (report.Request, error) {
	system := request.System
	a := asked{source: source}
	a.window.From, a.window.To = request.Bounds()
	known, err := d.baselines.at(ctx, source, system.Name, a.window.To)
	if err != nil {
		return request, err
	}
	request.Baselines = known.records
	if request.Violations, err = d.violationsOf(ctx, a, system); err != nil {
		return request, err
	}
	targets, _, err := d.targetRows(ctx, a, TargetsQuery{Common: Common{System: system.Name}})
	if err != nil {
		return request, err
	}
	request.Targets = report.Checked(targets)
	if request.NeedsAdvice() {
		if request.Kept.Advice, _, err = d.advice(ctx, a, Common{System: system.Name}); err != nil {
			return request, err
		}
	}
	s, err := d.process.Store(ctx)
	if err != nil {
		return request, err
	}
	request, err = request.WithKept(ctx, s, source)
	return request, fromStore("gathering what is kept of the period", err)
}
