package pack

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// The layout of a pack before compression:
//
//	bounds   all different bounds of all windows, ascending, by their bits
//	windows  each: flags, end (change of the distance to the one before), width, layout, counts, sum, errors, samples
//
// What equals the window before is one bit of the flags. Distances are zigzag varints of nanoseconds.
const (
	native    = 1 << iota // Histogram.Native
	sameWidth             // as the window before
	sameBounds
	hasCounts
	hasSamples
	hasErrors
)

// Numbers are varints whose two lowest bits say how.
const (
	scaled  = iota // a whole number of 1/perUnit, shifted: counts of Prometheus windows are such
	short          // four bytes of a float32 that is exact
	long           // eight bytes
	perUnit = 1024
)

type encoder struct {
	out    []byte
	bounds map[uint64]int
}

func encode(windows []baseline.Window) []byte {
	e := &encoder{out: make([]byte, 0, 64*len(windows)), bounds: map[uint64]int{}}
	e.dictionary(windows)
	e.out = binary.AppendUvarint(e.out, uint64(len(windows)))
	var before baseline.Window
	var distance int64
	for i, w := range windows {
		end := w.End.UnixNano()
		if i > 0 {
			end -= before.End.UnixNano()
		}
		e.window(w, before, i == 0, end-distance)
		before, distance = w, end
		if i == 0 {
			distance = 0
		}
	}
	return e.out
}

func (e *encoder) dictionary(windows []baseline.Window) {
	var all []float64
	for i, w := range windows {
		if i > 0 && same(w.Bounds, windows[i-1].Bounds) {
			continue
		}
		for _, b := range w.Bounds {
			if _, known := e.bounds[math.Float64bits(b)]; !known {
				e.bounds[math.Float64bits(b)] = 0
				all = append(all, b)
			}
		}
	}
	slices.Sort(all)
	e.out = binary.AppendUvarint(e.out, uint64(len(all)))
	for i, b := range all {
		e.bounds[math.Float64bits(b)] = i
		e.out = binary.LittleEndian.AppendUint64(e.out, math.Float64bits(b))
	}
}

func (e *encoder) window(w, before baseline.Window, first bool, end int64) {
	flags := uint64(0)
	set := func(flag uint64, on bool) {
		if on {
			flags |= flag
		}
	}
	set(native, w.Native)
	set(sameWidth, !first && w.Width == before.Width)
	set(sameBounds, !first && same(w.Bounds, before.Bounds))
	set(hasCounts, len(w.Counts) > 0)
	set(hasSamples, len(w.Samples) > 0)
	set(hasErrors, math.Float64bits(w.Errors) != 0)
	e.out = binary.AppendUvarint(e.out, flags)
	e.out = binary.AppendVarint(e.out, end)
	if flags&sameWidth == 0 {
		e.out = binary.AppendVarint(e.out, int64(w.Width))
	}
	if flags&sameBounds == 0 {
		e.layout(w.Bounds)
	}
	if flags&hasCounts != 0 {
		e.numbers(w.Counts)
	}
	e.number(w.Sum)
	if flags&hasErrors != 0 {
		e.number(w.Errors)
	}
	if flags&hasSamples != 0 {
		e.numbers(w.Samples)
	}
}

// layout writes bounds as steps through the dictionary; a step of 1 is the next bound.
func (e *encoder) layout(bounds []float64) {
	e.out = binary.AppendUvarint(e.out, uint64(len(bounds)))
	at := -1
	for _, b := range bounds {
		next := e.bounds[math.Float64bits(b)]
		e.out = binary.AppendVarint(e.out, int64(next-at))
		at = next
	}
}

func (e *encoder) numbers(values []float64) {
	e.out = binary.AppendUvarint(e.out, uint64(len(values)))
	for _, v := range values {
		e.number(v)
	}
}

func (e *encoder) number(v float64) {
	if x := v * perUnit; x >= 0 && x < 1<<53 && x == math.Trunc(x) && !math.Signbit(v) {
		e.out = binary.AppendUvarint(e.out, uint64(x)<<2+scaled)
		return
	}
	if f := float32(v); math.Float64bits(float64(f)) == math.Float64bits(v) {
		e.out = binary.LittleEndian.AppendUint32(append(e.out, short), math.Float32bits(f))
		return
	}
	e.out = binary.LittleEndian.AppendUint64(append(e.out, long), math.Float64bits(v))
}

// same compares by bits: NaN equals itself and -0 is not 0.
func same(a, b []float64) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] ||
		slices.EqualFunc(a, b, func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) }))
}
