// Package storetest is the conformance suite of store.Store: every
// implementation must pass it.
package storetest

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Subject is an implementation under test.
type Subject struct {
	// Open opens the store at an address (a path, a URL); also in other processes.
	Open func(ctx context.Context, address string) (store.Store, error)
	// Address names a place without a store, for one test.
	Address func(t testing.TB) string
}

// Run runs the suite. The package of the implementation must also have a TestMain that calls Main.
func Run(t *testing.T, s Subject) {
	t.Run("Operations", func(t *testing.T) { testOperations(t, s) })
	t.Run("Hours", func(t *testing.T) { testHours(t, s) })
	t.Run("Progress", func(t *testing.T) { testProgress(t, s) })
	t.Run("Described", func(t *testing.T) { testDescribed(t, s) })
	t.Run("Measured", func(t *testing.T) { testMeasured(t, s) })
	t.Run("Baselines", func(t *testing.T) { testBaselines(t, s) })
	t.Run("Thinning", func(t *testing.T) { testThinning(t, s) })
	t.Run("Dropping what is gone", func(t *testing.T) { testDroppingWhatIsGone(t, s) })
	t.Run("Violations", func(t *testing.T) { testViolations(t, s) })
	t.Run("Deployments", func(t *testing.T) { testDeployments(t, s) })
	t.Run("Revisions", func(t *testing.T) { testRevisions(t, s) })
	t.Run("Exclusions", func(t *testing.T) { testExclusions(t, s) })
	t.Run("Undo", func(t *testing.T) { testUndo(t, s) })
	t.Run("Work", func(t *testing.T) { testWork(t, s) })
	t.Run("Proposals", func(t *testing.T) { testProposals(t, s) })
	t.Run("Own", func(t *testing.T) { testOwn(t, s) })
	t.Run("Reports", func(t *testing.T) { testReports(t, s) })
	t.Run("Runs", func(t *testing.T) { testRuns(t, s) })
	t.Run("Removal", func(t *testing.T) { testRemoval(t, s) })
	t.Run("Sources", func(t *testing.T) { testSources(t, s) })
	t.Run("Holdings", func(t *testing.T) { testHoldings(t, s) })
	t.Run("Size", func(t *testing.T) { testSize(t, s) })
	t.Run("Leases", func(t *testing.T) { testLeases(t, s) })
	t.Run("Clocks", func(t *testing.T) { testClocks(t, s) })
	t.Run("Concurrency", func(t *testing.T) { testConcurrency(t, s) })
	t.Run("Together", func(t *testing.T) { Together(t, s) })
	t.Run("Processes", func(t *testing.T) { testProcesses(t, s) })
	t.Run("Killed", func(t *testing.T) { testKilled(t, s) })
}

const (
	source = "1/yardstick"
	system = "kgas"
	set    = "operation"
)

// noon is an hour in the middle of a day; midnight the last hour of it.
var (
	noon    = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	evening = time.Date(2026, 3, 10, 23, 0, 0, 0, time.UTC)
)

// Nasty are label values that people and programs really produce.
var Nasty = []string{"", "plain", `"quoted" and 'single'`, "two\nlines\r\n", "nul\x00inside", "\x00", "größe 文 🚀", `back\slash`, "%s ? :1 $2 --", "' OR 1=1 --", "\u2028<&>", "trailing "}

// new opens a fresh store that is closed at the end of the test.
func (s Subject) new(t testing.TB) store.Store {
	t.Helper()
	return s.at(t, s.Address(t))
}

func (s Subject) at(t testing.TB, address string) store.Store {
	t.Helper()
	opened, err := s.Open(context.Background(), address)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, opened.Close()) })
	return opened
}

// lease takes the right to write for a source.
func lease(t testing.TB, s store.Store, source string) store.Lease {
	t.Helper()
	l, ok, err := s.Acquire(context.Background(), source, "suite", time.Hour, time.Now())
	require.NoError(t, err)
	require.True(t, ok)
	return l
}

func operation(name string) store.Operation {
	return store.Operation{Source: source, System: system, Set: set, Name: name, Labels: map[string]string{"operation": name}}
}

// windows of an hour, five minutes each, whose counts tell the hour and the operation apart.
func windows(hour time.Time, tag float64) []baseline.Window {
	var ws []baseline.Window
	for i := range 12 {
		counts := []float64{tag, float64(hour.Hour()) + float64(i)/3, 0, 1.0 / 7}
		ws = append(ws, baseline.Window{
			End: hour.Add(time.Duration(i+1) * 5 * time.Minute), Width: 5 * time.Minute, Errors: float64(i) / 1024,
			Histogram: baseline.Histogram{Bounds: []float64{.1, .5, 1}, Counts: counts, Sum: 12.25 + tag},
		})
	}
	return ws
}

func putHour(t testing.TB, s store.Store, l store.Lease, hour time.Time, ops map[string][]baseline.Window) {
	t.Helper()
	require.NoError(t, s.PutHour(context.Background(), l, system, set, hour, hours(ops)))
}

func hours(ops map[string][]baseline.Window) []store.OperationHour {
	var list []store.OperationHour
	for _, name := range slices.Sorted(maps.Keys(ops)) {
		list = append(list, store.OperationHour{Operation: operation(name), Windows: ops[name]})
	}
	return list
}

// find is an operation by name, as the store has it.
func find(t testing.TB, s store.Store, name string) store.Operation {
	t.Helper()
	all, err := s.Operations(context.Background(), source, system)
	require.NoError(t, err)
	i := slices.IndexFunc(all, func(o store.Operation) bool { return o.Name == name })
	require.GreaterOrEqual(t, i, 0, "no operation %q in %v", name, all)
	return all[i]
}

// learned are all windows of an operation.
func learned(t testing.TB, s store.Store, name string) []baseline.Window {
	t.Helper()
	ws, err := s.Windows(context.Background(), source, find(t, s, name).ID, time.Time{}, time.Time{})
	require.NoError(t, err)
	return ws
}
