package plugin

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// What memory knows of decisions: enough to tell who may ask; what comes of them is tested on a real store.

func (m *memory) Revise(context.Context, string, []store.Revision) ([]int64, error) {
	return nil, m.broken
}
func (m *memory) Accept(context.Context, string, store.Acceptance) ([]int64, error) {
	return nil, m.broken
}
func (m *memory) Undo(context.Context, string, []store.Undoing, string, string, time.Time) ([]int64, error) {
	return nil, m.broken
}
func (m *memory) Act(context.Context, string, int64) (store.Act, bool, error) {
	return store.Act{}, false, m.broken
}
func (m *memory) ActsOn(context.Context, string, int64, int) ([]store.Act, error) {
	return nil, m.broken
}
func (m *memory) Work(context.Context, string, string, string) ([]store.WorkItem, error) {
	return nil, m.broken
}
func (m *memory) PutExclusion(context.Context, string, store.Exclusion, string) (int64, error) {
	return 1, m.broken
}
func (m *memory) WithdrawExclusion(context.Context, string, int64, string, string, time.Time) (store.Exclusion, bool, error) {
	return store.Exclusion{}, false, m.broken
}
func (m *memory) Exclusions(context.Context, string, string) ([]store.Exclusion, error) {
	return nil, m.broken
}
func (m *memory) Note(context.Context, string, store.Act) error { return m.broken }
func (m *memory) Acts(context.Context, string, string, time.Time, time.Time, int) ([]store.Act, error) {
	return nil, m.broken
}
func (m *memory) Propose(context.Context, string, []store.Proposal) error { return m.broken }
func (m *memory) Proposals(context.Context, string, string, string) ([]store.Proposal, error) {
	return nil, m.broken
}
func (m *memory) Decide(context.Context, string, []int64, string, string, string, time.Time) ([]int64, bool, error) {
	return nil, false, m.broken
}
func (m *memory) Shifts(context.Context, string, string, time.Time, time.Time) ([]store.LevelShift, error) {
	return nil, m.broken
}

// kept is a real store in which two operations of kgas were measured for a day; for the last six hours `embed` took
// 1.4 times as long.
func kept(t *testing.T) store.Store {
	t.Helper()
	return keptAt(t, t.TempDir()+"/yardstick.db")
}

func keptAt(t *testing.T, path string) store.Store {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	lease, ok, err := s.Acquire(ctx, "1/yardstick", "test", time.Hour, noon)
	require.NoError(t, err)
	require.True(t, ok)
	all := map[string][]baseline.Window{}
	for hour := noon.Add(-24 * time.Hour); hour.Before(noon); hour = hour.Add(time.Hour) {
		var taught []store.OperationHour
		for name, factor := range map[string]float64{"ingest": 1, "embed": embedFactor(hour)} {
			windows := hourOf(hour, factor)
			all[name] = append(all[name], windows...)
			taught = append(taught, store.OperationHour{Operation: kgasOperation(name), Windows: windows})
		}
		require.NoError(t, s.PutHour(ctx, lease, "kgas", "operation", hour, taught))
	}
	for name, windows := range all {
		record := baseline.Learn(windows, baseline.Options{})
		require.NoError(t, s.PutBaselines(ctx, lease, []store.Baseline{{
			Operation: kgasOperation(name), Record: record, ValidFrom: noon.Add(-time.Hour), Author: store.Learner, Reason: record.Reason,
		}}))
	}
	// Somebody else learns: these tests are about decisions.
	return s
}

var levelChanged = noon.Add(-6 * time.Hour)

func embedFactor(hour time.Time) float64 {
	if hour.Before(levelChanged) {
		return 1
	}
	return 1.4
}

func kgasOperation(name string) store.Operation {
	return store.Operation{Source: "1/yardstick", System: "kgas", Set: "operation", Name: name, Labels: map[string]string{"operation_type": name}}
}

// hourOf are twelve windows of 600 requests each around 100 ms.
func hourOf(hour time.Time, factor float64) []baseline.Window {
	var windows []baseline.Window
	for i := range 12 {
		w := baseline.Window{End: hour.Add(time.Duration(i+1) * 5 * time.Minute), Width: 5 * time.Minute}
		for k := range 600 {
			w.Samples = append(w.Samples, factor*0.1*(1+float64(k)/600))
		}
		windows = append(windows, bucketed(w))
	}
	return windows
}

// bucketed counts samples into buckets 5 % wide.
func bucketed(w baseline.Window) baseline.Window {
	for bound := 0.05; bound < 1; bound *= 1.05 {
		w.Bounds = append(w.Bounds, bound)
	}
	w.Counts = make([]float64, len(w.Bounds)+1)
	for _, v := range w.Samples {
		i := 0
		for i < len(w.Bounds) && v > w.Bounds[i] {
			i++
		}
		w.Counts[i]++
		w.Sum += v
	}
	w.Samples = nil
	return w
}
