package live

import (
	"container/list"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers which recent windows are kept: of the metrics and moments
// used last, up to a bound in bytes.

// rings are the recent windows of all metrics of one Prometheus.
type rings struct {
	asks  *asker
	limit int64
	now   func() time.Time
	told  func(had, missed int)

	mu    sync.Mutex
	used  int64
	rings map[string]*ring
	order *list.List // of *entry; front: used last
}

type entry struct {
	ring  *ring
	at    int64
	slot  *slot
	bytes int64
	used  time.Time
}

func newRings(asks *asker, limit int64, now func() time.Time, told func(had, missed int)) *rings {
	return &rings{asks: asks, limit: limit, now: now, told: told, rings: map[string]*ring{}, order: list.New()}
}

func ringKey(q prometheus.WindowQuery) string { return fmt.Sprintf("%+v", q) }

// slotsAt returns the windows that end at each of the moments, newest first and
// step apart, by second. Whatever is missing comes with one request, shared by
// all who want it.
func (rs *rings) slotsAt(ctx context.Context, q prometheus.WindowQuery, ends []time.Time, step time.Duration) (map[int64]*slot, error) {
	key := ringKey(q)
	have, missing := rs.known(key, ends)
	rs.told(len(have), len(missing))
	for len(missing) > 0 {
		newest, oldest := missing[0], missing[len(missing)-1]
		flight := fmt.Sprintf("windows\x00%s\x00%d\x00%d\x00%d", key, newest.Unix(), oldest.Unix(), step)
		got, err := together(ctx, rs.asks, flight, requestsOf(q), func(ctx context.Context) (map[int64]*slot, error) {
			return rs.fetch(ctx, key, q, missing, step)
		})
		for at, s := range got {
			have[at] = s
		}
		if err != nil {
			return have, err
		}
		// The flight may have been another reader's, who missed less.
		missing = slices.DeleteFunc(missing, func(end time.Time) bool { return have[end.Unix()] != nil })
	}
	return have, nil
}

// requestsOf is how many requests Prometheus' client sends side by side for one question.
func requestsOf(q prometheus.WindowQuery) int64 {
	n := int64(1)
	switch q.Kind {
	case "summary":
		n = 3 // quantiles, counts, sums
	case catalog.LevelKind, catalog.CounterKind:
		n = 2 // values, and of how many they are
	}
	if q.Errors != "" {
		n++
	}
	return n
}

// known looks up moments, and tells which are missing, newest first.
func (rs *rings) known(key string, ends []time.Time) (have map[int64]*slot, missing []time.Time) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	have = make(map[int64]*slot, len(ends))
	r := rs.rings[key]
	for _, end := range ends {
		if r != nil {
			if e, ok := r.slots[end.Unix()]; ok {
				rs.touch(e)
				have[end.Unix()] = e.Value.(*entry).slot
				continue
			}
		}
		missing = append(missing, end)
	}
	return have, missing
}

func (rs *rings) touch(e *list.Element) {
	e.Value.(*entry).used = rs.now()
	rs.order.MoveToFront(e)
}

// fetch asks for the missing moments: one instant query for one moment, one range query for several.
func (rs *rings) fetch(ctx context.Context, key string, q prometheus.WindowQuery, missing []time.Time, step time.Duration) (map[int64]*slot, error) {
	// Another flight may have brought them since the caller looked.
	have, missing := rs.known(key, missing)
	if len(missing) == 0 {
		return have, nil
	}
	newest, oldest := missing[0], missing[len(missing)-1]
	answer, err := rs.asks.src.Windows(ctx, q, oldest, newest, step)
	if answer == nil && err != nil {
		return have, err
	}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	r := rs.ring(key)
	made := r.arrange(answer, oldest, newest, step)
	maps.Copy(have, made)
	// A partial answer may be shown once, but is not remembered; nor is a moment that is still to come, nor, of many,
	// those that would crowd out the others: the newest are asked for again first.
	var bytes int64
	for _, at := range slices.Backward(slices.Sorted(maps.Keys(made))) {
		if bytes += made[at].bytes(); err != nil || bytes > rs.limit/2 {
			break
		}
		if !time.Unix(at, 0).After(rs.now()) {
			rs.keep(r, at, made[at])
		}
	}
	if len(r.slots) > 0 {
		rs.rings[key] = r
	}
	return have, err
}

// ring finds the ring of a metric, or makes one that is kept once it has a slot.
func (rs *rings) ring(key string) *ring {
	r, ok := rs.rings[key]
	if !ok {
		r = &ring{key: key, ops: map[string]*operation{}, slots: map[int64]*list.Element{}}
	}
	return r
}

// keep stores a slot and drops what is too much or too old.
func (rs *rings) keep(r *ring, at int64, s *slot) {
	if e, ok := r.slots[at]; ok {
		rs.drop(e)
	}
	item := &entry{ring: r, at: at, slot: s, bytes: s.bytes(), used: rs.now()}
	if item.bytes > rs.limit {
		return
	}
	r.slots[at] = rs.order.PushFront(item)
	rs.used += item.bytes
	for _, e := range r.slots {
		old := e.Value.(*entry)
		if old.at < at-int64((history+detect.RecentReach).Seconds()) && item.used.Sub(old.used) > idleAfter {
			rs.drop(e)
		}
	}
	for rs.used > rs.limit {
		rs.drop(rs.order.Back())
	}
	r.forget()
}

// empty drops all that is kept.
func (rs *rings) empty() {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.used, rs.rings, rs.order = 0, map[string]*ring{}, list.New()
}

// drop removes a slot, and its ring with the last one.
func (rs *rings) drop(e *list.Element) {
	item := rs.order.Remove(e).(*entry)
	rs.used -= item.bytes
	delete(item.ring.slots, item.at)
	if len(item.ring.slots) == 0 {
		delete(rs.rings, item.ring.key)
	}
}
