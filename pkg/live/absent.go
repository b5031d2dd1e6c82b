package live

import (
	"context"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers which of the operations without series have stopped, and which are no more. A program that has begun
// anew has none of an operation until somebody asks for it; nor has a host that was taken away, or a route that was renamed.

// newlyCome is how long ago an operation may first have been seen that takes the place of another one: the hour for which
// the other one would be missed, and one in which it is learned.
const newlyCome = 2 * history

// absent tells whether an operation has no series at the moment of the verdict.
func (r recent) absent() bool { return len(r.looks) == 0 || r.looks[0].slot == nil }

// forgetGone takes back that operations have stopped that had no series for an hour, or that others came in place of.
func (r *Reader) forgetGone(ctx context.Context, req Request, set catalog.OperationSet, now recents, judged []OperationVerdict, t time.Time) error {
	var stopped []int
	for i, op := range now.ops {
		if judged[i].Tier > detect.Normal && op.absent() {
			stopped = append(stopped, i)
		}
	}
	if len(stopped) == 0 {
		return nil
	}
	seen, err := r.seenInHour(ctx, req.System, set, now.width, t)
	if err != nil {
		return err
	}
	places := placesIn(req, set, now.ops, t)
	for _, i := range stopped {
		v := &judged[i]
		gone := detect.Verdict{At: v.At, Width: v.Width, State: v.State, Unit: v.Unit}
		switch {
		case !seen[now.ops[i].op.key]:
			gone.Reason = "not measured: it has had no series for an hour"
		case places.taken(v.Labels):
			gone.Reason = "not measured: it has no series any more, and others have come in its place"
		default:
			continue
		}
		v.Verdict = gone
	}
	return nil
}

// seenInHour are the operations, by key, that had series in the hour before a moment. The windows are those that a p95 is
// judged over the hour by.
func (r *Reader) seenInHour(ctx context.Context, sys *catalog.System, set catalog.OperationSet, width time.Duration, t time.Time) (map[string]bool, error) {
	q := QueryOf(sys, set)
	q.Width = wideFor(width)
	slots, err := r.lastSlots(ctx, q, endsSince(t.Add(-history), t, q.Width))
	seen := map[string]bool{}
	for _, s := range slots {
		for _, row := range s.rows {
			seen[row.op.key] = true
		}
	}
	return seen, err
}

// places are the values of the labels of a set's operations.
type places struct {
	seen map[[2]string]bool // that there are series of
	new  map[string]bool    // labels of which one has a value that was not there before
}

func placesIn(req Request, set catalog.OperationSet, ops []recent, t time.Time) places {
	known := func(key string) bool {
		record, is := req.Baselines[set.ID+key]
		return is && record.From.Before(t.Add(-newlyCome))
	}
	before := map[[2]string]bool{}
	p := places{seen: map[[2]string]bool{}, new: map[string]bool{}}
	for _, op := range ops {
		for name, value := range op.op.labels {
			before[[2]string{name, value}] = before[[2]string{name, value}] || known(op.op.key)
			if !op.absent() {
				p.seen[[2]string{name, value}] = true
			}
		}
	}
	for of := range p.seen {
		p.new[of[0]] = p.new[of[0]] || !before[of]
	}
	return p
}

// taken tells whether nothing is left with the value of one of the labels, and another value has newly come.
func (p places) taken(labels map[string]string) bool {
	for name, value := range labels {
		if p.new[name] && !p.seen[[2]string{name, value}] {
			return true
		}
	}
	return false
}
