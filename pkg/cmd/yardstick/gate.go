package main

// `yardstick gate`: may this version be deployed?

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/compare"
	"github.com/yardstick-baselines/yardstick/pkg/runs"
)

// Answers of a gate that are no faults; nothing is printed for them.
var (
	errGateFails    = errors.New("the candidate is shown to be worse than its margins")
	errInconclusive = errors.New("there is not enough data to tell")
)

// gateFlags are the rules of a gate.
type gateFlags struct {
	candidate, against string
	critical, measures []string
	tolerate, level    float64
	p50, p95, p99      float64
	errors             float64
}

func gateCommand() *cobra.Command {
	var f flags
	var r runFlags
	var g gateFlags
	cmd := &cobra.Command{
		Use:   "gate --candidate RUN|DATE --against baseline|RUN|DATE",
		Short: "Passes a candidate that is shown to be as fast; exit 0 pass, 1 fail, 2 inconclusive, 3 error.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return gate(cmd.Context(), cmd.OutOrStdout(), &f, &r, &g)
		},
	}
	f.addStore(cmd)
	r.add(cmd, "file-format")
	g.add(cmd)
	cmd.Flags().StringVar(&f.format, "format", "text", "text, json, junit or markdown")
	return cmd
}

func (g *gateFlags) add(cmd *cobra.Command) {
	d := compare.Defaults()
	set := cmd.Flags()
	set.StringVar(&g.candidate, "candidate", "", "what is judged: a file, or "+runs.WordsOfSides)
	set.StringVar(&g.against, "against", "baseline", "what it is judged by, named likewise")
	set.Var((*named)(&g.critical), "critical", "operation that alone decides: it must not fail and not stay undecided; repeat for more")
	set.Float64Var(&g.tolerate, "tolerate", 0, "share of the other operations that may fail or stay undecided, 0 to 1")
	set.Float64Var(&g.level, "level", d.Level, "probability of failing an equal candidate, over all operations, and of passing a worse one")
	set.StringSliceVar(&g.measures, "measures", nil, "judge only these: p50, p95, p99, mean, errors, exceedance (default: by the number of executions)")
	set.Float64Var(&g.p50, "margin-p50", d.Margins[compare.P50], "how much slower the median, or the mean, may be")
	set.Float64Var(&g.p95, "margin-p95", d.Margins[compare.P95], "how much slower the p95 may be")
	set.Float64Var(&g.p99, "margin-p99", d.Margins[compare.P99], "how much slower the p99 may be")
	set.Float64Var(&g.errors, "margin-errors", d.Margins[compare.Errors], "by how much the share of failures may be higher: 0.01 is a percentage point")
	_ = cmd.MarkFlagRequired("candidate")
}

func (g *gateFlags) settings() (s compare.Settings, err error) {
	s = compare.Defaults()
	for _, one := range []struct {
		flag     string
		value    float64
		measures []compare.Measure
	}{
		{"margin-p50", g.p50, []compare.Measure{compare.P50, compare.Mean}}, {"margin-p95", g.p95, []compare.Measure{compare.P95, compare.Exceedance}},
		{"margin-p99", g.p99, []compare.Measure{compare.P99}}, {"margin-errors", g.errors, []compare.Measure{compare.Errors}},
	} {
		for _, m := range one.measures {
			if err := compare.CheckMargin(m, one.value); err != nil {
				return s, fmt.Errorf("--%s %v: %w", one.flag, one.value, err)
			}
			s.Margins[m] = one.value
		}
	}
	if !(g.level > 0) || g.level >= 0.5 {
		return s, fmt.Errorf("--level %v: give a probability between 0 and 0.5", g.level)
	}
	if !(g.tolerate >= 0) || g.tolerate > 1 {
		return s, fmt.Errorf("--tolerate %v: give a share from 0 to 1", g.tolerate)
	}
	s.Level, s.Tolerate = g.level, g.tolerate
	known := []compare.Measure{compare.P50, compare.P95, compare.P99, compare.Mean, compare.Errors, compare.Exceedance}
	for _, name := range g.measures {
		m := compare.Measure(strings.TrimSpace(name))
		if !slices.Contains(known, m) {
			return s, fmt.Errorf("--measures %q: choose from p50, p95, p99, mean, errors, exceedance", name)
		}
		s.Measures = append(s.Measures, m)
	}
	return s, nil
}

// gateFormats write a verdict.
var gateFormats = map[string]func(io.Writer, runs.GateView) error{
	"text": printGate, "json": func(out io.Writer, v runs.GateView) error { return printJSON(out, v) }, "junit": printJUnit, "markdown": printMarkdown,
}

func gate(ctx context.Context, out io.Writer, f *flags, r *runFlags, g *gateFlags) error {
	write, known := gateFormats[f.format]
	if !known {
		return fmt.Errorf("--format %q: choose text, json, junit or markdown", f.format)
	}
	settings, err := g.settings()
	if err != nil {
		return err
	}
	s := &sides{f: f, run: r}
	defer s.close()
	base, candidate, err := s.both(ctx, "--against", g.against, "--candidate", g.candidate)
	if err != nil {
		return err
	}
	for _, name := range g.critical {
		if !slices.ContainsFunc(base.Measured, func(m runs.Measurement) bool { return m.Operation == name }) {
			return fmt.Errorf("--critical %q: %s has no such operation", name, base.Title)
		}
	}
	view := runs.JudgeSets(base, candidate, g.critical, settings)
	if err := write(out, view); err != nil {
		return err
	}
	switch compare.Verdict(view.Verdict) {
	case compare.Pass:
		return nil
	case compare.Fail:
		return errGateFails
	}
	return errInconclusive
}
