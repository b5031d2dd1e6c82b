package live

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers what the operations of a metric did in the last hour, for
// deviations that show slowly. Windows of five minutes on a grid of their own
// are what was learned from, are twelve instead of sixty, and the same for
// everybody who asks within five minutes.

// showsSlowly tells whether a signal of a metric is judged over the hour, too.
func showsSlowly(signal detect.Signal, set catalog.OperationSet) bool {
	switch signal {
	case detect.Rate:
		return false
	case detect.Errors:
		return set.CountsErrors()
	}
	return true
}

// lastHour reads the last minutes, and the wide windows of the hour beside them where a signal shows slowly and it was not judged yet.
func (r *Reader) lastHour(ctx context.Context, req Request, set catalog.OperationSet, t time.Time) (recents, error) {
	if !showsSlowly(req.Signal, set) || len(req.Baselines) == 0 {
		return r.recents(ctx, req.System, set, t)
	}
	h, err := r.hourBefore(ctx, req, set, t)
	if err != nil {
		return recents{}, err
	}
	var wait sync.WaitGroup
	if h != nil && h.known.empty() {
		wait.Go(h.read)
	}
	now, err := r.recents(ctx, req.System, set, t)
	wait.Wait()
	now.hour = h
	return now, err
}

// hour are the wide windows before a moment, and the verdicts on them.
type hour struct {
	ends  []time.Time // newest first
	width time.Duration
	known *drifts

	windowsOf func() (map[int64]*slot, error)
	once      sync.Once
	err       error             // of reading them
	looks     map[string][]look // by the key of the operation, one for each end
}

// hourBefore are the wide windows of the hour before t. They are read when one of them is needed: verdicts on them serve
// for five minutes, and of many operations the windows are too many to be kept. It is nil where none has ended in that hour.
func (r *Reader) hourBefore(ctx context.Context, req Request, set catalog.OperationSet, t time.Time) (*hour, error) {
	q, doubt := r.narrowest(ctx, req.System, set, t)
	if q.Width == 0 {
		return nil, doubt
	}
	q.Width = wideFor(q.Width)
	h := &hour{width: q.Width, ends: endsSince(t.Add(-history), t, q.Width)}
	if len(h.ends) == 0 {
		return nil, nil // who asks for the last minutes is told of doubts
	}
	h.known = r.drifts.of(ringKey(q)+"\x00"+string(req.Signal), h.ends[0], r.now())
	h.windowsOf = func() (map[int64]*slot, error) {
		slots, err := r.rings.slotsAt(ctx, q, h.ends, q.Width)
		if len(slots) == 0 && err != nil {
			err = fmt.Errorf("reading the last hour of %s: %w", set.Metric, err)
		}
		return slots, errors.Join(doubt, err)
	}
	return h, nil
}

// endsSince are the ends of the wide windows that have ended by t since a moment, newest first.
func endsSince(since, t time.Time, width time.Duration) (ends []time.Time) {
	for end := t.Truncate(width); end.After(since); end = end.Add(-width) {
		ends = append(ends, end)
	}
	return ends
}

// lastSlots reads the wide windows that end at some moments of the last hour.
func (r *Reader) lastSlots(ctx context.Context, q prometheus.WindowQuery, ends []time.Time) (map[int64]*slot, error) {
	slots, err := r.rings.slotsAt(ctx, q, ends, q.Width)
	if err != nil {
		err = fmt.Errorf("reading the last hour of %s: %w", q.Metric, err)
	}
	return slots, err
}

// of is what of the last hour decides on a signal of an operation, given the windows of its last minutes.
func (h *hour) of(signal detect.Signal, recent []baseline.Window, key string, r baseline.Record, s detect.Settings) detect.Hour {
	all := detect.Hour{Recent: recent}
	if h == nil {
		return all
	}
	slow := h.judged(signal, key, r, s)
	if signal == detect.Errors {
		all.Failing = slow.failing
	} else {
		all.Drift = &slow.drift
	}
	return all
}

// judged is the verdict on the wide windows of an operation. The hour is the same for five minutes, and its verdict with it, as
// long as baseline and settings are.
func (h *hour) judged(signal detect.Signal, key string, r baseline.Record, s detect.Settings) driftOf {
	if known, is := h.known.find(key, r, s); is {
		return known
	}
	h.read()
	slow := driftOf{record: r, settings: s}
	if signal == detect.Errors {
		slow.failing = detect.LastingErrors(h.windows(key), r, s)
	} else {
		slow.drift = detect.JudgeDrift(h.windows(key), r, s)
	}
	if h.err == nil { // else it is of a part of the hour: for this answer only
		h.known.keep(key, slow)
	}
	return slow
}

// failed is why the hour is not all there; nil where nobody needed it.
func (h *hour) failed() error {
	if h == nil {
		return nil
	}
	return h.err
}

// read brings the windows, once.
func (h *hour) read() {
	h.once.Do(func() {
		h.err = prometheus.Guarded(func() error {
			slots, err := h.windowsOf()
			h.looks = looksOf(slots, h.ends)
			return err
		})()
	})
}

// looksOf is where the windows with requests are kept, by the key of the operation, one for each end.
func looksOf(slots map[int64]*slot, ends []time.Time) map[string][]look {
	all := map[string][]look{}
	for i, end := range ends {
		s := slots[end.Unix()]
		if s == nil {
			continue
		}
		for j, row := range s.rows {
			if row.length == 0 {
				continue
			}
			looks, known := all[row.op.key]
			if !known {
				looks = make([]look, len(ends))
				all[row.op.key] = looks
			}
			looks[i] = look{s, j}
		}
	}
	return all
}

// windows are those of an operation that had requests, newest first.
func (h *hour) windows(key string) []baseline.Window {
	windows := make([]baseline.Window, 0, len(h.ends))
	for i, l := range h.looks[key] {
		if l.slot != nil {
			windows = append(windows, l.window(h.ends[i], h.width))
		}
	}
	return windows
}

// wideFor is the width of a learned window, or of a whole number of them where a metric is scraped less often.
func wideFor(width time.Duration) time.Duration {
	return (width + wideWidth - 1).Truncate(wideWidth)
}
