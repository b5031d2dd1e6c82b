package main

// `yardstick compare`: what became faster, what slower.

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/runs"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func compareCommand() *cobra.Command {
	var f flags
	var r runFlags
	var base, current string
	cmd := &cobra.Command{
		Use:     "compare --baseline DATE|RUN --current DATE|RUN",
		Example: "  yardstick compare --system shop --baseline before:1.3 --current after:1.3",
		Short:   "Compares two runs, days, or a run with the baseline.",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return compareSides(cmd.Context(), cmd.OutOrStdout(), &f, &r, base, current)
		},
	}
	f.addStore(cmd)
	f.addFormat(cmd)
	r.add(cmd, "file-format")
	cmd.Flags().StringVar(&base, "baseline", "", "a file, or "+runs.WordsOfSides)
	cmd.Flags().StringVar(&current, "current", "", "the same for what is compared with it")
	_ = cmd.MarkFlagRequired("baseline")
	_ = cmd.MarkFlagRequired("current")
	return cmd
}

func compareSides(ctx context.Context, out io.Writer, f *flags, r *runFlags, base, current string) error {
	asJSON, err := f.json()
	if err != nil {
		return err
	}
	s := &sides{f: f, run: r}
	defer s.close()
	a, b, err := s.both(ctx, "--baseline", base, "--current", current)
	if err != nil {
		return err
	}
	view := runs.CompareSets(a, b)
	if asJSON {
		return printJSON(out, view)
	}
	fmt.Fprintf(out, "%s against %s\n\n", view.Current, view.Baseline)
	return printCompared(out, view.Operations, view.New)
}

func printCompared(out io.Writer, all []runs.ComparedView, fresh []string) error {
	w := newTable(out)
	fmt.Fprintln(w, "OPERATION\tQUANTITY\tBASELINE\tCURRENT\tCHANGE\tRATIO\tP95 RATIO\tEFFECT\tRATING\tVERDICT")
	for _, c := range all {
		verdict := c.Verdict
		if c.Where == "tail" {
			verdict += " (tail)"
		}
		if c.Reason != "" {
			verdict += ": " + c.Reason
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", runs.NameOf(c.Operation, c.Labels), c.Quantity, inUnit(c.Quantity, c.Baseline), inUnit(c.Quantity, c.Current),
			percent(c.Percent), ratioText(c.Ratio, c.Low, c.High), ratioText(c.P95, c.P95Low, c.P95High), orNothing(c.EffectSize), orNothing(c.Rating), verdict)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if len(fresh) > 0 {
		fmt.Fprintf(out, "\nNew, with nothing to compare them with: %s\n", visible(strings.Join(fresh, ", ")))
	}
	return nil
}

func inUnit(quantity string, v *float64) string {
	switch {
	case v == nil:
		return nothing
	case quantity == store.Memory:
		return mebibytes(*v)
	case store.Counted(quantity):
		return fmt.Sprintf("%.4g", *v)
	}
	return figure.Seconds(*v)
}

// mebibytes writes memory in the multiples of the documents: what D5 calls 45 MB are 47185920 bytes (D5 l.360).
func mebibytes(v float64) string { return fmt.Sprintf("%.3g MiB", v/(1<<20)) }

func percent(v *float64) string {
	if v == nil {
		return nothing
	}
	return fmt.Sprintf("%+.1f %%", *v)
}

func ratioText(value, low, high *float64) string {
	switch {
	case value == nil:
		return nothing
	case low == nil || high == nil:
		return fmt.Sprintf("%.3g", *value)
	}
	return fmt.Sprintf("%.3g (%.3g–%.3g)", *value, *low, *high)
}

func orNothing(text string) string {
	if text == "" {
		return nothing
	}
	return text
}
