package main

// `yardstick store sources` and `remove`: whose data a store holds, and how that of a data source leaves it which is no more.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func sourcesCommand() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "sources",
		Short: "Lists whose data a store holds: cli, and <organisation>/<data source uid> of a Grafana.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return listSources(cmd.Context(), cmd.OutOrStdout(), &f) },
	}
	cmd.Flags().StringVar(&f.store, "store", defaultStore, "store to look into: sqlite:PATH, or "+postgresAddress)
	f.addFormat(cmd)
	return cmd
}

func removeCommand() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "remove",
		Short: "Removes everything of one source for good: what was learned of it, what people decided and defined, and its runs.",
		Long: `Removes everything of one source for good: what was learned of it, what people decided and defined, and its runs.
Grafana does not tell Yardstick that a data source was deleted, so that its data stays until it is removed here. It is refused
while somebody learns it. In an SQLite file its room is used again; "VACUUM" (sqlite3) makes the file smaller.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return removeSource(cmd.Context(), cmd.OutOrStdout(), &f) },
	}
	cmd.Flags().StringVar(&f.store, "store", defaultStore, "store to remove it from: sqlite:PATH, or "+postgresAddress)
	cmd.Flags().Var((*given)(&f.source), "source", "what to remove, a name that yardstick store sources lists")
	_ = cmd.MarkFlagRequired("source")
	return cmd
}

// sourced opens a store that is there, and lists whose data it holds.
func (f *flags) sourced(ctx context.Context) (store.Store, []store.Holding, error) {
	s, err := f.openHeld(ctx)
	if err != nil {
		return nil, nil, err
	}
	all, err := s.(store.Sourced).Holdings(ctx, time.Now())
	if err != nil {
		_ = s.Close()
		return nil, nil, err
	}
	return s, all, nil
}

func listSources(ctx context.Context, out io.Writer, f *flags) error {
	asJSON, err := f.json()
	if err != nil {
		return err
	}
	s, all, err := f.sourced(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if asJSON {
		return printJSON(out, map[string]any{"sources": append([]store.Holding{}, all...)})
	}
	w := newTable(out)
	fmt.Fprintln(w, "SOURCE\tOPERATIONS\tDEFINITIONS\tRUNS\tLEARNED UNTIL")
	for _, one := range all {
		learned := nothing
		if one.Learned != nil {
			learned = one.Learned.Format(time.RFC3339)
		}
		if one.Learning {
			learned += ", going on"
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%s\n", one.Source, one.Operations, one.Definitions, one.Runs, learned)
	}
	return w.Flush()
}

func removeSource(ctx context.Context, out io.Writer, f *flags) error {
	s, all, err := f.sourced(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	known := slices.IndexFunc(all, func(one store.Holding) bool { return one.Source == f.source })
	if known < 0 {
		return fmt.Errorf("--source %q: %s holds nothing of it: it has %s", f.source, s.Location(), namesOf(all))
	}
	err = s.(store.Sourced).Remove(ctx, f.source, time.Now())
	if errors.Is(err, store.ErrLearning) {
		return fmt.Errorf("--source %s is being learned, which would bring it back: end the command that learns it, or delete its data source in Grafana, and try again a quarter of an hour later", f.source)
	}
	if err != nil {
		return err
	}
	one := all[known]
	_, err = fmt.Fprintf(out, "Removed %s from %s: operations %d, definitions %d, runs %d, and all that was kept of them.\n",
		one.Source, s.Location(), one.Operations, one.Definitions, one.Runs)
	return err
}

func namesOf(all []store.Holding) string {
	if len(all) == 0 {
		return "nothing of anybody"
	}
	names := make([]string, len(all))
	for i, one := range all {
		names[i] = one.Source
	}
	return strings.Join(names, ", ")
}
