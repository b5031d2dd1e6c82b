package plugin

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// What was read or judged a moment ago, and serves whoever asks next? Until it is too old, or somebody decides something.

// recent keeps values by what was asked. They are shared: nobody changes them.
type recent[T any] struct {
	now     func() time.Time
	age     time.Duration // how long a value serves
	most    int           // rows of all values together
	rows    func(T) int
	flights prometheus.Flights

	mu     sync.Mutex
	values map[string]dated[T]
	forgot int
}

type dated[T any] struct {
	value T
	at    time.Time
}

// newRecent makes a memory that is empty.
func newRecent[T any](now func() time.Time, age time.Duration, most int, rows func(T) int) *recent[T] {
	return &recent[T]{now: now, age: age, most: most, rows: rows, values: map[string]dated[T]{}}
}

// of is what is kept, or is made once for all who ask for it now. The key holds everything that it depends on.
func (m *recent[T]) of(ctx context.Context, key string, made func(context.Context) (T, error)) (value T, kept bool, err error) {
	value, kept, forgot := m.known(key)
	if kept {
		return value, true, nil
	}
	answer, err := m.flights.Ask(ctx, fmt.Sprintf("%s\x00%d", key, forgot), func(wanted context.Context) (any, error) {
		// The flight before may have landed since we looked.
		if value, known, _ := m.known(key); known {
			return value, nil
		}
		value, err := made(wanted)
		if err == nil {
			m.keep(key, value, forgot)
		}
		return value, err
	})
	value, _ = answer.(T)
	return value, false, err
}

// known is what is kept, and how often everything was forgotten: what is being made meanwhile may be from before that.
func (m *recent[T]) known(key string) (value T, known bool, forgot int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d, known := m.values[key]
	return d.value, known && m.now().Sub(d.at) < m.age, m.forgot
}

// keep takes a value that was begun when everything had been forgotten so often, unless it was again since. What serves no
// more is dropped, and the oldest for as long as there are too many rows; never the newest alone.
func (m *recent[T]) keep(key string, value T, forgot int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.forgot != forgot {
		return
	}
	now := m.now()
	m.values[key] = dated[T]{value, now}
	maps.DeleteFunc(m.values, func(_ string, d dated[T]) bool { return now.Sub(d.at) >= m.age })
	rows := 0
	newestFirst := slices.SortedFunc(maps.Keys(m.values), func(a, b string) int { return m.values[b].at.Compare(m.values[a].at) })
	for i, key := range newestFirst {
		if rows += m.rows(m.values[key].value); rows > m.most && i > 0 {
			delete(m.values, key)
		}
	}
}

// forget makes the next question be answered anew, after a change of the baselines.
func (m *recent[T]) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forgot++
	clear(m.values)
}
