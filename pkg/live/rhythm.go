package live

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers whether what is silent was so between its requests before. The minutes before are read of the silent
// operations only: there are hardly ever any.

// keepRhythm takes back that operations have stopped whose requests come with pauses.
func (r *Reader) keepRhythm(ctx context.Context, req Request, set catalog.OperationSet, width time.Duration, judged []OperationVerdict, t time.Time) error {
	silent := map[string]int{}
	var labels []map[string]string
	for i, v := range judged {
		if v.Tier >= detect.Warning {
			silent[Key("", v.Labels)] = i
			labels = append(labels, v.Labels)
		}
	}
	if len(silent) == 0 {
		return nil
	}
	q := QueryOf(req.System, set)
	q.Width = width
	ends := endsSince(t.Add(-detect.Rhythm), t, width) // the same for whoever asks within that width
	slots, err := naming(set, labels, func(matchers string) (map[int64]*slot, error) {
		narrowed := q
		narrowed.Selector = prometheus.Matchers(q.Selector, matchers)
		return r.rings.slotsAt(ctx, narrowed, ends, width)
	})
	if err != nil {
		err = fmt.Errorf("reading with what pauses the requests of %s come: %w", set.Metric, err)
	}
	for _, op := range joinSlots(slots, ends, width).ops {
		if i, is := silent[op.op.key]; is {
			judged[i].Verdict = detect.InRhythm(judged[i].Verdict, op.windows(ends[0], width))
		}
	}
	return err
}
