package main

// `yardstick analyze --focus scaling`: how time grows with size, in the latest
// run and against the one before (D2 l.336-355).

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/capacity"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/runs"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// sizeLabels are the labels that a size may stand in.
var sizeLabels = []string{"entities", "size", "dataset_size", "n"}

// scaled is one operation in the JSON of `analyze --focus scaling`.
type scaled struct {
	System    string `json:"system"`
	Operation string `json:"operation"`
	// Labels are those that tell no size.
	Labels   map[string]string `json:"labels"`
	From     string            `json:"from"`
	Sizes    int               `json:"sizes"`
	Exponent *float64          `json:"exponent"`
	Low      *float64          `json:"low"`
	High     *float64          `json:"high"`
	Before   *float64          `json:"before"` // exponent of the run before; null without one
	Worse    bool              `json:"worse"`
	Reason   string            `json:"reason,omitempty"`
}

func analyzeScaling(ctx context.Context, out, remarks io.Writer, s store.Store, f *flags, operation string, limit int, asJSON bool) error {
	all := []scaled{}
	for _, system := range f.systemsOrAll() {
		imported, err := s.ListRuns(ctx, f.source, system)
		if err != nil {
			return fmt.Errorf("reading the runs: %w", err)
		}
		some, err := scalingsOf(ctx, s, f.source, imported)
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	all = slices.DeleteFunc(all, func(a scaled) bool { return !strings.Contains(runs.NameOf(a.Operation, a.Labels), operation) })
	all = all[:min(limit, len(all))]
	if len(all) == 0 {
		f.tellNothingRanked(remarks, "scaling", operation)
	}
	if asJSON {
		return printJSON(out, map[string]any{"focus": "scaling", "operations": all})
	}
	w := newTable(out)
	fmt.Fprintln(w, "SYSTEM\tOPERATION\tFROM\tSIZES\tEXPONENT\tBEFORE\tVERDICT")
	for _, a := range all {
		verdict := a.Reason
		if a.Worse {
			verdict = "grows faster than before"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\t%s\t%s\n", a.System, runs.NameOf(a.Operation, a.Labels), a.From, a.Sizes, ratioText(a.Exponent, a.Low, a.High), ratioText(a.Before, nil, nil), orNothing(verdict))
	}
	return w.Flush()
}

// scalingsOf looks at runs from the newest on; the second of an operation is the one before.
func scalingsOf(ctx context.Context, s store.Store, source string, imported []store.Run) (all []scaled, err error) {
	at := map[string]int{}
	fits := map[string]capacity.Scaling{}
	done := map[string]bool{}
	for _, r := range imported {
		points, err := pointsOf(ctx, s, source, r)
		if err != nil {
			return nil, err
		}
		for _, of := range slices.Sorted(maps.Keys(points)) {
			key, p := r.System+" "+of, points[of]
			fit := capacity.ScalingOf(p.sizes, p.seconds)
			i, known := at[key]
			switch {
			case !known:
				at[key], fits[key] = len(all), fit
				all = append(all, scaled{
					System: r.System, Operation: p.operation, Labels: p.labels, From: r.Name, Sizes: fit.Sizes, Reason: fit.Reason,
					Exponent: figure.Known(fit.Exponent), Low: figure.Known(fit.Low), High: figure.Known(fit.High),
				})
			case !done[key] && !math.IsNaN(fit.Exponent):
				done[key] = true
				all[i].Before, all[i].Worse = figure.Known(fit.Exponent), fits[key].Worse(fit)
			}
		}
	}
	return all, nil
}

type points struct {
	operation      string
	labels         map[string]string // without those that tell the size
	sizes, seconds []float64
}

// pointsOf are sizes and seconds by operation and labels, of those whose labels have a size that is a number.
func pointsOf(ctx context.Context, s store.Store, source string, r store.Run) (map[string]points, error) {
	of := map[string]points{}
	run, err := runs.Find(ctx, s, source, r.ID)
	if err != nil {
		return nil, fmt.Errorf("reading a run: %w", err)
	}
	for _, m := range r.Measured {
		size, known := sizeOf(m.Labels)
		if !known || m.Quantity != store.Duration {
			continue
		}
		seconds := []float64{m.Stats["mean"]}
		if m.Samples > 0 {
			if seconds, err = run.Samples(ctx, m.Number); err != nil {
				return nil, fmt.Errorf("reading the samples of %s: %w", m.Operation, err)
			}
		}
		labels := maps.Clone(m.Labels)
		maps.DeleteFunc(labels, func(name, _ string) bool { return slices.Contains(sizeLabels, name) })
		key := fmt.Sprintf("%q %q", m.Operation, labels) // maps are printed in order
		p := of[key]
		p.operation, p.labels = m.Operation, labels
		for _, v := range thinned(seconds) {
			p.sizes, p.seconds = append(p.sizes, size), append(p.seconds, v)
		}
		of[key] = p
	}
	return of, nil
}

// mostPerSize is how many values of a size are used: the fit looks at all pairs.
const mostPerSize = 100

// thinned are values spread evenly over a long list.
func thinned(values []float64) []float64 {
	if len(values) <= mostPerSize {
		return values
	}
	kept := make([]float64, mostPerSize)
	for i := range kept {
		kept[i] = values[i*len(values)/mostPerSize]
	}
	return kept
}

func sizeOf(labels map[string]string) (float64, bool) {
	for _, name := range sizeLabels {
		if v, err := strconv.ParseFloat(labels[name], 64); err == nil && v > 0 {
			return v, true
		}
	}
	return 0, false
}
