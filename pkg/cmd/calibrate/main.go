// Command calibrate answers whether what Yardstick states of its own certainty
// is true, and prints it with bounds: rows 9 and 10 of docs/evaluation.md.
package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"text/tabwriter"

	"github.com/yardstick-baselines/yardstick/pkg/calibrate"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "calibrate:", err)
		os.Exit(1)
	}
}

// result is the JSON; shares carry their Clopper-Pearson 95 % bounds.
type result struct {
	Trials      int                  `json:"trials"`
	Coverage    []calibrate.Coverage `json:"coverage"`
	Drawn       []calibrate.Coverage `json:"drawn"`
	Trust       []calibrate.Trust    `json:"trust"`
	TrustAll    calibrate.Trust      `json:"trustAll"`
	Independent []calibrate.Trust    `json:"independent"`
	Reached     calibrate.Trust      `json:"independentAll"`
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("calibrate", flag.ContinueOnError)
	trials := flags.Int("trials", 1000, "simulated histories of each kind")
	format := flags.String("format", "text", "text or json")
	latencies := flags.String("latencies", "", "folder with CSV files (timestamp,value): real latencies to draw from")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		flags.Usage()
		return fmt.Errorf("%q is no argument that it knows", flags.Arg(0))
	}
	if *trials < 1 {
		return fmt.Errorf("--trials %d: at least 1", *trials)
	}
	r := result{Trials: *trials, Coverage: calibrate.Coverages(*trials), Drawn: []calibrate.Coverage{}}
	if *latencies != "" {
		drawn, err := drawnFrom(*latencies, *trials)
		if err != nil {
			return err
		}
		r.Drawn = drawn
	}
	r.Trust, r.TrustAll = calibrate.Trusts(*trials)
	r.Independent, r.Reached = calibrate.Independent(*trials)
	switch *format {
	case "json":
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	case "text":
		return r.print(out)
	}
	return fmt.Errorf("--format %q: choose text or json", *format)
}

func (r result) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%d trials of each kind; bounds are Clopper-Pearson, 95 %%\n\nINTERVAL\tWORKLOAD\tHOLDS THE TRUTH\tBOUNDS\tWIDTH\tWANTED\n", r.Trials)
	for _, c := range append(r.Coverage, r.Drawn...) {
		fmt.Fprintf(w, "%s\t%s\t%.1f %%\t%.1f to %.1f %%\t%.3fx\t%.0f to %.0f %%%s\n", c.Interval, c.Workload, 100*c.Value, 100*c.Low, 100*c.High, c.Width,
			100*c.AtLeast, 100*c.AtMost, mark(c.Met()))
	}
	fmt.Fprintln(w, "\nBASELINES\tSTATED AT LEAST 0.95\tOF THESE WITHIN 10 %\tBOUNDS")
	for _, t := range append(append(append(r.Trust, r.TrustAll), r.Independent...), r.Reached) {
		fmt.Fprintf(w, "%s\t%.1f %%\t%.1f %%\t%.1f to %.1f %% of %d\n", t.Workload, 100*t.Reached.Value, 100*t.Right.Value, 100*t.Right.Low, 100*t.Right.High, t.Right.Trials)
	}
	return w.Flush()
}

func mark(met bool) string {
	if met {
		return ""
	}
	return "  MISSED"
}

// drawnFrom reads the values of every CSV below a folder.
func drawnFrom(folder string, trials int) (all []calibrate.Coverage, err error) {
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".csv" {
			return err
		}
		values, err := valuesOf(path)
		if err != nil {
			return err
		}
		const least = 1000 // fewer have no p95 of their own to speak of
		if len(values) >= least {
			all = append(all, calibrate.Drawn(filepath.Base(path), values, trials)...)
		}
		return nil
	})
	return all, err
}

func valuesOf(path string) ([]float64, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	rows := csv.NewReader(file)
	header, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	column := -1
	for i, name := range header {
		if name == "value" {
			column = i
		}
	}
	if column < 0 {
		return nil, fmt.Errorf("%s: line 1: no column named value", path)
	}
	var values []float64
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return values, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if v, err := strconv.ParseFloat(row[column], 64); err == nil && v > 0 {
			values = append(values, v)
		}
	}
}
