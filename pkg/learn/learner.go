package learn

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers when a source is learned.

// Learner learns one source. It holds the lease of the source while it works.
type Learner struct {
	settings Settings
	store    store.Store
	clock    Clock
	owner    string

	mu       sync.Mutex
	lease    store.Lease
	turn     int64 // the fence under which what follows was found out
	status   Status
	started  time.Time            // of the phase
	failing  map[string]string    // what goes wrong now, by set; "" is the source as a whole
	told     map[string]string    // what OnError was told of them
	sizes    map[string]int       // operations of each set, as last measured
	excluded map[string]string    // the exclusions that the baselines of a set know of
	typed    map[string]bool      // sets of a level whose metric is no counter
	looked   map[string]bool      // sets whose changes of level were looked for since they learned something
	based    map[string]bool      // sets whose operations had baselines once; after a start none is known to
	rebased  map[string]bool      // sets whose baselines know all that is stored; after a start none is known to
	unkept   map[string]error     // what keeps baselines of a set from being kept, as they were last learned
	followed map[string]time.Time // up to when AfterHour was told that a system is learned
	slow     bool                 // Prometheus did not answer in time: it is asked for an hour at once
	ahead    time.Duration        // how far the clock of this machine is ahead of that of Prometheus

	noting  sync.Mutex       // while an error is noted, or taken back
	unnoted map[string]int64 // the fence under which a set was last known to have no error noted
}

// New makes a learner; owner names the process among those that share the store.
func New(s store.Store, clock Clock, owner string, settings Settings) *Learner {
	return &Learner{
		settings: settings, store: s, clock: clock, owner: owner, status: Status{Phase: Waiting},
		failing: map[string]string{}, told: map[string]string{}, sizes: map[string]int{}, excluded: map[string]string{}, typed: map[string]bool{}, looked: map[string]bool{}, based: map[string]bool{}, rebased: map[string]bool{}, unkept: map[string]error{}, followed: map[string]time.Time{}, unnoted: map[string]int64{},
	}
}

// Run learns until the context ends: catches up, then every hour when it is
// over. It never gives up: what fails is tried again, less and less often, at
// least once a minute.
func (l *Learner) Run(ctx context.Context) {
	defer l.release()
	pause := firstPause
	for ctx.Err() == nil {
		err := prometheus.Guarded(func() error { return l.CatchUp(ctx) })()
		wait := time.Duration(0)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, ErrHeldElsewhere), errors.Is(err, store.ErrLeaseLost):
			l.set(func(s *Status) { s.Phase = Waiting })
			wait = askEvery
		case err != nil:
			wait, pause = max(pause, wantedPause(err)), min(2*pause, longestPause)
		default:
			wait, pause = l.untilNextHour(), firstPause
		}
		l.sleep(ctx, wait)
	}
}

// sleep waits, keeping the lease if it is held.
func (l *Learner) sleep(ctx context.Context, d time.Duration) {
	if l.held().Owner != "" {
		var end func()
		ctx, end = l.holding(ctx)
		defer end()
	}
	// Timers stand still while the machine sleeps, which its clock does not; where that is set back, they go on.
	due := onTheWall(l.clock).Add(d)
	for d > 0 && onTheWall(l.clock).Before(due) {
		nap := min(d, longestNap)
		d -= nap
		select {
		case <-ctx.Done():
			return
		case <-l.clock.After(nap):
		}
	}
}

// onTheWall is the time that Go compares as such: without the count of what passed while the machine was awake.
func onTheWall(c Clock) time.Time { return c.Now().Round(0) }

func (l *Learner) untilNextHour() time.Duration {
	now := l.now()
	next := lastHour(now, l.settings.Lag).Add(2*time.Hour + settled + l.settings.Lag)
	return max(time.Second, next.Sub(now))
}

// CatchUp learns everything that is over and not known, the newest day first,
// and derives the violations of it. Where a single set fails, the others are
// learned and the error is returned at the end; where Prometheus or the store
// fails, it returns at once. What was learned before stays learned.
func (l *Learner) CatchUp(ctx context.Context) error {
	err := l.hold(ctx)
	if err == nil {
		var end func()
		ctx, end = l.holding(ctx)
		err = l.pass(ctx)
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		end()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.failing, "")
	l.slow = errors.Is(err, prometheus.ErrSlow) || l.slow && err != nil
	if err != nil && ofSource(err) && !errors.Is(err, context.Canceled) && !errors.Is(err, ErrHeldElsewhere) {
		l.failing[""] = err.Error()
	}
	return err
}

// pass is one pass over all sets. Hours are judged before the baseline learns
// from them; only a set that has no baseline yet, or has just got its history,
// is learned first.
func (l *Learner) pass(ctx context.Context) error {
	works := l.settings.works()
	// By a clock that is behind, such as that of a machine that has just started, all that was ever decided would be of later.
	if l.setClock(ctx) {
		if err := l.retract(ctx); err != nil {
			return err
		}
	}
	failed, err := l.learnAll(ctx, works)
	if err != nil {
		return err
	}
	checkFailed, err := l.checkAll(ctx, works)
	if err != nil {
		return err
	}
	failed.add(checkFailed)
	for _, w := range works {
		if err := l.letOthers(ctx, w, failed, l.rebaseFresh); err != nil {
			return err
		}
		if err := l.letOthers(ctx, w, failed, l.lookBack); err != nil {
			return err
		}
		if err := l.expire(ctx, w); err != nil {
			return err
		}
	}
	if err := l.retire(ctx); err != nil {
		return err
	}
	if err := l.thin(ctx); err != nil {
		return err
	}
	if err := l.dropGone(ctx); err != nil {
		return err
	}
	if err = failed.err(); err == nil {
		l.set(func(s *Status) { *s = Status{Phase: UpToDate, Done: s.Total, Total: s.Total} })
	}
	return errors.Join(err, l.follow(ctx))
}
