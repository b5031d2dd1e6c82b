package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// testClocks: what was noted while a clock was ahead does not outlast it.
func testClocks(t *testing.T, subject Subject) {
	s := subject.new(t)
	ctx := context.Background()
	t.Run("a lease of years is nobody's", func(t *testing.T) {
		ahead, ok, err := s.Acquire(ctx, source, "ahead", 30*time.Second, noon.AddDate(1, 0, 0))
		require.NoError(t, err)
		require.True(t, ok)
		now, ok, err := s.Acquire(ctx, source, "now", 30*time.Second, noon)
		require.NoError(t, err)
		require.True(t, ok)
		require.Greater(t, now.Fence, ahead.Fence)
		require.NoError(t, s.Release(ctx, now))
	})
	l := lease(t, s, source)
	later := noon.Add(5 * time.Hour)
	putHour(t, s, l, noon.Add(-time.Hour), byName{"op": windows(noon.Add(-time.Hour), 1)})
	putHour(t, s, l, later, byName{"op": windows(later, 2)})
	o := find(t, s, "op")
	for i, at := range []time.Time{noon.Add(-time.Hour), later} {
		record := baseline.Record{Quantiles: baseline.Quantiles{P95: float64(i + 1)}}
		require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{{Operation: o, Record: record, ValidFrom: at, Author: "learner"}}))
	}
	require.NoError(t, s.PutViolations(ctx, l, []store.Violation{
		{Operation: o, Start: noon.Add(-2 * time.Hour), End: later, Tier: 2}, {Operation: o, Start: noon.Add(-30 * time.Minute), Tier: 2},
	}))
	learner := store.Baseline{Operation: o, Record: baseline.Record{Quantiles: baseline.Quantiles{P95: 3}}, ValidFrom: noon, Author: "learner", Follows: 2}

	require.NoError(t, s.Retract(ctx, l, noon))
	t.Run("hours that have not been are not learned, and nothing measured is removed", func(t *testing.T) {
		hours, err := s.LearnedHours(ctx, source, system, set)
		require.NoError(t, err)
		require.Equal(t, []time.Time{noon.Add(-time.Hour)}, hours)
		require.Len(t, learned(t, s, "op"), 24)
	})
	t.Run("what was to be valid later is valid now, and the next version follows it", func(t *testing.T) {
		all, err := s.Baselines(ctx, source, system, noon)
		require.NoError(t, err)
		require.Equal(t, 2, all[0].Version)
		require.False(t, all[0].Later)
		require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{learner}))
		for _, at := range []time.Time{noon, later, later.AddDate(1, 0, 0)} {
			all, err = s.Baselines(ctx, source, system, at)
			require.NoError(t, err)
			require.Equal(t, 3, all[0].Version, "at %s", at)
		}
	})
	t.Run("a violation has not ended in the future, and an open one stays open", func(t *testing.T) {
		all, err := s.Violations(ctx, source, system, time.Time{}, time.Time{})
		require.NoError(t, err)
		require.Len(t, all, 2)
		for _, v := range all {
			require.True(t, v.End.IsZero() || v.End.Equal(noon), "it ends %s", v.End)
		}
	})
	t.Run("where this machine's clock is behind, people see the newest version and can decide on it", func(t *testing.T) {
		theirs := time.Now().Add(3 * time.Hour) // of Prometheus, by which the learner writes
		for i, at := range []time.Time{theirs.Add(-24 * time.Hour), theirs} {
			version := store.Baseline{Operation: operation("behind"), Record: record(float64(i + 1)), ValidFrom: at, Author: "learner"}
			require.NoError(t, s.PutBaselines(ctx, l, []store.Baseline{version}))
		}
		all, err := s.Baselines(ctx, source, system, time.Time{})
		require.NoError(t, err)
		seen := all[slices.IndexFunc(all, func(b store.BaselineAt) bool { return b.Operation.Name == "behind" })].Baseline
		require.Equal(t, 2, seen.Version)
		seen.Author, seen.ValidFrom = "ann", time.Now()
		_, err = s.Revise(ctx, source, []store.Revision{{Baseline: seen, Seen: seen.Version, Action: "approve"}})
		require.NoError(t, err)
	})
	t.Run("where all that is known is of later, the clock is behind, and versions stay as they are", func(t *testing.T) {
		before, err := s.Versions(ctx, source, o.ID)
		require.NoError(t, err)
		require.NoError(t, s.Retract(ctx, l, noon.AddDate(-10, 0, 0)))
		after, err := s.Versions(ctx, source, o.ID)
		require.NoError(t, err)
		require.Equal(t, before, after)
	})
	t.Run("only who holds the lease may", func(t *testing.T) {
		require.ErrorIs(t, s.Retract(ctx, store.Lease{Source: source, Owner: "else"}, noon), store.ErrLeaseLost)
	})
}
