package main

// `yardstick store copy`: everything moves from one store into another.

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/yardstick-baselines/yardstick/pkg/store/relational"
)

func storeCommand() *cobra.Command {
	return oneOf(&cobra.Command{Use: "store", Short: "Copies a store to another place, or to the other database; lists and removes what is kept of a data source."}, copyCommand(), sourcesCommand(), removeCommand())
}

func copyCommand() *cobra.Command {
	var f flags
	var from, to string
	cmd := &cobra.Command{
		Use:   "copy",
		Short: "Copies everything, of all sources, into an empty store; counts and checksums of both are compared before it is kept.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return copyStore(cmd.Context(), cmd.OutOrStdout(), &f, from, to)
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "store to copy: sqlite:PATH, or "+postgresAddress)
	cmd.Flags().StringVar(&to, "to", "", "store to fill, which must be empty, likewise")
	_ = cmd.MarkFlagRequired("from")
	_ = cmd.MarkFlagRequired("to")
	f.addFormat(cmd)
	return cmd
}

func copyStore(ctx context.Context, out io.Writer, f *flags, from, to string) error {
	asJSON, err := f.json()
	if err != nil {
		return err
	}
	source, err := openHeld(ctx, "from", from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := openStore(ctx, "to", to)
	if err != nil {
		return err
	}
	defer target.Close()
	all, err := relational.Copy(ctx, source, target, tellCopied(os.Stderr))
	if err != nil {
		return err
	}
	if nothingIn(all) {
		return fmt.Errorf("--from: %s has Yardstick's tables and not a row in them: nothing was copied, and as a backup it would restore nothing; give the store that was learned into, or the backup that was made of it", source.Location())
	}
	if asJSON {
		return printJSON(out, map[string]any{"from": source.Location(), "to": target.Location(), "tables": all})
	}
	w := newTable(out)
	fmt.Fprintln(w, "TABLE\tROWS\tCHECKSUM OF BOTH")
	for _, one := range all {
		fmt.Fprintf(w, "%s\t%d\t%s\n", one.Table, one.Rows, one.Checksum)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Copied from %s to %s; the first one was left as it is.\n", source.Location(), target.Location())
	return err
}

// nothingIn says that a store is as it was made: a lease says who learned, not what.
func nothingIn(all []relational.Copied) bool {
	return !slices.ContainsFunc(all, func(one relational.Copied) bool { return one.Rows > 0 && one.Table != "leases" })
}

// tellCopied tells how far it is on a terminal, and nothing in a pipe.
func tellCopied(out *os.File) func(table string, rows int64) {
	if !term.IsTerminal(int(out.Fd())) {
		return func(string, int64) {}
	}
	return func(table string, rows int64) { fmt.Fprintf(out, "%s: %d rows\n", table, rows) }
}
