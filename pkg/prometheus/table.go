package prometheus

// The windows of an answer by operation, on the grid that was asked for.

import (
	"slices"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

type table struct {
	by   []string
	grid grid
	rows map[string]*row
	key  []byte // reused
	// unmeasured are, by operation and moment, the series of which Prometheus could not tell the increase.
	unmeasured map[string][]float64
}

// row is one operation.
type row struct {
	labels  map[string]string
	windows []baseline.Window // one per moment of the grid; without Counts there is none
}

func newTable(by []string, g grid) *table {
	return &table{by: by, grid: g, rows: map[string]*row{}}
}

// keyOf is the operation of a series; the key is only valid until the next call.
func (t *table) keyOf(s *series) []byte {
	t.key = t.key[:0]
	for _, name := range t.by {
		t.key = appendPart(t.key, s.label(name))
	}
	return t.key
}

func (t *table) row(key string, s *series) *row {
	if r, known := t.rows[key]; known {
		return r
	}
	r := &row{labels: make(map[string]string, len(t.by)), windows: make([]baseline.Window, t.grid.n)}
	for _, name := range t.by {
		if value := s.label(name); value != "" {
			r.labels[name] = value
		}
	}
	t.rows[key] = r
	return r
}

func (s *series) label(name string) string {
	for _, l := range s.labels {
		if l.name == name {
			return l.value
		}
	}
	return ""
}

// add completes t with the requests of other series of the same operations.
func (t *table) add(other *table) {
	for key, theirs := range other.rows {
		own, known := t.rows[key]
		if !known {
			t.rows[key] = theirs
			continue
		}
		for i, w := range theirs.windows {
			if own.windows[i].Counts == nil {
				own.windows[i] = w
				continue
			}
			own.windows[i].Add(w.Histogram)
			own.windows[i].Errors += w.Errors
		}
	}
}

// leaveOut takes the windows away of which a part could not be measured.
func (t *table) leaveOut() {
	for key, values := range t.unmeasured {
		if r, known := t.rows[key]; known {
			for i, n := range values {
				if n > 0 {
					r.windows[i] = baseline.Window{}
				}
			}
		}
	}
}

// setErrors enters the failed requests; extrapolation may put them a little above all requests.
func (t *table) setErrors(failed map[string][]float64) {
	for key, values := range failed {
		r, known := t.rows[key]
		if !known {
			continue
		}
		for i, v := range values {
			r.windows[i].Errors = min(rounded(positive(v)), total(r.windows[i].Counts))
		}
	}
}

// list gives the operations in the order of their labels, with the windows that exist.
func (t *table) list() []OpWindows {
	ops := make([]OpWindows, 0, len(t.rows))
	for _, r := range t.rows {
		windows := slices.DeleteFunc(r.windows, func(w baseline.Window) bool { return w.Counts == nil && w.Samples == nil })
		if len(windows) > 0 {
			ops = append(ops, OpWindows{Labels: r.labels, Windows: windows})
		}
	}
	sortByLabels(ops, t.by)
	return ops
}

func sortByLabels(ops []OpWindows, by []string) {
	slices.SortFunc(ops, func(a, b OpWindows) int {
		for _, name := range by {
			if order := strings.Compare(a.Labels[name], b.Labels[name]); order != 0 {
				return order
			}
		}
		return 0
	})
}

func total(counts []float64) (sum float64) {
	for _, c := range counts {
		sum += c
	}
	return sum
}

// positive is v, or 0 for what no count can be: NaN, negative, infinite, beyond mostCounted.
func positive(v float64) float64 {
	if v > 0 && v <= mostCounted {
		return v
	}
	return 0
}
