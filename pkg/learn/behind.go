package learn

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers how far what is learned is behind what could be.

// Behind is the time from the newest learned hour of a set to the newest that is over and has settled; all that is
// wanted where none was learned.
func (s Settings) Behind(p store.Progress, now time.Time) time.Duration {
	if p.Newest.IsZero() {
		return time.Duration(p.Wanted) * time.Hour
	}
	return max(0, lastHour(now, s.Lag).Add(time.Hour).Sub(p.Newest))
}

// Wants tells whether a set is one of those that are learned: progress of others stays from earlier settings.
func (s Settings) Wants(system, set string) bool {
	_, known := s.workOf(system, set)
	return known
}

func (s Settings) workOf(system, set string) (work, bool) {
	for _, w := range s.works() {
		if w.system.Name == system && w.set.ID == set {
			return w, true
		}
	}
	return work{}, false
}
