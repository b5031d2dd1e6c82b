package plugin

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// What somebody decides on one replica holds on the others as soon as they read again, which they do within the time that
// docs/operating.md gives; the store's own memory of answers does not outlive the change.
func TestADecisionOnAnotherReplicaIsSeenWithTheNextReading(t *testing.T) {
	ctx := context.Background()
	path := t.TempDir() + "/yardstick.db"
	here := keptAt(t, path)
	there, err := sqlite.Open(ctx, path, sqlite.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, there.Close()) })
	now := noon
	reader := newBaselineReader(func(context.Context) (store.Store, error) { return here, nil }, func() time.Time { return now })
	seen := func() store.Baseline {
		t.Helper()
		l, err := reader.at(ctx, "1/yardstick", "kgas", now)
		require.NoError(t, err)
		require.NotEmpty(t, l.all)
		return l.all[0].Baseline
	}
	before := seen()
	changed := before
	changed.Author, changed.ValidFrom = "bob", now.Add(5*time.Minute) // whose clock is ahead
	_, err = there.Revise(ctx, "1/yardstick", []store.Revision{{Baseline: changed, Seen: before.Version, Action: "accept"}})
	require.NoError(t, err)
	now = now.Add(baselineAge)
	require.Equal(t, before.Version+1, seen().Version)
	require.Equal(t, "bob", seen().Author)
	require.LessOrEqual(t, baselineAge+judgedAge, 25*time.Second, "docs/operating.md says so")
}
