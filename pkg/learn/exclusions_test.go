package learn

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Exclusions of all years do not add up: what they took long ago is not made up for any more.
func TestExcludedTimeAddsUp(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	since := now.Add(-56 * 24 * time.Hour)
	var all []store.Exclusion
	for week := range 500 {
		begin := now.Add(-time.Duration(week) * 7 * 24 * time.Hour)
		all = append(all, store.Exclusion{From: begin.Add(-4 * time.Hour), To: begin})
	}
	require.Equal(t, 8*4*time.Hour, excludedTime(all, since, now))
	for range 10 { // a Duration ends after 292 years
		all = append(all, store.Exclusion{From: time.Unix(1, 0), To: now.Add(-time.Hour)})
	}
	all = append(all, store.Exclusion{From: time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC), To: now.AddDate(900, 0, 0)})
	require.Equal(t, now.Sub(since), excludedTime(all, since, now))
	require.Zero(t, excludedTime([]store.Exclusion{{To: now}}, since, now), "an accepted level")
}

// A maintenance longer than the reach of the baseline: what was learned before makes up for it, as for a violation.
func TestHistoryMakesUpForALongExclusion(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		l := New(s, SystemClock{}, "test", settingsOf(newWorld(), 2))
		defer running(t, l)()
		time.Sleep(10 * time.Minute)
		before := baselineOf(t, s, "cart")
		if before.Record.State != baseline.Active {
			t.Fatalf("it is %s", before.Record.State)
		}
		_, err := s.PutExclusion(t.Context(), "1/shop", store.Exclusion{
			System: "shop", From: time.Now(), To: time.Now().Add(49 * time.Hour), Kind: "maintenance", Reason: "move", Author: "ann", At: time.Now(),
		}, "")
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(49 * time.Hour)
		synctest.Wait()
		if after := baselineOf(t, s, "cart").Record; after.State != baseline.Active || after.Windows < before.Record.Windows-24 {
			t.Errorf("after the maintenance it is %s with %d windows (%s), before it was %s with %d", after.State, after.Windows, after.Reason, before.Record.State, before.Record.Windows)
		}
	})
}
