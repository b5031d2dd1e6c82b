package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"
)

// This file answers how many operations are simulated, and prints what came out.

// options are what can be asked for.
type options struct {
	series, days int
	seed         uint64
	trials       string
}

// asked reads the arguments. What is wrong with them is told together with the usage.
func asked(args []string, remarks io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("evaluate", flag.ContinueOnError)
	flags.SetOutput(remarks)
	flags.IntVar(&o.series, "series", 304, "operations; each suffers every fault once")
	flags.IntVar(&o.days, "days", 10, "quiet days of each")
	flags.Uint64Var(&o.seed, "seed", 1, "of the random numbers")
	flags.StringVar(&o.trials, "trials", "", "file that outcomes are kept in, so that a run that was cut off goes on where it was")
	if err := flags.Parse(args); err != nil {
		return o, err // told by Parse
	}
	switch {
	case flags.NArg() > 0:
		err = fmt.Errorf("%q is no argument that evaluate knows", flags.Arg(0))
	case o.series < 1:
		err = fmt.Errorf("-series %d: give at least 1", o.series)
	case o.days < 1:
		err = fmt.Errorf("-days %d: give at least 1", o.days)
	}
	if err != nil {
		fmt.Fprintln(remarks, err)
		flags.Usage()
	}
	return o, err
}

func main() {
	o, err := asked(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		os.Exit(2)
	}
	debug.SetGCPercent(400) // histograms by the million; there is room
	done, keep, err := known(o.trials)
	if err != nil {
		log.Fatal(err)
	}
	trials := make(chan trial)
	go simulate(o.seed<<32, o.series, o.days, done, trials)
	began := time.Now()
	told := began
	for t := range trials {
		done = append(done, t)
		if err := keep(t); err != nil {
			log.Fatal(err)
		}
		if time.Since(told) > time.Minute {
			told = time.Now()
			fmt.Fprintf(os.Stderr, "%d of %d operations, %s\n", len(done), o.series, time.Since(began).Round(time.Second))
		}
	}
	fmt.Print(tables(done))
}

// simulate tries every operation that is not done.
func simulate(seed uint64, series, days int, done []trial, trials chan<- trial) {
	defer close(trials)
	known := make(map[int]bool, len(done))
	for _, t := range done {
		known[t.N] = true
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for n := range series {
		if known[n] {
			continue
		}
		group.Go(func() error {
			trials <- tried(seed, n, days)
			return nil
		})
	}
	_ = group.Wait()
}

// known reads the outcomes of a file, one JSON value a line, and keeps further ones there.
func known(path string) (done []trial, keep func(trial) error, err error) {
	if path == "" {
		return nil, func(trial) error { return nil }, nil
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the outcomes: %w", err)
	}
	for lines := json.NewDecoder(file); lines.More(); {
		var t trial
		if err := lines.Decode(&t); err != nil {
			return nil, nil, fmt.Errorf("reading %s: %w", path, err)
		}
		done = append(done, t)
	}
	out := json.NewEncoder(file)
	return done, func(t trial) error { return out.Encode(t) }, nil
}
