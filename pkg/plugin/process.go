package plugin

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/postgres"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// Process is what outlives the instances of data sources: the store and the
// background work. Grafana makes an instance with the first request and a new
// one with every change of settings, and never ends that of a deleted data
// source, so an instance owns neither (design 4.1).
type Process struct {
	now        func() time.Time
	real       bool // now is the machine's, and not one that a test made
	open       func() (store.Store, error)
	builtin    func() (*catalog.Catalog, error)
	supervisor *learn.Supervisor
	uploads    uploads
	backtests  backtests
	replays    *semaphore.Weighted // those at work, whoever waits for them

	opening singleflight.Group // one looks whether the store is ready, for all who need it
	away    error              // why its server could not be reached; this and the next are of who looks
	retry   time.Time          // when that is tried again

	mu      sync.Mutex // never held while a store is opened, which may take minutes
	store   store.Store
	opened  int  // how often one was; the learners begin anew with each
	shut    bool // the last try to open it failed
	sources map[string]*source
}

// source is one data source that was asked for since the process began.
type source struct {
	touched time.Time
	resets  int     // how often everything was forgotten; the learner begins anew with each
	publish changer // what it would change; nil where nothing of it is published
	learns  learn.Settings
	by      *Datasource // the instance that answers, and holds memory
}

// NewProcess prepares a process; nothing is opened before it is needed.
func NewProcess() *Process {
	p := newProcess(learn.SystemClock{}, openStore, catalog.Builtin)
	register(p)
	return p
}

func newProcess(clock learn.Clock, open func() (store.Store, error), builtin func() (*catalog.Catalog, error)) *Process {
	_, machines := clock.(learn.SystemClock)
	return &Process{
		real: machines, now: clock.Now, open: open, builtin: builtin,
		supervisor: learn.NewSupervisor(clock, learn.Owner()), replays: semaphore.NewWeighted(mostBacktests), sources: map[string]*source{},
	}
}

// openStore opens the store of this process, wherever it is configured to be.
func openStore() (store.Store, error) {
	address, password, err := sharedStore()
	if err != nil {
		return nil, fromStore("finding the store", err)
	}
	if address != "" {
		s, err := postgres.Open(context.Background(), address, postgres.Options{Password: password})
		return s, fromStore("finding the store", err)
	}
	path, err := storePathOfProcess()
	if err != nil {
		return nil, fromStore("finding the store", err)
	}
	return openAt(path)
}

func openAt(path string) (store.Store, error) {
	// Not a request's context: the store lives on after it.
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{OrReadOnly: true, SetAside: tellSetAside})
	if err != nil {
		return nil, fromStore(fmt.Sprintf("opening the store %s", path), err)
	}
	return s, nil
}

// awayFor is how long a server that did not answer is left alone: each try may take seconds, and all requests wait for it.
const awayFor = 5 * time.Second

// Store opens the store with the first request that needs it. A store that
// cannot be opened is tried again with the next: what is wrong can be mended
// while Grafana runs. Who gives up does not wait until it is open.
func (p *Process) Store(ctx context.Context) (store.Store, error) {
	if s := p.current(); s != nil && whole(s) {
		return s, nil
	}
	ready := p.opening.DoChan("", prometheus.GuardedAnswer(func() (any, error) { return p.ready() }))
	select {
	case r := <-ready:
		s, _ := r.Val.(store.Store)
		return s, r.Err
	case <-ctx.Done():
		return nil, fromStore("waiting for the store to be opened", ctx.Err())
	}
}

// ready is the store, opened where it is not.
func (p *Process) ready() (store.Store, error) {
	if s := p.usable(); s != nil {
		return s, nil
	}
	if p.away != nil && p.now().Before(p.retry) {
		return nil, p.away
	}
	s, err := p.open()
	if err != nil {
		p.mu.Lock()
		p.shut = true
		p.mu.Unlock()
		storeFailed(err)
		p.away = nil
		if errors.Is(err, store.ErrAway) {
			p.away, p.retry = err, p.now().Add(awayFor)
		}
		return nil, err
	}
	p.put(s)
	return s, nil
}

// work keeps the learner of a source at work; version tells its settings from earlier ones. The instance that answered before
// gives its memory back: of a data source that was deleted and made anew under its uid, Grafana keeps it as it is.
func (p *Process) work(s store.Store, settings learn.Settings, publish changer, by *Datasource) {
	p.mu.Lock()
	known, found := p.sources[settings.Source]
	if !found {
		known = &source{}
		p.sources[settings.Source] = known
	}
	if known.by != nil && known.by != by {
		known.by.forget()
	}
	known.touched, known.publish, known.learns, known.by = p.now(), publish, settings, by
	settings.Version = fmt.Sprintf("%s resets=%d store=%d", settings.Version, known.resets, p.opened)
	p.mu.Unlock()
	p.supervisor.Touch(s, settings)
}

// reset makes the learner of a source begin anew with the next request.
func (p *Process) reset(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, found := p.sources[name]; found {
		known.resets++
	}
}

// active lists the sources that somebody asks for; publishing is nil for those that publish nothing.
func (p *Process) active() (publishing map[string]changer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	publishing = map[string]changer{}
	for name, s := range p.sources {
		if p.now().Sub(s.touched) < learn.Idle {
			publishing[name] = s.publish
		}
	}
	return publishing
}

// learning are the settings by which a source is learned.
func (p *Process) learning(name string) learn.Settings {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s, found := p.sources[name]; found {
		return s.learns
	}
	return learn.Settings{}
}

// Close ends the background work and closes the store.
func (p *Process) Close() {
	p.supervisor.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.store != nil {
		_ = p.store.Close() // the process ends: nobody is left to tell
		p.store = nil
	}
}
