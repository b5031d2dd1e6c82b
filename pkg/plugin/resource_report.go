package plugin

import (
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/report"
)

// periodReport gives the numbers of one system's day, week or month: ?system=NAME&day=2006-01-02, a day of the period,
// today without one.
func (d *Datasource) periodReport(r *request) (any, error) {
	period, err := report.ParsePeriod(r.PathValue("period"))
	if err != nil {
		return nil, absent{err}
	}
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
	request, err := d.reportRequest(r, report.Request{System: system, Period: period, Day: day, Now: now, Location: location})
	if err != nil {
		return nil, err
	}
	return report.Compute(r.Context(), d.client, request)
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

// reportRequest collects what the report needs besides Prometheus, as it stood at the end of the period.
func (d *Datasource) reportRequest(r *request, request report.Request) (report.Request, error) {
	system := request.System
	a := asked{source: r.source}
	a.window.From, a.window.To = request.Bounds()
	known, err := d.baselines.at(r.Context(), r.source, system.Name, a.window.To)
	if err != nil {
		return request, err
	}
	request.Baselines = known.records
	violations, _, err := d.violationsOf(r.Context(), a, Common{}, system)
	if err != nil {
		return request, err
	}
	for _, v := range violations {
		request.Violations = append(request.Violations, v.Violation)
	}
	targets, _, err := d.targetRows(r.Context(), a, TargetsQuery{Common: Common{System: system.Name}})
	if err != nil {
		return request, err
	}
	request.Targets = report.Checked(targets)
	if request.NeedsAdvice() {
		if request.Kept.Advice, _, err = d.advice(r.Context(), a, Common{System: system.Name}); err != nil {
			return request, err
		}
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return request, err
	}
	request, err = request.WithKept(r.Context(), s, r.source)
	return request, fromStore("gathering what is kept of the period", err)
}
