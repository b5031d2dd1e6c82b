package main

// `yardstick probe`: which of a system's documented metrics this Prometheus has.

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// probed is one quantity in the JSON of `probe`.
type probed struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Found   bool     `json:"found"`
	Missing []string `json:"missing"`
	Emit    string   `json:"emit"`
}

type probedSystem struct {
	System     string   `json:"system"`
	Found      int      `json:"found"`
	Total      int      `json:"total"`
	Quantities []probed `json:"quantities"`
	// Metrics are the canonical metrics and under which names they are found; Proposal maps those of another name.
	Metrics  []probedMetric  `json:"metrics"`
	Proposal catalog.Mapping `json:"proposal"`
}

// probedMetric is one canonical metric in the JSON of `probe`.
type probedMetric struct {
	Metric   string   `json:"metric"`
	State    string   `json:"state"`
	Emitters []string `json:"emitters"`
	Emit     string   `json:"emit"`
}

func probeCommand() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "probe",
		Short: "Says which documented metrics this Prometheus has, and what to emit for the others.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return probe(cmd.Context(), cmd.OutOrStdout(), &f) },
	}
	f.addPrometheus(cmd)
	ofAllSystems(cmd)
	f.addAt(cmd)
	f.addFormat(cmd)
	return cmd
}

func probe(ctx context.Context, out io.Writer, f *flags) error {
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
	client, err := f.client()
	if err != nil {
		return err
	}
	reader := live.New(client, live.Options{})
	if len(f.systems) == 0 {
		f.systems = known.Names() // what is missing is the question here
	}
	systems, err := f.chosen(ctx, known, reader, at)
	if err != nil {
		return err
	}
	results := make([]probedSystem, 0, len(systems))
	for _, system := range systems {
		result, err := reader.Probe(ctx, system, at)
		if err != nil {
			return err
		}
		metrics, err := reader.ProbeMetrics(ctx, known, system, at)
		if err != nil {
			return err
		}
		results = append(results, probedOf(result, metrics))
	}
	if asJSON {
		return printJSON(out, map[string]any{"systems": results})
	}
	return printProbed(out, results)
}

func probedOf(r live.ProbeResult, metrics []live.ProbedMetric) probedSystem {
	out := probedSystem{System: r.System, Found: r.Found, Total: r.Total, Quantities: []probed{}, Metrics: []probedMetric{}, Proposal: live.Proposal(metrics)}
	for _, m := range metrics {
		out.Metrics = append(out.Metrics, probedMetric{m.Metric, string(m.State), append([]string{}, m.Emitters...), m.Emit})
	}
	for _, q := range r.Quantities {
		out.Quantities = append(out.Quantities, probed{ID: q.ID, Title: q.Title, Found: q.Found, Missing: append([]string{}, q.Missing...), Emit: q.Emit})
	}
	return out
}

func printProbed(out io.Writer, systems []probedSystem) error {
	w := newTable(out)
	for _, s := range systems {
		if s.Total == 0 { // of one's own
			fmt.Fprintf(w, "%s: no document asks for its metrics; `yardstick learn` says which of them are not here\n", s.System)
			continue
		}
		fmt.Fprintf(w, "%s: %d of %d documented quantities are measured\n", s.System, s.Found, s.Total)
		for _, q := range s.Quantities {
			if !q.Found {
				fmt.Fprintf(w, "  %s\t%s\tmissing %s\t%s\n", q.ID, q.Title, strings.Join(q.Missing, ", "), q.Emit)
			}
		}
		for _, m := range s.Metrics {
			if m.State == string(live.MetricOther) {
				fmt.Fprintf(w, "  found under another name\t%s\tas %s emits it\n", m.Metric, m.Emitters[0])
			}
		}
		if len(s.Proposal) > 0 {
			text, err := json.Marshal(map[string]any{"mapping": map[string]catalog.Mapping{s.System: s.Proposal}})
			if err != nil {
				return fmt.Errorf("writing the proposed mapping: %w", err)
			}
			fmt.Fprintf(w, "  proposed mapping (data source settings, or yardstick map --mapping): %s\n", text)
		}
	}
	return w.Flush()
}

// found are the systems of which this Prometheus has anything.
func found(ctx context.Context, known *catalog.Catalog, reader *live.Reader, at time.Time) ([]*catalog.System, error) {
	all := make([]*catalog.System, len(known.Systems))
	for i := range known.Systems {
		all[i] = &known.Systems[i]
	}
	systems, err := reader.FoundSystems(ctx, all, at)
	if err != nil {
		return nil, fmt.Errorf("looking for the documented systems: %w", err)
	}
	return systems, nil
}
