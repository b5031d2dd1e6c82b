package pack

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

var errDamaged = errors.New("they are damaged")

// decoder reads what encoder wrote. After the first failure it only returns zeros.
type decoder struct {
	in     []byte
	at     int // of what is read next
	failed bool
	bounds []float64
	room   *baseline.Room // the windows of a pack live and die together
	known  []float64      // a layout seen before
}

// decode puts what was encoded behind the windows in a room.
func decode(room *baseline.Room, plain []byte) error {
	d := &decoder{in: plain, room: room}
	all := room.Windows
	if len(all) > 0 {
		d.known = all[len(all)-1].Bounds
	}
	d.bounds = make([]float64, d.length(8))
	for i := range d.bounds {
		d.bounds[i] = math.Float64frombits(d.fixed64())
	}
	n := d.length(4)
	all = slices.Grow(all, n)[:len(all)+n]
	windows := all[len(all)-n:]
	before := new(baseline.Window)
	var end, distance int64
	for i := range windows {
		w := &windows[i]
		distance += d.window(w, before)
		end += distance
		if i == 0 {
			distance = 0
		}
		w.End = time.Unix(0, end).UTC()
		before = w
	}
	if d.failed || d.at < len(d.in) {
		return errDamaged
	}
	room.Windows = all
	return nil
}

// window reads all of a window but its end, and by how much the distance of ends changed. Its memory may hold another.
func (d *decoder) window(w, before *baseline.Window) (change int64) {
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
	w.Counts, w.Errors, w.Samples = nil, 0, nil
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
	return change
}

func (d *decoder) layout() []float64 {
	n := d.length(1)
	if n == 0 {
		return nil
	}
	bounds := d.room.Numbers(n)
	at := -1
	for i := range bounds {
		at += int(d.varint())
		if at < 0 || at >= len(d.bounds) {
			d.failed = true
			return nil
		}
		bounds[i] = d.bounds[at]
	}
	if same(bounds, d.known) {
		return d.known
	}
	return bounds
}

func (d *decoder) numbers() []float64 {
	values := d.room.Numbers(d.length(1))
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
		return float64(math.Float32frombits(d.fixed32()))
	case long:
		return math.Float64frombits(d.fixed64())
	}
	d.failed = true
	return 0
}

// length reads a number of things of at least `each` bytes, so that a damaged one cannot ask for more memory than there is text.
func (d *decoder) length(each int) int {
	n := d.uvarint()
	if n > uint64((len(d.in)-d.at)/each) {
		d.failed = true
		return 0
	}
	return int(n)
}

func (d *decoder) uvarint() uint64 {
	if d.at < len(d.in) && d.in[d.at] < 1<<7 {
		d.at++
		return uint64(d.in[d.at-1])
	}
	v, n := binary.Uvarint(d.in[d.at:])
	if !d.advance(n) {
		return 0
	}
	return v
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.in[d.at:])
	if !d.advance(n) {
		return 0
	}
	return v
}

func (d *decoder) fixed64() uint64 {
	if len(d.in)-d.at < 8 {
		d.advance(0)
		return 0
	}
	d.at += 8
	return binary.LittleEndian.Uint64(d.in[d.at-8:])
}

func (d *decoder) fixed32() uint32 {
	if len(d.in)-d.at < 4 {
		d.advance(0)
		return 0
	}
	d.at += 4
	return binary.LittleEndian.Uint32(d.in[d.at-4:])
}

// advance goes n bytes on; what could not be read has none, and nothing is read after it.
func (d *decoder) advance(n int) bool {
	if n <= 0 {
		d.failed = true
		d.at = len(d.in)
		return false
	}
	d.at += n
	return true
}
