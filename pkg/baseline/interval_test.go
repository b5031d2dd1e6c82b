package baseline

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// binomial sums what a book of tables has: the probability of each number of hits among n.
func binomial(n int, q float64) []float64 {
	masses := make([]float64, n+1)
	masses[0] = math.Pow(1-q, float64(n))
	for k := range n {
		masses[k+1] = masses[k] * float64(n-k) / float64(k+1) * q / (1 - q)
	}
	return masses
}

// Between two whole ranks the probability is taken for a straight line, of the smallest sample up to the largest.
func TestTheRanksOfAnIntervalAreThoseOfTheSum(t *testing.T) {
	rank := func(masses []float64, p float64) float64 {
		below := 0.0
		for k, mass := range masses {
			if below+mass >= p {
				return float64(k) + (p-below)/mass
			}
			below += mass
		}
		return float64(len(masses))
	}
	for _, q := range []float64{0.05, 0.5, 0.9, 0.95, 0.99} {
		for n := 1; n <= 100; n++ {
			for _, level := range []float64{0.5, 0.9, 0.95, 0.999} {
				masses := binomial(n, q)
				l, u := orderRanks(float64(n), q, level)
				require.InDelta(t, rank(masses, (1-level)/2), l, 1e-6, "lower rank of %d at %v and %v", n, q, level)
				require.InDelta(t, rank(masses, (1+level)/2), u, 1e-6, "upper rank of %d at %v and %v", n, q, level)
			}
		}
	}
}

func TestAtLeastSoManyIsTheSumOfTheProbabilities(t *testing.T) {
	for _, n := range []int{1, 2, 7, 60} {
		for _, q := range []float64{0.01, 0.3, 0.95} {
			masses, sum := binomial(n, q), 0.0
			for k := n; k >= 0; k-- {
				sum += masses[k]
				require.InDelta(t, sum, AtLeast(float64(k), float64(n), q), 1e-9, "%d of %d at %v", k, n, q)
				require.InDelta(t, sum, AtLeast(float64(k)+0.9, float64(n)+0.4, q), 1e-9, "a part of one that was extrapolated is none")
			}
		}
	}
	require.Zero(t, AtLeast(3, 2, 0.5), "more than there are")
	require.EqualValues(t, 1, AtLeast(2, 2, 1))
	require.EqualValues(t, 1, AtLeast(0, 0, 0.5))
}

// Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
func TestTheIntervalOfAShareIsThePublishedOne(t *testing.T) {
	const z = 1.959964
	for _, c := range []struct{ k, n, low, high float64 }{
		{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718},
	} {
		low, high := ShareInterval(c.k, c.n, z)
		require.InDelta(t, c.low, low, 5e-5, "%v of %v", c.k, c.n)
		require.InDelta(t, c.high, high, 5e-5, "%v of %v", c.k, c.n)
		low, high = ShareInterval(c.n-c.k, c.n, z)
		require.InDelta(t, 1-c.high, low, 5e-5, "what is missing of %v of %v", c.k, c.n)
		require.InDelta(t, 1-c.low, high, 5e-5, "what is missing of %v of %v", c.k, c.n)
	}
	low, high := ShareInterval(20, 20, z)
	moreLow, moreHigh := ShareInterval(21, 20, z)
	require.Equal(t, []float64{low, high}, []float64{moreLow, moreHigh}, "more than all is all")
}

// The values 1 to n are their own ranks; where each fills a bucket, its middle is half a rank below.
func TestTheIntervalOfWholeNumbersIsTheirRanks(t *testing.T) {
	for _, n := range []int{10, 73, 100, 500} {
		var w Window
		h := Histogram{Counts: []float64{}}
		for i := range n {
			w.Samples = append(w.Samples, float64(n-i)) // in no order
			h.Bounds, h.Counts = append(h.Bounds, float64(i+1)), append(h.Counts, 1)
		}
		h.Counts = append(h.Counts, 0)
		for _, q := range []float64{0.05, 0.5, 0.95} {
			l, u := orderRanks(float64(n), q, 0.95)
			low, high := w.Interval(q, 0.95)
			bucketLow, bucketHigh := h.Interval(q, 0.95)
			if l < 1 {
				require.Zero(t, low)
				require.Zero(t, bucketLow)
			} else {
				require.InDelta(t, l, low, 1e-9, "lower end of p%v of %d", 100*q, n)
				require.InDelta(t, l-0.5, bucketLow, 1e-9, "lower end of p%v of %d in buckets", 100*q, n)
			}
			if u > float64(n) {
				require.True(t, math.IsInf(high, 1) && math.IsInf(bucketHigh, 1), "p%v of %d", 100*q, n)
			} else {
				require.InDelta(t, u, high, 1e-9, "upper end of p%v of %d", 100*q, n)
				require.InDelta(t, u-0.5, bucketHigh, 1e-9, "upper end of p%v of %d in buckets", 100*q, n)
			}
		}
	}
}

func TestOfWhatIsNotKnownThereIsNoInterval(t *testing.T) {
	for name, h := range map[string]Histogram{
		"no requests":                     {Bounds: []float64{1}, Counts: []float64{0, 0}},
		"requests of which none is known": {Counts: []float64{5}},
		"nothing":                         {},
	} {
		low, high := h.Interval(0.95, 0.95)
		require.True(t, math.IsNaN(low) && math.IsNaN(high), "%s: %v to %v", name, low, high)
	}
}
