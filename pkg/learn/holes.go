package learn

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what is known of a violation that was taken to go on through hours that nobody could look at.

// looked are the hours that were looked at for violations before a span, ascending.
type looked []time.Time

func (l *Learner) looksBefore(ctx context.Context, w work) (looked, error) {
	checked, err := l.store.LearnedHours(ctx, l.settings.Source, w.system.Name, w.violations())
	if err != nil {
		return nil, fmt.Errorf("listing checked hours: %w", err)
	}
	return checked, nil
}

// from is the first hour that was looked at, from a moment on.
func (all looked) from(moment time.Time) (first time.Time, found bool) {
	i := slices.IndexFunc(all, func(hour time.Time) bool { return !hour.Before(moment) })
	if i < 0 {
		return first, false
	}
	return all[i], true
}

// cut takes apart the violations that were taken to go on through a span, which nobody had looked at: into what was known
// up to it, which goes on as far as it shows, and the rests, which are known of the next hours that were looked at. Where
// a violation ended as those began, nobody has seen it in them: its rest has no length.
func (all looked) cut(known []store.Violation, s span) (cut, rests []store.Violation) {
	next, found := all.from(s.to())
	if !found {
		return known, nil
	}
	cut = slices.Clone(known)
	for i, v := range known {
		if v.Start.After(s.from) || !v.End.IsZero() && v.End.Before(next) {
			continue
		}
		rest := v
		rest.ID, rest.Start, rest.Onset, rest.Delay = 0, next, next, 0
		rests, cut[i].End = append(rests, rest), time.Time{}
	}
	return cut, rests
}

// goOn prolongs a violation that goes on at the end of a span: through the hours after it that nobody looked at, with what
// is known of those behind them. Where somebody looked and found none, it ended before that.
func (all looked) goOn(v store.Violation, rests []store.Violation, s span) (store.Violation, []store.Violation) {
	if len(rests) > 0 {
		v.End, v.Peak, v.Tier = rests[0].End, max(v.Peak, rests[0].Peak), max(v.Tier, rests[0].Tier)
		return v, rests[1:]
	}
	if next, found := all.from(s.to()); found {
		v.End = next
	}
	return v, nil
}

// lasting are the rests in which something was seen.
func lasting(rests []store.Violation) []store.Violation {
	return slices.DeleteFunc(rests, func(v store.Violation) bool { return v.End.Equal(v.Start) })
}
