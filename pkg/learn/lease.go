package learn

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers whether this process may learn the source.

// ErrHeldElsewhere says that another process learns this source.
var ErrHeldElsewhere = errors.New("another process learns this data source")

// Owner names this process in its leases. Host and number do not: containers on one network are called the same, and each
// counts its processes from 1.
func Owner() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%s/%d/%d", host, os.Getpid(), time.Now().UnixNano())
}

// hold takes or renews the lease, for a turn that begins.
func (l *Learner) hold(ctx context.Context) error {
	lease, err := l.acquire(ctx)
	if err != nil && !errors.Is(err, ErrHeldElsewhere) {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lease = lease
	if err == nil && lease.Fence != l.turn {
		// Somebody else had the source meanwhile, or forgot it: what is known of it is not what the store holds.
		l.turn = lease.Fence
		clear(l.excluded)
		clear(l.looked)
		clear(l.based)
		clear(l.rebased)
		clear(l.followed)
	}
	return err
}

func (l *Learner) acquire(ctx context.Context) (store.Lease, error) {
	lease, ok, err := l.store.Acquire(ctx, l.settings.Source, l.owner, leaseTime, l.clock.Now())
	switch {
	case err != nil:
		return store.Lease{}, fmt.Errorf("taking the lease: %w", err)
	case !ok:
		return store.Lease{}, ErrHeldElsewhere
	}
	return lease, nil
}

// renew renews the lease of the turn. One that is free again was somebody else's, or was taken away by who forgot the
// source: it is left free, because what this turn has read and gathered is of before.
func (l *Learner) renew(ctx context.Context) error {
	mine := l.held()
	lease, err := l.acquire(ctx)
	if err != nil || lease == mine {
		return err
	}
	l.giveBack(lease)
	return store.ErrLeaseLost
}

// holding renews the lease beside the work, however long a single step takes.
// The context that it returns ends, with the reason as its cause, when the lease
// is lost; end stops renewing.
func (l *Learner) holding(ctx context.Context) (during context.Context, end func()) {
	during, cancel := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-during.Done():
				return
			case <-l.clock.After(renewEvery):
			}
			// A store that is busy for a moment is not a lost lease: its fence decides with the next write.
			if err := l.renew(during); errors.Is(err, ErrHeldElsewhere) || errors.Is(err, store.ErrLeaseLost) {
				cancel(err)
				return
			}
		}
	}()
	return during, func() {
		cancel(context.Canceled)
		<-ended
	}
}

// held is the lease that every write shows.
func (l *Learner) held() store.Lease {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lease
}

// releaseTime bounds giving the lease back: the process may be ending.
const releaseTime = 2 * time.Second

func (l *Learner) release() {
	l.set(func(s *Status) { s.Phase = Stopped })
	lease := l.held()
	if lease.Owner != "" {
		l.giveBack(lease)
	}
}

func (l *Learner) giveBack(lease store.Lease) {
	ctx, cancel := context.WithTimeout(context.Background(), releaseTime)
	defer cancel()
	_ = l.store.Release(ctx, lease) // it runs out by itself otherwise
}

// Close gives the lease back; a learner that was run by CatchUp alone needs it.
func (l *Learner) Close() { l.release() }
