package live

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers what the operations of a set did in a past, in windows as narrow as those of verdicts.

// Minutes asks for the windows of every operation of a set of a system that end in (from, to].
func (r *Reader) Minutes(sys *catalog.System) func(context.Context, catalog.OperationSet, time.Time, time.Time) ([]prometheus.OpWindows, error) {
	return func(ctx context.Context, set catalog.OperationSet, from, to time.Time) ([]prometheus.OpWindows, error) {
		q, err := r.narrowest(ctx, sys, set, to)
		if q.Width == 0 {
			return nil, err
		}
		from, to = from.Truncate(q.Width).Add(q.Width), to.Truncate(q.Width)
		if !to.After(from) {
			return nil, nil
		}
		windows, err := r.asks.src.Windows(ctx, q, from, to, q.Width)
		if err != nil && len(windows) == 0 {
			return nil, fmt.Errorf("reading the windows of %s: %w", set.Metric, err)
		}
		return windows, nil
	}
}
