package capacity

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// conversions are so many of each size, whose time grows with a power of it.
func conversions(random *rand.Rand, each int, exponent float64) (sizes, seconds []float64) {
	for _, size := range []float64{100, 1000, 10_000, 100_000} {
		for range each {
			sizes, seconds = append(sizes, size), append(seconds, 0.01*math.Pow(size, exponent)*math.Exp(0.2*random.NormFloat64()))
		}
	}
	return sizes, seconds
}

func TestTheExponentOfGrowingSizes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	held := 0
	for range 200 {
		s := ScalingOf(conversions(random, 5, 1.2))
		require.InDelta(t, 1.2, s.Exponent, 0.12)
		if s.Low <= 1.2 && 1.2 <= s.High {
			held++
		}
	}
	require.Greater(t, held, 180)
}

func TestGrowingFasterThanBeforeIsWorse(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	before, same, worse := ScalingOf(conversions(random, 5, 1)), ScalingOf(conversions(random, 5, 1)), ScalingOf(conversions(random, 5, 1.5))
	require.True(t, worse.Worse(before))
	require.False(t, same.Worse(before))
	require.False(t, before.Worse(worse))
	require.False(t, Scaling{Low: math.NaN()}.Worse(before), "what is not known is not worse")
}

func TestTwoSizesAlwaysLieOnALine(t *testing.T) {
	s := ScalingOf([]float64{10, 10, 100}, []float64{1, 1.1, 10})
	require.True(t, math.IsNaN(s.Exponent))
	require.Equal(t, "fewer than three sizes were measured", s.Reason)
	// Three measurements have an exponent and no interval.
	s = ScalingOf([]float64{10, 100, 1000}, []float64{1, 10, 100})
	require.InDelta(t, 1, s.Exponent, 1e-9)
	require.True(t, math.IsNaN(s.Low))
	require.Equal(t, "too few measurements for an interval", s.Reason)
}
