package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func testReports(t *testing.T, subject Subject) {
	s := subject.new(t)
	ctx := context.Background()
	held, ofCli := lease(t, s, source), lease(t, s, "cli")
	of := func(system, period string, from time.Time, days int, text string) store.KeptReport {
		to := from.AddDate(0, 0, days)
		return store.KeptReport{System: system, Period: period, Day: from.Format(time.DateOnly), From: from, To: to, At: to.Add(time.Hour), Text: []byte(text)}
	}
	midnight := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	february := of(system, "monthly", midnight.AddDate(0, -1, 0), 28, `{"title":"größe 文 \u0000"}`)
	first, second := of(system, "daily", midnight, 1, "{}"), of(system, "daily", midnight.AddDate(0, 0, 1), 1, `{"a":1}`)
	other := of("omninode", "daily", midnight, 1, "{}")
	for _, r := range []store.KeptReport{second, february, other, first} {
		require.NoError(t, s.PutReport(ctx, held, r))
	}
	require.NoError(t, s.PutReport(ctx, ofCli, first))
	list := func(source, system, period string, most int) []store.KeptReport {
		t.Helper()
		all, err := s.KeptReports(ctx, source, system, period, most)
		require.NoError(t, err)
		return all
	}
	untexted := func(all ...store.KeptReport) []store.KeptReport {
		for i := range all {
			all[i].Text = nil
		}
		return all
	}
	read := func(source string, r store.KeptReport) *store.KeptReport {
		t.Helper()
		kept, err := s.KeptReport(ctx, source, r.System, r.Period, r.Day)
		require.NoError(t, err)
		return kept
	}

	t.Run("they come by period, the latest first, of one kind or all", func(t *testing.T) {
		require.Equal(t, untexted(second, first, february), list(source, system, "", 10))
		require.Equal(t, untexted(second, first), list(source, system, "daily", 10))
		require.Equal(t, untexted(second), list(source, "", "daily", 1))
	})
	t.Run("a report comes back as it was", func(t *testing.T) {
		require.Equal(t, &february, read(source, february))
		require.Nil(t, read(source, of(system, "weekly", midnight, 7, "")))
	})
	t.Run("what was told stays what was told", func(t *testing.T) {
		again := february
		again.Text, again.At = []byte(`{"title":"other"}`), again.At.AddDate(1, 0, 0)
		require.NoError(t, s.PutReport(ctx, held, again))
		require.Equal(t, &february, read(source, february))
	})
	t.Run("old ones of one kind go, the others and those of other sources stay", func(t *testing.T) {
		require.NoError(t, s.ExpireReports(ctx, held, "daily", second.To))
		require.Equal(t, untexted(second, february), list(source, system, "", 10))
		require.Len(t, list("cli", "", "", 10), 1)
	})
	t.Run("who lost the lease keeps nothing", func(t *testing.T) {
		lost := held
		lost.Fence--
		require.ErrorIs(t, s.PutReport(ctx, lost, of(system, "weekly", midnight, 7, "{}")), store.ErrLeaseLost)
		require.ErrorIs(t, s.ExpireReports(ctx, lost, "monthly", midnight.AddDate(9, 0, 0)), store.ErrLeaseLost)
		require.Len(t, list(source, system, "", 10), 2)
	})
	t.Run("forgetting a source forgets its reports", func(t *testing.T) {
		require.NoError(t, s.Forget(ctx, source))
		require.Empty(t, list(source, "", "", 10))
		require.Len(t, list("cli", "", "", 10), 1)
	})
}
