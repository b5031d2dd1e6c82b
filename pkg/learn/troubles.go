package learn

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which violations keep their time from teaching, and how much time that is.

// troubled are the violations of one operation that nobody has called a mistake.
type troubled struct {
	stretches []store.Violation
	goesOn    bool
}

// lately is how recently a violation must have ended to count as going on.
const lately = 10 * time.Minute

// troubles are the violations of the operations of a set, as far back as windows are kept.
func (l *Learner) troubles(ctx context.Context, w work) (map[int64]troubled, error) {
	now := l.now()
	stored, err := l.store.Violations(ctx, l.settings.Source, w.system.Name, now.Add(-2*l.reach()), now)
	if err != nil {
		return nil, fmt.Errorf("reading violations: %w", err)
	}
	looked := lastHour(now, l.settings.Lag).Add(time.Hour)
	all := map[int64]troubled{}
	for _, v := range stored {
		if v.Operation.Set != w.set.ID || !v.KeepsFromTeaching() {
			continue
		}
		t := all[v.Operation.ID]
		t.stretches = append(t.stretches, v)
		t.goesOn = t.goesOn || v.End.IsZero() || v.End.After(looked.Add(-lately))
		all[v.Operation.ID] = t
	}
	return all, nil
}

// lasted is how much time the violations took, at most a given one.
func (t troubled) lasted(now time.Time, most time.Duration) time.Duration {
	var sum time.Duration
	for _, v := range t.stretches {
		sum += endOf(v, now).Sub(v.Onset)
	}
	return min(max(sum, 0), most)
}

func endOf(v store.Violation, now time.Time) time.Time {
	if v.End.IsZero() {
		return now
	}
	return v.End
}
