package main

// `yardstick baselines versions` and `diff`: how a baseline came to be what it is.

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// history is what both commands are about.
type history struct {
	flags
	operation string
	from, to  int
}

func (h *history) add(cmd *cobra.Command) {
	cmd.Flags().Var((*named)(&h.systems), "system", "system of the operation, where several have one of that name")
	cmd.Flags().StringVar(&h.operation, "operation", "", "`NAME` of the operation, as yardstick baselines lists it")
	_ = cmd.MarkFlagRequired("operation")
	h.addOperations(cmd)
	h.addStore(cmd)
	h.addFormat(cmd)
}

func versionsCommand() *cobra.Command {
	var h history
	cmd := &cobra.Command{
		Use:   "versions",
		Short: "Lists the versions of one operation's baseline, the newest first.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return h.list(cmd.Context(), cmd.OutOrStdout()) },
	}
	h.add(cmd)
	return cmd
}

func diffCommand() *cobra.Command {
	var h history
	cmd := &cobra.Command{
		Use:   "diff",
		Short: "Shows in what two versions of one operation's baseline differ.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return h.diff(cmd.Context(), cmd.OutOrStdout()) },
	}
	h.add(cmd)
	cmd.Flags().IntVar(&h.from, "from", 0, "a version (default: the one before --to)")
	cmd.Flags().IntVar(&h.to, "to", 0, "another version (default: the newest)")
	return cmd
}

// versions are those of the operation, ascending.
func (h *history) versions(ctx context.Context) ([]store.Baseline, error) {
	s, err := h.openHeld(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if err := h.heldBy(ctx, s); err != nil {
		return nil, err
	}
	stored, err := s.Operations(ctx, h.source, "")
	if err != nil {
		return nil, fmt.Errorf("reading the operations: %w", err)
	}
	var named []store.Operation
	for _, o := range stored {
		if o.Name == h.operation && (len(h.systems) == 0 || slices.Contains(h.systems, o.System)) {
			named = append(named, o)
		}
	}
	switch len(named) {
	case 1:
	case 0:
		return nil, fmt.Errorf("--operation %q: the store has none of that name for --source %s; `yardstick baselines` lists them", h.operation, h.source)
	default:
		return nil, fmt.Errorf("--operation %q: %s; choose with --system", h.operation, whereNamed(named))
	}
	versions, err := s.Versions(ctx, h.source, named[0].ID)
	if err != nil {
		return nil, fmt.Errorf("reading the versions: %w", err)
	}
	if len(versions) == 0 {
		return nil, fmt.Errorf("--operation %q has no baseline yet", h.operation)
	}
	return versions, nil
}

func whereNamed(operations []store.Operation) string {
	var where []string
	for _, o := range operations {
		where = append(where, o.System+" ("+o.Set+")")
	}
	return "several have it: " + strings.Join(where, ", ")
}

// versionLine is one version in the JSON of `baselines versions`.
type versionLine struct {
	learned
	Author     string `json:"author"`
	Why        string `json:"why"`
	Superseded bool   `json:"superseded"`
}

func (h *history) list(ctx context.Context, out io.Writer) error {
	asJSON, err := h.json()
	if err != nil {
		return err
	}
	versions, err := h.versions(ctx)
	if err != nil {
		return err
	}
	known, err := h.catalogue()
	if err != nil {
		return err
	}
	lines := []versionLine{}
	for i, v := range versions {
		line := versionLine{learned: learnedOf(known, v), Author: v.Author, Why: v.Reason, Superseded: i < len(versions)-1}
		if line.Superseded {
			line.State = baseline.Superseded
		}
		lines = append(lines, line)
	}
	slices.Reverse(lines)
	if asJSON {
		return printJSON(out, map[string]any{"versions": lines})
	}
	w := newTable(out)
	fmt.Fprintln(w, "VERSION\tSINCE\tSTATE\tP95\tREQUESTS\tCONFIDENCE\tAUTHOR\tWHY")
	for _, l := range lines {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%.0f %%\t%s\t%s\n", l.Version, l.ValidFrom.UTC().Format(time.RFC3339), l.State,
			inUnitOf(l.Unit, l.P95), counted(l.Requests), 100*l.Confidence, l.Author, l.Why)
	}
	return w.Flush()
}

// differenceLine is one field in the JSON of `baselines diff`.
type differenceLine struct {
	Field  string   `json:"field"`
	Unit   string   `json:"unit"`
	Before any      `json:"before"`
	After  any      `json:"after"`
	Ratio  *float64 `json:"ratio"`
}

func (h *history) diff(ctx context.Context, out io.Writer) error {
	asJSON, err := h.json()
	if err != nil {
		return err
	}
	versions, err := h.versions(ctx)
	if err != nil {
		return err
	}
	if h.to == 0 {
		h.to = versions[len(versions)-1].Version
	}
	after, err := versionOf(versions, "--to", h.to)
	if err != nil {
		return err
	}
	if h.from == 0 {
		h.from = max(h.to-1, versions[0].Version)
	}
	before, err := versionOf(versions, "--from", h.from)
	if err != nil {
		return err
	}
	differences := baseline.Diff(before.Record, after.Record)
	if asJSON {
		lines := []differenceLine{}
		for _, d := range differences {
			lines = append(lines, differenceLineOf(d))
		}
		return printJSON(out, map[string]any{"operation": before.Operation.Name, "from": h.from, "to": h.to, "differences": lines})
	}
	w := newTable(out)
	fmt.Fprintf(w, "\tVERSION %d\tVERSION %d\t\n", h.from, h.to)
	for _, d := range differences {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", d.Title, told(d, d.Before, d.BeforeWord), told(d, d.After, d.AfterWord), ratioWord(d))
	}
	return w.Flush()
}

func versionOf(versions []store.Baseline, flag string, number int) (store.Baseline, error) {
	i := slices.IndexFunc(versions, func(b store.Baseline) bool { return b.Version == number })
	if i < 0 {
		return store.Baseline{}, fmt.Errorf("%s %d: there are the versions %d to %d", flag, number, versions[0].Version, versions[len(versions)-1].Version)
	}
	return versions[i], nil
}

func differenceLineOf(d baseline.Difference) differenceLine {
	line := differenceLine{Field: d.Field, Unit: d.Unit, Before: figure.Known(d.Before), After: figure.Known(d.After), Ratio: figure.Known(d.Ratio)}
	if d.Unit == "" {
		line.Before, line.After = d.BeforeWord, d.AfterWord
	}
	return line
}

func told(d baseline.Difference, number float64, word string) string {
	switch d.Unit {
	case "":
		return word
	case "s":
		return duration(number)
	case "percentunit":
		return fmt.Sprintf("%.1f %%", 100*number)
	case "none":
		return fmt.Sprintf("%.4g", number)
	}
	return figure.In(d.Unit, number)
}

func ratioWord(d baseline.Difference) string {
	if figure.Known(d.Ratio) == nil {
		return ""
	}
	return fmt.Sprintf("%+.1f %%", 100*(d.Ratio-1))
}
