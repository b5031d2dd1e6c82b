package report

// This file answers what goes on now besides what the learner has written down:
// it comes to an hour when that is over (design 4.4).

import (
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// sameStretch is how far apart two parts of one violation may be told: the learner's part ends with the last
// hour, the open part begins where the last hour of windows does.
const sameStretch = 10 * time.Minute

// WithOpen adds what is in breach now. One that the learner knows the beginning of is carried on, not told twice.
func WithOpen(past []store.Violation, open []live.OpenViolation) []store.Violation {
	all := slices.Clone(past)
	for _, v := range open {
		i := slices.IndexFunc(all, func(p store.Violation) bool {
			return live.Key(p.Operation.Set, p.Operation.Labels) == live.Key(v.Set, v.Labels) &&
				(p.End.IsZero() || v.Stretch.Start.Sub(p.End) < sameStretch)
		})
		if i >= 0 {
			p := &all[i]
			p.End, p.Peak, p.Tier = time.Time{}, max(p.Peak, v.Peak), max(p.Tier, int(v.Stretch.Tier))
			continue
		}
		all = append(all, store.Violation{
			Operation: store.Operation{System: v.System, Set: v.Set, Name: v.Operation, Labels: v.Labels},
			Tier:      int(v.Stretch.Tier), Start: v.Stretch.Start, Onset: v.Onset, Delay: v.Delay(), Peak: v.Peak,
		})
	}
	return all
}
