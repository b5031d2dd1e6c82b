//go:build unix

package postgres

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// A PgBouncer that pools by session is as good as the server, with the settings that it comes with.
func TestAPoolerThatPoolsBySession(t *testing.T) {
	ctx := context.Background()
	address := server(t).Pool(t, "session")
	one, two := opened(t, address, Options{}), opened(t, address, Options{})
	l := held(t, one, "a")
	for i := range 5 {
		at := noon.Add(time.Duration(i) * time.Hour)
		require.NoError(t, one.PutHour(ctx, l, "kgas", "operation", at, hour(at)))
		hours, err := two.LearnedHours(ctx, source, "kgas", "operation")
		require.NoError(t, err)
		require.Len(t, hours, i+1)
	}
	_, ok, err := two.Acquire(ctx, source, "b", time.Hour, noon)
	require.NoError(t, err)
	require.False(t, ok)
}

// One that pools by transaction would mix up what belongs to a connection as soon as two are at work: it is refused
// before anything is made.
func TestAPoolerThatPoolsByTransactionIsRefused(t *testing.T) {
	s := server(t)
	before := tablesIn(t, s)
	_, err := Open(context.Background(), s.Pool(t, "transaction"), Options{})
	require.ErrorIs(t, err, store.ErrRefused)
	require.ErrorContains(t, err, "pool by session")
	require.Equal(t, before, tablesIn(t, s))
}
