package compare

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func exps(logs ...float64) []float64 {
	out := make([]float64, len(logs))
	for i, v := range logs {
		out[i] = math.Exp(v)
	}
	slices.Sort(out)
	return out
}

// The book's small tables: with five on each side and none mixed, 2 of the C(10,5) = 252 orders are that extreme.
func TestAllOrdersAreCounted(t *testing.T) {
	r := Rank(exps(1, 2, 3, 4, 5), exps(6, 7, 8, 9, 10), 0.95)
	require.InDelta(t, 2.0/252, r.P, 1e-12)
	require.InDelta(t, 1, r.Delta, 0)
	require.InDelta(t, 5, math.Log(r.Shift.Value), 1e-9)
	// R: wilcox.test(c(6:10), c(1:5), conf.int = TRUE) has the interval [2, 8].
	require.InDelta(t, 2, math.Log(r.Shift.Low), 1e-9)
	require.InDelta(t, 8, math.Log(r.Shift.High), 1e-9)

	same := Rank(exps(1, 1, 1, 1), exps(1, 1, 1, 1), 0.95)
	require.InDelta(t, 1, same.P, 1e-12)
	require.InDelta(t, 0, same.Delta, 1e-12)
	require.InDelta(t, 1, same.Shift.Value, 1e-9)

	// Ties are counted exactly: of the C(6,3) = 20 choices of three from {1,1,1,1,2,2}, 4 have both 2s; by symmetry 4 have none.
	tied := Rank(exps(1, 1, 1), exps(1, 2, 2), 0.95)
	require.InDelta(t, 8.0/20, tied.P, 1e-12)
}

func TestThreeValuesBoundNothing(t *testing.T) {
	r := Rank(exps(1, 2, 3), exps(4, 5, 6), 0.95)
	require.InDelta(t, 0.1, r.P, 1e-12)
	require.Zero(t, r.Shift.Low)
	require.True(t, math.IsInf(r.Shift.High, 1))
}

// What is selected without making all pairs is what one gets by making them.
func TestTheMiddleOfAllRatios(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for range 50 {
		base, candidate := lognormal(random, 1+random.IntN(60), 0, 0.5), lognormal(random, 1+random.IntN(60), 0.1, 0.5)
		var all []float64
		for _, b := range base {
			for _, c := range candidate {
				all = append(all, math.Log(c)-math.Log(b))
			}
		}
		slices.Sort(all)
		for _, k := range []int{1, (len(all) + 1) / 2, len(all)} {
			require.InDelta(t, all[k-1], difference(logs(base), logs(candidate), float64(k)), 1e-9)
		}
	}
}

// Exact and approximate agree where both can be had.
func TestTheApproximationContinuesTheCount(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	for range 20 {
		base, candidate := lognormal(random, 20, 0, 0.5), lognormal(random, 20, 0.3, 0.5)
		exact := Rank(base, candidate, 0.95)
		sd, u := tieSD(logs(base), logs(candidate)), above(logs(base), logs(candidate))
		approximate := math.Erfc((math.Abs(u-200) - 0.5) / sd / math.Sqrt2)
		require.InDelta(t, exact.P, approximate, 0.02)
	}
}

// The interval of the shift holds the truth as often as it says.
func TestTheIntervalOfTheShiftHoldsTheTruth(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	for _, n := range []int{10, 40} {
		held := 0
		const trials = 1000
		for range trials {
			r := Rank(lognormal(random, n, 0, 0.7), lognormal(random, n, math.Log(1.2), 0.7), 0.95)
			if r.Shift.Low <= 1.2 && 1.2 <= r.Shift.High {
				held++
			}
		}
		require.InDelta(t, 0.955, float64(held)/trials, 0.02, "%d of each", n)
	}
}

func lognormal(random *rand.Rand, n int, mu, sd float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Exp(mu + sd*random.NormFloat64())
	}
	slices.Sort(out)
	return out
}

// A clock of whole milliseconds shows 0 for what is quicker. How many times as long 1 ms is cannot be told, only that it is
// longer.
func TestToWhatTookNoTimeThereIsNoRatio(t *testing.T) {
	mixed := func(zeros, ones int) []float64 {
		return append(repeatedValues(zeros, 0), repeatedValues(ones, 0.001)...)
	}
	for name, c := range map[string]struct {
		base, candidate []float64
		value           float64
		change          Change
	}{
		"all of the base":               {mixed(30, 0), mixed(0, 30), math.Inf(1), Slower},
		"most of the base":              {mixed(25, 5), mixed(2, 28), math.Inf(1), Slower},
		"all of the candidate":          {mixed(0, 30), mixed(30, 0), 0, Faster},
		"both alike":                    {mixed(15, 15), mixed(15, 15), 1, NoChange},
		"all of both":                   {mixed(30, 0), mixed(30, 0), 1, NoChange},
		"a few of a base that is wide":  {append(mixed(2, 0), exps(1, 2, 3, 4, 5, 6, 7, 8)...), exps(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), math.Exp(2), NoChange},
		"so many that it is worth less": {append(mixed(100, 0), mixed(0, 100)...), append(mixed(0, 100), mixed(100, 0)...), 1, NoChange},
	} {
		got := Compare(Operation{Name: "op", Base: Of(c.base, float64(len(c.base)), 0), Candidate: Of(c.candidate, float64(len(c.candidate)), 0)})
		if math.IsInf(c.value, 1) {
			require.True(t, math.IsInf(got.Ratio.Value, 1), "%s: %v", name, got.Ratio)
			require.Contains(t, got.Reason, "of which nothing is a multiple", name)
		} else {
			require.InDelta(t, c.value, got.Ratio.Value, 1e-9, "%s: %v", name, got.Ratio)
		}
		require.False(t, math.IsNaN(got.Ratio.Low) || math.IsNaN(got.Ratio.High), "%s: %v", name, got.Ratio)
		require.Equal(t, c.change, got.Change, "%s: %v", name, got.Ratio)
	}
}
