package report

// This file answers what was measured of every operation over the day: hour by
// hour, because buckets of hours add up to those of the day.

import (
	"context"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// hour is the width of what is measured and drawn.
const hour = time.Hour

// atOnce is how many requests a report has at Prometheus at a time.
const atOnce = 4

// measuredOperation is one operation's day in hours.
type measuredOperation struct {
	set    catalog.OperationSet
	labels map[string]string
	record baseline.Record
	known  bool
	hours  []baseline.Window
	tiers  catalog.Tiers
}

func measure(ctx context.Context, src Source, req Request, from, to time.Time) ([]measuredOperation, error) {
	sets := req.System.Operations
	bySet := make([][]measuredOperation, len(sets))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, set := range sets {
		group.Go(func() error {
			ops, err := measureSet(ctx, src, req.System, set, from, to)
			for _, op := range ops {
				record, known := req.Baselines[live.Key(set.ID, op.Labels)]
				bySet[i] = append(bySet[i], measuredOperation{set, op.Labels, record, known, op.Windows, req.System.Tiers})
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(bySet...), nil
}

func measureSet(ctx context.Context, src Source, sys *catalog.System, set catalog.OperationSet, from, to time.Time) ([]prometheus.OpWindows, error) {
	selector := prometheus.Matchers(sys.Selector, set.Selector)
	if set.Kind == "gauge" {
		if set.Runs == nil {
			return nil, nil
		}
		return src.Runs(ctx, prometheus.RunQuery{
			Metric: set.Metric, Timestamp: set.Runs.Timestamp, Count: set.Runs.Count, Unit: set.Unit, Selector: selector, By: set.By,
		}, from, to)
	}
	return hours(ctx, src, prometheus.WindowQuery{
		Metric: set.Metric, Kind: set.Kind, Unit: set.Unit, Selector: selector, By: set.By, Errors: set.Errors, Width: hour,
	}, from, to)
}

// leastPiece is the shortest end of a day that is measured: it needs a few scrapes.
const leastPiece = 5 * time.Minute

// hours measures the whole hours of the day, and what a day that is not over has of its last one.
func hours(ctx context.Context, src Source, q prometheus.WindowQuery, from, to time.Time) ([]prometheus.OpWindows, error) {
	whole := from.Add(to.Sub(from).Truncate(hour))
	var ops []prometheus.OpWindows
	if whole.After(from) {
		var err error
		if ops, err = src.Windows(ctx, q, from.Add(hour), whole, hour); err != nil {
			return nil, err
		}
	}
	if q.Width = to.Sub(whole); q.Width < leastPiece {
		return ops, nil
	}
	last, err := src.Windows(ctx, q, to, to, 0)
	if err != nil {
		return nil, err
	}
	for _, op := range last {
		i := slices.IndexFunc(ops, func(o prometheus.OpWindows) bool { return maps.Equal(o.Labels, op.Labels) })
		if i < 0 {
			ops = append(ops, op)
			continue
		}
		ops[i].Windows = append(ops[i].Windows, op.Windows...)
	}
	return ops, nil
}
