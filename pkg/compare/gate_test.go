package compare

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

func gateOf(base, candidate []float64) Answer {
	return Gate([]Operation{{Name: "op", Base: Of(base, float64(len(base)), 0), Candidate: Of(candidate, float64(len(candidate)), 0)}}, Defaults())
}

func repeatedValues(n int, v float64) []float64 { return slices.Repeat([]float64{v}, n) }

// Not being shown to be slower is no proof of being as fast.
func TestTooLittleNeverPasses(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	plenty := lognormal(random, 1000, 0, 0.3)
	for name, a := range map[string]Answer{
		"three samples":                      gateOf(plenty, plenty[:3]),
		"three against three":                gateOf(plenty[:3], plenty[:3]),
		"three equal ones":                   gateOf(repeatedValues(3, 1), repeatedValues(3, 1)),
		"no samples of the candidate":        gateOf(plenty, nil),
		"no samples of the base":             gateOf(nil, plenty),
		"nothing at all":                     gateOf(nil, nil),
		"no operation":                       Gate(nil, Defaults()),
		"NaN":                                gateOf(plenty, repeatedValues(1000, math.NaN())),
		"a summary of NaN":                   Gate([]Operation{{Name: "op", Base: Side{Mean: 1, SD: 0.1, Count: 100}, Candidate: Side{Mean: math.NaN(), SD: math.NaN(), Count: 100}}}, Defaults()),
		"a mean without a deviation":         Gate([]Operation{{Name: "op", Base: Side{Mean: 1, SD: math.NaN(), Count: 1}, Candidate: Side{Mean: 1, SD: 0.1, Count: 10}}}, Defaults()),
		"not measured":                       Gate([]Operation{{Name: "op", Base: Of(plenty, 1000, 0), Missing: "not measured"}}, Defaults()),
		"an empty histogram":                 Gate([]Operation{{Name: "op", Base: Of(plenty, 1000, 0), Candidate: Side{Histogram: &baseline.Histogram{}}}}, Defaults()),
		"all above the last bucket":          Gate([]Operation{{Name: "op", Base: Of(plenty, 1000, 0), Candidate: Side{Histogram: &baseline.Histogram{Bounds: []float64{1}, Counts: []float64{0, 500}}}}}, Defaults()),
		"one of two operations not measured": Gate([]Operation{{Name: "a", Base: Of(plenty, 1000, 0), Candidate: Of(plenty, 1000, 0)}, {Name: "b", Missing: "not measured"}}, Defaults()),
	} {
		require.Equal(t, Inconclusive, a.Verdict, name)
	}
}

func TestEqualAndPlentyPasses(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	a := gateOf(shuffled(random, 5000, 0, 0.3), shuffled(random, 5000, 0, 0.3))
	require.Equal(t, Pass, a.Verdict, a.Reason)
	require.Len(t, a.Operations[0].Measures, 4, "median, p95, p99 and errors")
	t.Run("faster passes too", func(t *testing.T) {
		require.Equal(t, Pass, gateOf(shuffled(random, 1000, 0, 0.3), shuffled(random, 1000, -0.5, 0.3)).Verdict)
	})
}

// The measures that are judged, by the number of executions.
func TestTheTailIsJudgedFromFourHundredOn(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for n, want := range map[int][]Measure{399: {P50, P95, Errors}, 400: {P50, P95, P99, Errors}, 99: {P50, P95, Exceedance, Errors}} {
		var have []Measure
		for _, m := range gateOf(shuffled(random, n, 0, 0.3), shuffled(random, 1000, 0, 0.3)).Operations[0].Measures {
			have = append(have, m.Measure)
		}
		require.Equal(t, want, have)
	}
}

// kayenta#780: a judge by ranks alone passes a candidate of the same median whose spread has grown.
func TestKayenta780VarianceChangesAndTheMedianDoesNot(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	base, candidate := shuffled(random, 1000, 0, 0.1), shuffled(random, 1000, 0, 0.6)
	require.Greater(t, Rank(baseline.SortedOf(base), baseline.SortedOf(candidate), 0.95).P, 0.05, "ranks see nothing")
	a := gateOf(base, candidate)
	require.Equal(t, Fail, a.Verdict)
	require.Contains(t, []Measure{P95, P99}, a.Operations[0].Decisive().Measure)
}

// spinnaker#6278: one bad point of ten must not fail, seven of ten must not pass.
func TestSpinnaker6278OneAndSevenOfTenBadPoints(t *testing.T) {
	base := repeatedValues(10, 1)
	one := gateOf(base, append(repeatedValues(9, 1), 100))
	require.Equal(t, Inconclusive, one.Verdict)
	seven := gateOf(base, append(repeatedValues(3, 1), repeatedValues(7, 100)...))
	require.Equal(t, Fail, seven.Verdict)
	require.Equal(t, Exceedance, seven.Operations[0].Decisive().Measure)
	require.Contains(t, seven.Operations[0].Reason, "70 %")
}

func TestExceedanceSaysTheLimitThatItCounted(t *testing.T) {
	s := Defaults()
	s.Margins[Exceedance] = 0.5
	values := append(repeatedValues(3, 1), repeatedValues(7, 100)...)
	a := Gate([]Operation{{Name: "op", Base: Of(repeatedValues(10, 1), 10, 0), Candidate: Of(values, 10, 0)}}, s)
	require.Equal(t, "70 % of the candidate are above 1.5 times the base's p95", a.Operations[0].Reason)
}

// kayenta#426: sparse errors pass a judge that looks at counts by minute, most of which are 0 on both sides.
func TestKayenta426SparseErrors(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	base, candidate := shuffled(random, 2000, 0, 0.2), shuffled(random, 2000, 0, 0.2)
	a := Gate([]Operation{{Name: "op", Base: Of(base, 2000, 0), Candidate: Of(candidate, 2000, 50)}}, Defaults())
	require.Equal(t, Fail, a.Verdict)
	require.Equal(t, Errors, a.Operations[0].Decisive().Measure)
	require.Contains(t, a.Reason, "1 of 1 operations fail")
	require.Contains(t, a.Operations[0].Reason, "+2.50 percentage points")
}

// kayenta#377: a base without data against a candidate with errors was not failed; it must at least not pass.
func TestKayenta377ABaseOfNothing(t *testing.T) {
	a := Gate([]Operation{{Name: "op", Base: Of(nil, 0, 0), Candidate: Of(repeatedValues(500, 1), 500, 100)}}, Defaults())
	require.Equal(t, Inconclusive, a.Verdict)
}

// kayenta#521: people want to know why a metric failed; the statistic is told.
func TestKayenta521TheReasonHasTheNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	a := gateOf(shuffled(random, 2000, 0, 0.2), shuffled(random, 2000, math.Log(1.5), 0.2))
	require.Equal(t, Fail, a.Verdict)
	require.Regexp(t, `is 1\.\d+x the base's \(1\.\d+x to 1\.\d+x\), margin 1\.\d+x`, a.Operations[0].Reason)
}

// hyperswitch-helm#308: ratios of small counts blow up; one error of 200 is three times none but no reason to stop.
func TestHyperswitch308RatiosOfSmallCounts(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	base, candidate := shuffled(random, 3000, 0, 0.2), shuffled(random, 3000, 0, 0.2)
	require.Equal(t, Pass, Gate([]Operation{{Name: "op", Base: Of(base, 3000, 1), Candidate: Of(candidate, 3000, 4)}}, Defaults()).Verdict)
}

// github-action-benchmark compares with a single number and fails at twice of it; noise alone must not fail here.
func TestBenchmarkActionASingleNoisyPrevious(t *testing.T) {
	base := Side{Mean: 1, SD: 0.8, Count: 5}
	a := Gate([]Operation{{Name: "op", Base: base, Candidate: Side{Mean: 2.1, SD: 1.6, Count: 5}}}, Defaults())
	require.Equal(t, Inconclusive, a.Verdict)
	require.Greater(t, a.Operations[0].Needed, 5.0)
}

// A clock of whole seconds shows no spread: two executions of a second and two of two seconds are one order of six.
func TestWithoutSpreadTwoExecutionsProveNothing(t *testing.T) {
	of := func(mean, count float64) Side { return Side{Mean: mean, Count: count, Attempts: count} }
	for _, c := range []struct {
		base, candidate Side
		want            Verdict
	}{
		{of(1, 2), of(2, 2), Inconclusive},
		{of(1, 2), of(1, 2), Pass},
		{of(1, 5), of(2, 5), Fail}, // once in 252
		{of(2, 5), of(1, 5), Pass},
	} {
		a := Gate([]Operation{{Name: "op", Base: c.base, Candidate: c.candidate}}, Defaults())
		require.Equal(t, c.want, a.Verdict, "%+v", c)
	}
}

// react_on_rails#3829: many operations, one orphaned threshold; the error is held over the family.
func TestManyEqualOperationsFailNoMoreOftenThanOne(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	failed := 0
	const trials = 100
	for range trials {
		var operations []Operation
		for i := range 30 {
			// At the very edge of the median's margin, where false failures are most frequent.
			operations = append(operations, Operation{
				Name: fmt.Sprint(i), Base: Of(shuffled(random, 100, 0, 0.3), 100, 0), Candidate: Of(shuffled(random, 100, math.Log(1.05), 0.3), 100, 0),
			})
		}
		failed += int(as(Gate(operations, Defaults()).Verdict == Fail))
	}
	require.LessOrEqual(t, failed, 10, "of %d; 5 %% is the level", trials)
}

func TestACriticalOperationHasAVeto(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	good := func(name string) Operation {
		return Operation{Name: name, Base: Of(shuffled(random, 5000, 0, 0.2), 5000, 0), Candidate: Of(shuffled(random, 5000, 0, 0.2), 5000, 0)}
	}
	bad := Operation{Name: "pay", Base: Of(shuffled(random, 5000, 0, 0.2), 5000, 0), Candidate: Of(shuffled(random, 5000, 1, 0.2), 5000, 0)}
	operations := []Operation{good("a"), good("b"), good("c"), bad}
	s := Defaults()
	require.Equal(t, Fail, Gate(operations, s).Verdict)
	s.Tolerate = 0.3
	require.Equal(t, Pass, Gate(operations, s).Verdict, "one of four may fail")
	operations[3].Critical = true
	a := Gate(operations, s)
	require.Equal(t, Fail, a.Verdict)
	require.Contains(t, a.Reason, "critical operation pay")
	operations[3].Missing = "not measured in the candidate"
	require.Equal(t, Inconclusive, Gate(operations, s).Verdict, "a critical operation that was not measured")
}

// How many more executions would decide is about right: with so many, most are decided.
func TestTheNumberThatWouldDecide(t *testing.T) {
	random := rand.New(rand.NewPCG(10, 10))
	s := Defaults()
	s.Measures = []Measure{P50}
	values := shuffled(random, 100, 0, 0.3)
	first := Gate([]Operation{{Name: "op", Base: Of(values, 0, 0), Candidate: Of(values, 0, 0)}}, s)
	require.Equal(t, Inconclusive, first.Verdict)
	n := int(first.Operations[0].Needed)
	require.Greater(t, n, 100)
	require.Less(t, n, 20_000)
	decided := 0
	for range 50 {
		a := Gate([]Operation{{Name: "op", Base: Of(shuffled(random, 2*n, 0, 0.3), 0, 0), Candidate: Of(shuffled(random, 2*n, 0, 0.3), 0, 0)}}, s)
		decided += int(as(a.Verdict == Pass))
	}
	require.Greater(t, decided, 25, "with %d of each", 2*n)
}

// A load test whose requests are slow together carries less information than it has requests.
func TestNeighboursThatAreSlowTogetherCountForLess(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 11))
	wandering := make([]float64, 4000)
	level := 0.0
	for i := range wandering {
		level = 0.99*level + 0.03*random.NormFloat64()
		wandering[i] = math.Exp(level + 0.2*random.NormFloat64())
	}
	require.Less(t, independent(wandering), 1000.0)
	plain := 0
	for range 200 {
		plain += int(as(independent(shuffled(random, 400, 0, 0.3)) == 400))
	}
	require.GreaterOrEqual(t, plain, 197)
	require.InDelta(t, 50, independent(repeatedValues(50, 1)), 0)
	require.InDelta(t, 500, independent(repeatedValues(500, 1)), 0)
}

// shuffled are log-normal values in the order of measurement.
func shuffled(random *rand.Rand, n int, mu, sd float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Exp(mu + sd*random.NormFloat64())
	}
	return out
}

// Many requests take less than the clock of their tool shows: 0 ms at the median on both sides is no reason to decide nothing.
func TestZeroOnBothSidesIsEqual(t *testing.T) {
	side := func(zeros, n int) Side {
		values := make([]float64, n)
		for i := zeros; i < n; i++ {
			values[i] = 0.001 * float64(1+i%3)
		}
		return Side{Samples: values, Attempts: float64(n)}
	}
	judged := func(base, candidate Side) Verdict {
		s := Defaults()
		s.Measures = []Measure{P50}
		return Gate([]Operation{{Name: "op", Base: base, Candidate: candidate}}, s).Verdict
	}
	require.Equal(t, Pass, judged(side(300, 400), side(290, 400)))
	require.Equal(t, Inconclusive, judged(side(300, 400), side(210, 400)), "its median may well be 1 ms")
}

// 0 ms is below every maximum, and less than any base that took time; of a base of 0 nothing is a multiple.
func TestACandidateThatTakesNoTimeIsNotSlower(t *testing.T) {
	values := func(n int, v float64) Side { return Of(repeatedValues(n, v), float64(n), 0) }
	summary := func(n, v float64) Side { return Side{Mean: v, Count: n, Attempts: n} }
	counted := func(zeros, rest float64) Side {
		return Side{Histogram: &baseline.Histogram{Bounds: []float64{0, 1, 2}, Counts: []float64{zeros, rest, 0, 0}, Sum: rest / 2}, Attempts: zeros + rest}
	}
	random := rand.New(rand.NewPCG(12, 12))
	for name, c := range map[string]struct {
		base, candidate Side
		limit           float64
		measure         Measure
		want            Verdict
		reason          string
	}{
		"no time against a maximum":                 {Reference(0.05), values(30, 0), 0.1, Mean, Pass, "mean is 0x the base's"},
		"a summary of no time against a maximum":    {Reference(0.05), summary(30, 0), 0.1, Mean, Pass, ""},
		"a histogram of no time against a maximum":  {Reference(0.05), counted(300, 0), 0.1, Mean, Pass, ""},
		"a single one against a maximum":            {Reference(0.05), values(1, 0), 0.1, Mean, Inconclusive, "executions"},
		"the mean of what scatters":                 {Of(shuffled(random, 30, 0, 0.3), 30, 0), values(30, 0), 0, Mean, Pass, ""},
		"two of either":                             {summary(2, 1), summary(2, 0), 0, Mean, Inconclusive, ""},
		"neither takes time":                        {summary(30, 0), summary(30, 0), 0, Mean, Pass, "mean is 1x the base's"},
		"the median":                                {values(30, 0.002), values(30, 0), 0, P50, Pass, "p50 is 0x the base's"},
		"the median of one that scarcely is 0":      {values(300, 0.002), counted(151, 149), 0, P50, Inconclusive, ""},
		"the mean of a base that takes no time":     {values(30, 0), values(30, 0.002), 0, Mean, Inconclusive, "mean is 0 in the base, of which nothing is a multiple"},
		"the p95 of a base that takes no time":      {values(300, 0), values(300, 0.002), 0, P95, Inconclusive, "p95 is 0 in the base, of which nothing is a multiple"},
		"a mean that is known on one side and is 0": {values(30, 0), summary(30, math.NaN()), 0, Mean, Inconclusive, "not known on both sides"},
	} {
		s := Defaults()
		s.Measures = []Measure{c.measure}
		v := Gate([]Operation{{Name: "op", Base: c.base, Candidate: c.candidate, Limit: c.limit}}, s).Operations[0]
		require.Equal(t, c.want, v.Verdict, "%s: %+v", name, v.Measures)
		require.Contains(t, v.Reason, c.reason, name)
	}
	for name, c := range map[string]struct {
		base, candidate Side
		want            Change
		reason          string
	}{
		"a summary of no time":               {Side{Mean: 1, SD: 0.1, Count: 30}, summary(30, 0), Faster, ""},
		"a histogram of no time":             {counted(0, 300), counted(300, 0), Faster, ""},
		"what may take no time on either":    {counted(149, 151), counted(151, 149), NotEnough, "so few executions"},
		"a summary of a base of no time":     {summary(30, 0), Side{Mean: 1, SD: 0.1, Count: 30}, NotEnough, "mean is 0 in the base"},
		"a histogram of a base of no time":   {counted(300, 0), counted(0, 300), NotEnough, "p50 is 0 in the base"},
		"a histogram of no time in either":   {counted(300, 0), counted(300, 0), NoChange, ""},
		"two executions, one of them of 0 s": {summary(2, 1), summary(2, 0), NotEnough, "so few executions"},
	} {
		got := Compare(Operation{Name: "op", Base: c.base, Candidate: c.candidate})
		require.Equal(t, c.want, got.Change, "%s: %+v", name, got.Ratio)
		require.Contains(t, got.Reason, c.reason, name)
	}
}

// Locust, Artillery and k6 sum up without a standard deviation: a load test of twice the length decides as little.
func TestMeansWithoutADeviationAreDecidedByNoNumberOfExecutions(t *testing.T) {
	locust := func(mean float64) Side { return Side{Mean: mean, SD: math.NaN(), Count: 1e5, Attempts: 1e5} }
	for name, o := range map[string]Operation{
		"against another":   {Name: "op", Base: locust(0.0135), Candidate: locust(0.0136)},
		"against a maximum": {Name: "op", Base: Reference(0.01), Candidate: locust(0.0136), Limit: 0.02},
	} {
		v := Gate([]Operation{o}, Defaults()).Operations[0]
		require.Equal(t, Inconclusive, v.Verdict, name)
		require.True(t, math.IsInf(v.Needed, 1), "%s: %v executions would decide", name, v.Needed)
		for _, m := range v.Measures {
			if m.Measure == Mean || m.Measure == Limit {
				require.Contains(t, m.Reason, "standard deviation", name)
			}
		}
		require.Contains(t, v.Reason, "standard deviation", name)
		require.Contains(t, Compare(o).Reason, "standard deviation", name)
	}
}

// Whoever asks for errors only is answered by them: few that are shown pass, and what used memory is not asked about.
func TestErrorsAloneDecideWhereTheyAloneAreAskedFor(t *testing.T) {
	s := Defaults()
	s.Measures = []Measure{Errors}
	of := func(n, failed float64) Side { return Of(repeatedValues(int(n), 1), n, failed) }
	for _, c := range []struct {
		candidate Side
		want      Verdict
	}{{of(2000, 2), Pass}, {of(2000, 200), Fail}, {of(2000, 20), Inconclusive}, {of(3, 0), Inconclusive}} {
		a := Gate([]Operation{
			{Name: "op", Quantity: "duration", Base: of(2000, 2), Candidate: c.candidate},
			{Name: "op", Quantity: "memory", Base: of(2000, 0), Candidate: of(2000, 0)},
		}, s)
		require.Equal(t, c.want, a.Verdict, a.Reason)
		require.Len(t, a.Operations, 1)
	}
}

// 0.29 of 100 is 28.999999999999996 to a computer.
func TestAsManyAreToleratedAsWasSaid(t *testing.T) {
	base, slower := repeatedValues(10, 1), repeatedValues(10, 2)
	with := func(v []float64) Operation {
		side := func(v []float64) Side { return Side{Mean: v[0], Count: 10, Attempts: 10} }
		return Operation{Name: "op", Base: side(base), Candidate: side(v)}
	}
	for percent, total := range map[int]int{29: 100, 57: 100, 58: 50, 7: 100, 10: 30} {
		s := Defaults()
		s.Tolerate = float64(percent) / 100
		for slow, want := range map[int]Verdict{percent * total / 100: Pass, percent*total/100 + 1: Fail} {
			var operations []Operation
			for i := range total {
				if i < slow {
					operations = append(operations, with(slower))
				} else {
					operations = append(operations, with(base))
				}
			}
			require.Equal(t, want, Gate(operations, s).Verdict, "%d of %d, %d %% tolerated", slow, total, percent)
		}
	}
}

// A file of expectations counts no attempts: what failed is held against none, and what did not fail keeps nothing open.
func TestAgainstAnExpectationFailuresAreHeldAgainstNone(t *testing.T) {
	for name, c := range map[string]struct {
		mean, failed float64
		want         Verdict
		decisive     Measure
	}{
		"as fast, and nothing failed": {0.235, 0, Pass, ""},
		"as fast, and a tenth failed": {0.235, 10, Fail, Errors},
		"as fast, and one failed":     {0.235, 1, Inconclusive, Errors},
		"above the maximum":           {0.6, 0, Fail, ""},
	} {
		v := Gate([]Operation{{Name: "status", Base: Reference(0.25), Limit: 0.5, Candidate: Side{
			Mean: c.mean, SD: 0.028, Count: 100 - c.failed, Attempts: 100, Failed: c.failed,
		}}}, Defaults()).Operations[0]
		require.Equal(t, c.want, v.Verdict, "%s: %s", name, v.Reason)
		if c.decisive != "" {
			require.Equal(t, c.decisive, v.Decisive().Measure, name)
		}
	}
}

// What fails at once is fast: a comparison that calls it faster says how many failed.
func TestAComparisonTellsWhatFails(t *testing.T) {
	random := rand.New(rand.NewPCG(19, 19))
	slow, quick := shuffled(random, 500, 0, 0.2), shuffled(random, 500, -3, 0.2)
	for name, c := range map[string]struct {
		base, candidate Side
		quantity        string
		change          Change
		reason          string
	}{
		"all of it fails at once":         {Of(slow, 500, 0), Of(quick, 500, 500), "", Faster, "100 % failed, of the base 0 %"},
		"as fast, and a tenth fails":      {Of(slow, 500, 0), Of(slow, 500, 50), "", NoChange, "10 % failed, of the base 0 %"},
		"fewer fail than did":             {Of(slow, 500, 100), Of(slow, 500, 5), "", NoChange, "1 % failed, of the base 20 %"},
		"as many as before":               {Of(slow, 500, 10), Of(slow, 500, 12), "", NoChange, ""},
		"nothing had an answer":           {Of(slow, 500, 0), Side{Mean: math.NaN(), SD: math.NaN(), Count: 500, Attempts: 500, Failed: 500}, "", NotEnough, "100 % failed, of the base 0 %"},
		"memory is used, and never fails": {Of(slow, 500, 0), Of(slow, 500, 50), "memory", NoChange, ""},
	} {
		got := Compare(Operation{Name: "op", Quantity: c.quantity, Base: c.base, Candidate: c.candidate})
		require.Equal(t, c.change, got.Change, name)
		if c.reason == "" {
			require.Empty(t, got.Reason, name)
		}
		require.Contains(t, got.Reason, c.reason, name)
	}
}
