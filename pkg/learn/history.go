package learn

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// This file answers in which order the hours of a source are learned.

// learnAll learns what is missing, day by day back from now. Sets without
// baselines, and those that catch up more than a day, get them after their
// newest day, after each week of history and at the end: that is when people
// look. The others get them after their new hours were judged.
func (l *Learner) learnAll(ctx context.Context, works []work) (failures, error) {
	gaps, total, err := l.gaps(ctx, works)
	if err != nil {
		return nil, err
	}
	l.begin(Learning, total)
	failed, last := failures{}, 0
	for round := range l.settings.days() {
		jobs := l.round(works, gaps, round)
		roundFailed, err := l.inParallel(ctx, jobs, l.learnSpan)
		if err != nil {
			return nil, err
		}
		failed.add(roundFailed)
		if len(jobs) > 0 && (round == 0 || round-last >= rebaseRounds) || round == l.settings.days()-1 {
			last = round
			if err := l.rebaseBehind(ctx, works, gaps, failed); err != nil {
				return nil, err
			}
		}
	}
	for _, w := range works {
		if gaps[w.id()].behind || l.based[w.id()] {
			continue
		}
		if err := l.letOthers(ctx, w, failed, l.rebaseNew); err != nil {
			return nil, err
		}
	}
	return failed, nil
}

// gap is what is missing of a set, by rounds of a day, newest first.
type gap struct {
	rounds [][]time.Time
	behind bool // it has more to catch up than live hours
}

func (l *Learner) gaps(ctx context.Context, works []work) (gaps map[string]gap, total int, err error) {
	now, days := l.now(), l.settings.days()
	gaps = make(map[string]gap, len(works))
	for _, w := range works {
		if err := l.store.SetWanted(ctx, l.settings.Source, w.system.Name, w.set.ID, days*24); err != nil {
			return nil, 0, fmt.Errorf("noting what is wanted: %w", err)
		}
		known, err := l.store.LearnedHours(ctx, l.settings.Source, w.system.Name, w.set.ID)
		if err != nil {
			return nil, 0, fmt.Errorf("listing learned hours: %w", err)
		}
		if known, err = l.stillKnown(ctx, w, known); err != nil {
			return nil, 0, err
		}
		all := wanted(now, l.settings.Lag, days*24)
		var g gap
		n := 0
		for round := range days {
			hours := missing(all[round*newest:(round+1)*newest], known)
			g.rounds = append(g.rounds, hours)
			n += len(hours)
		}
		g.behind = n > newest || len(known) == 0
		gaps[w.id()] = g
		total += n
	}
	return gaps, total, nil
}

// round is one day of all sets, the newest hours first.
func (l *Learner) round(works []work, gaps map[string]gap, round int) []job {
	var jobs []job
	for _, w := range works {
		for _, s := range spans(gaps[w.id()].rounds[round], l.hoursAtOnce(w)) {
			jobs = append(jobs, job{w, s})
		}
	}
	slices.SortStableFunc(jobs, func(a, b job) int { return b.to().Compare(a.to()) })
	return jobs
}

// hoursAtOnce is one while the size of the set is not known or Prometheus is slow, and later as many as an answer may hold.
func (l *Learner) hoursAtOnce(w work) int {
	l.mu.Lock()
	operations, known := l.sizes[w.id()]
	known = known && !l.slow // what took too long for six hours may not for one
	l.mu.Unlock()
	if !known {
		return 1
	}
	const windowsPerHour = int(time.Hour / learningWidth)
	return min(max(windowsAtOnce/(windowsPerHour*max(operations, 1)), 1), mostHours)
}

func (l *Learner) sized(w work, operations int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sizes[w.id()] = max(l.sizes[w.id()], operations)
}

// rebaseBehind learns the baselines of those that catch up.
func (l *Learner) rebaseBehind(ctx context.Context, works []work, gaps map[string]gap, failed failures) error {
	for _, w := range works {
		if gaps[w.id()].behind {
			if err := l.letOthers(ctx, w, failed, l.rebaseFresh); err != nil {
				return err
			}
		}
	}
	return nil
}
