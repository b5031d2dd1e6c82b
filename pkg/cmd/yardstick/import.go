package main

// `yardstick import`: files of benchmarks and tests become runs.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/runs"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// runFlags say what files do not say themselves.
type runFlags struct {
	file   string // format of the files
	system string
	labels []string
}

func (r *runFlags) add(cmd *cobra.Command, format string) {
	cmd.Flags().StringVar(&r.file, format, "auto", "format of the files: auto, "+strings.Join(runs.Formats(), ", "))
	cmd.Flags().StringVar(&r.system, "system", "", "system that was measured, where the file does not say it")
}

func (r *runFlags) context() (map[string]string, error) {
	about := map[string]string{}
	for _, pair := range r.labels {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("--label %q: give name=value", pair)
		}
		about[name] = value
	}
	return about, nil
}

func importCommand() *cobra.Command {
	var f flags
	var r runFlags
	var list bool
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Imports results of benchmarks and tests as runs; the same file twice is one run.",
		Long: `Imports results of benchmarks and tests as runs; the same file twice is one run. What gzip packed and what is in UTF-16
is read as it is. Every file is tried: what was imported is told, then what is wrong with the others, and the exit code
is 3 if there is any of these. A run that is there already gets the labels that are given now, in place of those of the
same name; the others stay.`,
		RunE: func(cmd *cobra.Command, files []string) error {
			if list && len(files) > 0 {
				return fmt.Errorf("--list shows the runs that are there: import %s without it", strings.Join(files, ", "))
			}
			for _, name := range []string{"label", "format"} {
				if list && cmd.Flags().Changed(name) {
					return fmt.Errorf("--list shows the runs that are there: --%s is of files to import", name)
				}
			}
			if list {
				return listRuns(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), &f, r.system)
			}
			if len(files) == 0 {
				return errors.New("name a FILE to import, or - for standard input (--list shows the runs that are there)")
			}
			return importAll(cmd.Context(), cmd.OutOrStdout(), &f, &r, files)
		},
	}
	f.addStore(cmd)
	r.add(cmd, "format")
	// Only a run that is kept has a context.
	cmd.Flags().StringArrayVar(&r.labels, "label", nil, "context such as version=1.2 or commit=abc, also of a run that is there already; repeat for more")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&list, "list", false, "list the runs of the store instead")
	return cmd
}

// imported is one run in the JSON of `import`.
type imported struct {
	store.Run
	Added bool `json:"added"`
}

func importAll(ctx context.Context, out io.Writer, f *flags, r *runFlags, files []string) error {
	about, err := r.context()
	if err != nil {
		return err
	}
	if r.file != "" && r.file != "auto" && !slices.Contains(runs.Formats(), r.file) {
		return fmt.Errorf("--format: the format %q %w %s", r.file, runs.ErrNoFormat, strings.Join(runs.Formats(), ", "))
	}
	s, err := f.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	all := []imported{}
	var failed error
	for _, path := range files {
		run, added, err := importFile(ctx, s, path, runs.Request{
			Source: f.source, Format: r.file, System: r.system, Context: about, Author: author(), Now: time.Now(),
		})
		if err != nil && ctx.Err() != nil {
			failed = errors.Join(failed, fmt.Errorf("%s and what comes after it: %w; import them again", path, context.Cause(ctx)))
			break
		}
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		all = append(all, imported{run, added})
		if !f.asJSON {
			failed = errors.Join(failed, tellImported(out, imported{run, added}, r))
		}
	}
	if f.asJSON {
		failed = errors.Join(printJSON(out, map[string]any{"runs": all}), failed)
	}
	return failed
}

// tellImported says of a run that was there already what became of what is said of it now.
func tellImported(out io.Writer, one imported, r *runFlags) error {
	what := "imported"
	if !one.Added {
		what = "was there already"
		if r.system != "" && r.system != one.System {
			what += ", as a run of " + one.System
		}
		if len(r.labels) > 0 {
			what += ", and has " + strings.Join(r.labels, ", ") + " now"
		}
	}
	_, err := fmt.Fprintf(out, "%s  %s, %s, %d measured quantities: %s\n", one.ID, one.Name, one.Format, len(one.Measured), what)
	return err
}

func importFile(ctx context.Context, s store.Store, path string, req runs.Request) (store.Run, bool, error) {
	file, err := openFile(path)
	if err != nil {
		return store.Run{}, false, err
	}
	defer file.Close()
	req.Name, req.Content = path, file
	run, added, err := runs.Import(ctx, s, req)
	if errors.Is(err, runs.ErrUnsaid) {
		err = fmt.Errorf("%s does not say which system was measured: give --system NAME", path)
	}
	return run, added, err
}

func openFile(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(os.Stdin), nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("FILE: %w", err)
	}
	if about, err := file.Stat(); err == nil && about.IsDir() {
		_ = file.Close()
		return nil, fmt.Errorf("FILE: %s is a folder: name its files", path)
	}
	return file, nil
}

// author is who runs the command.
func author() string {
	if user := os.Getenv("USER"); user != "" {
		return user
	}
	return "cli"
}

func listRuns(ctx context.Context, out, remarks io.Writer, f *flags, system string) error {
	s, err := f.openHeld(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	all, err := s.ListRuns(ctx, f.source, system)
	if err != nil {
		return fmt.Errorf("reading the runs: %w", err)
	}
	if len(all) == 0 {
		fmt.Fprintf(remarks, "yardstick: nothing is imported: %s holds no run of source %s%s; `yardstick import FILE` adds one\n", withoutUser(f.store), f.source, forSystems(system))
	}
	if f.asJSON {
		return printJSON(out, map[string]any{"runs": append([]store.Run{}, all...)})
	}
	w := newTable(out)
	fmt.Fprintln(w, "RUN\tSYSTEM\tFORMAT\tFILE\tSTARTED\tOPERATION\tQUANTITY\tCOUNT\tFAILED\tMEAN\tP95")
	for _, r := range all {
		for _, m := range r.Measured {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%.0f\t%.0f\t%s\t%s\n", r.ID, r.System, r.Format, r.Name, day(r.Started),
				runs.NameOf(m.Operation, m.Labels), m.Quantity, m.Count, m.Failed, amount(m.Quantity, m.Stats, "mean"), amount(m.Quantity, m.Stats, "p95"))
		}
	}
	return w.Flush()
}

func day(at time.Time) string {
	if at.IsZero() {
		return nothing
	}
	return at.Format("2006-01-02 15:04")
}

// amount writes a statistic in the unit of its quantity.
func amount(quantity string, stats map[string]float64, name string) string {
	if v, known := stats[name]; known {
		return inUnit(quantity, &v)
	}
	return nothing
}
