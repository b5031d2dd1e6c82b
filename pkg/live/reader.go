// Package live answers what is happening now: how operations do against their
// baselines, conversions, circuit breakers, documented targets, and which of a
// system's metrics exist. Every answer is a pure function of what Prometheus
// holds, the baselines given, and the moment asked for.
package live

import (
	"context"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// Source is the Prometheus that is asked; *prometheus.Client is one.
type Source interface {
	Instant(ctx context.Context, expr string, t time.Time) (prometheus.Answer[model.Vector], error)
	Range(ctx context.Context, expr string, start, end time.Time, step time.Duration) (prometheus.Answer[model.Matrix], error)
	Windows(ctx context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error)
	Runs(ctx context.Context, q prometheus.RunQuery, from, to time.Time) ([]prometheus.OpWindows, error)
	ScrapeInterval(ctx context.Context, metric, selector string, t time.Time) (time.Duration, error)
}

var _ Source = (*prometheus.Client)(nil)

// Options bound what a Reader spends; zero fields mean the defaults.
type Options struct {
	// Concurrency is the number of requests to Prometheus at a time.
	Concurrency int
	// WindowBytes bounds the memory of recent windows, AnswerBytes that of other answers.
	WindowBytes, AnswerBytes int64
	// Timeout ends a request to Prometheus. Requests are shared by their readers, so one reader's
	// cancellation cannot end them.
	Timeout time.Duration
	// Now is the clock that tells which moments have not happened yet and must not be remembered.
	Now func() time.Time
	// OnLookup is told of windows that were looked for: how many were kept, and how many had to be asked for.
	OnLookup func(had, missed int)
}

// Reader answers from one Prometheus. One Reader serves all requests of a data
// source and is safe for concurrent use; it holds nothing that an answer
// depends on, only answers that need not be asked for twice.
type Reader struct {
	asks  *asker
	rings *rings
	// drifts are verdicts on hours.
	drifts *driftMemory
	now    func() time.Time
}

// New makes a Reader of one Prometheus. Nothing is asked yet.
func New(src Source, o Options) *Reader {
	o = o.orDefault()
	asks := newAsker(src, o)
	return &Reader{asks: asks, rings: newRings(asks, o.WindowBytes, o.Now, o.OnLookup), drifts: newDriftMemory(), now: o.Now}
}

// Forget gives the memory back that answers are kept in. Whoever asks then asks Prometheus.
func (r *Reader) Forget() {
	r.rings.empty()
	r.asks.answers.empty()
	r.drifts.empty()
}

func (o Options) orDefault() Options {
	if o.Concurrency <= 0 {
		o.Concurrency = defaultConcurrency
	}
	if o.WindowBytes <= 0 {
		o.WindowBytes = defaultWindowBytes
	}
	if o.AnswerBytes <= 0 {
		o.AnswerBytes = defaultAnswerBytes
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.OnLookup == nil {
		o.OnLookup = func(int, int) {}
	}
	return o
}
