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
	series[31], series[32] = -1, math.Inf(1)
	trend := TrendOf(series)
	require.Equal(t, 78, trend.Days)
	require.InEpsilon(t, math.Exp(0.01), trend.PerDay, 0.001)
	for _, p := range Ahead(series, 400).Points {
		require.True(t, p.Low95 <= p.Low80 && p.Low80 <= p.Value && p.Value <= p.High80 && p.High80 <= p.High95, "%+v", p)
	}
	constant := make([]float64, 60)
	for i := range constant {
		constant[i] = 7
	}
	require.False(t, TrendOf(constant).Shown)
	f := Ahead(constant, 3)
	require.InDelta(t, 7, f.Points[2].Value, 1e-9)
	require.InDelta(t, 7, f.Points[2].High95, 1e-9)
}

// Ten times as much every day is beyond every number within a year: an answer with one that is none could not be told at all.
func TestAForecastEndsWhereNumbersDo(t *testing.T) {
	for perDay, want := range map[float64]int{2: 400, 10: 298, 100: 144, 0.1: 400} {
		series := make([]float64, 21)
		for i := range series {
			series[i] = math.Pow(perDay, float64(i-10))
		}
		f := Ahead(series, 400)
		require.InDelta(t, want, len(f.Points), 0.03*float64(want), "%v a day", perDay)
		require.Equal(t, len(f.Points) < 400, f.Reason != "", f.Reason)
		for _, p := range f.Points {
			for _, v := range []float64{p.Value, p.Low80, p.High80, p.Low95, p.High95} {
				require.False(t, math.IsNaN(v) || math.IsInf(v, 0), "%v a day: %+v", perDay, p)
			}
		}
	}
}

// A day of nothing is a measurement: left out, a series of which two days of three are empty would look busy.
func TestADayOfNothingCounts(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	sparse := make([]float64, 60)
	for i := range sparse {
		if random.Float64() < 0.3 {
			sparse[i] = 1 + random.Float64()
		}
	}
	for _, p := range Ahead(sparse, 28).Points {
		require.Less(t, p.Value, 0.5, "day %d: most days are empty", p.Ahead)
		require.GreaterOrEqual(t, p.Low95, 0.0)
		require.Greater(t, p.High95, 1.0)
		require.Less(t, p.High95, 4.0)
	}
	for _, p := range Ahead(make([]float64, 60), 28).Points {
		require.Zero(t, p.Value)
		require.Zero(t, p.High95)
	}
	require.False(t, TrendOf(make([]float64, 60)).Shown)
}

// One of the four forecasts may be far off without the others following it: where logarithms wander widely, the upper end
// of what they allow is a multiple of all that was seen.
func TestOneForecastThatErrsDoesNotDecide(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	wild := daily(random, 28, 0, 0, 0.8, 1)
	trend := TrendOf(wild)
	alone := pastOf(wild, trend).inLogs(7)
	for i, p := range Ahead(wild, 7).Points {
		require.Less(t, p.High95, alone[i][4])
	}
}

// A trend that is shown is part of each forecast, so that their middle does not lag behind it.
func TestGrowthGoesOnInAllFour(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	series := daily(random, 120, 0.01, 0.1, 0, 0.03)
	p := pastOf(series[:90], TrendOf(series[:90]))
	for name, of := range map[string][]quantiles{
		"in logarithms": p.inLogs(28), "in numbers": p.inNumbers(28), "like recent days": p.likeRecentDays(28), "like the week before": p.likeTheWeekBefore(28),
	} {
		require.InEpsilon(t, math.Exp(5+0.01*117), of[27][2], 0.2, name)
	}
}
