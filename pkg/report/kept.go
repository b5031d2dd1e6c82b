package report

// This file answers which past periods' reports are to be kept, and for how long:
// what was told of a month stays what was told of it.

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

const day = 24 * time.Hour

// schedule is what is kept: for how long, and how many periods back are made up for after the plugin was away.
// A report of a few hundred operations takes about 20 kB in the store.
var schedule = []struct {
	period Period
	keep   time.Duration
	makeUp int
}{
	{Daily, 100 * day, 7},
	{Weekly, 2 * 366 * day, 4},
	{Monthly, 10 * 366 * day, 2},
}

// MostKept bounds a list of kept reports: all that a system has in these times.
const MostKept = 400

// Due are days of the periods that are over and learned, and whose reports are to be made: the latest first. Where none
// was kept before, that is the latest alone: what was before anybody kept reports is measured when somebody asks.
func Due(period Period, location *time.Location, learned time.Time, kept []store.KeptReport, makeUp int) []time.Time {
	there := map[string]bool{}
	oldest := learned
	for _, r := range kept {
		there[r.Day] = true
		oldest = earlier(oldest, r.From)
	}
	var due []time.Time
	from, _ := period.around(learned.In(location))
	for i := range makeUp {
		from = period.before(from)
		if i > 0 && from.Before(oldest) {
			break
		}
		if !there[from.Format(time.DateOnly)] {
			due = append(due, from)
		}
	}
	return due
}

// Keeping makes the reports that are due and keeps them.
type Keeping struct {
	Source string
	Store  store.Reports
	Lease  store.Lease
	Make   func(ctx context.Context, system *catalog.System, period Period, day time.Time) (Report, error)
	Now    func() time.Time
}

// Keep makes what is due of a system once everything of it up to a moment is learned, and removes what is too old. One
// that cannot be made leaves the others alone and is due again the next time.
func (k Keeping) Keep(ctx context.Context, system *catalog.System, learned time.Time) error {
	var failed error
	for _, one := range schedule {
		failed = errors.Join(failed, k.keepPeriod(ctx, system, one.period, one.makeUp, learned))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := k.Store.ExpireReports(ctx, k.Lease, string(one.period), learned.Add(-one.keep)); err != nil {
			return fmt.Errorf("removing old reports: %w", err)
		}
	}
	return failed
}

func (k Keeping) keepPeriod(ctx context.Context, system *catalog.System, period Period, makeUp int, learned time.Time) error {
	location, err := time.LoadLocation(system.TimeZone)
	if err != nil {
		return fmt.Errorf("the time zone of %s: %w", system.Title, err)
	}
	kept, err := k.Store.KeptReports(ctx, k.Source, system.Name, string(period), makeUp)
	if err != nil {
		return fmt.Errorf("listing the reports of %s: %w", system.Title, err)
	}
	var failed error
	for _, day := range Due(period, location, learned, kept, makeUp) {
		r, err := k.Make(ctx, system, period, day)
		if err == nil && !r.Over() { // it would stay so for ever
			err = fmt.Errorf("it ends at %s, before the %s does: this machine's clock is behind that of Prometheus", r.To.Format(time.RFC3339), period.Noun())
		}
		if err == nil {
			err = k.Put(ctx, r)
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("the %s report of %s for %s: %w", period, system.Title, day.Format(time.DateOnly), err))
		}
	}
	return failed
}

// Put keeps one report; one that is there already stays what it was.
func (k Keeping) Put(ctx context.Context, r Report) error {
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("writing the report as JSON: %w", err)
	}
	return k.Store.PutReport(ctx, k.Lease, store.KeptReport{
		System: r.System, Period: r.Period, Day: r.Day, From: r.From, To: r.To, At: k.Now(), Text: text,
	})
}

// Over says that a report's period had ended when it was measured.
func (r Report) Over() bool {
	_, end := Period(r.Period).around(r.From)
	return !r.To.Before(end)
}

// ReadKept is the report that was kept of the period that a request asks for, nil where none was.
func ReadKept(ctx context.Context, from store.Reports, source string, req Request) (*Report, error) {
	period := req.Period.orDaily()
	began, _ := req.Bounds()
	kept, err := from.KeptReport(ctx, source, req.System.Name, string(period), began.Format(time.DateOnly))
	if err != nil || kept == nil {
		return nil, err
	}
	var r Report
	if err := json.Unmarshal(kept.Text, &r); err != nil {
		return nil, fmt.Errorf("reading the report that was kept on %s: %w", kept.At.Format(time.RFC3339), err)
	}
	for i := range r.Violations { // an earlier version knew those of latencies only, and did not say so
		r.Violations[i].Signal = cmp.Or(r.Violations[i].Signal, detect.Latency)
	}
	r.KeptAt = &kept.At
	return &r, nil
}
