package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers which operations may have been in breach since the learner looked, and no longer are: it comes to an
// hour when that is over, and whoever was called by an alert looks before.

// mayHaveBeenOff are the operations, of those judged now, whose windows since a moment can hold a breach, or that hung.
func (r *Reader) mayHaveBeenOff(ctx context.Context, req Request, set catalog.OperationSet, judged []OperationVerdict, hung map[string][]detect.Stretch, since, t time.Time,
) ([]OperationVerdict, error) {
	windows, err := r.windowsSince(ctx, req.System, set, latest(since, t.Add(-history)), t)
	by := SettingsOf(req.System, set)
	found := make([]bool, len(judged))
	panicked := inParallel(len(judged), func(i int) {
		key := Key("", judged[i].Labels)
		of := windows[key]
		found[i] = len(hung[key]) > 0 || len(of) > 0 && mayHaveBeen(req.Signal, of, judged[i].Baseline, by)
	})
	if panicked != nil {
		return nil, panicked
	}
	var suspects []OperationVerdict
	for i, is := range found {
		if is {
			suspects = append(suspects, judged[i])
		}
	}
	if n := len(suspects); n > mostSuspects {
		suspects = suspects[:mostSuspects]
		err = errors.Join(err, &prometheus.Error{Kind: prometheus.ErrPartial, Message: fmt.Sprintf(
			"%d operations of %s may have been in violation since the learner looked, %d of them were looked at; it looks at all of them when the hour is over", n, set.ID, mostSuspects)})
	}
	return suspects, err
}

func mayHaveBeen(signal detect.Signal, windows []baseline.Window, r baseline.Record, s detect.Settings) bool {
	switch signal {
	case detect.Errors:
		return detect.MayHaveFailedIn(windows, 0, r, s)
	case detect.Rate:
		return slices.ContainsFunc(windows, func(w baseline.Window) bool {
			return w.Requests() == 0 && detect.JudgeRate(w, r, s).Tier >= detect.Warning
		})
	}
	return detect.MayHaveBeenSlowIn(windows, r, s)
}

// windowsSince are the wide windows that ended since a moment, ascending and by the key of the operation, and after them the
// last minutes, of which there is no such window yet.
func (r *Reader) windowsSince(ctx context.Context, sys *catalog.System, set catalog.OperationSet, since, t time.Time) (map[string][]baseline.Window, error) {
	q, doubt := r.narrowest(ctx, sys, set, t)
	if q.Width == 0 {
		return nil, doubt
	}
	q.Width = wideFor(q.Width)
	ends := endsSince(since, t, q.Width)
	slots, err := r.lastSlots(ctx, q, ends)
	windows := ascending(slots, ends, q.Width, func(row) bool { return true })
	now, recentErr := r.recents(ctx, sys, set, t)
	for _, op := range now.ops {
		if op.absent() {
			continue
		}
		if last, _ := detect.Joined(op.windows(t, now.width), func(w baseline.Window) bool { return w.Width >= wideWidth }); last.End.After(since) {
			windows[op.op.key] = append(windows[op.op.key], last)
		}
	}
	return windows, errors.Join(doubt, err, recentErr)
}

// endedOf are the breaches of an operation that are over, of which the learner has not written down the end. What it knows to
// have gone on it has written down the beginning of.
func endedOf(v OperationVerdict, signal detect.Signal, breaches []detect.Stretch, since time.Time, known map[Violated]time.Time, apart time.Duration) (over []OpenViolation) {
	until, was := known[Violated{signal, v.Key()}]
	for _, b := range breaches {
		wentOn := was && !b.Start.After(until.Add(apart))
		if b.End.After(since) && !wentOn {
			over = append(over, OpenViolation{v, b, signal})
		}
	}
	return over
}
