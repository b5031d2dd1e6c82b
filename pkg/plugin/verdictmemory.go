package plugin

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// Who else wants the same verdicts? A deviation rule asks for tier, ratio, live
// and expected value at one moment, and several rules ask for the same moment:
// all operations of the system are judged once for all of them.

const (
	// judgedAge is how long verdicts serve: the queries of one evaluation come within it, and it is no longer than
	// the time for which a reading of the baselines serves.
	judgedAge = 10 * time.Second
	// judgedRows bounds the memory, with room for the largest system at two moments: 10,000 verdicts are about 10 MB.
	judgedRows = 40_000
)

// verdictMemory holds the latest verdicts on whole systems. They are shared: nobody changes them.
type verdictMemory struct {
	now     func() time.Time
	flights singleflight.Group

	mu     sync.Mutex
	judged map[string]judged
	forgot int // how often: what was being judged meanwhile may be by the baselines from before the change
}

type judged struct {
	verdicts []live.OperationVerdict
	remark   string
	doubt    error // that the answer may be half of one; no rule may act on it
	at       time.Time
}

func newVerdictMemory(now func() time.Time) *verdictMemory {
	return &verdictMemory{now: now, judged: map[string]judged{}}
}

// of gives the verdicts on a system, judged by the function where nobody has just done so. The key holds everything
// that they depend on.
func (m *verdictMemory) of(ctx context.Context, source string, system *catalog.System, signal detect.Signal, at time.Time,
	judge func(context.Context) (judged, error)) (judged, error) {
	key := fmt.Sprintf("%s\x00%s\x00%s\x00%d", source, system.Name, signal, at.UnixMilli())
	if j, known := m.known(key); known {
		remembered.Inc()
		return j, nil
	}
	forgot := m.forgotten()
	flight := m.flights.DoChan(fmt.Sprintf("%s\x00%d", key, forgot), func() (any, error) {
		// The flight before may have landed since we looked.
		if j, known := m.known(key); known {
			return j, nil
		}
		judgedAnew.Inc()
		// One who gives up must not take the answer of the others with him; what is asked has a time-out of its own.
		j, err := judge(context.WithoutCancel(ctx))
		if err == nil {
			j.at = m.now()
			m.keep(key, j, forgot)
		}
		return j, err
	})
	select {
	case r := <-flight:
		j, _ := r.Val.(judged)
		return j, r.Err
	case <-ctx.Done():
		return judged{}, ctx.Err()
	}
}

func (m *verdictMemory) known(key string) (judged, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	j, known := m.judged[key]
	return j, known && m.now().Sub(j.at) < judgedAge
}

func (m *verdictMemory) forgotten() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.forgot
}

func (m *verdictMemory) keep(key string, j judged, forgot int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.forgot != forgot {
		return
	}
	m.judged[key] = j
	dropOld(m.judged, m.now(), judgedAge, judgedRows, func(j judged) (time.Time, int) { return j.at, len(j.verdicts) })
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

// forget makes the next question judge anew, after a change of the baselines.
func (m *verdictMemory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forgot++
	clear(m.judged)
}
