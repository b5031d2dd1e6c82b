package plugin

import (
	"context"
	"math"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// Which settings should an application change by itself (D4 l.404-441)? They
// are published beside the baselines, so that it can read them like any metric.

// changer computes the changes that a data source recommends now.
type changer func(ctx context.Context) ([]live.Advice, error)

// changes gives the changer of some systems; none where nothing is published.
func (d *Datasource) changes(systems []*catalog.System) changer {
	if !d.settings.Publish {
		return nil
	}
	return func(ctx context.Context) (all []live.Advice, err error) {
		for _, system := range systems {
			found, err := d.live.Changes(ctx, system, d.process.now(), d.settings.Lag())
			if _, err := shown(err); err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
		return all, nil
	}
}

const (
	// changesFresh bounds the cost: a source is asked once a minute at most, also while its Prometheus fails.
	changesFresh = time.Minute
	// changesKept bridges a failure; advice that is older is no advice.
	changesKept = 5 * time.Minute
	// changesTime is what one scrape may wait for.
	changesTime = 3 * time.Second
)

// changeMemory keeps what each source recommended last.
type changeMemory struct {
	now func() time.Time
	mu  sync.Mutex
	of  map[string]*changesAt
}

type changesAt struct {
	asked, answered time.Time
	advice          []live.Advice
}

func newChangeMemory(now func() time.Time) *changeMemory {
	return &changeMemory{now: now, of: map[string]*changesAt{}}
}

// read is what a source recommends, at most a minute old; up to five while it cannot be asked.
func (m *changeMemory) read(ctx context.Context, source string, ask changer) []live.Advice {
	m.mu.Lock()
	defer m.mu.Unlock() // scrapes are rare: one waits for the other
	kept, found := m.of[source]
	if !found {
		kept = &changesAt{}
		m.of[source] = kept
	}
	now := m.now()
	if kept.asked.IsZero() || now.Sub(kept.asked) >= changesFresh {
		ctx, cancel := context.WithTimeout(ctx, changesTime)
		defer cancel()
		kept.asked = now
		if advice, err := ask(ctx); err == nil {
			kept.advice, kept.answered = advice, now
		}
	}
	if now.Sub(kept.answered) >= changesKept {
		kept.advice = nil
	}
	return kept.advice
}

func (c *stateCollector) collectChanges(ctx context.Context, out chan<- prometheus.Metric, source string, ask changer) {
	type setting struct{ system, component, name string }
	told := map[setting]bool{} // two metrics of the same labels would spoil the whole scrape
	for _, a := range c.changes.read(ctx, source, ask) {
		key := setting{a.System, a.Change.Component, a.Change.Setting}
		if told[key] || math.IsNaN(a.Change.Proposed) {
			continue
		}
		told[key] = true
		gauge(out, "yardstick_recommended_value", "What a documented recommendation that applies now would set a setting to.", a.Change.Proposed,
			sourceLabels(source, "system", key.system, "component", key.component, "setting", key.name))
	}
}
