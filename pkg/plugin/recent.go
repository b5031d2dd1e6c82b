package plugin

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// What was read or judged a moment ago, and serves whoever asks next? Until it is too old, or somebody decides something.

// recent keeps values by what was asked. They are shared: nobody changes them.
type recent[T any] struct {
	now  func() time.Time
	age  time.Duration // how long a value serves
	most int           // rows of all values together
	rows func(T) int

	mu     sync.Mutex
	values map[string]dated[T]
	forgot int
}

type dated[T any] struct {
	value T
	at    time.Time
}

func newRecent[T any](now func() time.Time, age time.Duration, most int, rows func(T) int) recent[T] {
	return recent[T]{now: now, age: age, most: most, rows: rows, values: map[string]dated[T]{}}
}

// known is what is kept, and how often everything was forgotten: what is being made meanwhile may be from before that.
func (m *recent[T]) known(key string) (value T, known bool, forgot int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d, known := m.values[key]
	return d.value, known && m.now().Sub(d.at) < m.age, m.forgot
}

// keep takes a value that was begun when everything had been forgotten so often, unless it was again since.
func (m *recent[T]) keep(key string, value T, forgot int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.forgot != forgot {
		return
	}
	m.values[key] = dated[T]{value, m.now()}
	dropOld(m.values, m.now(), m.age, m.most, func(d dated[T]) (time.Time, int) { return d.at, m.rows(d.value) })
}

// forget makes the next question be answered anew, after a change of the baselines.
func (m *recent[T]) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forgot++
	clear(m.values)
}

// dropOld drops what serves no more, and the oldest for as long as there are too many rows; never the newest alone.
func dropOld[T any](memory map[string]T, now time.Time, age time.Duration, most int, of func(T) (at time.Time, rows int)) {
	maps.DeleteFunc(memory, func(_ string, v T) bool {
		at, _ := of(v)
		return now.Sub(at) >= age
	})
	rows := 0
	byAge := slices.SortedFunc(maps.Keys(memory), func(a, b string) int {
		first, _ := of(memory[a])
		second, _ := of(memory[b])
		return second.Compare(first)
	})
	for i, key := range byAge {
		_, n := of(memory[key])
		if rows += n; rows > most && i > 0 {
			delete(memory, key)
		}
	}
}
