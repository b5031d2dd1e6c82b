package main

// `yardstick check`: one detection pass.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// checked is one operation in the JSON of `check` (design 5.3).
type checked struct {
	Signal    detect.Signal     `json:"signal"`
	System    string            `json:"system"`
	Operation string            `json:"operation"`
	Labels    map[string]string `json:"labels"`
	Set       string            `json:"set"`
	P95       *float64          `json:"p95"`
	Baseline  *float64          `json:"baseline"`
	// Live and Normal are the share of failed requests, or requests per second, where those are the signal.
	Live      *float64 `json:"live,omitempty"`
	Normal    *float64 `json:"normal,omitempty"`
	Ratio     *float64 `json:"ratio"`
	RatioLow  *float64 `json:"ratioLow"`
	RatioHigh *float64 `json:"ratioHigh"`
	Z         *float64 `json:"z"`
	Requests  float64  `json:"requests"`
	Tier      string   `json:"tier"`
	State     string   `json:"state"`
	Reason    string   `json:"reason"`
	// Detectable is the smallest slowdown, as a ratio, that five minutes tell from chance; null where nothing is judged.
	Detectable *float64 `json:"detectable"`
	// Unit is that of the numbers; empty for durations, in seconds.
	Unit string `json:"unit,omitempty"`
}

func checkCommand() *cobra.Command {
	var f flags
	var signals []string
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Compares live with the baselines once; exit 0 quiet, 1 warning or worse, 2 nothing was compared, 3 error.",
		Long: `Compares live with the baselines once; exit 0 quiet, 1 warning or worse, 2 nothing was compared, 3 error.
Durations and levels are compared; with --signal latency,errors,rate also the share of failed requests and their number.
The ratio of errors is to what usually fails, of which 1 % is assumed at least.` + seenFrom,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return check(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), &f, signals)
		},
	}
	cmd.Flags().StringSliceVar(&signals, "signal", []string{string(detect.Latency)}, "what is compared: latency, errors, rate; several with commas")
	f.addPrometheus(cmd)
	f.addStore(cmd)
	f.addAt(cmd)
	f.addFormat(cmd)
	return cmd
}

// allSignals are those that can be asked for, in the order of the tables.
var allSignals = []detect.Signal{detect.Latency, detect.Errors, detect.Rate}

// signalsOf are those that were asked for.
func signalsOf(asked []string) ([]detect.Signal, error) {
	for _, name := range asked {
		if !slices.Contains(allSignals, detect.Signal(name)) {
			return nil, fmt.Errorf("--signal %s is not known: it is latency, errors or rate", name)
		}
	}
	chosen := slices.DeleteFunc(slices.Clone(allSignals), func(s detect.Signal) bool { return !slices.Contains(asked, string(s)) })
	if len(chosen) == 0 {
		return nil, errors.New("--signal is empty: say latency, errors or rate")
	}
	return chosen, nil
}

func check(ctx context.Context, out, remarks io.Writer, f *flags, asked []string) error {
	asJSON, err := f.json()
	if err != nil {
		return err
	}
	signals, err := signalsOf(asked)
	if err != nil {
		return err
	}
	s, err := f.open(ctx, f.openIfHeld)
	if err != nil {
		return err
	}
	defer s.store.Close()
	all, err := s.compare(ctx, f, signals, out, remarks, asJSON)
	if err != nil {
		return err
	}
	if remark, _ := prometheus.Shown(s.doubt); errors.Is(s.doubt, prometheus.ErrHalf) {
		return fmt.Errorf("%w, which says neither quiet nor slow; check again when it is whole: %s", prometheus.ErrHalf, remark)
	}
	s.tell(remarks)
	switch {
	case slices.ContainsFunc(all, live.OperationVerdict.Breach):
		return errBreach
	case !slices.ContainsFunc(all, live.OperationVerdict.Compared):
		fmt.Fprintf(remarks, "yardstick: %s: %s\n", errNothingCompared, s.whyNothing(all, signals))
		return errNothingCompared
	}
	return nil
}

// compare prints what the signals are beside what is normal.
func (s *session) compare(ctx context.Context, f *flags, signals []detect.Signal, out, remarks io.Writer, asJSON bool) (all []live.OperationVerdict, err error) {
	document := []checked{}
	for i, signal := range signals {
		verdicts, learned, err := s.verdicts(ctx, f.source, signal, s.at)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			s.tellNothingLearned(remarks, f, learned)
		}
		if len(signals) > 1 && len(verdicts) > 0 && !slices.ContainsFunc(verdicts, live.OperationVerdict.Compared) {
			fmt.Fprintf(remarks, "yardstick: --signal %s: nothing was compared, the reason stands beside each operation\n", signal)
		}
		all, document = append(all, verdicts...), append(document, checkedOf(s.known, signal, verdicts)...)
		if asJSON {
			continue
		}
		if i > 0 {
			fmt.Fprintln(out)
		}
		if err := printSignal(out, s.known, signal, verdicts); err != nil {
			return nil, err
		}
	}
	if asJSON {
		return all, printJSON(out, map[string]any{"operations": document})
	}
	return all, nil
}

// tellNothingLearned says that there is nothing learned to compare with.
func (s *session) tellNothingLearned(remarks io.Writer, f *flags, learned int) {
	if learned > 0 {
		return
	}
	judged := "nothing is judged"
	if slices.ContainsFunc(s.systems, hasRanges) {
		judged = "only documented ranges are judged"
	}
	fmt.Fprintf(remarks, "yardstick: %s holds no baseline of source %s, %s: run `yardstick learn` first\n", withoutUser(f.store), f.source, judged)
}

func hasRanges(system *catalog.System) bool {
	return slices.ContainsFunc(system.Operations, func(set catalog.OperationSet) bool { return len(set.Ranges) > 0 })
}

// whyNothing says why no operation was compared with what is normal, and what to do.
func (s *session) whyNothing(all []live.OperationVerdict, signals []detect.Signal) string {
	var names []string
	for _, system := range s.systems {
		names = append(names, system.Name)
	}
	about := strings.Join(names, ", ")
	switch {
	case len(all) == 0:
		return fmt.Sprintf("this Prometheus has no operation of %s, and none was learned; mend the names and selectors of the metrics, `yardstick probe` says which of the documented ones are there", about)
	case slices.Equal(signals, []detect.Signal{detect.Errors}) && !slices.ContainsFunc(s.systems, countsFailures):
		return fmt.Sprintf("no operation of %s says which of its requests failed; give its definition `errors`", about)
	case !slices.ContainsFunc(all, func(v live.OperationVerdict) bool { return v.Measured }):
		return fmt.Sprintf("no operation of %s is measured now, the reason stands beside each; see that it runs and is scraped, and that its metrics have the names that `yardstick probe` looks for", about)
	}
	return fmt.Sprintf("no operation of %s that is measured now has a baseline to be judged by, the reason stands beside each; run `yardstick learn`, with more --days or later where that was not enough", about)
}

func countsFailures(system *catalog.System) bool {
	return slices.ContainsFunc(system.Operations, func(set catalog.OperationSet) bool { return set.Errors != "" })
}

// verdicts judges a signal of every operation of the chosen systems, and says how many baselines there are.
func (s *session) verdicts(ctx context.Context, source string, signal detect.Signal, at time.Time) (all []live.OperationVerdict, learned int, err error) {
	for _, system := range s.systems {
		records, err := s.baselines(ctx, source, system.Name, at)
		if err != nil {
			return nil, 0, err
		}
		learned += len(records)
		verdicts, err := s.reader.Verdicts(ctx, live.Request{System: system, Baselines: records, At: at, Signal: signal})
		if err := s.usable(err); err != nil {
			return nil, 0, fmt.Errorf("judging %s: %w", system.Title, err)
		}
		all = append(all, verdicts...)
	}
	return all, learned, nil
}

func checkedOf(known *catalog.Catalog, signal detect.Signal, verdicts []live.OperationVerdict) []checked {
	out := make([]checked, 0, len(verdicts))
	for _, v := range verdicts {
		out = append(out, checked{
			Signal: signal, System: v.System, Operation: v.Operation, Labels: labelsOf(v.Labels), Set: v.Set,
			Requests: v.Requests, Tier: v.Tier.String(), State: string(v.State), Reason: v.Reason, Unit: v.Unit,
		})
		one := &out[len(out)-1]
		if v.Comparable() {
			one.Ratio, one.RatioLow, one.RatioHigh, one.Z = figure.Known(v.Ratio), figure.Known(v.RatioLow), figure.Known(v.RatioHigh), figure.Known(v.Z)
		}
		if signal != detect.Latency {
			one.Unit = unitOf(signal)
			one.Live, one.Normal = share(v)
			continue
		}
		one.Detectable = figure.Known(detectable(known, v.System, v.Set, v.Baseline))
		one.P95, one.Baseline = measured(v), expected(v)
	}
	return out
}

// measured is the p95, or the value of a level, where there is one.
func measured(v live.OperationVerdict) *float64 {
	if !v.Measured {
		return nil
	}
	return figure.Known(v.P95)
}

// expected is what is normal, where it is known.
func expected(v live.OperationVerdict) *float64 {
	if !(v.Expected > 0) && !v.Comparable() {
		return nil
	}
	return figure.Known(v.Expected)
}

// labelsOf makes the one operation of a metric without labels have {} in JSON, not null.
func labelsOf(labels map[string]string) map[string]string {
	if labels == nil {
		return map[string]string{}
	}
	return labels
}

// printSignal is the table of a signal.
func printSignal(out io.Writer, known *catalog.Catalog, signal detect.Signal, verdicts []live.OperationVerdict) error {
	if signal == detect.Latency {
		return printVerdicts(out, known, verdicts)
	}
	w := newTable(out)
	fmt.Fprintf(w, "SYSTEM\tOPERATION\tTIER\tSTATE\t%s\tNORMAL\tRATIO\tREASON\n", strings.ToUpper(string(signal)))
	for _, v := range verdicts {
		now, normal := share(v)
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", v.System, v.Operation, v.Tier, v.State, knownIn(unitOf(signal), now), knownIn(unitOf(signal), normal), times(v.Ratio), v.Reason)
	}
	return w.Flush()
}

// share is what is measured, and normal, of the errors or the rate.
func share(v live.OperationVerdict) (now, normal *float64) {
	if !v.Measured {
		return nil, nil
	}
	return figure.Known(v.Mean), figure.Known(v.Expected)
}

func unitOf(signal detect.Signal) string {
	if signal == detect.Rate {
		return "reqps"
	}
	return "percentunit"
}

func printVerdicts(out io.Writer, known *catalog.Catalog, verdicts []live.OperationVerdict) error {
	w := newTable(out)
	fmt.Fprintln(w, "SYSTEM\tOPERATION\tTIER\tSTATE\tP95\tNORMAL\tRATIO\tSEEN FROM\tREASON")
	for _, v := range verdicts {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
			v.System, v.Operation, v.Tier, v.State, knownIn(v.Unit, measured(v)), knownIn(v.Unit, expected(v)), times(v.Ratio), times(detectable(known, v.System, v.Set, v.Baseline)), v.Reason)
	}
	return w.Flush()
}

func printJSON(out io.Writer, document any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(document)
}

// printLine writes a document on one line, for those who read a stream.
func printLine(out io.Writer, document any) error { return json.NewEncoder(out).Encode(document) }
