package main

// `yardstick capacity`: how load grows, when a limit is reached, how many
// instances it takes (D3 l.302-318, D2 l.456, l.459).

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/capacity"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/growth"
)

type capacityFlags struct {
	system  string
	model   capacity.Model
	periods float64
	limit   float64
	ahead   int
}

func capacityCommand() *cobra.Command {
	var f flags
	var c capacityFlags
	cmd := &cobra.Command{
		Use:   "capacity",
		Short: "Forecasts the load of a system from what was learned, or by a model of growth (--rate).",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			asJSON, err := f.json()
			if err != nil {
				return err
			}
			modelled := cmd.Flags().Changed("rate")
			if err := c.check(modelled); err != nil {
				return err
			}
			if modelled {
				for _, flag := range []string{"system", "operations", "ahead", "at", "store", "source"} {
					if cmd.Flags().Changed(flag) {
						return fmt.Errorf("--%s is of what was learned, --rate of the model: give one or the other", flag)
					}
				}
				return c.modelled(cmd.OutOrStdout(), asJSON)
			}
			for _, flag := range []string{"growth", "season", "periods"} {
				if cmd.Flags().Changed(flag) {
					return fmt.Errorf("--%s is of the model: give --rate as well", flag)
				}
			}
			return c.learned(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), &f, asJSON)
		},
	}
	f.addOperations(cmd)
	f.addStore(cmd)
	f.addAt(cmd)
	f.addFormat(cmd)
	set := cmd.Flags()
	set.StringVar(&c.system, "system", "", "system whose learned load is forecast")
	set.IntVar(&c.ahead, "ahead", 28, "days to forecast")
	set.Float64Var(&c.limit, "limit", 0, "requests per second that the system bears")
	set.Float64Var(&c.model.Peak, "peak", 1, "load of a peak to the average")
	set.Float64Var(&c.model.PerInstance, "per-instance", 0, "requests per second that one instance serves")
	set.Float64Var(&c.model.Rate, "rate", 0, "requests per second now: use the model instead of what was learned")
	set.Float64Var(&c.model.Growth, "growth", 0, "growth per period of the model: 0.2 is 20 %")
	set.Float64Var(&c.model.Season, "season", 0, "further load of a season in the model: 0.5 is half as much again")
	set.Float64Var(&c.periods, "periods", 1, "periods ahead of the model")
	return cmd
}

// check refuses numbers that no load, growth or limit has, before anything is computed with them.
func (c *capacityFlags) check(modelled bool) error {
	for _, one := range []struct {
		flag   string
		value  float64
		fits   bool
		allows string
	}{
		{"rate", c.model.Rate, c.model.Rate >= 0, "a number that is not negative"},
		{"growth", c.model.Growth, c.model.Growth >= -1, "a share from -1, such as 0.2 for 20 %"},
		{"season", c.model.Season, c.model.Season >= -1, "a share from -1, such as 0.5 for half as much again"},
		{"periods", c.periods, c.periods >= 0, "a number that is not negative"},
		{"peak", c.model.Peak, c.model.Peak > 0, "a number above 0"},
		{"limit", c.limit, c.limit >= 0, "a number that is not negative"},
		{"per-instance", c.model.PerInstance, c.model.PerInstance > 0 || !modelled && c.model.PerInstance == 0, "more than 0, for an instance that serves nothing is none"},
	} {
		if !one.fits || figure.Known(one.value) == nil {
			return fmt.Errorf("--%s %v: give %s", one.flag, one.value, one.allows)
		}
	}
	return nil
}

func (c *capacityFlags) modelled(out io.Writer, asJSON bool) error {
	instances, err := c.model.Instances(c.periods)
	if err != nil {
		return err
	}
	answer := map[string]any{"instances": instances, "periods": c.periods}
	until := c.model.PeriodsUntil(c.limit)
	if c.limit > 0 {
		answer["periodsUntilLimit"] = figure.Known(until)
	}
	if asJSON {
		return printJSON(out, answer)
	}
	_, err = fmt.Fprintf(out, "%.0f instances after %g periods\n", instances, c.periods)
	switch {
	case c.limit == 0:
	case math.IsInf(until, 1):
		_, err = fmt.Fprintf(out, "the peak never reaches %g requests per second\n", c.limit)
	default:
		_, err = fmt.Fprintf(out, "the peak reaches %g requests per second after %.1f periods\n", c.limit, until)
	}
	return err
}

func (c *capacityFlags) learned(ctx context.Context, out, remarks io.Writer, f *flags, asJSON bool) error {
	at, err := f.moment()
	switch {
	case err != nil:
		return err
	case c.system == "":
		return errors.New("give --system NAME to forecast what was learned, or --rate, --growth and --per-instance for the model")
	case c.ahead < 1 || c.ahead > capacity.MostAhead:
		return fmt.Errorf("--ahead %d: give 1 to %d days", c.ahead, capacity.MostAhead)
	}
	s, err := f.openHeld(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := (&flags{source: f.source, systems: []string{c.system}, operations: f.operations}).heldBy(ctx, s); err != nil {
		return err
	}
	all, err := growth.Of(ctx, s, growth.Request{
		Source: f.source, System: c.system, At: at, Ahead: c.ahead, Limit: c.limit, Peak: c.model.Peak, PerInstance: c.model.PerInstance,
	})
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintf(remarks, "yardstick: nothing to forecast: %s holds no day of requests of source %s for %s; gauges of a last run and levels have none, of all else `yardstick learn` learns them\n", withoutUser(f.store), f.source, c.system)
	}
	if asJSON {
		return printJSON(out, map[string]any{"system": c.system, "series": all})
	}
	return c.print(out, all)
}

func (c *capacityFlags) print(out io.Writer, all []growth.Series) error {
	w := newTable(out)
	fmt.Fprintf(w, "OPERATION\tDAYS\tNOW\tGROWTH PER WEEK\tIN %d DAYS (80 %%)\tINSTANCES\tDAYS UNTIL LIMIT\n", c.ahead)
	for _, s := range all {
		grows := s.Reason
		if s.Shown && s.PerDay != nil {
			grows = fmt.Sprintf("%+.1f %%", 100*(pow7(*s.PerDay)-1))
		}
		then, instances := nothing, nothing
		if n := len(s.Points); n > 0 && n == c.ahead { // it ends earlier where numbers do
			p := s.Points[n-1]
			then = fmt.Sprintf("%.3g/s (%.3g–%.3g)", p.Value, p.Low80, p.High80)
			if p.Instances != nil {
				instances = fmt.Sprintf("%.0f", *p.Instances)
			}
		}
		fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\t%s\n", s.Operation, s.Days, perSecond(s.Now), grows, then, instances, untilText(s))
	}
	return w.Flush()
}

func pow7(f float64) float64 { return f * f * f * f * f * f * f }

func perSecond(v *float64) string {
	if v == nil {
		return nothing
	}
	return fmt.Sprintf("%.3g/s", *v)
}

func untilText(s growth.Series) string {
	switch {
	case s.DaysUntil == nil:
		return nothing
	case s.Earliest == nil || s.Latest == nil:
		return fmt.Sprintf("%.0f", *s.DaysUntil)
	}
	return fmt.Sprintf("%.0f (%.0f–%.0f)", *s.DaysUntil, *s.Earliest, *s.Latest)
}
