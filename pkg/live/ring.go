package live

import (
	"container/list"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers how the windows of one metric are arranged by moment.

// ring holds the recent windows of one metric with one selector and one width.
type ring struct {
	key   string
	ops   map[string]*operation
	slots map[int64]*list.Element // by the second at which the windows end
}

// arrange turns windows by operation into slots by moment. Every moment asked
// for has one, an empty one too: that nothing was there need not be asked again.
func (r *ring) arrange(answer []prometheus.OpWindows, oldest, newest time.Time, step time.Duration) map[int64]*slot {
	made := map[int64]*slot{}
	for at := oldest; !at.After(newest); at = at.Add(step) {
		made[at.Unix()] = &slot{rows: make([]row, 0, len(answer))}
	}
	for _, o := range answer {
		op := r.operation(o.Labels)
		for _, w := range o.Windows {
			if s, ok := made[w.End.Unix()]; ok {
				s.add(op, w)
			}
		}
	}
	return made
}

func (r *ring) operation(labels map[string]string) *operation {
	key := Key("", labels)
	op, ok := r.ops[key]
	if !ok {
		op = &operation{key: key, labels: labels}
		r.ops[key] = op
	}
	return op
}

// forget drops operations that no slot has any more, once they are the majority.
func (r *ring) forget() {
	most := 0
	for _, e := range r.slots {
		most = max(most, len(e.Value.(*entry).slot.rows))
	}
	if len(r.ops) <= 2*most+1000 {
		return
	}
	r.ops = make(map[string]*operation, most)
	for _, e := range r.slots {
		for _, row := range e.Value.(*entry).slot.rows {
			r.ops[row.op.key] = row.op
		}
	}
}
