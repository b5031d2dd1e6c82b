package report

// This file answers what was measured of every operation over the period: piece
// by piece, because buckets of hours add up to those of the day.

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// atOnce is how many requests a report has at Prometheus at a time.
const atOnce = 4

// measuredOperation is one operation's period in pieces.
type measuredOperation struct {
	set    catalog.OperationSet
	labels map[string]string
	record baseline.Record
	known  bool
	hours  []baseline.Window
	system *catalog.System
}

func measure(ctx context.Context, src Source, req Request, from, to time.Time) ([]measuredOperation, error) {
	sets := req.System.Operations
	bySet := make([][]measuredOperation, len(sets))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, set := range sets {
		group.Go(prometheus.Guarded(func() error {
			ops, err := measureSet(ctx, src, req, set, from, to)
			for _, op := range ops {
				record, known := req.Baselines[live.Key(set.ID, op.Labels)]
				bySet[i] = append(bySet[i], measuredOperation{set, op.Labels, record, known, op.Windows, req.System})
			}
			return err
		}))
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(bySet...), nil
}

func measureSet(ctx context.Context, src Source, req Request, set catalog.OperationSet, from, to time.Time) ([]prometheus.OpWindows, error) {
	selector := prometheus.Matchers(req.System.Selector, set.Selector)
	if set.Kind == "gauge" {
		if set.Runs == nil {
			return nil, nil
		}
		return src.Runs(ctx, prometheus.RunQuery{
			Metric: set.Metric, Timestamp: set.Runs.Timestamp, Count: set.Runs.Count, Unit: set.Unit, Selector: selector, By: set.By,
		}, from, to)
	}
	return pieces(ctx, src, prometheus.WindowQuery{
		Metric: set.Metric, Kind: set.Kind, Across: set.Across, Unit: set.Unit, Selector: selector, By: set.By, Labels: set.Labels, Fixed: set.Fixed, Errors: set.Errors, Width: req.Period.piece(),
	}, from, to)
}

// leastPiece is the shortest end of a period that is measured: it needs a few scrapes.
const leastPiece = 5 * time.Minute

// mostAtOnce is how much of a period one request covers: a month's samples of every bucket are more than Prometheus reads
// in the time that a data source gives it, a day's are not.
const mostAtOnce = 24 * time.Hour

// pieces measures the whole pieces of the period, and what one that is not over has of its last.
func pieces(ctx context.Context, src Source, q prometheus.WindowQuery, from, to time.Time) ([]prometheus.OpWindows, error) {
	piece := q.Width
	whole := from.Add(to.Sub(from).Truncate(piece))
	var all joined
	for from.Before(whole) {
		until := earlier(from.Add(max(piece, mostAtOnce)), whole)
		ops, err := src.Windows(ctx, q, from.Add(piece), until, piece)
		if err != nil {
			return nil, err
		}
		all.add(ops)
		from = until
	}
	if q.Width = to.Sub(whole); q.Width < leastPiece {
		return all.ops, nil
	}
	last, err := src.Windows(ctx, q, to, to, 0)
	if err != nil {
		return nil, err
	}
	all.add(last)
	return all.ops, nil
}

// joined are operations whose windows come in parts, one after the other.
type joined struct {
	ops []prometheus.OpWindows
	at  map[string]int
}

func (j *joined) add(ops []prometheus.OpWindows) {
	if j.at == nil {
		j.at = make(map[string]int, len(ops))
	}
	for _, op := range ops {
		key := live.Key("", op.Labels)
		i, known := j.at[key]
		if !known {
			j.at[key] = len(j.ops)
			j.ops = append(j.ops, op)
			continue
		}
		j.ops[i].Windows = append(j.ops[i].Windows, op.Windows...)
	}
}
