package plugin

import (
	"context"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/report"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Which reports were kept, and who keeps them? The learner does, an hour after a day, a week or a month is over where
// the system is, because it holds the lease: of several processes one makes them.

// keptView is a kept report in a list.
type keptView struct {
	System string    `json:"system"`
	Title  string    `json:"title"`
	Period string    `json:"period"`
	Day    string    `json:"day"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	At     time.Time `json:"at"`
}

// listReports lists what is kept: ?system=NAME&period=monthly, all without them; the latest periods first.
func (d *Datasource) listReports(r *request) (any, error) {
	query := r.URL.Query()
	period := query.Get("period")
	if period != "" {
		if _, err := report.ParsePeriod(period); err != nil {
			return nil, badInput{err}
		}
	}
	s, err := d.process.Store(r.Context())
	if err != nil {
		return nil, err
	}
	kept, err := s.KeptReports(r.Context(), r.source, query.Get("system"), period, report.MostKept)
	if err != nil {
		return nil, fromStore("listing kept reports", err)
	}
	views := make([]keptView, len(kept))
	for i, k := range kept {
		title := k.System
		if system, known := d.catalogue().System(k.System); known {
			title = system.Title
		}
		views[i] = keptView{System: k.System, Title: title, Period: k.Period, Day: k.Day, From: k.From, To: k.To, At: k.At}
	}
	return views, nil
}

// keptReport is the one that was kept, nil where none was.
func (d *Datasource) keptReport(ctx context.Context, source string, request report.Request) (*report.Report, error) {
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := report.ReadKept(ctx, s, source, request)
	return kept, fromStore("reading a kept report", err)
}

// keepReports makes what is due of a system, in the background.
func (d *Datasource) keepReports(ctx context.Context, source string, system *catalog.System, l store.Lease, learned time.Time) {
	s, err := d.process.Store(ctx)
	if err == nil {
		err = report.Keeping{
			Source: source, Store: s, Lease: l, Now: d.process.now,
			Make: func(ctx context.Context, system *catalog.System, period report.Period, day time.Time) (report.Report, error) {
				return d.makeReport(ctx, source, report.Request{System: system, Period: period, Day: day, Now: d.process.now(), Location: day.Location(), Keep: true})
			},
		}.Keep(ctx, system, learned)
	}
	if err != nil && ctx.Err() == nil {
		log.DefaultLogger.Warn("Keeping reports failed and is tried again in an hour", "source", source, "system", system.Name, "error", err)
	}
}
