package learn

import (
	"context"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers what a set would teach before anybody decides to learn it.

// Preview measures the hours of a set up to a moment as the learner does, and keeps nothing. The learner needs no store.
func (l *Learner) Preview(ctx context.Context, system *catalog.System, set catalog.OperationSet, hours int) ([]prometheus.OpWindows, error) {
	w := work{system: system, set: set, zone: time.UTC}
	all := wanted(l.now(), l.settings.Lag, hours)
	byKey := map[string]int{}
	var joined []prometheus.OpWindows
	spans := spans(all, newest) // the newest first
	for i := len(spans) - 1; i >= 0; i-- {
		measured, err := l.measure(ctx, w, spans[i])
		if err != nil {
			return nil, err
		}
		for _, op := range measured {
			key := w.key(op.Labels)
			at, known := byKey[key]
			if !known {
				byKey[key] = len(joined)
				joined = append(joined, prometheus.OpWindows{Labels: op.Labels, Windows: op.Windows})
				continue
			}
			joined[at].Windows = append(joined[at].Windows, op.Windows...)
		}
	}
	return joined, nil
}
