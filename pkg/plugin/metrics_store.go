package plugin

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Can the store be written, how large is it, and what goes wrong in it?

var storeErrors = promauto.NewCounterVec(prometheus.CounterOpts{
	Name: "yardstick_store_errors_total",
	Help: "Errors of the store of baselines, by kind.",
}, []string{"kind"})

// storeKinds are the errors of a store that ask for different things of a person.
var storeKinds = []struct {
	err  error
	kind string
}{
	{store.ErrFull, "full"}, {store.ErrReadOnly, "read-only"}, {store.ErrAway, "away"}, {store.ErrRefused, "refused"},
	{store.ErrDamaged, "damaged"}, {store.ErrNotOurs, "not-ours"}, {store.ErrNewer, "newer"},
}

// init makes every kind known before it happens: a rule sees the first error only as a step from nought.
func init() {
	for _, k := range storeKinds {
		storeErrors.WithLabelValues(k.kind)
	}
	storeErrors.WithLabelValues("other")
}

// storeFailed counts an error of the store.
func storeFailed(err error) {
	kind := "other"
	for _, k := range storeKinds {
		if errors.Is(err, k.err) {
			kind = k.kind
			break
		}
	}
	storeErrors.WithLabelValues(kind).Inc()
}

// watchStore counts the errors of a store that was just opened.
func watchStore(s store.Store) {
	if watched, is := s.(store.Watched); is {
		watched.OnFault(storeFailed)
	}
}

// checkedEvery is how often scrapes write to the store to see that they can.
const checkedEvery = time.Minute

// storeCheck remembers whether the store took the last write.
type storeCheck struct {
	now func() time.Time
	mu  sync.Mutex
	at  time.Time
	err error
}

func (c *storeCheck) of(ctx context.Context, s store.Store) error {
	c.mu.Lock()
	defer c.mu.Unlock() // scrapes are rare: one waits for the other
	if now := c.now(); c.at.IsZero() || now.Sub(c.at) >= checkedEvery {
		c.at, c.err = now, s.Check(ctx)
	}
	return c.err
}

func tellWritable(out chan<- prometheus.Metric, takes bool) {
	gauge(out, "yardstick_store_writable", "1 where the store of baselines took the last write that tried it, once a minute.", yes(takes, true), nil)
}

// storeIsShut says that somebody needed the store and it could not be opened; no source is active then.
func (p *Process) storeIsShut() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shut
}

func (c *stateCollector) collectStore(ctx context.Context, out chan<- prometheus.Metric, s store.Store, opening error) {
	err := opening
	if err == nil {
		err = c.check.of(ctx, s)
	}
	tellWritable(out, err == nil)
	sized, is := s.(store.Sized)
	if opening != nil || !is {
		return
	}
	if bytes, err := sized.Bytes(ctx); err == nil {
		gauge(out, "yardstick_store_size_bytes", "What the store of baselines takes on its disk.", float64(bytes), nil)
	}
}
