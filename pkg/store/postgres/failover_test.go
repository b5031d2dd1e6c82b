//go:build unix

package postgres

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/postgres/pgtest"
)

// The primary is lost for ever, and its standby takes its place: the store that names both hosts works on, with all that
// was committed, and the lease that it had.
func TestAServerThatFailsOver(t *testing.T) {
	ctx := context.Background()
	primary := pgtest.New(t, "synchronous_commit=on")
	standby, err := primary.Standby()
	require.NoError(t, err)
	t.Cleanup(standby.Close)
	s := opened(t, primary.AddressOf(standby), Options{})
	require.Contains(t, s.Location(), " or ")
	l := held(t, s, "a")
	require.NoError(t, s.PutHour(ctx, l, "kgas", "operation", noon, hour(noon)))
	standby.CatchUp(t, primary)
	_, err = Open(ctx, standby.Address("postgres", pgtest.Password, "postgres", "search_path", "shared"), Options{})
	require.ErrorIs(t, err, store.ErrAway)
	require.ErrorContains(t, err, "is it a standby? name the primary, or all hosts", "the only host is reached, and takes no writes")
	require.NotContains(t, err.Error(), "cannot be reached")
	primary.Crash()
	next := noon.Add(time.Hour)
	err = s.PutHour(ctx, l, "kgas", "operation", next, hour(next))
	require.ErrorIs(t, err, store.ErrAway, "the standby takes no writes yet: it is told, and tried again")
	require.ErrorContains(t, err, "PostgreSQL at ")
	standby.Promote(t)
	require.NoError(t, s.PutHour(ctx, l, "kgas", "operation", next, hour(next)), "with the lease that it had")
	learned, err := s.LearnedHours(ctx, source, "kgas", "operation")
	require.NoError(t, err)
	require.Equal(t, []time.Time{noon, next}, learned)
	_, ok, err := s.Acquire(ctx, source, "b", time.Hour, noon)
	require.NoError(t, err)
	require.False(t, ok, "and nobody else learns the same")
}

// An administrator ends all connections again and again, in the middle of whatever they do. What is tried again is stored
// once, and the same as without that.
func TestConnectionsThatAreEndedAllTheTime(t *testing.T) {
	ctx := context.Background()
	disturbed := pgtest.New(t)
	s, quiet := opened(t, disturbed.Empty(), Options{}), opened(t, server(t).Empty(), Options{})
	l, mine := held(t, s, "a"), held(t, quiet, "a")
	ended, failed := 0, 0
	for i := range 30 {
		at := noon.Add(time.Duration(i) * time.Hour)
		require.NoError(t, quiet.PutHour(ctx, mine, "kgas", "operation", at, hour(at)))
		done := make(chan error)
		go func() { done <- s.PutHour(ctx, l, "kgas", "operation", at, hour(at)) }()
		if i%2 == 0 {
			disturbed.Query(t, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'yardstick'`)
			ended++
		}
		for err := <-done; err != nil; err = s.PutHour(ctx, l, "kgas", "operation", at, hour(at)) {
			require.ErrorIs(t, err, store.ErrAway)
			failed++
		}
	}
	t.Logf("%d times all were ended, %d writes were told so", ended, failed)
	want, err := quiet.Operations(ctx, source, "")
	require.NoError(t, err)
	got, err := s.Operations(ctx, source, "")
	require.NoError(t, err)
	require.Equal(t, withoutIDs(want), withoutIDs(got))
	for i, o := range got {
		there, err := quiet.Windows(ctx, source, want[i].ID, time.Time{}, time.Time{})
		require.NoError(t, err)
		windows, err := s.Windows(ctx, source, o.ID, time.Time{}, time.Time{})
		require.NoError(t, err)
		require.Equal(t, there, windows)
	}
}

// The operations without their ids: a sequence does not take back a number that it gave to a transaction that was ended, so
// that a write tried again may be stored under the next one.
func withoutIDs(operations []store.Operation) []store.Operation {
	told := slices.Clone(operations)
	for i := range told {
		told[i].ID = 0
	}
	return told
}
