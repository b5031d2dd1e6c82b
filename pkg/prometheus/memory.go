package prometheus

import (
	"sync"
	"time"
)

// memory remembers what was measured about a metric for a stretch of t, so that
// every question about the same moments rests on the same measurement.
type memory[T any] struct {
	mu     sync.Mutex
	values map[memoryKey]T
}

type memoryKey struct {
	what string
	at   int64 // unix seconds of the start of the stretch
}

func newMemory[T any]() *memory[T] { return &memory[T]{values: map[memoryKey]T{}} }

// get returns what is remembered of the stretch that begins at t, or measures it.
// measure says whether its result may be kept.
func (m *memory[T]) get(what string, t time.Time, measure func() (value T, keep bool, err error)) (T, error) {
	key := memoryKey{what, t.Unix()}
	m.mu.Lock()
	value, found := m.values[key]
	m.mu.Unlock()
	if found {
		return value, nil
	}
	value, keep, err := measure()
	if err != nil || !keep {
		return value, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.values) >= maxRemembered {
		clear(m.values)
	}
	m.values[key] = value
	return value, nil
}
