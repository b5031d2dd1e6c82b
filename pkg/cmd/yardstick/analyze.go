package main

// `yardstick analyze`: where the time, the memory or the API goes (D5 l.106).

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/runs"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// focuses are D5's, and how time grows with size (D2 l.336-355).
var focuses = []string{"slowest", "memory", "api", "scaling"}

// focusOn are the quantities that each looks at, in the order in which they are told; of "api" what runs asked of one
// first, then how long its operations take.
var focusOn = map[string][]string{
	"slowest": {store.Duration}, "memory": {store.Memory}, "api": {store.Requests, store.RateLimit, store.Duration},
}

// fromBaseline is where a row is from that is of no run.
const fromBaseline = "baseline"

// analyzed is one operation in the JSON of `analyze`; seconds, bytes of memory, or how many.
type analyzed struct {
	Quantity  string            `json:"quantity"`
	System    string            `json:"system"`
	Operation string            `json:"operation"`
	Labels    map[string]string `json:"labels"`
	From      string            `json:"from"` // baseline, or the name of the run
	Count     float64           `json:"count"`
	Mean      float64           `json:"mean"`
	P95       *float64          `json:"p95"`
	Max       *float64          `json:"max"`
	// Share is its part, by count times mean, of what ShareOf names.
	Share float64 `json:"share"`
	// ShareOf is the command that it is a phase of; empty: everything of that quantity that the same source measured,
	// phases of commands left out.
	ShareOf string `json:"shareOf"`
}

func analyzeCommand() *cobra.Command {
	var f flags
	var operation, focus string
	var limit int
	cmd := &cobra.Command{
		Use:   "analyze",
		Short: "Ranks operations by time, by memory, or by what they ask of an API, from baselines and the latest runs.",
		Long: `Ranks operations by time, by memory, or by what they ask of an API, from baselines and the latest runs.

SHARE is a part of the whole by COUNT times MEAN: of a command that of all commands, and of one of its phases that of
its command. The whole is all of that quantity in one system and FROM, so that the commands of these make 100 %, and the
phases of a command at most that. Phases whose command is not measured beside them count as commands.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return analyze(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), &f, operation, focus, limit)
		},
	}
	f.addStore(cmd)
	f.addFormat(cmd)
	cmd.Flags().Var((*named)(&f.systems), "system", "system to look at; repeat for more (default: all)")
	f.addOperations(cmd)
	cmd.Flags().StringVar(&operation, "operation", "", "only operations whose name has this in it")
	cmd.Flags().StringVar(&focus, "focus", "slowest", "slowest, memory, api or scaling")
	cmd.Flags().IntVar(&limit, "limit", 20, "how many to list")
	return cmd
}

func analyze(ctx context.Context, out, remarks io.Writer, f *flags, operation, focus string, limit int) error {
	asJSON, err := f.json()
	if err != nil {
		return err
	}
	if !slices.Contains(focuses, focus) {
		return fmt.Errorf("--focus %q: choose from %s", focus, strings.Join(focuses, ", "))
	}
	if limit < 1 {
		return fmt.Errorf("--limit %d: give at least 1", limit)
	}
	s, err := f.openHeld(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := f.catalogue(); err != nil {
		return err
	}
	if err := f.heldOrRun(ctx, s); err != nil {
		return err
	}
	if focus == "scaling" {
		return analyzeScaling(ctx, out, remarks, s, f, operation, limit, asJSON)
	}
	all := []analyzed{}
	for _, system := range f.systemsOrAll() {
		some, err := analyzedOf(ctx, s, f.source, system, focus)
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	all = slices.DeleteFunc(all, func(a analyzed) bool { return !strings.Contains(runs.NameOf(a.Operation, a.Labels), operation) })
	slices.SortStableFunc(all, func(a, b analyzed) int {
		return cmp.Or(cmp.Compare(slices.Index(focusOn[focus], a.Quantity), slices.Index(focusOn[focus], b.Quantity)), cmp.Compare(byWeight(b), byWeight(a)))
	})
	all = all[:min(limit, len(all))]
	if len(all) == 0 {
		f.tellNothingRanked(remarks, focus, operation)
	}
	if asJSON {
		return printJSON(out, map[string]any{"focus": focus, "operations": all})
	}
	return printAnalyzed(out, all)
}

// ranked is what each focus looks for, in words.
var ranked = map[string]string{
	"slowest": "baseline or run with durations", "memory": "run with memory", "api": "run with requests of an API", "scaling": "run with sizes",
}

// tellNothingRanked says why a ranking has no rows, and what gives it some.
func (f *flags) tellNothingRanked(remarks io.Writer, focus, operation string) {
	remedy := "`yardstick import FILE` adds runs"
	if focus == "slowest" {
		remedy += ", `yardstick learn --prometheus URL` baselines"
	}
	what := ranked[focus]
	if operation != "" {
		what += fmt.Sprintf(" whose operation has %q in its name", operation)
	}
	fmt.Fprintf(remarks, "yardstick: nothing to rank: %s holds no %s, of source %s%s; %s\n", withoutUser(f.store), what, f.source, forSystems(f.systems...), remedy)
}

// byWeight orders by the p95, else by the mean.
func byWeight(a analyzed) float64 {
	if a.P95 != nil {
		return *a.P95
	}
	return a.Mean
}

// heldOrRun accepts systems of which there are only runs.
func (f *flags) heldOrRun(ctx context.Context, s store.Store) error {
	for _, name := range f.systems {
		some, err := s.RunHeads(ctx, f.source, name)
		if err != nil {
			return fmt.Errorf("reading the runs: %w", err)
		}
		if len(some) > 0 {
			continue
		}
		if err := (&flags{source: f.source, systems: []string{name}, operations: f.operations}).heldBy(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func analyzedOf(ctx context.Context, s store.Store, source, system, focus string) (all []analyzed, err error) {
	if focus != "memory" {
		if all, err = learnedTimes(ctx, s, source, system, focus); err != nil {
			return nil, err
		}
	}
	imported, err := s.ListRuns(ctx, source, system)
	if err != nil {
		return nil, fmt.Errorf("reading the runs: %w", err)
	}
	seen := map[string]bool{}
	for _, r := range imported {
		for _, m := range r.Measured {
			key := fmt.Sprintf("%q %q %v %s", r.System, m.Operation, m.Labels, m.Quantity)
			other := focus == "api" && m.Quantity == store.Duration && !ofAPI("", m.Operation)
			if !slices.Contains(focusOn[focus], m.Quantity) || seen[key] || other {
				continue
			}
			seen[key] = true
			all = append(all, analyzed{Quantity: m.Quantity, System: r.System, Operation: m.Operation, Labels: m.Labels, From: r.Name, Count: m.Count, Mean: m.Stats["mean"], P95: stat(m, "p95"), Max: stat(m, "max")})
		}
	}
	return withShares(all), nil
}

// learnedTimes are the baselines of durations: bytes, or a value at any time, are no time that was spent.
func learnedTimes(ctx context.Context, s store.Store, source, system, focus string) (all []analyzed, err error) {
	known, err := s.Baselines(ctx, source, system, time.Time{})
	if err != nil {
		return nil, fmt.Errorf("reading the baselines: %w", err)
	}
	for _, b := range known {
		o, r := b.Operation, b.Record
		if r.Unit != "" || r.Level != nil || (focus == "api" && !ofAPI(o.Set, o.Name)) {
			continue
		}
		all = append(all, analyzed{Quantity: store.Duration, System: o.System, Operation: o.Name, Labels: labelsOf(o.Labels), From: fromBaseline, Count: r.Requests, Mean: r.Mean, P95: &r.P95})
	}
	return all, nil
}

func stat(m store.Measured, name string) *float64 {
	if v, known := m.Stats[name]; known {
		return &v
	}
	return nil
}

// ofAPI tells operations that are requests to an API, by the set of the catalogue or their name.
func ofAPI(set, name string) bool {
	return strings.Contains(strings.ToLower(set), "api") || strings.Contains(strings.ToLower(name), "api") || strings.HasPrefix(name, "http")
}

func printAnalyzed(out io.Writer, all []analyzed) error {
	w := newTable(out)
	fmt.Fprintln(w, "SYSTEM\tOPERATION\tQUANTITY\tFROM\tCOUNT\tMEAN\tP95\tMAX\tSHARE")
	for _, a := range all {
		share := fmt.Sprintf("%.1f %%", 100*a.Share)
		if a.ShareOf != "" {
			share += " of " + a.ShareOf
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", a.System, runs.NameOf(a.Operation, a.Labels), a.Quantity, a.From, counted(a.Count),
			inUnit(a.Quantity, &a.Mean), inUnit(a.Quantity, a.P95), inUnit(a.Quantity, a.Max), share)
	}
	return w.Flush()
}
