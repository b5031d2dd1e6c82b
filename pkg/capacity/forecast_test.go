package capacity

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// daily is a simulated series: growth per day, a week of a strength, and a level that wanders.
func daily(random *rand.Rand, n int, growth, week, phi, sd float64) []float64 {
	out := make([]float64, n)
	level := sd * random.NormFloat64()
	for i := range out {
		out[i] = math.Exp(5 + growth*float64(i) + week*math.Sin(2*math.Pi*float64(i)/7) + level)
		level = phi*level + sd*math.Sqrt(1-phi*phi)*random.NormFloat64()
	}
	return out
}

// A trend is claimed on series without one in at most 5 % of the cases, and three standard errors of 1,000 trials.
func TestNoTrendIsSeenWhereThereIsNone(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, phi := range []float64{0, 0.3, 0.6} {
		for _, n := range []int{28, 90} {
			claimed := 0
			for range 1000 {
				if TrendOf(daily(random, n, 0, 0.2, phi, 0.1)).Shown {
					claimed++
				}
			}
			t.Logf("phi %.1f, %d days: %.1f %%", phi, n, float64(claimed)/10)
			require.LessOrEqual(t, claimed, 71, "phi %v, %d days", phi, n)
		}
	}
}

func TestATrendIsSeenWhereThereIsOne(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	seen, held := 0, 0
	for range 200 {
		trend := TrendOf(daily(random, 90, 0.01, 0.2, 0.3, 0.1))
		if trend.Shown {
			seen++
		}
		if trend.Low <= math.Exp(0.01) && math.Exp(0.01) <= trend.High {
			held++
		}
	}
	require.Greater(t, seen, 195)
	require.Greater(t, held, 180)
}

// The bands hold what they say, over 1,000 simulated series and all days of four weeks.
func TestTheBandsHoldWhatTheySay(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	var in80, in95, all float64
	for range 1000 {
		phi := 0.6 * random.Float64()
		growth := 0.01 * random.Float64() * float64(random.IntN(2))
		series := daily(random, 90+28, growth, 0.2*random.Float64(), phi, 0.1)
		for i, p := range Ahead(series[:90], 28).Points {
			v := series[90+i]
			all++
			if p.Low80 <= v && v <= p.High80 {
				in80++
			}
			if p.Low95 <= v && v <= p.High95 {
				in95++
			}
		}
	}
	t.Logf("80 %% band: %.1f %%, 95 %% band: %.1f %%", 100*in80/all, 100*in95/all)
	require.InDelta(t, 0.80, in80/all, 0.02)
	require.InDelta(t, 0.95, in95/all, 0.02)
}

func TestDaysUntilALimit(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	series := daily(random, 120, 0.01, 0.1, 0, 0.03)
	now := math.Exp(5 + 0.01*119)
	until := Until(series, 2*now)
	require.True(t, until.Shown)
	require.InDelta(t, 69.3, until.Expected, 5) // ln 2 / 0.01
	require.Less(t, until.Earliest, until.Expected)
	require.Greater(t, until.Latest, until.Expected)
	require.Zero(t, Until(series, now/2).Expected, "it is there already")
	level := daily(random, 120, 0, 0.1, 0, 0.03)
	require.True(t, math.IsInf(Until(level, 1e6).Expected, 1), "no trend, no day")
	require.False(t, Until(series[:10], 1e6).Shown, "ten days show nothing")
}

func TestGapsAndOddValuesAreLeftOut(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	series := daily(random, 90, 0.01, 0, 0, 0.02)
	for i := 10; i < 20; i++ {
		series[i] = math.NaN()
	}
	series[30], series[31], series[32] = 0, -1, math.Inf(1)
	trend := TrendOf(series)
	require.Equal(t, 77, trend.Days)
	require.InEpsilon(t, math.Exp(0.01), trend.PerDay, 0.001)
	constant := make([]float64, 60)
	for i := range constant {
		constant[i] = 7
	}
	require.False(t, TrendOf(constant).Shown)
	f := Ahead(constant, 3)
	require.InDelta(t, 7, f.Points[2].Value, 1e-9)
	require.InDelta(t, 7, f.Points[2].High95, 1e-9)
}
