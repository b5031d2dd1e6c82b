package backtest

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// untilARelease are the windows of an operation that was three times slower up to a day, for good.
func untilARelease(days, day int) []baseline.Window {
	windows := stored(days, 1500, 21)
	for i := range windows[:day*288] {
		windows[i].Histogram = slowed(windows[i].Histogram, 3)
	}
	return windows
}

// payIn asks what would have fired in two days, of one operation of which people have decided.
func payIn(t *testing.T, m inMemory, set catalog.OperationSet, fine bool) OperationOutcome {
	t.Helper()
	minutes, r := fineRequest(m.windows)
	m.operations = minutes.operations
	m.operations[0].System = "shop"
	r.System.Operations = []catalog.OperationSet{set}
	if !fine {
		r.Minutes = nil
	}
	outcomes, err := System(t.Context(), m, r)
	require.NoError(t, err)
	require.Len(t, outcomes, 1)
	return outcomes[0]
}

var pages = catalog.OperationSet{ID: "pages", Kind: "histogram"}

// Live, twice the level that was accepted, or that is left without the incident, is told; so it is in a backtest.
func TestWhatPeopleExcludedTeachesNoBacktest(t *testing.T) {
	windows := untilARelease(8, 4)
	release := begin.AddDate(0, 0, 4)
	asked := func(fine bool, excluded ...store.Exclusion) OperationOutcome {
		return payIn(t, inMemory{windows: windows, excluded: excluded}, pages, fine)
	}
	const unsure = "still learning"
	require.Contains(t, asked(false).Reason, unsure, "what is three times slower teaches too")
	for name, e := range map[string]store.Exclusion{
		"an accepted level":   {ID: 1, System: "shop", To: release, Kind: "level"},
		"an excluded stretch": {ID: 1, System: "shop", Operation: 1, From: begin, To: release, Kind: "incident"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, fine := range []bool{false, true} {
				o := asked(fine, e)
				require.Empty(t, o.Reason)
				require.Zero(t, o.Warnings)
				twice := o.Injected[slices.IndexFunc(o.Injected, func(i Injection) bool { return i.Factor == 2 })]
				require.NotZero(t, twice.Tried)
				require.Equal(t, twice.Tried, twice.Found, "by the minute: %t", fine)
			}
			withdrawn, others := e, e
			withdrawn.Withdrawn, others.Operation = release, 2
			require.Contains(t, asked(false, withdrawn).Reason, unsure)
			require.Contains(t, asked(false, others).Reason, unsure)
		})
	}
}

// Of a level that was accepted within the days that are judged nothing before them is known.
func TestALevelAcceptedAmongTheJudgedDaysIsSaid(t *testing.T) {
	o := payIn(t, inMemory{windows: untilARelease(8, 7), excluded: []store.Exclusion{{ID: 1, System: "shop", To: begin.AddDate(0, 0, 7), Kind: "level"}}}, pages, false)
	require.Contains(t, o.Reason, "as people have decided")
}

// Limits of its own, a frozen baseline, and a documented range judge in a backtest as they do live.
func TestWhatPeopleDecidedJudgesInABacktest(t *testing.T) {
	quick := stored(8, 1500, 22)
	learned := baseline.Learn(quick, baseline.Options{})
	inForce := func(r baseline.Record) []store.BaselineAt {
		return []store.BaselineAt{{Baseline: store.Baseline{Operation: store.Operation{ID: 1, System: "shop"}, Record: r}}}
	}
	slow := stored(8, 1500, 22)
	for i := 7 * 288; i < 7*288+12; i++ {
		slow[i].Histogram = slowed(slow[i].Histogram, 3)
	}
	require.Equal(t, 1, payIn(t, inMemory{windows: slow, baselines: inForce(learned)}, pages, false).Warnings)

	loose, err := learned.WithFactors(&baseline.Factors{Info: 4, Warning: 6, Critical: 8})
	require.NoError(t, err)
	o := payIn(t, inMemory{windows: slow, baselines: inForce(loose)}, pages, false)
	require.Zero(t, o.Warnings+o.Infos, "three times slower is within its own limits")

	frozen, err := learned.Freeze(begin)
	require.NoError(t, err)
	all := untilARelease(8, 8)
	require.Zero(t, payIn(t, inMemory{windows: all}, pages, false).Infos)
	o = payIn(t, inMemory{windows: all, baselines: inForce(frozen)}, pages, false)
	require.Equal(t, 1, o.Warnings, "all of it is three times slower than what was frozen")

	ranged := pages
	ranged.Ranges = []catalog.Range{{Labels: map[string]string{"page": "pay"}, Low: 0.05, High: 0.3, Anchor: "D2 l.1"}}
	var few []baseline.Window
	for every := range slices.Chunk(stored(4, 1, 23), 8) {
		few = append(few, every[7])
	}
	require.Equal(t, baseline.Documented, payIn(t, inMemory{windows: few}, ranged, false).State, "until a learned one is active")
	ranged.Ranges[0].Labels = map[string]string{"page": "cart"}
	require.NotEqual(t, baseline.Documented, payIn(t, inMemory{windows: few}, ranged, false).State)
}
