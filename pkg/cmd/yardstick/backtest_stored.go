package main

// `yardstick backtest --store`: what would have fired for stored operations.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/yardstick-baselines/yardstick/pkg/backtest"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// storedBacktest is what is asked of stored operations.
type storedBacktest struct {
	days       int
	fine       bool
	operations []string
}

// run replays the last days of the operations of the systems named.
func (b storedBacktest) run(ctx context.Context, out, remarks io.Writer, f *flags) error {
	asJSON, err := f.json()
	if err != nil {
		return err
	}
	at, err := f.moment()
	if err != nil {
		return err
	}
	if len(f.systems) == 0 {
		return errors.New("--store needs --system: the name of a system in the store")
	}
	known, err := f.catalogue()
	if err != nil {
		return err
	}
	reader, err := b.reader(f)
	if err != nil {
		return err
	}
	s, err := f.openHeld(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := f.heldBy(ctx, s); err != nil {
		return err
	}
	views := []backtest.View{}
	for _, name := range f.systems {
		system, found := known.System(name)
		if !found {
			return fmt.Errorf("--system %q is not described: name its file with --operations", name)
		}
		r := backtest.Request{
			Source: f.source, System: system, Days: b.days, To: at, Operations: b.operations, Progress: progressOn(remarks, name),
			Settings: func(set catalog.OperationSet) detect.Settings { return live.SettingsOf(system, set) },
		}
		if reader != nil {
			r.Minutes = reader.Minutes(system)
		}
		outcomes, err := backtest.System(ctx, s, r)
		if err != nil {
			return fmt.Errorf("--days, --store, --operation or --source: %w", err)
		}
		for _, o := range outcomes {
			views = append(views, backtest.ViewOf(o))
		}
	}
	if len(views) == 0 {
		if err := b.tellNothing(ctx, remarks, f, s); err != nil {
			return err
		}
	}
	if asJSON {
		return printJSON(out, map[string]any{"operations": views})
	}
	return printReplays(out, views)
}

// tellNothing says why nothing is replayed: no operation is learned, or none of the names that were asked for.
func (b storedBacktest) tellNothing(ctx context.Context, remarks io.Writer, f *flags, s store.Store) error {
	var names []string
	for _, system := range f.systems {
		stored, err := s.Operations(ctx, f.source, system)
		if err != nil {
			return fmt.Errorf("reading the operations: %w", err)
		}
		for _, o := range stored {
			names = append(names, o.Name)
		}
	}
	if len(names) == 0 {
		f.tellNothingHeld(remarks, "operation")
		return nil
	}
	if len(b.operations) == 0 {
		return nil // what is learned has no minutes, which the Prometheus of --fine is asked for
	}
	fmt.Fprintf(remarks, "yardstick: --operation %s: of %s only these are learned: %s\n", strings.Join(b.operations, ", "), strings.Join(f.systems, ", "), strings.Join(unique(names), ", "))
	return nil
}

// reader reads the minutes of a Prometheus; nil where stored windows are enough.
func (b storedBacktest) reader(f *flags) (*live.Reader, error) {
	switch {
	case !b.fine:
		return nil, nil
	case f.prometheus == "":
		return nil, errors.New("--fine needs --prometheus: windows of a minute are not stored")
	}
	client, err := f.client()
	if err != nil {
		return nil, err
	}
	return live.New(client, live.Options{}), nil
}

// progressOn tells every tenth of the way on a terminal, and nothing in a pipe.
func progressOn(remarks io.Writer, system string) func(done, of int) {
	if out, file := remarks.(*os.File); !file || !term.IsTerminal(int(out.Fd())) {
		return nil
	}
	return func(done, of int) {
		if step := max(1, of/10); done%step == 0 {
			fmt.Fprintf(remarks, "%s: %d of %d\n", system, done, of)
		}
	}
}

func printReplays(out io.Writer, views []backtest.View) error {
	w := newTable(out)
	fmt.Fprintln(w, "SYSTEM\tOPERATION\tDAYS\tWARNINGS/DAY\tINFOS/DAY\tX1.2\tX1.5\tX2\tX5\tREMARK")
	for _, v := range views {
		fmt.Fprintf(w, "%s\t%s\t%.0f\t%.2f\t%.2f", v.System, v.Operation, v.Days, v.WarningsPerDay, v.InfosPerDay)
		for i := range 4 {
			cell := "-"
			if i < len(v.Injected) {
				one := v.Injected[i]
				cell = fmt.Sprintf("%d/%d", one.Found, one.Tried)
				if one.Delay != nil {
					cell += fmt.Sprintf(" in %s", time.Duration(*one.Delay*float64(time.Second)))
				}
			}
			fmt.Fprintf(w, "\t%s", cell)
		}
		fmt.Fprintf(w, "\t%s\n", v.Reason)
	}
	return w.Flush()
}
