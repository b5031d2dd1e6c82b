package main

// `yardstick learn`: learns what is missing, once.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func learnCommand() *cobra.Command {
	var f flags
	var days int
	cmd := &cobra.Command{
		Use:   "learn",
		Short: "Learns baselines from the history of a Prometheus; goes on where it stopped.",
		Long:  "Learns baselines from the history of a Prometheus; goes on where it stopped." + seenFrom,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return learnAll(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), &f, days)
		},
	}
	f.addPrometheus(cmd)
	f.addStore(cmd)
	f.addAt(cmd)
	f.addFormat(cmd)
	cmd.Flags().IntVar(&days, "days", learn.DefaultDays, "how far back")
	return cmd
}

func learnAll(ctx context.Context, out, remarks io.Writer, f *flags, days int) error {
	if days < 1 || days > learn.MostDays {
		return fmt.Errorf("--days %d: give 1 to %d", days, learn.MostDays)
	}
	if _, err := f.json(); err != nil {
		return err
	}
	s, err := f.open(ctx, f.openStore)
	if err != nil {
		return err
	}
	defer s.store.Close()
	if err := f.notBefore(ctx, s.store, s.at); err != nil {
		return err
	}
	settings := learn.Settings{Source: f.source, Systems: s.systems, Prometheus: s.client, Days: days}
	if f.at == "" {
		settings.Clock = s.client.Clock
		// Where no hour is missing, nothing else would be asked, and an outage would look like success.
		if _, err := s.client.Clock(ctx); err != nil {
			return err
		}
	}
	learner := learn.New(s.store, f.clock(s.at), learn.Owner(), settings)
	defer learner.Close()
	stop := showProgress(os.Stderr, learner)
	err = learner.CatchUp(ctx)
	stop()
	switch {
	case errors.Is(err, learn.ErrHeldElsewhere):
		return fmt.Errorf("learning: another process learns --source %s of this store; wait until it ends, or, if it was killed, a minute, after which its turn is over", f.source)
	case err != nil:
		return fmt.Errorf("learning: %w", err)
	}
	described := f.describe(ctx, s)
	if err := f.tellUnlearned(ctx, remarks, s, described); err != nil {
		return err
	}
	f.tellUnfit(remarks, described)
	if err := f.tellUnseen(ctx, remarks, s); err != nil {
		return err
	}
	if err := f.tellBelow(ctx, remarks, s); err != nil {
		return err
	}
	for _, system := range s.systems {
		if !slices.Contains(f.systems, system.Name) {
			f.systems = append(f.systems, system.Name)
		}
	}
	at := time.Now()
	if f.at != "" {
		at = s.at
	}
	_, err = printBaselines(ctx, out, f, s.known, s.store, at)
	return err
}

// tellUnlearned names the metrics of one's own of which nothing is known: a misspelt one looks like one that is quiet.
func (f *flags) tellUnlearned(ctx context.Context, remarks io.Writer, s *session, described []described) error {
	if len(described) == 0 {
		return nil
	}
	stored, err := s.store.Operations(ctx, f.source, f.own.System)
	if err != nil {
		return fmt.Errorf("reading the operations: %w", err)
	}
	f.tellUndescribed(remarks, s.known, stored)
	for _, d := range described {
		set := d.set
		if slices.ContainsFunc(stored, func(o store.Operation) bool { return o.Set == set.ID }) {
			continue
		}
		fmt.Fprintf(remarks, "yardstick: nothing was learned of %s\n", d.unlearned(f.own.System, f.operations))
	}
	return nil
}

// tellUndescribed names what was learned by an earlier file: it is listed beside what this one describes, and stays as it was.
func (f *flags) tellUndescribed(remarks io.Writer, known *catalog.Catalog, stored []store.Operation) {
	system, found := known.System(f.own.System)
	if !found {
		return
	}
	old := map[string]int{}
	for _, o := range stored {
		if _, described := system.Set(o.Set); !described {
			old[o.Set]++
		}
	}
	for _, set := range slices.Sorted(maps.Keys(old)) {
		fmt.Fprintf(remarks, "yardstick: listed, too, but compared with nothing: %s of %s of %s, learned by what %s does not describe any more\n",
			english.Plural(old[set], "operation", ""), set, f.own.System, f.operations)
	}
}

// described is what Prometheus has of a set of one's own. Only remarks rest on it: where it is not known there are none.
type described struct {
	set   catalog.OperationSet
	found prometheus.Description
	known bool
}

// unlearned says why nothing is known of a set: what Prometheus has of it, or what may be the reason where that would do.
func (d described) unlearned(system, file string) string {
	set, found := d.set, d.found
	of := set.Metric + " of " + system
	switch {
	case d.known && found.Lacks != "" && found.Series > 0:
		return of + ": " + found.Lacks
	case d.known && found.Kind == "gauge" && (set.Kind == "histogram" || set.Kind == "summary"):
		return fmt.Sprintf("%s: it is a gauge here, not a %s; give it kind: level where it has a value at any time, or kind: gauge where it is the duration of the last run, in %s",
			of, set.Kind, file)
	case d.known && found.Lacks == "" && found.Kind != "gauge" && found.Kind != set.Kind:
		return fmt.Sprintf("%s: it is a %s here, not a %s; mend its kind in %s", of, found.Kind, set.Kind, file)
	}
	return fmt.Sprintf("%s (%s) of %s: this Prometheus has no such metric, nothing happened in it, or no whole hour of it is over yet; mend its name, kind or selector in %s, or learn again later",
		set.Metric, set.Kind, system, file)
}

func (f *flags) describe(ctx context.Context, s *session) (all []described) {
	system, _ := s.known.System(f.own.System)
	for _, op := range f.own.Operations {
		set := op.Set()
		found, err := s.client.Describe(ctx, set.Metric, prometheus.Matchers(system.Selector, set.Selector), set.By, s.at)
		all = append(all, described{set, found, err == nil})
	}
	return all
}

// tellUnfit names labels of a file that no series has: a misspelt one divides nothing, and finds no failures or only such.
func (f *flags) tellUnfit(remarks io.Writer, described []described) {
	for _, d := range described {
		if !d.known {
			continue
		}
		set, found := d.set, d.found
		f.tellOtherKind(remarks, d)
		if found.Kind == "summary" && set.Kind == catalog.LevelKind {
			continue // the labels that are known are those of its count, which are not those of its quantiles
		}
		for _, label := range found.Missing(set.By) {
			fmt.Fprintf(remarks, "yardstick: by: no series of %s has had the label %q in the last hour: it divides nothing; mend it in %s\n",
				set.Metric, label, f.operations)
		}
		counts := "no request counts as failed"
		names, all, err := found.Absent(set.Errors)
		if all {
			counts = "every request counts as failed"
		}
		if err == nil && len(names) > 0 {
			fmt.Fprintf(remarks, "yardstick: errors: no series of %s has had the label %q in the last hour: %s; mend it in %s, unless only failures have it\n",
				set.Metric, names[0], counts, f.operations)
		}
	}
}

// tellOtherKind names a metric that is learned as what it is not, by what its targets say: numbers come of it, and mislead.
func (f *flags) tellOtherKind(remarks io.Writer, d described) {
	switch {
	case d.found.Kind == "summary" && d.set.Kind == catalog.LevelKind && d.mixesQuantiles():
		fmt.Fprintf(remarks, "yardstick: %s is a summary here: as a level the mean of all its quantiles is learned, which is none of them; give it kind: summary, or choose one by selector: 'quantile=\"0.99\"', in %s\n",
			d.set.Metric, f.operations)
	case d.found.Declared == "gauge" && d.set.Kind == catalog.CounterKind:
		fmt.Fprintf(remarks, "yardstick: %s is a gauge here, not a counter: what is learned is how fast it rises, and takes each fall for a restart; give it kind: level in %s\n",
			d.set.Metric, f.operations)
	}
}

// mixesQuantiles tells of a level of a summary whether it takes several quantiles for series of one operation.
func (d described) mixesQuantiles() bool {
	// Of the labels of its count none is the quantile: it is among the absent ones where it is chosen.
	chosen, _, err := d.found.Absent(d.set.Selector)
	return err == nil && !slices.Contains(chosen, "quantile") && !slices.Contains(d.set.By, "quantile")
}

// tellBelow names the levels of one's own that are below 0: what is learned of those is 0, as of an empty queue.
func (f *flags) tellBelow(ctx context.Context, remarks io.Writer, s *session) error {
	i := slices.IndexFunc(s.systems, func(system *catalog.System) bool { return system.Name == f.own.System })
	if i < 0 {
		return nil
	}
	for _, op := range f.own.Operations {
		set := op.Set()
		if set.Kind != catalog.LevelKind {
			continue
		}
		below, err := s.client.BelowZero(ctx, prometheus.WindowQuery{
			Metric: set.Metric, Selector: prometheus.Matchers(s.systems[i].Selector, set.Selector), By: set.By, Width: time.Hour,
		}, s.at)
		if err != nil {
			return err
		}
		if len(below) > 0 {
			fmt.Fprintf(remarks, "yardstick: %s of %s was below 0 in the last hour (%s), which a level counts as 0, because it is compared by ratios; record what is above 0 by a recording rule, such as kelvin of a temperature or abs() of an offset, and learn that\n",
				set.Metric, f.own.System, english.Plural(len(below), "operation", ""))
		}
	}
	return nil
}

// tellUnseen names the documented systems that were asked for by name and of which nothing is known.
func (f *flags) tellUnseen(ctx context.Context, remarks io.Writer, s *session) error {
	for _, name := range f.systems {
		stored, err := s.store.Operations(ctx, f.source, name)
		if err != nil {
			return fmt.Errorf("reading the operations: %w", err)
		}
		if len(stored) == 0 && name != f.own.System {
			fmt.Fprintf(remarks, "yardstick: nothing was learned of %s: this Prometheus has none of its operations, or no whole hour of them is over yet; `yardstick probe --system %s` says what it has\n",
				name, name)
		}
	}
	return nil
}

// notBefore refuses an --at before what is known already: a learner takes back what its clock says has not been yet.
func (f *flags) notBefore(ctx context.Context, s store.Store, at time.Time) error {
	if f.at == "" {
		return nil
	}
	known, err := lastKnown(ctx, s, f.source)
	if err == nil && known.After(at) {
		err = fmt.Errorf("--at %s: --source %s is learned up to %s, and learning at an earlier moment would take that back; give a later moment, or another --store or --source",
			f.at, f.source, known.UTC().Format(time.RFC3339))
	}
	return err
}

// lastKnown is the last moment that the store has learned anything of.
func lastKnown(ctx context.Context, s store.Store, source string) (last time.Time, err error) {
	sets, err := s.Progress(ctx, source)
	if err != nil {
		return last, fmt.Errorf("reading what is learned: %w", err)
	}
	learned, err := s.Baselines(ctx, source, "", time.Time{})
	if err != nil {
		return last, fmt.Errorf("reading the baselines: %w", err)
	}
	for _, set := range sets {
		if set.Newest.After(last) {
			last = set.Newest
		}
	}
	for _, b := range learned {
		if b.ValidFrom.After(last) {
			last = b.ValidFrom
		}
	}
	return last, nil
}

// clock is the machine's, or one that stands still at the moment of --at.
func (f *flags) clock(at time.Time) learn.Clock {
	if f.at == "" {
		return learn.SystemClock{}
	}
	return still{at: at}
}

// still shows one moment for ever; waiting takes as long as it does.
type still struct {
	learn.SystemClock
	at time.Time
}

func (c still) Now() time.Time { return c.at }

// showProgress writes one line that renews itself, where it can.
func showProgress(out *os.File, learner *learn.Learner) (stop func()) {
	if !rewritable(out) {
		return func() {}
	}
	ended, closed := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(closed)
		for {
			select {
			case <-ended:
				fmt.Fprint(out, "\r\x1b[K")
				return
			case <-time.After(200 * time.Millisecond):
				fmt.Fprintf(out, "\r\x1b[K%s", progressLine(learner.Status()))
			}
		}
	}()
	return func() { close(ended); <-closed }
}

func progressLine(s learn.Status) string {
	line := fmt.Sprintf("%s: %d of %d hours", s.Phase, s.Done, s.Total)
	if s.TimeLeft > 0 {
		line += fmt.Sprintf(", about %s left", s.TimeLeft)
	}
	if s.Error != "" {
		line += " (" + strings.SplitN(s.Error, "\n", 2)[0] + ")"
	}
	return line
}

func unique(names []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}
