package learn

import (
	"context"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
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
	width, err := l.width(ctx, w, s.to(), detectionWidth)
	if err != nil {
		return nil, w.unmeasured("", s, err)
	}
	// Of what takes less time than a window is wide the windows tell, as live.
	q := prometheus.AgeQuery{Since: w.set.Runs.RunningSince, Selector: w.selector(), By: w.set.By, Least: width}
	ages, err := l.agesIn(w, s, func(from, to time.Time, step time.Duration) ([]prometheus.OpAges, error) {
		return l.settings.Prometheus.Ages(ctx, q, from, to, step)
	})
	if err != nil {
		return nil, w.unmeasured("the work under way of ", s, err)
	}
	hung := map[int64][]detect.Stretch{}
	for _, b := range records {
		if stretches := detect.Hung(ages[w.key(b.Operation.Labels)], agesStep, s.to(), b.Record, w.tiers()); len(stretches) > 0 {
			hung[b.Operation.ID] = stretches
		}
	}
	return hung, nil
}

// agesStep is how far apart the moments are at which it is asked how old something is.
const agesStep = time.Minute

// agesIn are those of a span, ascending, by the key of the operation. A slow Prometheus is asked for an hour at once.
func (l *Learner) agesIn(w work, s span, ask func(from, to time.Time, step time.Duration) ([]prometheus.OpAges, error)) (map[string][]baseline.Age, error) {
	ages, piece := map[string][]baseline.Age{}, time.Duration(l.hoursAtOnce(w))*time.Hour
	for from := s.from; from.Before(s.to()); from = from.Add(piece) {
		to := from.Add(piece)
		if to.After(s.to()) {
			to = s.to()
		}
		found, err := ask(from.Add(agesStep), to, agesStep)
		if err != nil {
			return nil, err
		}
		for _, op := range found {
			key := w.key(op.Labels)
			ages[key] = append(ages[key], op.Ages...)
		}
	}
	return ages, nil
}
