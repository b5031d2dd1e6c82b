package learn

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which time people have said does not teach.

// exclusions are those of a system, the withdrawn ones too, and a word that changes with them.
func (l *Learner) exclusions(ctx context.Context, system string) (all []store.Exclusion, state string, err error) {
	all, err = l.store.Exclusions(ctx, l.settings.Source, system)
	if err != nil {
		return nil, "", fmt.Errorf("reading exclusions: %w", err)
	}
	holding, newest := 0, int64(0)
	for _, e := range all {
		newest = max(newest, e.ID)
		if e.Withdrawn.IsZero() {
			holding++
		}
	}
	return all, fmt.Sprintf("%d of %d to %d", holding, len(all), newest), nil
}

// decidedSince tells whether a person has excluded time of an operation, or withdrawn that, since a version was made: what was
// learned before is not held on to then. What a person decides makes a version at that moment, which knows of it.
func decidedSince(all []store.Exclusion, old store.Baseline) bool {
	return slices.ContainsFunc(all, func(e store.Exclusion) bool {
		at := later(e.At, e.Withdrawn)
		e.Withdrawn = time.Time{} // what was withdrawn covers nothing any more
		return e.Covers(old.Operation) && (at.After(old.ValidFrom) || at.Equal(old.ValidFrom) && old.Author == store.Learner)
	})
}

// covering are those that hold for one operation.
func covering(all []store.Exclusion, operation store.Operation) []store.Exclusion {
	var own []store.Exclusion
	for _, e := range all {
		if e.Covers(operation) {
			own = append(own, e)
		}
	}
	return own
}

// excludedTime is how much of the time since a moment was excluded up to now; an accepted
// level, which has no beginning, is no time to make up for.
func excludedTime(excluded []store.Exclusion, since, now time.Time) (sum time.Duration) {
	for _, e := range excluded {
		if begin, end := later(e.From, since), earlier(e.To, now); !e.From.IsZero() && end.After(begin) {
			sum = min(sum+end.Sub(begin), now.Sub(since))
		}
	}
	return sum
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
