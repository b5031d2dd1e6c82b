package live

import (
	"maps"
	"sync"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers which cumulative verdicts are kept: those on the newest hour of each metric that was asked for last.
// Thirty moments share an hour, and judging it takes longer than judging the moment.

// driftMemory holds the verdicts of all metrics of one Prometheus.
type driftMemory struct {
	mu   sync.Mutex
	sets map[string]*drifts // by ringKey
}

// unaskedAfter is how much later the hour of another metric ends when one that nobody asked for since is forgotten: its
// definition was changed, or deleted. Those that are asked for are as many as there are metrics to judge.
const unaskedAfter = 2 * history

func newDriftMemory() *driftMemory { return &driftMemory{sets: map[string]*drifts{}} }

// of gives the memory for the hour of a metric that ends at a moment. An earlier hour gets one that nobody shares: who
// looks at the past must not take the memory of those who look at the present. Nor does one who looks ahead, or looked
// before the clock was set back: no present hour would be later for as long as that is to come.
func (m *driftMemory) of(key string, end, now time.Time) *drifts {
	m.mu.Lock()
	defer m.mu.Unlock()
	known := m.sets[key]
	if known != nil && known.end.Equal(end) {
		return known
	}
	made := newDrifts(end)
	if !end.After(now) && (known == nil || end.After(known.end) || known.end.After(now)) {
		maps.DeleteFunc(m.sets, func(_ string, other *drifts) bool { return other.end.Before(end.Add(-unaskedAfter)) })
		m.sets[key] = made
	}
	return made
}

// empty drops all that is kept.
func (m *driftMemory) empty() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.sets)
}

// drifts are the verdicts on one hour of a metric.
type drifts struct {
	end time.Time

	mu sync.RWMutex
	by map[string]driftOf // by the key of the operation
}

// driftOf is a verdict with all that it depends on besides the hour.
type driftOf struct {
	record   baseline.Record
	settings detect.Settings
	drift    detect.Drift
	failing  *detect.Failing // where the signal is errors: their memory is another one
}

func newDrifts(end time.Time) *drifts { return &drifts{end: end, by: map[string]driftOf{}} }

func (d *drifts) empty() bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return len(d.by) == 0
}

func (d *drifts) find(key string, r baseline.Record, s detect.Settings) (driftOf, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	known, ok := d.by[key]
	return known, ok && known.record == r && known.settings == s
}

func (d *drifts) keep(key string, of driftOf) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.by[key] = of
}
