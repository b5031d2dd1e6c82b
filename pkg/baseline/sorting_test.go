package baseline

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLongListsAreSortedLikeShortOnes(t *testing.T) {
	r := random(23)
	special := []float64{0, math.Copysign(0, -1), 1, -1, math.Inf(1), math.Inf(-1), math.MaxFloat64, -math.MaxFloat64,
		math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 1e-300, -1e-300}
	for name, of := range map[string]func(i int) float64{
		"durations":        func(int) float64 { return math.Exp(-2 + 0.4*r.NormFloat64()) },
		"around nothing":   func(int) float64 { return r.NormFloat64() },
		"all alike":        func(int) float64 { return 0.25 },
		"few of them":      func(int) float64 { return float64(r.IntN(3)) },
		"already in order": func(i int) float64 { return float64(i) },
		"falling":          func(i int) float64 { return -float64(i) },
		"nearly alike":     func(int) float64 { return 0.25 + 1e-13*r.Float64() },
		"of every size":    func(i int) float64 { return special[r.IntN(len(special))] },
	} {
		for _, n := range []int{0, 1, 2, longList - 1, longList, longList + 1, 20_000} {
			got := make([]float64, n)
			for i := range got {
				got[i] = of(i)
			}
			want := slices.Clone(got)
			slices.Sort(want)
			ascending(got)
			require.Equal(t, want, got, "%s, %d", name, n)
		}
	}
}

func TestTheMedianIsThatOfTheSortedList(t *testing.T) {
	r := random(31)
	for name, of := range map[string]func(i int) float64{
		"durations":        func(int) float64 { return math.Exp(-2 + 0.4*r.NormFloat64()) },
		"all alike":        func(int) float64 { return 0.25 },
		"few of them":      func(int) float64 { return float64(r.IntN(3)) },
		"already in order": func(i int) float64 { return float64(i) },
		"falling":          func(i int) float64 { return -float64(i) },
		"a hill":           func(i int) float64 { return -math.Abs(float64(i) - 50) },
	} {
		for n := 1; n < 200; n++ {
			values := make([]float64, n)
			for i := range values {
				values[i] = of(i)
			}
			sorted := slices.Sorted(slices.Values(values))
			want := sortedQuantile(sorted, 0.5)
			got := median(values)
			require.Equal(t, want, got, "%s, %d", name, n)
			slices.Sort(values)
			require.Equal(t, sorted, values, "%s, %d: the same numbers as before", name, n)
		}
	}
}

func TestTheMedianDistanceIsThatOfTheDistances(t *testing.T) {
	r := random(29)
	for n := 1; n < 200; n++ {
		values := make([]float64, n)
		for i := range values {
			values[i] = math.Round(20*r.NormFloat64()) / 10 // many are equal
		}
		slices.Sort(values)
		middle := sortedQuantile(values, 0.5)
		distances := make([]float64, n)
		for i, v := range values {
			distances[i] = math.Abs(v - middle)
		}
		slices.Sort(distances)
		require.Equal(t, sortedQuantile(distances, 0.5), medianDistance(values, middle), "%v", values)
	}
}

func BenchmarkAscending(b *testing.B) {
	r := random(31)
	for _, n := range []int{100, 250, 500, 1_000, 10_000, 1_000_000} {
		list := make([]float64, n)
		for i := range list {
			list[i] = r.NormFloat64()
		}
		work := make([]float64, n)
		b.Run(fmt.Sprintf("%d/ours", n), func(b *testing.B) {
			for b.Loop() {
				copy(work, list)
				ascending(work)
			}
		})
		b.Run(fmt.Sprintf("%d/library", n), func(b *testing.B) {
			for b.Loop() {
				copy(work, list)
				slices.Sort(work)
			}
		})
	}
}
