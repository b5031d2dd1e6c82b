package main

// `yardstick export`: baselines and runs for other monitoring systems (D5 l.343-364).

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/export"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

type exportFlags struct {
	format, output, to string
	send               bool
}

func exportCommand() *cobra.Command {
	var f flags
	var e exportFlags
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Writes baselines, the latest runs and, with --prometheus, deviations for Prometheus, OpenTelemetry, Datadog or New Relic.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.prometheus == "" {
				if err := withoutEffect(cmd, "--prometheus", credentialFlags...); err != nil {
					return err
				}
			}
			return exportAll(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), &f, &e)
		},
	}
	f.addStore(cmd)
	f.addOptionalPrometheus(cmd)
	f.addAt(cmd)
	cmd.Flags().StringVar(&e.format, "format", "prometheus", strings.Join(export.Formats(), ", "))
	cmd.Flags().StringVar(&e.output, "output", "", "file to write (default: standard output)")
	cmd.Flags().BoolVar(&e.send, "send", false, "send it, in requests of a size that is taken: to Datadog with the key in DD_API_KEY, to New Relic with NR_LICENSE_KEY, to an OTLP collector")
	cmd.Flags().StringVar(&e.to, "to", "", "where to send it (default: the service's own address)")
	return cmd
}

func exportAll(ctx context.Context, out, remarks io.Writer, f *flags, e *exportFlags) error {
	if !slices.Contains(export.Formats(), e.format) {
		return fmt.Errorf("--format %q: choose from %s", e.format, strings.Join(export.Formats(), ", "))
	}
	if e.to != "" && !e.send {
		return errors.New("--to is where it is sent: give --send as well")
	}
	if e.output != "" && e.send {
		return errors.New("--output and --send: give one of them")
	}
	at, err := f.moment()
	if err != nil {
		return err
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
	gauges, err := f.gauges(ctx, s, at)
	if err != nil {
		return err
	}
	if f.prometheus != "" {
		deviations, err := deviationsNow(ctx, remarks, f)
		if err != nil {
			return err
		}
		gauges = append(gauges, deviations...)
	}
	if len(gauges) == 0 {
		f.tellNothingHeld(remarks, "baseline and no run")
	}
	if f.at == "" {
		e.ofNow(gauges, at)
	}
	if e.send {
		return e.sendAll(ctx, out, gauges)
	}
	var text bytes.Buffer
	if err := export.Write(&text, e.format, gauges); err != nil {
		return err
	}
	switch {
	case e.output != "":
		if err := replace(e.output, text.Bytes()); err != nil {
			return fmt.Errorf("--output: %w", err)
		}
		return nil
	}
	_, err = out.Write(text.Bytes())
	return err
}

// ofNow gives what a service would drop for its age the time of the export: a latest run is the latest now as well. Some time
// is left until it is there.
func (e *exportFlags) ofNow(gauges []export.Gauge, now time.Time) {
	to, isService := services[e.format]
	for i := range gauges {
		if isService && now.Sub(gauges[i].At) > to.oldest-5*time.Minute {
			gauges[i].At = now
		}
	}
}

// replace gives a file its new text in one step: whoever reads it meanwhile, as node_exporter does, has the one or the
// other. What is no ordinary file, such as a pipe, is written to.
func replace(path string, text []byte) error {
	mode := os.FileMode(0o644)
	if found, err := filepath.EvalSymlinks(path); err == nil {
		path = found
	}
	switch known, err := os.Stat(path); {
	case err == nil && !known.Mode().IsRegular():
		return os.WriteFile(path, text, mode)
	case err == nil:
		mode = known.Mode().Perm()
	}
	// Not named *.prom, which node_exporter would read.
	aside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return os.WriteFile(path, text, mode) // a file in a folder that takes no other
	}
	_, err = aside.Write(text)
	if err = errors.Join(err, aside.Chmod(mode), aside.Sync(), aside.Close()); err == nil { // else the name may last, and not the text
		err = os.Rename(aside.Name(), path)
	}
	if err != nil {
		_ = os.Remove(aside.Name()) // the first error says what is wrong
	}
	return err
}

// gauges are the baselines of the chosen systems that hold at a moment and, of every kind of run, the latest until then.
func (f *flags) gauges(ctx context.Context, s store.Store, at time.Time) (all []export.Gauge, err error) {
	for _, system := range f.systemsOrAll() {
		known, err := s.Baselines(ctx, f.source, system, at)
		if err != nil {
			return nil, fmt.Errorf("reading the baselines: %w", err)
		}
		for _, b := range known {
			all = append(all, baselineGauges(b.Baseline, at)...)
		}
		imported, err := s.ListRuns(ctx, f.source, system)
		if err != nil {
			return nil, fmt.Errorf("reading the runs: %w", err)
		}
		if f.at != "" {
			imported = slices.DeleteFunc(imported, func(r store.Run) bool { return r.At().After(at) })
		}
		all = append(all, runGauges(imported)...)
	}
	return all, nil
}

// baselineGauges have the names of the plugin's own metrics (design 4.5).
func baselineGauges(b store.Baseline, at time.Time) (all []export.Gauge) {
	r := b.Record
	of := export.BaselineOf(r.Unit)
	labels := func(stat string) map[string]string {
		return labelled(b.Operation.Labels, map[string]string{"system": b.Operation.System, "set": b.Operation.Set, "stat": stat, "unit": r.Unit})
	}
	for _, stat := range r.Published(at) {
		all = append(all, export.Gauge{Name: of.Name, Help: of.Help, Labels: labels(stat.Name), Value: stat.Value, At: at})
	}
	return append(all,
		export.Gauge{Name: export.Confidence.Name, Help: export.Confidence.Help, Labels: labels(""), Value: r.Confidence, At: at},
		export.Gauge{Name: export.Samples.Name, Help: export.Samples.Help, Labels: labels(""), Value: r.Requests, At: at})
}

// labelled adds the labels of an operation to ours, as the plugin's own metrics do. What is empty is no label.
func labelled(own, ours map[string]string) map[string]string {
	labels := make(map[string]string, len(own)+len(ours))
	maps.Copy(labels, ours)
	export.AddLabels(labels, own, slices.Collect(maps.Keys(ours)))
	maps.DeleteFunc(labels, func(_, value string) bool { return value == "" })
	return labels
}

// unitNames are the ends of metric names by quantity.
var unitNames = map[string]string{store.Duration: "duration_seconds", store.Memory: "memory_bytes", store.CPU: "cpu_seconds", store.Requests: "api_requests", store.RateLimit: "api_rate_limit"}

// runGauges are what the latest run of every operation measured; lists come newest first.
func runGauges(imported []store.Run) (all []export.Gauge) {
	seen := map[string]bool{}
	for _, r := range imported {
		at := r.At()
		for _, m := range r.Measured {
			key := fmt.Sprintf("%q %q %q %v", r.System, m.Quantity, m.Operation, m.Labels)
			if seen[key] {
				continue
			}
			seen[key] = true
			for _, stat := range slices.Sorted(maps.Keys(m.Stats)) {
				labels := labelled(m.Labels, map[string]string{"system": r.System, "operation": m.Operation, "stat": stat, "version": r.Context["version"]})
				all = append(all, export.Gauge{Name: "yardstick_run_" + unitNames[m.Quantity], Help: "Of the latest imported run.", Labels: labels, Value: m.Stats[stat], At: at})
			}
		}
	}
	return all
}
