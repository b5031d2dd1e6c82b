package live

import (
	"container/list"
	"sync"
)

// This file answers which answers are kept: those used last, up to a bound in bytes.

type lru struct {
	mu    sync.Mutex
	limit int64
	used  int64
	order *list.List // front: used last
	items map[string]*list.Element
}

type lruItem struct {
	key   string
	value any
	bytes int64
}

func newLRU(limit int64) *lru {
	return &lru{limit: limit, order: list.New(), items: map[string]*list.Element{}}
}

func (l *lru) get(key string) (any, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok := l.items[key]
	if !ok {
		return nil, false
	}
	l.order.MoveToFront(e)
	return e.Value.(*lruItem).value, true
}

// put keeps a value; one that alone exceeds the bound is not kept.
func (l *lru) put(key string, value any, bytes int64) {
	bytes += int64(len(key)) + windowBytes
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, ok := l.items[key]; ok {
		l.remove(e)
	}
	if bytes > l.limit {
		return
	}
	l.items[key] = l.order.PushFront(&lruItem{key, value, bytes})
	l.used += bytes
	for l.used > l.limit {
		l.remove(l.order.Back())
	}
}

// empty drops all that is kept.
func (l *lru) empty() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.used, l.items, l.order = 0, map[string]*list.Element{}, list.New()
}

func (l *lru) remove(e *list.Element) {
	item := l.order.Remove(e).(*lruItem)
	delete(l.items, item.key)
	l.used -= item.bytes
}
