package main

// `yardstick watch`: live against normal, again and again (D5 l.100-102).

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Bounds of a watch. Windows end every ten seconds, so that a shorter interval only shows sooner that a new one is there.
const (
	watchDuration  = 5 * time.Minute
	watchInterval  = time.Second
	shortestWatch  = 100 * time.Millisecond
	clearsTerminal = "\x1b[H\x1b[2J"
)

func watchCommand() *cobra.Command {
	var f flags
	var duration, interval time.Duration
	cmd := &cobra.Command{
		Use:   "watch",
		Short: "Shows live against normal until the duration is over or it is interrupted.",
		Long: `Shows live against normal until the duration is over or it is interrupted. A Prometheus that does not answer is told
once on the standard error and asked on; a second sentence says when it answers again.` + seenFrom,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return watch(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), &f, duration, interval)
		},
	}
	f.addPrometheus(cmd)
	f.addStore(cmd)
	f.addFormat(cmd)
	cmd.Flags().DurationVar(&duration, "duration", watchDuration, "how long")
	cmd.Flags().DurationVar(&interval, "interval", watchInterval, "how often")
	return cmd
}

// watch prints a table per look on a terminal, and one JSON object per line with --format json.
func watch(ctx context.Context, out, remarks io.Writer, f *flags, duration, interval time.Duration) error {
	asJSON, err := f.json()
	if err != nil {
		return err
	}
	if interval < shortestWatch {
		return fmt.Errorf("--interval %s: give at least %s", interval, shortestWatch)
	}
	if duration <= 0 {
		return fmt.Errorf("--duration %s: give a time such as 5m", duration)
	}
	kept, err := f.openIfHeld(ctx)
	if err != nil {
		return err
	}
	defer kept.Close()
	until, cancel := context.WithTimeout(ctx, duration)
	defer cancel()
	ticks := time.NewTicker(interval)
	defer ticks.Stop()
	w := watched{flags: f, out: out, remarks: remarks, asJSON: asJSON, store: kept}
	for until.Err() == nil {
		err := w.ask(until)
		if until.Err() != nil {
			break // what was cut off is no answer
		}
		if err != nil && !w.mayPass(err) {
			return err
		}
		w.tellOutage(err)
		select {
		case <-until.Done():
		case <-ticks.C:
		}
	}
	if ctx.Err() != nil || w.answered || w.failing == nil {
		return nil // somebody pressed Ctrl-C, or there was something to see
	}
	return toldError{fmt.Errorf("nothing was answered within --duration %s: %w", duration, brief(w.failing))}
}

// watched is what a watch has seen so far.
type watched struct {
	*flags
	out, remarks io.Writer
	asJSON       bool
	store        store.Store
	session      *session
	answered     bool      // at least once, so that what it was asked and where is right
	failing      error     // why it does not answer now; nil while it does
	since        time.Time // of failing
}

// ask looks once. What a watch works with is made by the first question that is answered.
func (w *watched) ask(ctx context.Context) error {
	if w.session == nil {
		s, err := w.open(ctx, func(context.Context) (store.Store, error) { return w.store, nil })
		if err != nil {
			return err
		}
		w.session = s
	}
	learned, err := look(ctx, w.out, w.remarks, w.flags, w.session, w.asJSON)
	if err == nil && !w.answered {
		w.answered = true
		w.session.tellNothingLearned(w.remarks, w.flags, learned)
	}
	return err
}

// mayPass tells a Prometheus that is away for a while from what no retry mends: what is wrong with the arguments or the
// store, and a URL, a password or a question that was never right.
func (w *watched) mayPass(err error) bool {
	for _, kind := range []error{prometheus.ErrUnreachable, prometheus.ErrSlow, prometheus.ErrPartial} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return w.answered && (errors.As(err, new(*prometheus.Error)) || errors.As(err, new(*prometheus.QueryError)))
}

// tellOutage says once that Prometheus does not answer, and once that it does again.
func (w *watched) tellOutage(err error) {
	switch {
	case err != nil && w.failing == nil:
		w.since = time.Now()
		fmt.Fprintf(w.remarks, "yardstick: %v (asking on)\n", brief(err))
	case err == nil && w.failing != nil:
		fmt.Fprintf(w.remarks, "yardstick: Prometheus answers again, after %s\n", time.Since(w.since).Round(time.Second))
	}
	w.failing = err
}

// look says besides how many baselines there are.
func look(ctx context.Context, out, remarks io.Writer, f *flags, s *session, asJSON bool) (learned int, err error) {
	now := time.Now()
	s.doubt = nil // of the look before
	defer s.tell(remarks)
	all, learned, err := s.verdicts(ctx, f.source, detect.Latency, now)
	if err != nil {
		return 0, err
	}
	if asJSON {
		return learned, printLine(out, map[string]any{"time": now.UTC().Format(time.RFC3339), "operations": checkedOf(s.known, detect.Latency, all)})
	}
	if rewritable(out) {
		fmt.Fprint(out, clearsTerminal)
	}
	fmt.Fprintf(out, "%s\n", now.Format(time.TimeOnly))
	return learned, printVerdicts(out, s.known, all)
}
