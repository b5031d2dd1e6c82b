package live

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers what the operations of a set did in a past, in windows as narrow as those of verdicts.

// History are the windows of every operation of a set that end in (from, to].
func (r *Reader) History(ctx context.Context, sys *catalog.System, set catalog.OperationSet, from, to time.Time) ([]prometheus.OpWindows, error) {
	q := windowQuery(sys, set)
	width, err := r.width(ctx, q, to)
	if width == 0 {
		return nil, err
	}
	q.Width = width
	from, to = from.Truncate(width).Add(width), to.Truncate(width)
	if !to.After(from) {
		return nil, nil
	}
	windows, err := r.asks.src.Windows(ctx, q, from, to, width)
	if err != nil && len(windows) == 0 {
		return nil, fmt.Errorf("reading the windows of %s: %w", set.Metric, err)
	}
	return windows, nil
}

// Minutes is History of one system.
func (r *Reader) Minutes(sys *catalog.System) func(context.Context, catalog.OperationSet, time.Time, time.Time) ([]prometheus.OpWindows, error) {
	return func(ctx context.Context, set catalog.OperationSet, from, to time.Time) ([]prometheus.OpWindows, error) {
		return r.History(ctx, sys, set, from, to)
	}
}

// QueryOf asks for the windows of a set of operations.
func QueryOf(sys *catalog.System, set catalog.OperationSet) prometheus.WindowQuery {
	return windowQuery(sys, set)
}
