package live

import (
	"cmp"
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers which single runs ended in a range, without reading the
// past again for every new end of it.

// runBlocks are the aligned stretches that are read in one piece and
// remembered; the large ones keep the first look cheap, the small ones the next.
var runBlocks = []time.Duration{6 * time.Hour, time.Hour, 10 * time.Minute}

// runsIn are the runs first seen in (from, to], at most MostRunsBack.
func (r *Reader) runsIn(ctx context.Context, q prometheus.RunQuery, from, to time.Time) ([]prometheus.OpWindows, error) {
	from = latest(from, to.Add(-MostRunsBack))
	blocks := blocksOf(from, to)
	answers := make([][]prometheus.OpWindows, len(blocks))
	failures := make([]error, len(blocks))
	var group errgroup.Group
	for i, b := range blocks {
		group.Go(prometheus.Guarded(func() error {
			answers[i], failures[i] = r.asks.runs(ctx, q, b.from, b.to)
			return nil
		}))
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var order []string
	all := map[string]*prometheus.OpWindows{}
	for _, answer := range answers {
		for _, op := range answer {
			key := Key("", op.Labels)
			if all[key] == nil {
				all[key] = &prometheus.OpWindows{Labels: op.Labels}
				order = append(order, key)
			}
			all[key].Windows = append(all[key].Windows, endingAfter(op.Windows, from)...)
		}
	}
	ops := make([]prometheus.OpWindows, 0, len(order))
	for _, key := range order {
		if len(all[key].Windows) > 0 {
			ops = append(ops, *all[key])
		}
	}
	return ops, cmp.Or(failures...)
}

// blocksOf covers (from, to] and up to ten minutes before it.
func blocksOf(from, to time.Time) []stretch {
	var blocks []stretch
	at := from.Truncate(runBlocks[len(runBlocks)-1])
	for at.Before(to) {
		end := to
		for _, size := range runBlocks {
			if next := at.Add(size); at.Truncate(size).Equal(at) && !next.After(to) {
				end = next
				break
			}
		}
		blocks = append(blocks, stretch{from: at, to: end})
		at = end
	}
	return blocks
}

func endingAfter(windows []baseline.Window, from time.Time) []baseline.Window {
	for len(windows) > 0 && !windows[0].End.After(from) {
		windows = windows[1:]
	}
	return windows
}
