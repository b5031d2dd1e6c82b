package learn

// This file answers up to when a system is learned, and tells it once for every hour.

import (
	"context"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// follow does what is to be done after an hour, system by system and once for each: a pass that is tried again does not
// repeat it, and a set that cannot be learned holds up its own system alone.
func (l *Learner) follow(ctx context.Context) error {
	if l.settings.AfterHour == nil {
		return nil
	}
	for _, system := range l.settings.Systems {
		learned, err := l.learnedTo(ctx, system)
		if err != nil {
			return err
		}
		if ctx.Err() != nil || !learned.After(l.followed[system.Name]) {
			continue
		}
		l.followed[system.Name] = learned
		l.settings.AfterHour(ctx, l.held(), system, learned)
	}
	return nil
}

// learnedTo is the moment up to which every set of a system is learned and its violations are derived. It looks as far
// back as violations are derived at all: what could not be learned for that long does not hold up what came after it.
func (l *Learner) learnedTo(ctx context.Context, system *catalog.System) (time.Time, error) {
	recent := wanted(l.now(), l.settings.Lag, min(ViolationHours, l.settings.days()*24))
	to := recent[0].Add(time.Hour)
	for _, set := range system.Operations {
		w := work{system: system, set: set}
		for _, mark := range []string{set.ID, w.violations()} {
			known, err := l.store.LearnedHours(ctx, l.settings.Source, system.Name, mark)
			if err != nil {
				return to, fmt.Errorf("listing the hours that are learned of %s: %w", system.Title, err)
			}
			if open := missing(recent, known); len(open) > 0 && open[len(open)-1].Before(to) {
				to = open[len(open)-1]
			}
		}
	}
	return to, nil
}
