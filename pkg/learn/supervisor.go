package learn

// This file answers who works in the background: one worker per source, for as
// long as somebody asks for that source (design 4.1).

import (
	"context"
	"sync"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Idle is how long after the last request a worker stops: the data source was
// deleted, or the app disabled; Grafana tells neither.
const Idle = 15 * time.Minute

// Supervisor keeps the workers of a process.
type Supervisor struct {
	clock Clock
	owner string

	mu      sync.Mutex
	workers map[string]*worker
	closed  bool
}

// NewSupervisor makes a supervisor without workers; owner names this process among those that share a store.
func NewSupervisor(clock Clock, owner string) *Supervisor {
	return &Supervisor{clock: clock, owner: owner, workers: map[string]*worker{}}
}

type worker struct {
	learner *Learner
	version string
	touched time.Time
	stopped bool // it was told to end; it may still be putting away its things
	cancel  context.CancelFunc
	done    chan struct{}
}

// stop is called with the supervisor's lock held.
func (w *worker) stop() {
	w.stopped = true
	w.cancel()
}

// Touch says that somebody asked for a source. It starts a worker where none
// is, and another one where the settings changed. With nothing left to learn
// that one still ends what went on.
func (s *Supervisor) Touch(st store.Store, settings Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.workers[settings.Source]
	if s.closed || len(settings.Systems) == 0 && old == nil {
		return
	}
	if old != nil && !old.stopped && old.version == settings.Version {
		old.touched = s.clock.Now()
		return
	}
	var before <-chan struct{}
	if old != nil {
		old.stop()
		before = old.done
	}
	ctx, cancel := context.WithCancel(context.Background())
	w := &worker{
		learner: New(st, s.clock, s.owner, settings), version: settings.Version,
		touched: s.clock.Now(), cancel: cancel, done: make(chan struct{}),
	}
	s.workers[settings.Source] = w
	go s.work(ctx, settings.Source, w, before)
	go s.watch(ctx, w)
}

func (s *Supervisor) work(ctx context.Context, source string, w *worker, before <-chan struct{}) {
	defer close(w.done)
	if before != nil {
		<-before // the one with the old settings has given its lease back
	}
	w.learner.Run(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.workers[source] == w {
		delete(s.workers, source)
	}
}

// watch ends a worker that nobody asked for in a while.
func (s *Supervisor) watch(ctx context.Context, w *worker) {
	for {
		s.mu.Lock()
		left := w.touched.Add(Idle).Sub(s.clock.Now())
		if left <= 0 {
			w.stop()
		}
		s.mu.Unlock()
		if left <= 0 {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-s.clock.After(left):
		}
	}
}

// Status is how far the worker of a source is; ok is false where none works.
func (s *Supervisor) Status(source string) (status Status, ok bool) {
	s.mu.Lock()
	w := s.workers[source]
	s.mu.Unlock()
	if w == nil {
		return Status{Phase: Stopped}, false
	}
	return w.learner.Status(), true
}

// Close ends every worker and waits for them.
func (s *Supervisor) Close() {
	s.mu.Lock()
	s.closed = true
	all := make([]*worker, 0, len(s.workers))
	for _, w := range s.workers {
		w.stop()
		all = append(all, w)
	}
	s.mu.Unlock()
	for _, w := range all {
		<-w.done
	}
}
