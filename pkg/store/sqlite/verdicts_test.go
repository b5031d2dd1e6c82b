package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

func TestAVerdictIsKeptForItsSourceAlone(t *testing.T) {
	ctx := context.Background()
	opened, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "yardstick.db"), sqlite.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = opened.Close() })
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	lease, ok, err := opened.Acquire(ctx, "1/a", "test", time.Minute, now)
	require.NoError(t, err)
	require.True(t, ok)
	require.NoError(t, opened.PutViolations(ctx, lease, []store.Violation{{
		Operation: store.Operation{Source: "1/a", System: "kgas", Set: "operation", Name: "ingest", Labels: map[string]string{"operation_type": "ingest"}},
		Tier:      2, Start: now, Onset: now,
	}}))
	verdicts := func() (id int64, verdict string) {
		all, err := opened.Violations(ctx, "1/a", "", time.Time{}, time.Time{})
		require.NoError(t, err)
		require.Len(t, all, 1)
		return all[0].ID, all[0].Verdict
	}
	keeper := opened.(interface {
		SetVerdict(ctx context.Context, source string, violation int64, verdict string) (bool, error)
	})
	id, _ := verdicts()
	for _, c := range []struct {
		source, verdict string
		violation       int64
		found           bool
		want            string
	}{
		{"1/a", "expected", id, true, "expected"}, {"2/a", "false", id, false, "expected"}, {"1/a", "false", id + 1, false, "expected"}, {"1/a", "", id, true, ""},
	} {
		found, err := keeper.SetVerdict(ctx, c.source, c.violation, c.verdict)
		require.NoError(t, err)
		require.Equal(t, c.found, found)
		_, verdict := verdicts()
		require.Equal(t, c.want, verdict)
	}
}
