package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// testHoldings: a store says whose data it holds, and gives up all of one who is no more.
func testHoldings(t *testing.T, subject Subject) {
	s := subject.new(t)
	ctx := context.Background()
	m, is := s.(store.Sourced)
	require.True(t, is)
	held := func() map[string]store.Holding {
		t.Helper()
		all, err := m.Holdings(ctx, noon)
		require.NoError(t, err)
		by := map[string]store.Holding{}
		for _, one := range all {
			by[one.Source] = one
		}
		require.Len(t, by, len(all), "each once")
		return by
	}
	require.Empty(t, held())

	// Whatever is left of a source, it is listed.
	learns, ok, err := s.Acquire(ctx, source, "suite", 30*time.Second, noon)
	require.NoError(t, err)
	require.True(t, ok)
	fill(t, s, learns)
	require.NoError(t, s.PutDeployment(ctx, "1/deployed", store.Deployment{System: system, At: noon, Version: "1"}))
	_, _, err = s.PutOwn(ctx, "1/defined", store.OwnOperations{System: "shop", Definition: []byte(`{}`), At: noon}, "define", nil)
	require.NoError(t, err)
	_, _, err = s.PutOwn(ctx, source, store.OwnOperations{System: "shop", Definition: []byte(`{}`), At: noon}, "define", nil)
	require.NoError(t, err)
	require.NoError(t, s.Note(ctx, "1/noted", store.Act{At: noon, Action: "reset"}))
	all := held()
	require.Len(t, all, 4)
	end := noon.Add(time.Hour)
	require.Equal(t, store.Holding{Source: source, Operations: 1, Definitions: 1, Learned: &end, Learning: true}, all[source])
	require.Equal(t, store.Holding{Source: "1/defined", Definitions: 1}, all["1/defined"])

	t.Run("what is being learned stays", func(t *testing.T) {
		require.ErrorIs(t, m.Remove(ctx, source, noon), store.ErrLearning)
		require.Equal(t, all, held())
	})
	require.NoError(t, s.Release(ctx, learns))
	before := rowsBySource(t, s)
	t.Run("all of one goes, and nothing of another", func(t *testing.T) {
		require.NoError(t, m.Remove(ctx, source, noon))
		requireEmpty(t, s, source)
		now := held()
		require.NotContains(t, now, source)
		require.Len(t, now, 3)
		require.Less(t, rowsBySource(t, s), before)
		require.NoError(t, m.Remove(ctx, "1/defined", noon))
		require.NoError(t, m.Remove(ctx, "1/deployed", noon))
		require.NoError(t, m.Remove(ctx, "1/noted", noon))
		require.Empty(t, held())
		require.Zero(t, rowsBySource(t, s), "no table holds anything any more")
	})
	t.Run("a learner of before does not bring it back", func(t *testing.T) {
		require.ErrorIs(t, s.PutHour(ctx, learns, system, set, noon, hours(byName{"back": windows(noon, 1)})), store.ErrLeaseLost)
		require.Empty(t, held())
		require.Greater(t, lease(t, s, source).Fence, learns.Fence)
	})
	t.Run("one that is not there is none", func(t *testing.T) {
		require.NoError(t, m.Remove(ctx, "3/none' --", noon))
	})
}

// rowsBySource counts the rows of all tables but those that outlive what they are of.
func rowsBySource(t *testing.T, s store.Store) (rows int64) {
	t.Helper()
	tables, err := s.(store.Sized).Tables(context.Background())
	require.NoError(t, err)
	for _, one := range tables {
		if !strings.Contains("leases changes", one.Table) {
			rows += one.Rows
		}
	}
	return rows
}
