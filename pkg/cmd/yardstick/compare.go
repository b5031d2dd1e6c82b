package main

// `yardstick compare`: what became faster, what slower.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/compare"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/runs"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func compareCommand() *cobra.Command {
	var f flags
	var r runFlags
	var base, current string
	cmd := &cobra.Command{
		Use:   "compare --baseline DATE|RUN --current DATE|RUN",
		Short: "Compares two runs, days, or a run with the baseline.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return compareSides(cmd.Context(), cmd.OutOrStdout(), &f, &r, base, current)
		},
	}
	f.addStore(cmd)
	f.addFormat(cmd)
	r.add(cmd, "file-format")
	cmd.Flags().StringVar(&base, "baseline", "", "a file, the id of a run, a day (2006-01-02), or the word baseline")
	cmd.Flags().StringVar(&current, "current", "", "the same for what is compared with it")
	_ = cmd.MarkFlagRequired("baseline")
	_ = cmd.MarkFlagRequired("current")
	return cmd
}

// compared is one operation in the JSON of `compare`; what is not known is null.
type compared struct {
	Operation  string            `json:"operation"`
	Labels     map[string]string `json:"labels"`
	Quantity   string            `json:"quantity"`
	Baseline   *float64          `json:"baseline"` // mean
	Current    *float64          `json:"current"`
	Percent    *float64          `json:"change_percentage"`
	Status     string            `json:"status"`
	Rating     string            `json:"performance_rating,omitempty"`
	Ratio      *float64          `json:"ratio"`
	Low        *float64          `json:"low"`
	High       *float64          `json:"high"`
	Of         string            `json:"of"`
	P          *float64          `json:"p"`
	Delta      *float64          `json:"delta"`
	EffectSize string            `json:"effectSize"`
	P95        *float64          `json:"p95Ratio"`
	P95Low     *float64          `json:"p95Low"`
	P95High    *float64          `json:"p95High"`
	P99        *float64          `json:"p99Ratio"`
	Spread     *float64          `json:"spreadRatio"`
	Verdict    string            `json:"verdict"`
	Where      string            `json:"where,omitempty"`
	Reason     string            `json:"reason,omitempty"`
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
	operations := runs.Pair(a, b, nil)
	if len(operations) == 0 {
		return errors.New("there is no operation to compare")
	}
	all := make([]compared, len(operations))
	for i, o := range operations {
		all[i] = comparedOf(compare.Compare(o))
	}
	fresh := runs.New(a, b)
	if asJSON {
		return printJSON(out, map[string]any{"baseline": a.Title, "current": b.Title, "system": b.System, "operations": all, "new": append([]string{}, fresh...)})
	}
	fmt.Fprintf(out, "%s against %s\n\n", b.Title, a.Title)
	return printCompared(out, all, fresh)
}

func comparedOf(c compare.Compared) compared {
	v := compared{
		Operation: c.Name, Labels: labelsOf(c.Labels), Quantity: c.Quantity, Of: c.Of, Verdict: string(c.Change), Where: c.Where, Reason: c.Reason,
		Baseline: figure.Known(c.Base.Average()), Status: statusOf(c.Change), EffectSize: compare.EffectSize(c.Delta),
	}
	if c.Missing != "" {
		return v
	}
	v.Current, v.Percent = figure.Known(c.Candidate.Average()), figure.Known(c.Percent)
	v.Rating = runs.Rating(c.Candidate.Average(), c.Base.Average(), c.Limit)
	v.Ratio, v.Low, v.High = bounded(c.Ratio)
	v.P95, v.P95Low, v.P95High = bounded(c.P95)
	v.P99, _, _ = bounded(c.P99)
	v.P, v.Delta, v.Spread = figure.Known(c.P), figure.Known(c.Delta), figure.Known(c.Spread.Value)
	return v
}

// bounded is a ratio in JSON: an end that nothing bounds is null.
func bounded(r compare.Ratio) (value, low, high *float64) {
	value, high = figure.Known(r.Value), figure.Known(r.High)
	if r.Low > 0 {
		low = figure.Known(r.Low)
	}
	return value, low, high
}

// statusOf is D5's word for a change (l.213): the document has "improved".
func statusOf(c compare.Change) string {
	switch c {
	case compare.Faster:
		return "improved"
	case compare.Slower:
		return "degraded"
	}
	return "unchanged"
}

func printCompared(out io.Writer, all []compared, fresh []string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "OPERATION\tQUANTITY\tBASELINE\tCURRENT\tCHANGE\tRATIO\tP95 RATIO\tEFFECT\tRATING\tVERDICT")
	for _, c := range all {
		verdict := c.Verdict
		if c.Where == "tail" {
			verdict += " (tail)"
		}
		if c.Reason != "" {
			verdict += ": " + c.Reason
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", nameOf(c.Operation, c.Labels), c.Quantity, inUnit(c.Quantity, c.Baseline), inUnit(c.Quantity, c.Current),
			percent(c.Percent), ratioText(c.Ratio, c.Low, c.High), ratioText(c.P95, c.P95Low, c.P95High), orNothing(c.EffectSize), orNothing(c.Rating), verdict)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if len(fresh) > 0 {
		fmt.Fprintf(out, "\nNew, with nothing to compare them with: %s\n", strings.Join(fresh, ", "))
	}
	return nil
}

// nameOf tells operations of one name apart by their labels.
func nameOf(operation string, labels map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		if !strings.Contains(operation, labels[name]) {
			parts = append(parts, name+"="+labels[name])
		}
	}
	if len(parts) == 0 {
		return operation
	}
	return operation + " {" + strings.Join(parts, ", ") + "}"
}

func inUnit(quantity string, v *float64) string {
	switch {
	case v == nil:
		return nothing
	case quantity == store.Memory:
		return megabytes(*v)
	}
	return figure.Seconds(*v)
}

func megabytes(v float64) string { return fmt.Sprintf("%.3g MB", v/1e6) }

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
