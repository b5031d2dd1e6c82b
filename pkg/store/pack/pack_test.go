package pack_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store/pack"
)

var day = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)

// measured are windows as Prometheus gives them: classic, five minutes, extrapolated counts.
func measured(n int) []baseline.Window {
	source := rand.New(rand.NewPCG(1, 2))
	bounds := []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
	windows := make([]baseline.Window, n)
	for i := range windows {
		counts := make([]float64, len(bounds)+1)
		factor := 1 + 0.02*source.Float64()
		sum := 0.0
		for range 200 + source.IntN(400) {
			v := 0.3 * math.Exp(0.5*source.NormFloat64())
			k := 0
			for k < len(bounds) && v > bounds[k] {
				k++
			}
			counts[k]++
			sum += v
		}
		for k := range counts {
			counts[k] = math.Round(counts[k]*factor*1024) / 1024
		}
		windows[i] = baseline.Window{
			End: day.Add(time.Duration(i+1) * 5 * time.Minute), Width: 5 * time.Minute, Errors: math.Round(counts[3]*100) / 1024,
			Histogram: baseline.Histogram{Bounds: bounds, Counts: counts, Sum: float64(float32(sum))},
		}
	}
	return windows
}

func TestPacking(t *testing.T) {
	odd := baseline.Histogram{Bounds: []float64{1e-300, 0.1, 1, math.MaxFloat64}, Sum: math.Inf(1), Native: true,
		Counts: []float64{math.SmallestNonzeroFloat64, 1.0 / 3, math.Copysign(0, -1), 1 << 60, -5}}
	cases := map[string][]baseline.Window{
		"none":             nil,
		"a measured day":   measured(288),
		"one window":       measured(1),
		"any float64":      {{End: day, Width: time.Minute, Histogram: odd, Errors: 1.0 / 7}},
		"runs":             {{End: day.Add(3*time.Second + 5), Width: 1234567, Samples: []float64{0.1, 7200}}, {End: day.Add(time.Hour), Samples: []float64{3}}},
		"the zero window":  {{End: time.Unix(0, 0).UTC()}},
		"before 1970":      {{End: time.Unix(-5, 3).UTC()}, {End: time.Unix(-9, 0).UTC()}},
		"changing layouts": append(measured(3), append([]baseline.Window{{End: day.Add(time.Hour), Width: time.Minute, Histogram: odd}}, measured(2)...)...),
		"no counts":        {{End: day, Width: time.Minute, Histogram: baseline.Histogram{Bounds: []float64{1}}}},
	}
	var room baseline.Room
	for name, windows := range cases {
		t.Run(name+" comes back as it was", func(t *testing.T) {
			got, err := pack.Unpack(pack.Pack(windows))
			require.NoError(t, err)
			require.Equal(t, windows, got)
		})
		t.Run(name+" comes back as it was where others were, twice in a row", func(t *testing.T) {
			room.Empty()
			for range 2 {
				require.NoError(t, pack.UnpackInto(&room, pack.Pack(windows)))
			}
			require.Len(t, room.Windows, 2*len(windows))
			for i, w := range room.Windows {
				require.Equal(t, windows[i%len(windows)], w)
			}
		})
	}
	t.Run("days of one layout share its bounds", func(t *testing.T) {
		room.Empty()
		require.NoError(t, pack.UnpackInto(&room, pack.Pack(measured(2))))
		require.NoError(t, pack.UnpackInto(&room, pack.Pack(measured(2))))
		require.Same(t, &room.Windows[0].Bounds[0], &room.Windows[3].Bounds[0])
	})
	t.Run("NaN stays NaN", func(t *testing.T) {
		got, err := pack.Unpack(pack.Pack([]baseline.Window{{End: day, Histogram: baseline.Histogram{Sum: math.NaN(), Counts: []float64{math.NaN()}}}}))
		require.NoError(t, err)
		require.True(t, math.IsNaN(got[0].Sum) && math.IsNaN(got[0].Counts[0]))
	})
	t.Run("a day of 5-minute windows takes less than 25 bytes each", func(t *testing.T) {
		require.Less(t, len(pack.Pack(measured(288))), 25*288)
	})
}

func TestDamagedPacks(t *testing.T) {
	whole := pack.Pack(measured(20))
	for cut := 1; cut < len(whole); cut++ {
		_, err := pack.Unpack(whole[:cut])
		require.Error(t, err, "cut at %d", cut)
	}
	for at := range whole {
		bent := append([]byte(nil), whole...)
		bent[at] ^= 0x55
		if got, err := pack.Unpack(bent); err == nil { // a bit that means nothing
			require.Equal(t, measured(20), got, "changed at %d", at)
		}
	}
	_, err := pack.Unpack([]byte{9, 1, 2})
	require.ErrorContains(t, err, "version 9")
}

func BenchmarkPack(b *testing.B) {
	windows := measured(288)
	packed := pack.Pack(windows)
	b.Run("pack a day", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			pack.Pack(windows)
		}
		b.ReportMetric(float64(len(packed)), "B/day")
	})
	b.Run("unpack a day", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := pack.Unpack(packed); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkPackLevels(b *testing.B) {
	windows := make([]baseline.Window, 288)
	for i := range windows {
		v := 50 + 5*math.Sin(float64(i)/3) + 3*math.Sin(float64(i*i))
		k := math.Ceil(math.Log2(v) * 256)
		windows[i] = baseline.Window{
			End: day.Add(time.Duration(5*(i+1)) * time.Minute), Width: 5 * time.Minute,
			Histogram: baseline.Histogram{Native: true, Bounds: []float64{math.Exp2((k - 1) / 256), math.Exp2(k / 256)}, Counts: []float64{0, 20, 0}, Sum: 20 * v},
		}
	}
	for b.Loop() {
		pack.Pack(windows)
	}
	b.ReportMetric(float64(len(pack.Pack(windows))), "B/day")
}
