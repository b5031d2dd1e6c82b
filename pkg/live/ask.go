package live

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/common/model"
	"golang.org/x/sync/semaphore"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how Prometheus is asked: never the same thing twice, never
// too much at once.

type asker struct {
	src     Source
	free    *semaphore.Weighted // what may run now
	most    int64
	flights prometheus.Flights
	answers *lru
	timeout time.Duration
	now     func() time.Time
}

func newAsker(src Source, o Options) *asker {
	return &asker{
		src: src, free: semaphore.NewWeighted(int64(o.Concurrency)), most: int64(o.Concurrency), answers: newLRU(o.AnswerBytes),
		timeout: o.Timeout, now: o.Now,
	}
}

// together runs one question for all who want the same at the same time; it
// makes so many requests at once. It outlives a reader who gives up, because
// the others still wait for it, and ends with the last of them: what nobody
// wants any more must not keep others waiting. Its time begins when its turn
// comes: the last of many is not late for what those before it took.
func together[T any](ctx context.Context, a *asker, key string, requests int64, question func(context.Context) (T, error)) (T, error) {
	answer, err := a.flights.Ask(ctx, key, func(wanted context.Context) (any, error) {
		weight := min(requests, a.most)
		if err := a.turn(wanted, weight); err != nil {
			return *new(T), fmt.Errorf("waiting for other queries to Prometheus to end: %w", err)
		}
		defer a.free.Release(weight)
		shared, cancel := context.WithTimeout(wanted, a.timeout)
		defer cancel()
		return question(shared)
	})
	v, _ := answer.(T)
	return v, err
}

// turn waits until so much is free, as long as a question may take.
func (a *asker) turn(ctx context.Context, weight int64) error {
	ctx, cancel := context.WithTimeout(ctx, a.timeout)
	defer cancel()
	return a.free.Acquire(ctx, weight)
}

// remembered is together with a memory of complete answers. Answers about
// moments that have not happened yet are not kept: they will change.
func remembered[T any](ctx context.Context, a *asker, key string, until time.Time, size func(T) int64,
	question func(context.Context) (T, error)) (T, error) {
	if v, ok := a.answers.get(key); ok {
		return v.(T), nil
	}
	return together(ctx, a, key, 1, func(ctx context.Context) (T, error) {
		if v, ok := a.answers.get(key); ok {
			return v.(T), nil
		}
		v, err := question(ctx)
		if err == nil && !until.After(a.now()) {
			a.answers.put(key, v, size(v))
		}
		return v, err
	})
}

// instant evaluates an expression at t. With an error of kind ErrPartial the
// value is there too, and may be shown.
func (a *asker) instant(ctx context.Context, expr string, t time.Time) (model.Vector, error) {
	key := fmt.Sprintf("instant\x00%d\x00%s", t.UnixMilli(), expr)
	return remembered(ctx, a, key, t, vectorBytes, func(ctx context.Context) (model.Vector, error) {
		answer, err := a.src.Instant(ctx, expr, t)
		if err != nil {
			return nil, err
		}
		return answer.Value, answer.Whole()
	})
}

// matrix evaluates an expression at start, start+step, … end.
func (a *asker) matrix(ctx context.Context, expr string, start, end time.Time, step time.Duration) (model.Matrix, error) {
	key := fmt.Sprintf("range\x00%d\x00%d\x00%d\x00%s", start.UnixMilli(), end.UnixMilli(), step.Milliseconds(), expr)
	return remembered(ctx, a, key, end, matrixBytes, func(ctx context.Context) (model.Matrix, error) {
		answer, err := a.src.Range(ctx, expr, start, end, step)
		if err != nil {
			return nil, err
		}
		return answer.Value, answer.Whole()
	})
}

// runs are the single runs first seen in (from, to].
func (a *asker) runs(ctx context.Context, q prometheus.RunQuery, from, to time.Time) ([]prometheus.OpWindows, error) {
	key := fmt.Sprintf("runs\x00%d\x00%d\x00%+v", from.UnixMilli(), to.UnixMilli(), q)
	return remembered(ctx, a, key, to, opWindowsBytes, func(ctx context.Context) ([]prometheus.OpWindows, error) {
		return a.src.Runs(ctx, q, from, to)
	})
}

// Rough sizes in memory; they only have to keep the bound in the right order.
const (
	seriesBytes = 600 // a label set as a map
	sampleBytes = 16
	windowBytes = 160
)

func vectorBytes(v model.Vector) int64 { return int64(len(v)) * (seriesBytes + sampleBytes) }

func matrixBytes(m model.Matrix) int64 {
	var n int64
	for _, s := range m {
		n += seriesBytes + int64(len(s.Values))*sampleBytes
	}
	return n
}

func opWindowsBytes(ops []prometheus.OpWindows) int64 {
	var n int64
	for _, op := range ops {
		n += seriesBytes
		for _, w := range op.Windows {
			n += windowBytes + int64(8*(len(w.Counts)+len(w.Bounds)+len(w.Samples)))
		}
	}
	return n
}
