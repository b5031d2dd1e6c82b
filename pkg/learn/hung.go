package learn

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers when work of an operation that has windows took too long while it was under way: they tell of what was
// done, and of work that is given up not even that. Of an operation that is known by its last runs they tell how long those
// took.

// hung is when operations hung in a span, by their number.
func (l *Learner) hung(ctx context.Context, w work, s span, records []store.Baseline) (map[int64][]detect.Stretch, error) {
	if w.set.Kind == "gauge" || w.set.Runs == nil || w.set.Runs.RunningSince == "" {
		return nil, nil
	}
	const step = time.Minute
	width, err := l.width(ctx, w, s.to(), detectionWidth)
	if err != nil {
		return nil, measuring(fmt.Errorf("measuring %s of %s: %w", w.set.ID, w.system.Title, err))
	}
	// Of what takes less time than a window is wide the windows tell, as live.
	q := prometheus.AgeQuery{Since: w.set.Runs.RunningSince, Selector: w.selector(), By: w.set.By, Least: width}
	ages, err := l.settings.Prometheus.Ages(ctx, q, s.from.Add(step), s.to(), step)
	if err != nil {
		return nil, measuring(fmt.Errorf("measuring the work under way of %s of %s from %s: %w", w.set.ID, w.system.Title, s.from.UTC().Format(time.RFC3339), err))
	}
	byLabels := make(map[string]store.Baseline, len(records))
	for _, b := range records {
		byLabels[w.key(b.Operation.Labels)] = b
	}
	hung := map[int64][]detect.Stretch{}
	for _, op := range ages {
		b, is := byLabels[w.key(op.Labels)]
		if !is {
			continue
		}
		if stretches := detect.Hung(op.Ages, step, s.to(), b.Record, w.tiers()); len(stretches) > 0 {
			hung[b.Operation.ID] = stretches
		}
	}
	return hung, nil
}
