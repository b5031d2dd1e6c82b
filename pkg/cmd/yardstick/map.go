package main

// `yardstick map`: dashboards and rules that follow a mapping of metrics.

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/profile"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// mapFlags are those of `map` besides the shared ones.
type mapFlags struct {
	flags
	mapping, input, output string
}

func mapCommand() *cobra.Command {
	var f mapFlags
	cmd := &cobra.Command{
		Use:   "map",
		Short: "Rewrites generated dashboards and rules for a Prometheus with other metric names.",
		Long: "Rewrites generated dashboards and rules for a Prometheus with other metric names.\n\n" +
			"The mapping is a file, or what `probe` proposes for the Prometheus. With --prometheus, panels without any\n" +
			"metric say what to emit, and rules without their metrics are left out.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return mapFiles(cmd.Context(), cmd.OutOrStdout(), &f) },
	}
	set := cmd.Flags()
	set.StringVar(&f.mapping, "mapping", "", "JSON `FILE` with the mapping, as in the data source's settings or as probe --format json prints it")
	set.StringVar(&f.input, "input", "", "folder with dashboards (.json) and rules (.yaml)")
	set.StringVar(&f.output, "output", "", "folder to write to, under the same relative paths")
	f.addPrometheus(cmd)
	ofAllSystems(cmd)
	f.addAt(cmd)
	f.addFormat(cmd)
	cmd.Flags().Lookup("prometheus").Annotations = nil // either this or a file
	_ = cmd.MarkFlagRequired("input")
	_ = cmd.MarkFlagRequired("output")
	cmd.MarkFlagsOneRequired("mapping", "prometheus")
	return cmd
}

// mappedFile is one file in the JSON of `map`.
type mappedFile struct {
	Path    string   `json:"path"`
	Changed int      `json:"changed"` // expressions
	Empty   []string `json:"empty"`   // panels that say what to emit
	LeftOut []string `json:"leftOut"` // rules whose metrics are missing, or that cannot follow
}

func mapFiles(ctx context.Context, out io.Writer, f *mapFlags) error {
	asJSON, err := f.json()
	if err != nil {
		return err
	}
	known, err := f.catalogue()
	if err != nil {
		return err
	}
	at, err := f.moment()
	if err != nil {
		return err
	}
	systems, err := f.mappedSystems(ctx, known, at)
	if err != nil {
		return err
	}
	files, err := readGenerated(f.input, systems)
	if err != nil {
		return fmt.Errorf("--input %s: %w", f.input, err)
	}
	if err := lookFor(ctx, files, systems, at); err != nil {
		return err
	}
	results := make([]mappedFile, 0, len(files))
	for _, file := range files {
		result := file.follow(systems)
		if err := file.write(f.output); err != nil {
			return fmt.Errorf("--output %s: %w", f.output, err)
		}
		results = append(results, result)
	}
	if asJSON {
		return printJSON(out, map[string]any{"files": results})
	}
	return printMapped(out, results)
}

// mappedSystem is one system with its rules, for files of either kind.
type mappedSystem struct {
	system     *catalog.System
	dashboards *profile.Rules // over the dashboards' variables
	rules      *profile.Rules // over the literal matchers
	reader     *live.Reader   // nil without a Prometheus
	exists     func(metric string) bool
}

func (f *mapFlags) mappedSystems(ctx context.Context, known *catalog.Catalog, at time.Time) (map[string]*mappedSystem, error) {
	given, missing, err := readMapping(f.mapping, known)
	if err != nil {
		return nil, err
	}
	var client *prometheus.Client
	var reader *live.Reader
	if f.prometheus != "" {
		if client, err = f.client(); err != nil {
			return nil, err
		}
		reader = live.New(client, live.Options{})
	}
	wanted := f.systems
	if len(wanted) == 0 {
		wanted = known.Names()
	}
	all := map[string]*mappedSystem{}
	for _, name := range wanted {
		system, ok := known.System(name)
		if !ok {
			return nil, fmt.Errorf("--system %q is not known: choose from %s", name, strings.Join(known.Names(), ", "))
		}
		m := &mappedSystem{system: system, reader: reader, exists: func(metric string) bool { return !slices.Contains(missing[name], metric) }}
		mapping := given[name]
		if f.mapping == "" {
			probed, err := reader.ProbeMetrics(ctx, known, system, at)
			if err != nil {
				return nil, err
			}
			mapping = live.Proposal(probed)
		}
		if err := m.follow(known, mapping); err != nil {
			return nil, err
		}
		if err := rightTypes(ctx, client, system, mapping); err != nil {
			return nil, fmt.Errorf("system %s: %w", name, err)
		}
		all[name] = m
	}
	return all, nil
}

// rightTypes compares the types of metrics of a person's own with the canonical ones, where there is a Prometheus to ask.
func rightTypes(ctx context.Context, client *prometheus.Client, system *catalog.System, mapping catalog.Mapping) error {
	for _, metric := range slices.Sorted(maps.Keys(mapping)) {
		own := mapping[metric].Own
		if client == nil || own == nil || own.Metric == "" {
			continue
		}
		have, err := client.MetricType(ctx, own.Metric)
		if err != nil {
			return err
		}
		if err := profile.CheckKind(metric, profile.Kind(*system, metric), *own, have); err != nil {
			return err
		}
	}
	return nil
}

func (m *mappedSystem) follow(known *catalog.Catalog, mapping catalog.Mapping) error {
	if _, _, err := profile.System(*m.system, known, mapping); err != nil {
		return err
	}
	alternatives, err := known.Resolve(mapping)
	if err != nil {
		return err
	}
	if m.dashboards, err = profile.New(alternatives, profile.Scope{App: `job=~"$jobs"`, Host: `job=~"$host_jobs"`}); err != nil {
		return err
	}
	m.rules, err = profile.New(alternatives, profile.Scope{App: m.system.Selector, Host: m.system.HostSelector})
	return err
}

// lookFor asks once per system which of the metrics that the files read are there.
func lookFor(ctx context.Context, files []*generatedFile, systems map[string]*mappedSystem, at time.Time) error {
	for name, m := range systems {
		if m.reader == nil {
			continue
		}
		var names []string
		for _, file := range files {
			names = append(names, file.reads(name, m)...)
		}
		slices.Sort(names)
		exists, err := m.reader.Existing(ctx, m.system, slices.Compact(names), at)
		if err != nil {
			return fmt.Errorf("looking for the metrics of %s: %w", name, err)
		}
		m.exists = exists
	}
	return nil
}

func printMapped(out io.Writer, files []mappedFile) error {
	for _, f := range files {
		if _, err := fmt.Fprintf(out, "%s: %d expressions rewritten, %d panels without a metric, %d rules left out\n", f.Path, f.Changed, len(f.Empty), len(f.LeftOut)); err != nil {
			return err
		}
		for _, line := range f.Empty {
			fmt.Fprintf(out, "  panel %s\n", line)
		}
		for _, line := range f.LeftOut {
			fmt.Fprintf(out, "  left out: %s\n", line)
		}
	}
	return nil
}
