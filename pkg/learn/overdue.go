package learn

import (
	"context"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers when runs of what is run at regular times were overdue. The runs that were learned do not tell: that
// none was seen may be because nobody looked.

// overdue is when runs were, in a span, by the number of the operation.
func (l *Learner) overdue(ctx context.Context, w work, s span, records []store.Baseline) (map[int64][]detect.Stretch, error) {
	if !w.set.TellsEnds() {
		return nil, nil
	}
	var least time.Duration
	for i := range records {
		least = records[i].Record.Between.Soonest(least)
	}
	if least == 0 {
		return nil, nil
	}
	q := prometheus.PauseQuery{Ended: w.set.Runs.Timestamp, Running: w.set.Runs.RunningSince, Selector: w.selector(), By: w.set.By, Least: least}
	pauses, err := l.agesIn(w, s, func(from, to time.Time, step time.Duration) ([]prometheus.OpAges, error) {
		return l.settings.Prometheus.Pauses(ctx, q, from, to, step)
	})
	if err != nil {
		return nil, w.unmeasured("the ends of the last runs of ", s, err)
	}
	overdue := map[int64][]detect.Stretch{}
	for _, b := range records {
		if stretches := detect.Overdue(pauses[w.key(b.Operation.Labels)], agesStep, s.to(), b.Record); len(stretches) > 0 {
			overdue[b.Operation.ID] = stretches
		}
	}
	return overdue, nil
}

// overdueViolations are those of one operation.
func overdueViolations(stretches []detect.Stretch) []store.Violation {
	var found []store.Violation
	for _, stretch := range stretches {
		v := violationOf(stretch)
		v.Signal = store.OfRate
		found = append(found, v)
	}
	return found
}
