package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"
)

// This file answers how many operations are simulated, and prints what came out.

func main() {
	series := flag.Int("series", 304, "operations; each suffers every fault once")
	days := flag.Int("days", 10, "quiet days of each")
	seed := flag.Uint64("seed", 1, "of the random numbers")
	kept := flag.String("trials", "", "file that outcomes are kept in, so that a run that was cut off goes on where it was")
	flag.Parse()
	debug.SetGCPercent(400) // histograms by the million; there is room
	done, keep, err := known(*kept)
	if err != nil {
		log.Fatal(err)
	}
	trials := make(chan trial)
	go simulate(*seed<<32, *series, *days, done, trials)
	began := time.Now()
	told := began
	for t := range trials {
		done = append(done, t)
		if err := keep(t); err != nil {
			log.Fatal(err)
		}
		if time.Since(told) > time.Minute {
			told = time.Now()
			fmt.Fprintf(os.Stderr, "%d of %d operations, %s\n", len(done), *series, time.Since(began).Round(time.Second))
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
