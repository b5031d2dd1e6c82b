// Command history answers how weeks of made-up samples become data of a real
// Prometheus: it reads columns of numbers on standard input (see frame.go) and
// writes finished tsdb blocks. It prints the blocks' ids, one per line.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"

	"golang.org/x/sync/errgroup"
)

func main() {
	dir := flag.String("dir", "", "Prometheus' storage folder; created when missing")
	flag.Parse()
	if *dir == "" {
		fmt.Fprintln(os.Stderr, "history: -dir is missing: name Prometheus' storage folder")
		os.Exit(2)
	}
	ids, err := write(context.Background(), *dir, os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "history:", err)
		os.Exit(1)
	}
	for _, id := range ids {
		fmt.Println(id)
	}
}

// write turns everything on in into blocks below dir and returns their ids.
func write(ctx context.Context, dir string, in io.Reader) ([]string, error) {
	frames := &frameReader{in: bufio.NewReaderSize(in, 1<<20)}
	s, err := frames.span()
	if err != nil {
		return nil, err
	}
	blocks, err := newBlockSet(ctx, dir, s)
	if err != nil {
		return nil, err
	}
	if err := encodeAll(ctx, frames, blocks); err != nil {
		return nil, errors.Join(err, blocks.abandon())
	}
	return blocks.finish()
}

// encodeAll compresses frames on every core while the next one is being read.
func encodeAll(ctx context.Context, frames *frameReader, blocks *blockSet) error {
	group, ctx := errgroup.WithContext(ctx)
	work := make(chan *frame)
	group.Go(func() error {
		defer close(work)
		for {
			f, err := frames.next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			select {
			case work <- f:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	})
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for f := range work {
				if err := f.encode(blocks); err != nil {
					return fmt.Errorf("writing %s: %w", f.Name, err)
				}
			}
			return nil
		})
	}
	return group.Wait()
}
