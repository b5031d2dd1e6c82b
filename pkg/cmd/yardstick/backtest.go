package main

// `yardstick backtest`: what would have been said of a past that is known.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/backtest"
)

func backtestCommand() *cobra.Command {
	var input, output, direction string
	var o backtest.Options
	var f flags
	var stored storedBacktest
	cmd := &cobra.Command{
		Use:   "backtest",
		Short: "Says of a past that is known what would have been said then: of recorded series, or of what the store holds.",
		Long: `With --input and --output: learns on the first part of every CSV file and streams the rest, point by point.
With --store and --system: replays the last days of every stored operation, counts what would have fired, and
says how fast slowdowns by 1.2, 1.5, 2 and 5 times would have been found. With --fine, --prometheus and at most
a hundred operations the same in windows of a minute, as verdicts are made live.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ofStore := cmd.Flags().Changed("store") && input == "" && output == ""
			if err := noEffect(cmd, ofStore); err != nil {
				return err
			}
			if ofStore && !stored.fine {
				if err := withoutEffect(cmd, "--fine", append(credentialFlags, "prometheus")...); err != nil {
					return err
				}
			}
			if ofStore {
				return stored.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), &f)
			}
			switch {
			case input == "" || output == "":
				return errors.New("--input and --output are both needed, a folder of CSV files and where to write the answers; or --store and --system")
			case direction != "up" && direction != "both":
				return fmt.Errorf("--direction is %q: up or both", direction)
			case !(o.LearnFraction >= 0 && o.LearnFraction < 1):
				return fmt.Errorf("--learn-fraction is %g: a share from 0 to below 1", o.LearnFraction)
			}
			o.Both = direction == "both"
			return backtestFolder(cmd.Context(), cmd.ErrOrStderr(), input, output, o)
		},
	}
	cmd.Flags().StringVar(&input, "input", "", "folder of CSV files with timestamp,value or timestamp,requests,p50,p95,p99")
	cmd.Flags().StringVar(&output, "output", "", "folder for the answers, under the same relative paths")
	cmd.Flags().StringVar(&direction, "direction", "up", "up: only what is more than normal; both: less as well (series of values)")
	cmd.Flags().Float64Var(&o.LearnFraction, "learn-fraction", 0, "share of every series that is learned from first; 0 means 15 %, at most 750 rows")
	cmd.Flags().IntVar(&stored.days, "days", 7, "of stored operations: how many of the last days are judged, by a baseline of those before")
	cmd.Flags().Var((*named)(&f.systems), "system", "system in the store; repeat for more")
	f.addOperations(cmd)
	cmd.Flags().BoolVar(&stored.fine, "fine", false, "of stored operations: judge the windows of a minute that --prometheus still has")
	cmd.Flags().Var((*named)(&stored.operations), "operation", "of stored operations: the name of one; repeat for more (default: all)")
	cmd.Flags().StringVar(&f.prometheus, "prometheus", "", "URL of the Prometheus, for --fine")
	f.as.add(cmd)
	f.addStore(cmd)
	f.addAt(cmd)
	f.addFormat(cmd)
	return cmd
}

// noEffect refuses what was given for the other of the two ways to backtest.
func noEffect(cmd *cobra.Command, ofStore bool) error {
	names, of := append([]string{"days", "system", "operations", "operation", "fine", "prometheus", "at", "format"}, credentialFlags...), "--store"
	if ofStore {
		names, of = []string{"direction", "learn-fraction"}, "--input"
	}
	return withoutEffect(cmd, of, names...)
}

// withoutEffect refuses flags that would be left aside, because they belong to another one.
func withoutEffect(cmd *cobra.Command, of string, names ...string) error {
	for _, name := range names {
		if cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s has an effect beside %s only", name, of)
		}
	}
	return nil
}

// backtestFolder answers every series below a folder. Files that are no series are told and left out.
func backtestFolder(ctx context.Context, remarks io.Writer, input, output string, o backtest.Options) error {
	files, err := csvFiles(input)
	if err != nil {
		return err
	}
	if from, err := os.Stat(input); err == nil {
		if to, err := os.Stat(output); err == nil && os.SameFile(from, to) {
			return fmt.Errorf("--output %s is --input, whose series would be replaced by the answers: give another folder", output)
		}
	}
	left := make([]error, len(files))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, path := range files {
		group.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err() // interrupted, or another one failed
			}
			name, err := filepath.Rel(input, path)
			if err != nil {
				return err
			}
			err = backtestFile(path, filepath.Join(output, name), o)
			if errors.Is(err, backtest.ErrColumns) {
				left[i] = fmt.Errorf("%s is left out: %w", path, err)
				return nil
			}
			return err
		})
	}
	err = group.Wait()
	for _, why := range left {
		if why != nil {
			fmt.Fprintf(remarks, "yardstick: %v\n", why)
		}
	}
	if err == nil && !slices.Contains(left, nil) {
		return fmt.Errorf("no CSV file in %s is a series: nothing was judged", input)
	}
	return err
}

// csvFiles are those below a folder.
func csvFiles(folder string) (files []string, err error) {
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.EqualFold(filepath.Ext(path), ".csv") {
			files = append(files, path)
		}
		return err
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("looking for series: %w", err)
	case len(files) == 0:
		return nil, fmt.Errorf("%s holds no CSV file", folder)
	}
	return files, nil
}

func backtestFile(path, result string, o backtest.Options) error {
	in, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("opening a series: %w", err)
	}
	defer in.Close()
	series, err := backtest.Read(in)
	if err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	if err := os.MkdirAll(filepath.Dir(result), 0o755); err != nil {
		return fmt.Errorf("making a folder for the answers: %w", err)
	}
	out, err := os.Create(result)
	if err != nil {
		return fmt.Errorf("writing the answers: %w", err)
	}
	err = backtest.Write(out, series, backtest.Run(series, o))
	return errors.Join(err, out.Close())
}
