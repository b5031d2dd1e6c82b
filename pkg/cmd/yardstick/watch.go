package main

// `yardstick watch`: live against normal, again and again (D5 l.100-102).

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
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
		Args:  cobra.NoArgs,
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
	s, err := f.open(ctx, f.openIfHeld)
	if err != nil {
		return err
	}
	defer s.store.Close()
	ctx, cancel := context.WithTimeout(ctx, duration)
	defer cancel()
	ticks := time.NewTicker(interval)
	defer ticks.Stop()
	for first := true; ; first = false {
		learned, err := look(ctx, out, remarks, f, s, asJSON)
		if first && err == nil {
			f.tellNothingLearned(remarks, learned)
		}
		if err != nil {
			if ctx.Err() != nil {
				return nil // the time is over, or somebody pressed Ctrl-C
			}
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticks.C:
		}
	}
}

// look says besides how many baselines there are.
func look(ctx context.Context, out, remarks io.Writer, f *flags, s *session, asJSON bool) (learned int, err error) {
	now := time.Now()
	s.doubt = nil // of the look before
	defer s.tell(remarks)
	all, learned, err := s.verdicts(ctx, f.source, now)
	if err != nil {
		return 0, err
	}
	if asJSON {
		return learned, printLine(out, map[string]any{"time": now.UTC().Format(time.RFC3339), "operations": checkedOf(s.known, all)})
	}
	if isTerminal(out) {
		fmt.Fprint(out, clearsTerminal)
	}
	fmt.Fprintf(out, "%s\n", now.Format(time.TimeOnly))
	return learned, printVerdicts(out, s.known, all)
}
