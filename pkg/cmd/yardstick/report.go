package main

// `yardstick report daily|weekly|monthly|run`: the numbers of the documents' reports.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/report"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func reportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Computes the numbers of a report; `npm run report` makes Markdown and HTML of them.",
		// A period that does not exist is the mistake, not the flags behind it.
		FParseErrWhitelist: cobra.FParseErrWhitelist{UnknownFlags: true},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			_, err := report.ParsePeriod(args[0])
			return err
		},
	}
	for _, one := range []struct {
		period report.Period
		short  string
	}{
		{report.Daily, "One day: what ran, how fast against normal, what went wrong."},
		{report.Weekly, "One week from Monday."},
		{report.Monthly, "One month of the calendar."},
		{report.Run, "What the documents ask after every run, as it stands at the end of the day."},
	} {
		cmd.AddCommand(periodCommand(one.period, one.short))
	}
	return cmd
}

func periodCommand(period report.Period, short string) *cobra.Command {
	var f flags
	var which whichReport
	cmd := &cobra.Command{
		Use:   string(period),
		Short: short,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return printReports(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), &f, period, which)
		},
	}
	f.addPrometheus(cmd)
	f.addStore(cmd)
	f.addFormat(cmd)
	cmd.Flags().StringVar(&which.day, "day", "", "a day of the period, as 2006-01-02 in the system's time zone (default: today)")
	cmd.Flags().BoolVar(&which.keep, "keep", false, "keep the report of a period that is over in the store, where it stays what it was")
	cmd.Flags().BoolVar(&which.again, "again", false, "measure anew what was kept; the kept one stays")
	return cmd
}

// whichReport says of which day, and whether it is kept.
type whichReport struct {
	day         string
	keep, again bool
}

func printReports(ctx context.Context, out, remarks io.Writer, f *flags, period report.Period, which whichReport) error {
	asJSON, err := f.json()
	if err != nil {
		return err
	}
	if which.keep && which.again {
		return errors.New("--again measures anew what was kept, and the kept one stays: give it without --keep")
	}
	open := f.openIfHeld
	if which.keep {
		open = f.openStore
	}
	s, err := f.open(ctx, open)
	if err != nil {
		return err
	}
	defer s.store.Close()
	reports := make([]report.Report, 0, len(s.systems))
	for _, system := range s.systems {
		r, err := oneReport(ctx, s, f.source, report.Request{System: system, Period: period}, which)
		if err != nil {
			return err
		}
		reports = append(reports, r)
	}
	if which.keep {
		if err := keepReports(ctx, s, f.source, reports); err != nil {
			return err
		}
	}
	s.tell(remarks)
	if asJSON {
		return printJSON(out, map[string]any{"reports": reports})
	}
	for _, r := range reports {
		if err := printReport(out, r); err != nil {
			return err
		}
	}
	return nil
}

// oneReport is the one that was kept, where one was; else it is measured.
func oneReport(ctx context.Context, s *session, source string, request report.Request, which whichReport) (report.Report, error) {
	request, err := dayOfReport(s, request, which.day)
	if err != nil {
		return report.Report{}, err
	}
	if !which.again {
		kept, err := report.ReadKept(ctx, s.store, source, request)
		if err != nil {
			return report.Report{}, fmt.Errorf("reading the report of %s: %w", request.System.Title, err)
		}
		if kept != nil {
			return *kept, nil
		}
	}
	if request, err = reportRequest(ctx, s, source, request); err != nil {
		return report.Report{}, err
	}
	r, err := report.Compute(ctx, s.client, request)
	if err != nil {
		return r, fmt.Errorf("the report of %s: %w", request.System.Title, err)
	}
	return r, nil
}

// dayOfReport finds the period in the system's own calendar.
func dayOfReport(s *session, request report.Request, day string) (report.Request, error) {
	system := request.System
	request.Day, request.Now = s.at, s.at
	location, err := time.LoadLocation(system.TimeZone)
	if err != nil {
		return request, fmt.Errorf("the time zone of %s: %w", system.Title, err)
	}
	request.Location = location
	if day == "" {
		return request, nil
	}
	if request.Day, err = report.ParseDay(day, location); err != nil {
		return request, fmt.Errorf("--day %q: give a day as 2006-01-02", day)
	}
	if request.Day.After(s.at) {
		return request, fmt.Errorf("--day %s has not begun yet in %s: give an earlier day", day, location)
	}
	return request, nil
}

// reportRequest gathers what the report rests on besides Prometheus.
func reportRequest(ctx context.Context, s *session, source string, request report.Request) (report.Request, error) {
	system := request.System
	var err error
	from, to := request.Bounds()
	if request.Baselines, err = s.baselines(ctx, source, system.Name, to); err != nil {
		return request, err
	}
	progress, err := s.store.Progress(ctx, source) // before what the learner has written down: it may pass an hour in between
	if err != nil {
		return request, fmt.Errorf("reading what is learned: %w", err)
	}
	if request.Violations, err = s.store.Violations(ctx, source, system.Name, from, to); err != nil {
		return request, fmt.Errorf("reading the violations: %w", err)
	}
	if !to.Before(s.at.Truncate(time.Second)) {
		if request.Violations, err = withOpen(ctx, s, request, progress, to); err != nil {
			return request, err
		}
	}
	targets, err := s.reader.Targets(ctx, live.TargetRequest{System: system, At: to, Baselines: request.Baselines})
	if err := s.usable(err); err != nil {
		return request, fmt.Errorf("checking the targets of %s: %w", system.Title, err)
	}
	request.Targets = report.Checked(targets)
	if request.NeedsAdvice() {
		if request.Kept.Advice, err = adviceAt(ctx, s, source, request, to); err != nil {
			return request, err
		}
	}
	return request.WithKept(ctx, s.store, source)
}

// adviceAt is what the document advises at the end of a period.
func adviceAt(ctx context.Context, s *session, source string, request report.Request, at time.Time) ([]live.Advice, error) {
	verdicts, err := s.reader.Verdicts(ctx, live.Request{System: request.System, Baselines: request.Baselines, At: at})
	if err := s.usable(err); err != nil {
		return nil, fmt.Errorf("judging %s: %w", request.System.Title, err)
	}
	past, err := s.store.Violations(ctx, source, request.System.Name, at.Add(-report.ViolatedBack), at)
	if err != nil {
		return nil, fmt.Errorf("reading the violations: %w", err)
	}
	advice, err := s.reader.Recommendations(ctx, live.AdviceRequest{
		System: request.System, At: at, Breaches: verdicts, Violated: report.MostViolated(past),
	})
	if err := s.usable(err); err != nil {
		return nil, fmt.Errorf("the recommendations of %s: %w", request.System.Title, err)
	}
	return advice, nil
}

// withOpen adds what goes on now to the violations that the learner has written down, and ends those that are over by now.
func withOpen(ctx context.Context, s *session, request report.Request, progress []store.Progress, at time.Time) ([]store.Violation, error) {
	left := report.Left(request.System.Name, request.Violations, progress, at)
	now, err := s.reader.OpenViolations(ctx, live.Request{System: request.System, Baselines: request.Baselines, At: at}, left)
	if err := s.usable(err); err != nil {
		return nil, fmt.Errorf("looking for violations of %s: %w", request.System.Title, err)
	}
	return report.WithOpen(request.Violations, now), nil
}

func printReport(out io.Writer, r report.Report) error {
	fmt.Fprintf(out, "%s, %s (%s)\n", r.Title, r.Day, r.TimeZone)
	fmt.Fprintf(out, "%s\n\n", r.Sentence())
	w := newTable(out)
	for _, section := range r.Sections {
		fmt.Fprintf(w, "%s\n", section.Title)
		for _, item := range section.Items {
			switch {
			case item.Missing != "":
				fmt.Fprintf(w, "  %s\t%s\t%s\n", item.Title, nothing, item.Missing)
			case item.Kind == "list":
				fmt.Fprintf(w, "  %s\t(%s)\n", item.Title, item.Unit)
				for _, row := range item.Rows {
					fmt.Fprintf(w, "    %s\t%s\t%s\n", row.Name, valueOf(row), row.Text)
				}
			case item.Value != nil:
				fmt.Fprintf(w, "  %s\t%.4g %s\t%s\n", item.Title, *item.Value, item.Unit, item.Word)
			}
		}
	}
	fmt.Fprintln(w, "Operations by p95\tp95\tnormal\tratio\trequests\terrors")
	for _, o := range r.Operations {
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%.0f\t%s\n", o.Operation, knownIn(o.Unit, o.P95), knownIn(o.Unit, o.BaselineP95), timesOf(o.Ratio), o.Requests, percentOf(o.Errors))
	}
	fmt.Fprintln(w)
	return w.Flush()
}

// valueOf is a row's number, with its unit where that is not the list's.
func valueOf(row report.Row) string {
	if row.Value == nil {
		return nothing
	}
	return strings.TrimSpace(fmt.Sprintf("%.4g %s", *row.Value, row.Unit))
}

func timesOf(v *float64) string {
	if v == nil {
		return nothing
	}
	return times(*v)
}

func percentOf(v *float64) string {
	if v == nil {
		return nothing
	}
	return fmt.Sprintf("%.2g %%", 100**v)
}
