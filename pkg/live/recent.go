package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers what the operations of a metric did in the last minutes.

// recent is where the windows of one operation are kept, newest first, width apart.
type recent struct {
	op    *operation
	name  string // once it is needed
	looks []look
}

// look is where a window is kept; nowhere if the series did not exist.
type look struct {
	slot *slot
	row  int
}

func (l look) window(end time.Time, width time.Duration) baseline.Window {
	if l.slot == nil {
		return baseline.Window{End: end, Width: width}
	}
	return l.slot.window(l.row, end, width)
}

// windows are those of the operation, newest first. One that it has no series for ends where it should.
func (r recent) windows(t time.Time, width time.Duration) []baseline.Window {
	windows := make([]baseline.Window, len(r.looks))
	for i, l := range r.looks {
		windows[i] = l.window(t.Add(-time.Duration(i)*width), width)
	}
	return windows
}

// recents are the operations of one metric at one moment.
type recents struct {
	width time.Duration
	ops   []recent
	// scraped: the metric has series at this moment, so that an operation without any has no requests.
	scraped bool
	// hour is what shows slowly; nil where that is not judged.
	hour *hour
}

// QueryOf asks for the windows of a set of operations.
func QueryOf(sys *catalog.System, set catalog.OperationSet) prometheus.WindowQuery {
	return prometheus.WindowQuery{
		Metric: set.Metric, Kind: set.Kind, Across: set.Across, Unit: set.Unit, By: set.By, Labels: set.Labels, Fixed: set.Fixed, Errors: set.Errors,
		Selector: prometheus.Matchers(sys.Selector, set.Selector),
	}
}

// recents reads what a verdict at t needs: windows that end at t, t-w, … as far back as they count.
func (r *Reader) recents(ctx context.Context, sys *catalog.System, set catalog.OperationSet, t time.Time) (recents, error) {
	q, doubt := r.narrowest(ctx, sys, set, t)
	if q.Width == 0 {
		return recents{}, doubt
	}
	ends := endsBefore(t, q.Width)
	slots, err := r.rings.slotsAt(ctx, q, ends, q.Width)
	if len(slots) == 0 && err != nil {
		return recents{}, fmt.Errorf("reading the windows of %s: %w", set.Metric, err)
	}
	return joinSlots(slots, ends, q.Width), errors.Join(doubt, err)
}

// endsBefore are the ends of the windows of a verdict at t, newest first.
func endsBefore(t time.Time, width time.Duration) []time.Time {
	var ends []time.Time
	for end := t; detect.IsRecent(end, t); end = end.Add(-width) {
		ends = append(ends, end)
	}
	return ends
}

// narrowest asks for the windows of a set by which it is judged at a moment. With an error of kind ErrPartial their width is
// there too; with others it is 0.
func (r *Reader) narrowest(ctx context.Context, sys *catalog.System, set catalog.OperationSet, t time.Time) (q prometheus.WindowQuery, err error) {
	q = QueryOf(sys, set)
	q.Width, err = r.width(ctx, q, t)
	return q, err
}

// width is the narrowest window that holds enough scrapes of a metric. The
// client measures it at a moment that everybody who asks for the same t computes alike. With an error of kind ErrPartial it is
// there too; with others it is 0.
func (r *Reader) width(ctx context.Context, q prometheus.WindowQuery, t time.Time) (time.Duration, error) {
	key := fmt.Sprintf("scrape\x00%d\x00%s\x00%s", t.Unix(), q.Metric, q.Selector)
	every, err := remembered(ctx, r.asks, key, t, func(time.Duration) int64 { return 0 },
		func(ctx context.Context) (time.Duration, error) {
			return r.asks.src.ScrapeInterval(ctx, q.Metric, q.Selector, t)
		})
	if err != nil {
		err = fmt.Errorf("measuring how often %s is scraped: %w", q.Metric, err)
	}
	if _, worse := prometheus.Shown(err); worse != nil {
		return 0, err
	}
	return widthFor(every), err
}

// widthFor keeps the ends of consecutive windows on the grid. A metric without
// samples has the least width; none has a wider one than is looked back.
func widthFor(every time.Duration) time.Duration {
	w := scrapesPerWindow * every
	if w <= leastWidth {
		return leastWidth
	}
	return min((w + tick - 1).Truncate(tick), history)
}

func joinSlots(slots map[int64]*slot, ends []time.Time, width time.Duration) recents {
	out := recents{width: width}
	if len(ends) == 0 {
		return out
	}
	if newest := slots[ends[0].Unix()]; newest != nil {
		out.scraped = len(newest.rows) > 0
		out.ops = make([]recent, 0, len(newest.rows))
	}
	index := make(map[string]int, cap(out.ops))
	looks := make([]look, cap(out.ops)*len(ends)) // of all of them, in one piece
	for i, end := range ends {
		s := slots[end.Unix()]
		if s == nil {
			continue
		}
		for j, row := range s.rows {
			k, known := index[row.op.key]
			if !known {
				k = len(out.ops)
				index[row.op.key] = k
				out.ops = append(out.ops, recent{op: row.op, looks: slab(&looks, len(ends))})
			}
			out.ops[k].looks[i] = look{s, j}
		}
	}
	return out
}

// slab takes the next n of a piece that was made for many; of another once it is used up.
func slab(from *[]look, n int) []look {
	if len(*from) < n {
		*from = make([]look, n)
	}
	taken := (*from)[:n:n]
	*from = (*from)[n:]
	return taken
}
