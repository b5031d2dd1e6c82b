package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"
)

// This file answers how many operations are simulated, and prints what came out.

func main() {
	series := flag.Int("series", 304, "operations; each suffers every fault once")
	days := flag.Int("days", 10, "quiet days of each")
	seed := flag.Uint64("seed", 1, "of the random numbers")
	flag.Parse()
	trials := make(chan trial)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	go func() {
		for n := range *series {
			group.Go(func() error {
				trials <- tried(*seed<<32, n, *days)
				return nil
			})
		}
		_ = group.Wait()
		close(trials)
	}()
	began := time.Now()
	var done []trial
	for t := range trials {
		done = append(done, t)
		if len(done)%20 == 0 && len(done) < *series {
			fmt.Fprintf(os.Stderr, "%d of %d operations, %s; so far:\n%s\n", len(done), *series, time.Since(began).Round(time.Second), tables(done))
		}
	}
	fmt.Print(tables(done))
}
