package live

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers what one version of a system did in the last minutes: the
// canary, or what it is compared with, told apart by a label.

// mostSelected is how many windows of an operation are read at once: those of an hour. Of a longer time they are wider:
// a day's minutes of thousands of operations do not fit into the memory of a plugin.
const mostSelected = 60

// SelectedRequest names a version by matchers, such as version="1.3".
type SelectedRequest struct {
	System   *catalog.System
	Selector string
	At       time.Time
	Lag      time.Duration
	Span     time.Duration
}

// SelectedOperation are the windows of one operation of that version.
type SelectedOperation struct {
	Set     string
	Name    string
	Labels  map[string]string
	Windows []baseline.Window
}

// Selected measures every operation that has requests; single runs have no version to tell them apart by, and of a level
// there are no requests to compare.
func (r *Reader) Selected(ctx context.Context, req SelectedRequest) (all []SelectedOperation, err error) {
	if err := prometheus.ValidateSelector(req.Selector); err != nil {
		return nil, err
	}
	t := Grid(req.At, req.Lag)
	for _, set := range req.System.Operations {
		if set.Kind == "gauge" || set.IsLevel() {
			continue
		}
		q := QueryOf(req.System, set)
		q.Selector = prometheus.Matchers(q.Selector, req.Selector)
		if q.Width, err = r.width(ctx, q, t); err != nil {
			return nil, err
		}
		n := max(1, int(req.Span/q.Width))
		if wider := (n + mostSelected - 1) / mostSelected; wider > 1 {
			q.Width, n = time.Duration(wider)*q.Width, max(1, n/wider)
		}
		ops, err := r.asks.src.Windows(ctx, q, t.Add(-time.Duration(n-1)*q.Width), t, q.Width)
		if err != nil {
			return nil, fmt.Errorf("measuring %s where %s: %w", set.Metric, req.Selector, err)
		}
		for _, op := range ops {
			all = append(all, SelectedOperation{set.ID, set.NameOf(op.Labels), op.Labels, op.Windows})
		}
	}
	return all, nil
}
