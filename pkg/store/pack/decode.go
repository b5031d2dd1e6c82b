package pack

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

var errDamaged = errors.New("they are damaged")

// decoder reads what encoder wrote. After the first failure it only returns zeros.
type decoder struct {
	in     []byte
	failed bool
	bounds []float64
	slab   []float64
}

// slabSize numbers are allocated at once: a day of windows has a few thousand.
const slabSize = 1024

// take is a slice of its own; the windows of a pack live and die together.
func (d *decoder) take(n int) []float64 {
	if n > len(d.slab) {
		d.slab = make([]float64, max(n, slabSize))
	}
	own := d.slab[:n:n]
	d.slab = d.slab[n:]
	return own
}

func decode(plain []byte) ([]baseline.Window, error) {
	d := &decoder{in: plain}
	d.bounds = make([]float64, d.length(8))
	for i := range d.bounds {
		d.bounds[i] = math.Float64frombits(d.fixed64())
	}
	windows := make([]baseline.Window, d.length(4))
	var before baseline.Window
	var end, distance int64
	for i := range windows {
		w, change := d.window(before)
		distance += change
		end += distance
		if i == 0 {
			distance = 0
		}
		w.End = time.Unix(0, end).UTC()
		windows[i], before = w, w
	}
	if d.failed || len(d.in) > 0 {
		return nil, errDamaged
	}
	return windows, nil
}

func (d *decoder) window(before baseline.Window) (w baseline.Window, change int64) {
	flags := d.uvarint()
	change = d.varint()
	w.Native = flags&native != 0
	w.Width = before.Width
	if flags&sameWidth == 0 {
		w.Width = time.Duration(d.varint())
	}
	w.Bounds = before.Bounds
	if flags&sameBounds == 0 {
		w.Bounds = d.layout()
	}
	if flags&hasCounts != 0 {
		w.Counts = d.numbers()
	}
	w.Sum = d.number()
	if flags&hasErrors != 0 {
		w.Errors = d.number()
	}
	if flags&hasSamples != 0 {
		w.Samples = d.numbers()
	}
	return w, change
}

func (d *decoder) layout() []float64 {
	n := d.length(1)
	if n == 0 {
		return nil
	}
	bounds := d.take(n)
	at := -1
	for i := range bounds {
		at += int(d.varint())
		if at < 0 || at >= len(d.bounds) {
			d.failed = true
			return nil
		}
		bounds[i] = d.bounds[at]
	}
	return bounds
}

func (d *decoder) numbers() []float64 {
	values := d.take(d.length(1))
	for i := range values {
		values[i] = d.number()
	}
	return values
}

func (d *decoder) number() float64 {
	first := d.uvarint()
	switch first & 3 {
	case scaled:
		return float64(first>>2) / perUnit
	case short:
		return float64(math.Float32frombits(uint32(d.fixed(4))))
	case long:
		return math.Float64frombits(d.fixed64())
	}
	d.failed = true
	return 0
}

// length reads a number of things of at least `each` bytes, so that a damaged one cannot ask for more memory than there is text.
func (d *decoder) length(each int) int {
	n := d.uvarint()
	if n > uint64(len(d.in)/each) {
		d.failed = true
		return 0
	}
	return int(n)
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.in)
	return advance(d, v, n)
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.in)
	return advance(d, v, n)
}

func advance[T any](d *decoder, v T, n int) (got T) {
	if n <= 0 || d.failed {
		d.failed = true
		d.in = nil
		return got
	}
	d.in = d.in[n:]
	return v
}

func (d *decoder) fixed64() uint64 { return d.fixed(8) }

func (d *decoder) fixed(n int) (v uint64) {
	if len(d.in) < n {
		d.failed = true
		d.in = nil
		return 0
	}
	for i := n - 1; i >= 0; i-- {
		v = v<<8 | uint64(d.in[i])
	}
	d.in = d.in[n:]
	return v
}
