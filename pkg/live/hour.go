package live

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers what the operations of a metric did in the last hour, for
// deviations that show slowly. Windows of five minutes on a grid of their own
// are what was learned from, are twelve instead of sixty, and the same for
// everybody who asks within five minutes.

// lastHour reads the last minutes, and for latencies the wide windows of the hour beside them.
func (r *Reader) lastHour(ctx context.Context, req Request, set catalog.OperationSet, t time.Time) (recents, error) {
	if req.Signal != "" && req.Signal != detect.Latency || len(req.Baselines) == 0 {
		return r.recents(ctx, req.System, set, t)
	}
	var now recents
	var wide map[string][]baseline.Window
	var group errgroup.Group
	group.Go(func() (err error) {
		now, err = r.recents(ctx, req.System, set, t)
		return err
	})
	var wideErr error
	group.Go(func() error {
		wide, wideErr = r.wideWindows(ctx, req.System, set, t)
		return nil
	})
	err := group.Wait()
	if err == nil {
		err = wideErr
	}
	for i := range now.ops {
		now.ops[i].wide = wide[now.ops[i].op.key]
	}
	return now, err
}

// wideWindows are the windows of the hour before t, newest first, by the key of the operation.
func (r *Reader) wideWindows(ctx context.Context, sys *catalog.System, set catalog.OperationSet, t time.Time) (map[string][]baseline.Window, error) {
	q := windowQuery(sys, set)
	width, err := r.width(ctx, q, t)
	if err != nil {
		return nil, err
	}
	q.Width = wideFor(width)
	var ends []time.Time
	for end := t.Truncate(q.Width); end.Add(-q.Width).After(t.Add(-history - q.Width)); end = end.Add(-q.Width) {
		ends = append(ends, end)
	}
	slots, err := r.rings.slotsAt(ctx, q, ends, q.Width)
	if len(slots) == 0 && err != nil {
		return nil, fmt.Errorf("reading the last hour of %s: %w", set.Metric, err)
	}
	wide := map[string][]baseline.Window{}
	for _, end := range ends {
		s := slots[end.Unix()]
		if s == nil {
			continue
		}
		for i, row := range s.rows {
			if row.length > 0 {
				wide[row.op.key] = append(wide[row.op.key], s.window(i, end, q.Width))
			}
		}
	}
	return wide, err
}

// wideFor is the width of a learned window, or of a whole number of them where a metric is scraped less often.
func wideFor(width time.Duration) time.Duration {
	return (width + wideWidth - 1).Truncate(wideWidth)
}
