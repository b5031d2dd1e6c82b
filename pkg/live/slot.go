package live

import (
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers how the windows of all operations of a metric at one
// moment are kept: small, and with few pointers, because 10,000 operations are
// kept for many moments.

// operation is one label set of a metric, shared by all its slots.
type operation struct {
	key    string // Key("", labels)
	labels map[string]string
}

func operationOf(labels map[string]string) *operation {
	return &operation{key: Key("", labels), labels: labels}
}

// layout are the bucket bounds of a histogram, shared by all rows that have them.
type layout struct {
	bounds []float64
	native bool
}

// slot holds the windows that end at one moment. It is never changed once made.
type slot struct {
	rows   []row
	counts []float32 // of all rows; a request counter needs no more than 7 digits
	// samples are the single durations of rows that have them, by row.
	samples map[int][]float64
}

type row struct {
	op     *operation
	layout *layout
	first  int32 // in counts
	length int32 // 0: the series exist, but had no requests
	sum    float64
	errors float64
}

// add appends one window.
func (s *slot) add(op *operation, w baseline.Window) {
	r := row{op: op, layout: s.layoutOf(w.Histogram), first: int32(len(s.counts)), sum: w.Sum, errors: w.Errors}
	if w.Count() > 0 {
		r.length = int32(len(w.Counts))
		for _, c := range w.Counts {
			s.counts = append(s.counts, float32(c))
		}
	}
	if len(w.Samples) > 0 {
		if s.samples == nil {
			s.samples = map[int][]float64{}
		}
		s.samples[len(s.rows)] = w.Samples
	}
	s.rows = append(s.rows, r)
}

// layoutOf shares the layout of the row before: operations of a classic histogram have the same.
func (s *slot) layoutOf(h baseline.Histogram) *layout {
	if n := len(s.rows); n > 0 {
		last := s.rows[n-1].layout
		if last.native == h.Native && slices.Equal(last.bounds, h.Bounds) {
			return last
		}
	}
	return &layout{bounds: slices.Clone(h.Bounds), native: h.Native}
}

// window is row i again, as it came. Its counts are the reader's own.
func (s *slot) window(i int, end time.Time, width time.Duration) baseline.Window {
	r := s.rows[i]
	w := baseline.Window{End: end, Width: width, Errors: r.errors, Samples: slices.Clone(s.samples[i])}
	w.Bounds, w.Native, w.Sum = r.layout.bounds, r.layout.native, r.sum
	w.Counts = make([]float64, len(r.layout.bounds)+1)
	for j, c := range s.counts[r.first : r.first+r.length] {
		w.Counts[j] = float64(c)
	}
	return w
}

// ascending are the windows of slots that end at some moments, which are the newest first, by the key of the operation: those
// of the rows that are wanted.
func ascending(slots map[int64]*slot, ends []time.Time, width time.Duration, wanted func(row) bool) map[string][]baseline.Window {
	windows := map[string][]baseline.Window{}
	for _, end := range slices.Backward(ends) {
		s := slots[end.Unix()]
		if s == nil {
			continue
		}
		for i, row := range s.rows {
			if wanted(row) {
				windows[row.op.key] = append(windows[row.op.key], s.window(i, end, width))
			}
		}
	}
	return windows
}

const (
	rowBytes    = 48
	layoutBytes = 64
)

func (s *slot) bytes() int64 {
	n := int64(cap(s.rows))*rowBytes + int64(cap(s.counts))*4
	var last *layout
	for _, r := range s.rows {
		if r.layout != last {
			last = r.layout
			n += layoutBytes + int64(len(last.bounds))*8
		}
	}
	for _, samples := range s.samples {
		n += windowBytes + int64(len(samples))*8
	}
	return n
}
