package runs

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/compare"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// learned is a baseline of two days, of which the last six hours took twice as long as the others.
func learned(change func(*shop)) shop {
	s := shop{normal: baseline.Record{
		State: baseline.Active, From: noon.Add(-42 * time.Hour), To: noon.Add(6 * time.Hour), Effective: 50_000,
	}}
	change(&s)
	return s
}

func excluding(e store.Exclusion) func(*shop) {
	e.System, e.To = "shop", noon.Add(6*time.Hour)
	return func(s *shop) { s.excluded = append(s.excluded, e) }
}

func violating(operation int64, end time.Time, verdict string) func(*shop) {
	v := store.Violation{Operation: store.Operation{ID: operation}, Onset: noon, Start: noon.Add(time.Minute), End: end, Verdict: verdict}
	return func(s *shop) { s.violations = append(s.violations, v) }
}

func TestWhatIsComparedWithTheBaselineIsWhatTaughtIt(t *testing.T) {
	const normal, slow = 0.1, 0.2
	end := noon.Add(6 * time.Hour)
	for name, c := range map[string]struct {
		change func(*shop)
		most   float64 // of its p95
	}{
		"all of it teaches":                {func(*shop) {}, slow},
		"an incident is excluded":          {excluding(store.Exclusion{From: noon}), normal},
		"of this operation alone":          {excluding(store.Exclusion{From: noon, Operation: pay.ID}), normal},
		"of another operation":             {excluding(store.Exclusion{From: noon, Operation: pay.ID + 1}), slow},
		"the exclusion was taken back":     {excluding(store.Exclusion{From: noon, Withdrawn: end}), slow},
		"it was in violation":              {violating(pay.ID, end, ""), normal},
		"which a person agreed to":         {violating(pay.ID, end, "true"), normal},
		"which a person called a mistake":  {violating(pay.ID, end, "false"), slow},
		"which a person expected":          {violating(pay.ID, end, "expected"), slow},
		"which goes on":                    {violating(pay.ID, time.Time{}, ""), normal},
		"another operation was":            {violating(pay.ID+1, end, ""), slow},
		"it was too young for a violation": {func(s *shop) { violating(pay.ID, end, "")(s); s.normal.From = noon.Add(-12 * time.Hour) }, slow},
		"an earlier level answers again":   {func(s *shop) { excluding(store.Exclusion{})(s); s.normal.Standing = baseline.Frozen }, slow},
	} {
		set, err := ofBaseline(t.Context(), learned(c.change), "cli", "shop", Stretch{})
		require.NoError(t, err)
		p95, _ := set.Measured[0].Side.Histogram.Quantile(0.95)
		require.LessOrEqual(t, p95, c.most, name)
		require.Greater(t, p95, c.most/2, name)
	}
}

func TestAnIncidentMakesNoGateLenient(t *testing.T) {
	keep := learned(excluding(store.Exclusion{From: noon}))
	base, err := ofBaseline(t.Context(), keep, "cli", "shop", Stretch{})
	require.NoError(t, err)
	as := func(from time.Time) Set {
		set, err := OfTime(t.Context(), keep, "cli", "shop", Between(from, from.Add(time.Hour)))
		require.NoError(t, err)
		return set
	}
	by := compare.Defaults()
	by.Measures = []compare.Measure{compare.P95}
	require.Equal(t, "fail", JudgeSets(base, as(noon), nil, by).Verdict, "as slow as in the incident")
	require.Equal(t, "pass", JudgeSets(base, as(noon.Add(-time.Hour)), nil, by).Verdict, "as fast as before it")
}

func TestALevelIsNotComparedAsIfItsScrapesWereExecutions(t *testing.T) {
	keep := learned(func(s *shop) { s.normal.Level, s.normal.Unit = &baseline.Levels{Values: 500}, "bytes" })
	base, err := ofBaseline(t.Context(), keep, "cli", "shop", Stretch{})
	require.NoError(t, err)
	require.Empty(t, base.Measured)
	day, err := OfTime(t.Context(), keep, "cli", "shop", Between(noon, noon.Add(time.Hour)))
	require.NoError(t, err)
	require.Empty(t, day.Measured)
}

// The last six hours took twice as long, and taught the baseline: with them on both sides they would be half of it.
func TestADayIsNotPartOfTheBaselineThatItIsComparedWith(t *testing.T) {
	l := Library{Keep: learned(func(s *shop) { s.normal.From = noon.Add(-3 * time.Hour) }), Source: "cli", Now: noon.Add(6 * time.Hour)}
	slow, err := l.Find(t.Context(), "2026-03-10T12:00:00Z/2026-03-10T18:00:00Z", "shop")
	require.NoError(t, err)
	p95 := func(of Library) float64 {
		base, err := of.Find(t.Context(), "baseline", "shop")
		require.NoError(t, err)
		v, _ := base.Measured[0].Side.Histogram.Quantile(0.95)
		return v
	}
	require.Greater(t, p95(l), 0.1, "all that taught it")
	l.Compared = slow.Time
	require.LessOrEqual(t, p95(l), 0.1, "what it is compared with is left out")
	base, err := l.Find(t.Context(), "baseline", "shop")
	require.NoError(t, err)
	require.Equal(t, "fail", JudgeSets(base, slow, nil, compare.Defaults()).Verdict)
}

// Whoever names the sides the other way round is told the same the other way round.
func TestADayIsNoPartOfTheBaselineOnWhicheverSideThatStands(t *testing.T) {
	l := Library{Keep: learned(func(s *shop) { s.normal.From = noon.Add(-3 * time.Hour) }), Source: "cli", Now: noon.Add(6 * time.Hour)}
	const day = "2026-03-10T12:00:00Z/2026-03-10T18:00:00Z"
	both := func(base, current string) (a, b Set) {
		named := func(word string) func(Set) (Set, error) {
			return func(other Set) (Set, error) {
				l.Compared = other.Time
				return l.Find(t.Context(), word, "shop")
			}
		}
		a, b, err := Both(OtherFirst(current), named(base), named(current))
		require.NoError(t, err)
		return a, b
	}
	normal, slow := both("baseline", day)
	slowAgain, normalAgain := both(day, "baseline")
	require.Equal(t, normal, normalAgain)
	require.Equal(t, slow, slowAgain)
	require.Equal(t, "faster", CompareSets(slowAgain, normalAgain).Operations[0].Verdict)
}
