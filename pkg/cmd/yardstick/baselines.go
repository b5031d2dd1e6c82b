package main

// `yardstick baselines`: what the store holds.

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// learned is one baseline in the JSON of `learn` and `baselines` (design 5.3); durations in seconds.
type learned struct {
	System     string            `json:"system"`
	Operation  string            `json:"operation"`
	Labels     map[string]string `json:"labels"`
	Set        string            `json:"set"`
	P50        float64           `json:"p50"`
	P95        float64           `json:"p95"`
	P99        float64           `json:"p99"`
	Mean       float64           `json:"mean"`
	SD         float64           `json:"sd"`
	Requests   float64           `json:"requests"`
	Windows    int               `json:"windows"`
	Confidence float64           `json:"confidence"`
	State      string            `json:"state"`
	Reason     string            `json:"reason"`
	Version    int               `json:"version"`
	ValidFrom  time.Time         `json:"validFrom"`
	// Detectable is the smallest slowdown, as a ratio, that five minutes tell from chance; null where nothing is judged.
	Detectable *float64 `json:"detectable"`
	// Unit is that of the numbers; empty for durations, in seconds.
	Unit string `json:"unit,omitempty"`
}

// detectable is the smallest slowdown that is found within five minutes, by the factors of the operation's system;
// NaN where nothing is judged.
func detectable(known *catalog.Catalog, system, set string, r baseline.Record) float64 {
	sys, _ := known.System(system)
	return live.Smallest(sys, set, r, baseline.Horizons[1])
}

func baselinesCommand() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "baselines",
		Short: "Lists what the store holds.",
		Long:  "Lists what the store holds." + seenFrom,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return listBaselines(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), &f)
		},
	}
	cmd.Flags().Var((*named)(&f.systems), "system", "system to list; repeat for more (default: all)")
	f.addOperations(cmd)
	f.addStore(cmd)
	f.addAt(cmd)
	f.addFormat(cmd)
	cmd.AddCommand(versionsCommand(), diffCommand())
	return cmd
}

func listBaselines(ctx context.Context, out, remarks io.Writer, f *flags) error {
	at, err := f.moment()
	if err != nil {
		return err
	}
	s, err := f.openHeld(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := f.heldBy(ctx, s); err != nil {
		return err
	}
	known, err := f.catalogue()
	if err != nil {
		return err
	}
	n, err := printBaselines(ctx, out, f, known, s, at)
	if err == nil && n == 0 {
		f.tellNothingHeld(remarks, "baseline")
	}
	return err
}

// tellNothingHeld says why a list has no rows, and what gives it some.
func (f *flags) tellNothingHeld(remarks io.Writer, what string) {
	about := forSystems(f.systems...)
	if f.at != "" {
		about += " at " + f.at
	}
	fmt.Fprintf(remarks, "yardstick: nothing is learned yet: %s holds no %s of source %s%s; run `yardstick learn --prometheus URL` first, or give the --store and --source that were learned into\n",
		withoutUser(f.store), what, f.source, about)
}

// forSystems says in a remark which systems were asked for; "" where that was none by name.
func forSystems(systems ...string) string {
	if names := strings.Join(systems, ", "); names != "" {
		return " for " + names
	}
	return ""
}

// heldBy says which name of --system means nothing: neither the catalogue nor the store knows it.
func (f *flags) heldBy(ctx context.Context, s store.Store) error {
	catalogue, err := f.catalogue()
	if err != nil {
		return err
	}
	stored, err := s.Operations(ctx, f.source, "")
	if err != nil {
		return fmt.Errorf("reading the operations: %w", err)
	}
	known := catalogue.Names()
	for _, o := range stored {
		known = append(known, o.System)
	}
	known = unique(known)
	for _, name := range f.systems {
		if !slices.Contains(known, name) {
			return fmt.Errorf("--system %q: neither documented nor in the store for --source %s: choose from %s", name, f.source, strings.Join(known, ", "))
		}
	}
	return nil
}

// printBaselines writes the baselines of the chosen systems, or of all, and says how many there are.
func printBaselines(ctx context.Context, out io.Writer, f *flags, known *catalog.Catalog, s store.Store, at time.Time) (n int, err error) {
	asJSON, err := f.json()
	if err != nil {
		return 0, err
	}
	all := []learned{}
	for _, system := range f.systemsOrAll() {
		stored, err := s.Baselines(ctx, f.source, system, at)
		if err != nil {
			return 0, fmt.Errorf("reading the baselines: %w", err)
		}
		for _, b := range stored {
			one := learnedOf(known, b.Baseline)
			why, err := twoLevels(ctx, s, f.source, b.Baseline)
			if err != nil {
				return 0, err
			}
			one.Reason += why
			all = append(all, one)
		}
	}
	if asJSON {
		return len(all), printJSON(out, map[string]any{"baselines": all})
	}
	return len(all), printLearned(out, all)
}

// twoLevels says of a baseline that is not active when its operation moved to another level: the uncertainty that keeps it
// from a verdict comes from there, and not from too few requests.
func twoLevels(ctx context.Context, s store.Store, source string, b store.Baseline) (why string, err error) {
	r := b.Record
	if r.State == baseline.Active || r.Standing != "" {
		return "", nil
	}
	c, found, err := learn.LastChange(ctx, s, source, b)
	if err != nil || !found {
		return "", err
	}
	return fmt.Sprintf("; its %s moved from %s to %s on %s UTC, and what was before and after is no one normal: learn again when the new level has lasted longer",
		baseline.Statistic(r.Level != nil), inUnitOf(r.Unit, c.Before), inUnitOf(r.Unit, c.After), c.At.UTC().Format("2 January 15:04")), nil
}

func learnedOf(known *catalog.Catalog, b store.Baseline) learned {
	r := b.Record
	return learned{
		System: b.Operation.System, Operation: b.Operation.Name, Labels: labelsOf(b.Operation.Labels), Set: b.Operation.Set,
		P50: r.P50, P95: r.P95, P99: r.P99, Mean: r.Mean, SD: r.SD, Unit: r.Unit,
		Requests: r.Requests, Windows: r.Windows, Confidence: r.Confidence,
		State: r.Word(), Reason: r.Reason, Version: b.Version, ValidFrom: b.ValidFrom,
		Detectable: figure.Known(detectable(known, b.Operation.System, b.Operation.Set, r)),
	}
}

func printLearned(out io.Writer, all []learned) error {
	w := newTable(out)
	fmt.Fprintln(w, "SYSTEM\tOPERATION\tSTATE\tP50\tP95\tP99\tREQUESTS\tCONFIDENCE\tSEEN FROM\tREASON")
	for _, b := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%.0f %%\t%s\t%s\n", b.System, b.Operation, b.State,
			inUnitOf(b.Unit, b.P50), inUnitOf(b.Unit, b.P95), inUnitOf(b.Unit, b.P99), counted(b.Requests), 100*b.Confidence, timesOr(b.Detectable), b.Reason)
	}
	return w.Flush()
}
