package pack

// What holds of every pack that a disk may give back, and of every list of windows that is packed?

import (
	"encoding/binary"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// few are windows of every kind: classic, native, a run, and none of it.
var few = []baseline.Window{
	{End: time.Unix(300, 0).UTC(), Width: 5 * time.Minute, Errors: 1.5, Histogram: baseline.Histogram{Bounds: []float64{.1, 1}, Counts: []float64{3, 2.25, 1}, Sum: 1.5}},
	{End: time.Unix(600, 0).UTC(), Width: 5 * time.Minute, Histogram: baseline.Histogram{Bounds: []float64{.1, 1}, Counts: []float64{1. / 3, 0, 1 << 60}, Sum: math.Inf(1)}},
	{End: time.Unix(900, 7).UTC(), Width: time.Minute, Histogram: baseline.Histogram{Bounds: []float64{-1, .5}, Counts: []float64{1, 1, 0}, Native: true, Sum: math.NaN()}},
	{End: time.Unix(-5, 3).UTC(), Width: 1234567, Samples: []float64{7200, math.Copysign(0, -1)}},
	{},
}

// FuzzUnpack gives what a damaged disk gives; the sum of the pack finds nearly all of it.
func FuzzUnpack(f *testing.F) {
	f.Add(Pack(few))
	f.Add(Numbers([]float64{1, 2}))
	f.Add([]byte{})
	f.Add([]byte{9, 1, 2})
	f.Fuzz(func(t *testing.T, packed []byte) {
		windows, err := Unpack(packed)
		require.True(t, err == nil || windows == nil)
		if err == nil {
			requireSame(t, windows)
		}
		if values, err := AppendNumbers(nil, packed); err == nil && len(values) > 0 {
			again, err := AppendNumbers(nil, Numbers(values))
			require.NoError(t, err)
			require.True(t, same(values, again))
		}
	})
}

// FuzzDecode gives what lies within the sum: windows or an error, never more memory than there is text for.
func FuzzDecode(f *testing.F) {
	for n := range len(few) + 1 {
		f.Add(encode(few[:n]))
	}
	f.Add(binary.AppendUvarint([]byte{0}, math.MaxUint64))
	f.Fuzz(func(t *testing.T, plain []byte) {
		windows, err := decoded(plain)
		if err != nil {
			require.Nil(t, windows)
			return
		}
		numbers := 0
		for _, w := range windows {
			numbers += len(w.Counts) + len(w.Samples)
		}
		require.LessOrEqual(t, len(windows)+numbers, len(plain))
		again, err := decoded(encode(windows))
		require.NoError(t, err)
		equal(t, windows, again)
	})
}

// FuzzWindows packs windows of any numbers: they come back bit by bit.
func FuzzWindows(f *testing.F) {
	f.Add([]byte("0123456789abcdef0123456789abcdef0123456789abcdef"), int64(5*time.Minute), true)
	f.Add(make([]byte, 200), int64(0), false)
	f.Fuzz(func(t *testing.T, bits []byte, width int64, native bool) {
		var numbers []float64
		for len(bits) >= 8 {
			numbers, bits = append(numbers, math.Float64frombits(binary.LittleEndian.Uint64(bits))), bits[8:]
		}
		var windows []baseline.Window
		at := int64(0)
		for len(numbers) > 4 {
			n := min(len(numbers)/2, 1+len(windows)%5)
			at += width + int64(len(windows))
			windows = append(windows, baseline.Window{
				End: time.Unix(0, at).UTC(), Width: time.Duration(width), Errors: numbers[0],
				Histogram: baseline.Histogram{Native: native, Bounds: numbers[1:n], Counts: numbers[:n], Sum: numbers[n]}, Samples: numbers[n:][:n/2],
			})
			numbers = numbers[n:]
		}
		requireSame(t, windows)
	})
}

func requireSame(t *testing.T, windows []baseline.Window) {
	t.Helper()
	again, err := Unpack(Pack(windows))
	require.NoError(t, err)
	equal(t, windows, again)
}

// equal compares bit by bit: NaN equals itself, and no counts are an empty list of them.
func equal(t *testing.T, windows, again []baseline.Window) {
	t.Helper()
	require.Len(t, again, len(windows))
	for i, w := range windows {
		g := again[i]
		require.True(t, w.End.Equal(g.End) && w.Width == g.Width && w.Native == g.Native, "%v came back as %v", w, g)
		for _, pair := range [][2][]float64{{w.Bounds, g.Bounds}, {w.Counts, g.Counts}, {w.Samples, g.Samples}, {{w.Sum, w.Errors}, {g.Sum, g.Errors}}} {
			require.True(t, same(pair[0], pair[1]), "%v came back as %v", w, g)
		}
	}
}

func decoded(plain []byte) ([]baseline.Window, error) {
	var room baseline.Room
	err := decode(&room, plain)
	return room.Windows, err
}
