package learn

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// A Duration ends after 292 years: what was excluded must not add up to less than nothing.
func TestExcludedTimeAddsUp(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	var all []store.Exclusion
	for range 10 {
		all = append(all, store.Exclusion{From: time.Unix(1, 0), To: now.Add(-time.Hour)})
		require.Greater(t, excludedTime(all, now), 50*365*24*time.Hour)
	}
	all = append(all, store.Exclusion{From: time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC), To: now})
	require.Positive(t, excludedTime(all, now))
}
