package learn

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which time people have said does not teach.

// exclusions are those that hold for a system, and a word that changes with them.
func (l *Learner) exclusions(ctx context.Context, system string) (holding []store.Exclusion, state string, err error) {
	all, err := l.store.Exclusions(ctx, l.settings.Source, system)
	if err != nil {
		return nil, "", fmt.Errorf("reading exclusions: %w", err)
	}
	var newest int64
	for _, e := range all {
		newest = max(newest, e.ID)
		if e.Withdrawn.IsZero() {
			holding = append(holding, e)
		}
	}
	return holding, fmt.Sprintf("%d of %d to %d", len(holding), len(all), newest), nil
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

// always is longer than anything is kept; the sum of two such stretches is still a Duration.
const always = 100 * 365 * 24 * time.Hour

// excludedTime is how much of the time up to now was excluded; an accepted
// level, which has no beginning, is no time to make up for.
func excludedTime(excluded []store.Exclusion, now time.Time) (sum time.Duration) {
	for _, e := range excluded {
		if end := earlier(e.To, now); !e.From.IsZero() && end.After(e.From) {
			sum = min(sum+min(end.Sub(e.From), always), always)
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
