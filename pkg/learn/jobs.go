package learn

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how many things are asked at once, and what happens to the
// rest when one of them fails.

// job is one span of one set.
type job struct {
	work
	span
}

func hoursOf(jobs []job) (hours int) {
	for _, j := range jobs {
		hours += j.hours
	}
	return hours
}

// failures are those of single sets, by the set's id.
type failures map[string]error

func (f failures) add(more failures) {
	for id, err := range more {
		f[id] = err
	}
}

// err is all of them, in order.
func (f failures) err() error {
	var all error
	for _, id := range slices.Sorted(maps.Keys(f)) {
		all = errors.Join(all, f[id])
	}
	return all
}

// inParallel does jobs in their order, a few at a time. The first failure of
// the source ends them all; that of a set ends what is left of that set, and is
// among the failures returned.
func (l *Learner) inParallel(ctx context.Context, jobs []job, do func(context.Context, work, span) error) (failures, error) {
	group, inGroup := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	var mu sync.Mutex
	failed := failures{}
	for _, j := range jobs {
		group.Go(func() error {
			mu.Lock()
			skip := failed[j.id()] != nil
			mu.Unlock()
			if skip || inGroup.Err() != nil {
				return inGroup.Err()
			}
			err := prometheus.Guarded(func() error { return do(inGroup, j.work, j.span) })()
			if err == nil {
				l.well(inGroup, j.work)
				l.progressed(j.hours)
				return nil
			}
			l.failed(inGroup, j.work, err)
			if ofSource(err) {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			failed[j.id()] = err
			return nil
		})
	}
	return failed, group.Wait()
}
