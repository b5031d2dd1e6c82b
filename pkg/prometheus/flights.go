package prometheus

// What several ask at the same time is asked once, for as long as one of them wants to know.

import (
	"context"
	"errors"
	"sync"
)

// Flights are questions under way; the zero value has none.
type Flights struct {
	mu  sync.Mutex
	all map[string]*flight
}

type flight struct {
	done   chan struct{}
	answer any
	err    error

	readers  int
	deserted bool // all of its readers had gone away once
	end      context.CancelFunc
}

// Ask gives the answer to a question that is put once for all who ask by the same key meanwhile. A reader who gives up does
// not take the answer of the others with him: the question's context ends when all of them have gone away. Who only ran out
// of time has not, because he will ask again.
func (f *Flights) Ask(ctx context.Context, key string, question func(context.Context) (any, error)) (any, error) {
	for {
		one := f.join(ctx, key, question)
		select {
		case <-one.done:
		case <-ctx.Done():
			f.leave(one, ctx.Err())
			return nil, ctx.Err()
		}
		if one.err == nil || !f.wasDeserted(one) {
			return one.answer, one.err
		}
		// It ended for want of readers as this one came.
	}
}

// join takes part in a question, which begins where nobody asks it yet.
func (f *Flights) join(ctx context.Context, key string, question func(context.Context) (any, error)) *flight {
	f.mu.Lock()
	defer f.mu.Unlock()
	if one := f.all[key]; one != nil {
		one.readers++
		return one
	}
	during, end := context.WithCancel(context.WithoutCancel(ctx))
	one := &flight{done: make(chan struct{}), readers: 1, end: end}
	if f.all == nil {
		f.all = map[string]*flight{}
	}
	f.all[key] = one
	go func() {
		defer end()
		one.answer, one.err = GuardedAnswer(func() (any, error) { return question(during) })()
		f.mu.Lock()
		delete(f.all, key)
		f.mu.Unlock()
		close(one.done)
	}()
	return one
}

func (f *Flights) leave(one *flight, why error) {
	if !errors.Is(why, context.Canceled) {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if one.readers--; one.readers == 0 {
		one.deserted = true
		one.end()
	}
}

func (f *Flights) wasDeserted(one *flight) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return one.deserted
}
