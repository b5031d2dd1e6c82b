package learn

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestALearnerIsBehindByTheHoursThatCouldBeLearned(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 30, 0, 0, time.UTC)
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 10, hour, minute, 0, 0, time.UTC) }
	for _, c := range []struct {
		name   string
		newest time.Time
		now    time.Time
		lag    time.Duration
		want   time.Duration
	}{
		{"everything that is over is learned", at(12, 0), now, 0, 0},
		{"the hour has just ended and has not settled", at(11, 0), at(12, 0), 0, 0},
		{"samples come late", at(11, 0), at(12, 10), 15 * time.Minute, 0},
		{"one hour is missing", at(11, 0), now, 0, time.Hour},
		{"the clock went back", at(15, 0), now, 0, 0},
		{"nothing is learned yet", time.Time{}, now, 0, 672 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, Settings{Lag: c.lag}.Behind(store.Progress{Newest: c.newest, Wanted: 672}, c.now))
		})
	}
}

func TestProgressOfASystemThatIsNotLearnedAnyMoreIsNotWanted(t *testing.T) {
	s := Settings{Systems: []*catalog.System{{Name: "kgas", Operations: []catalog.OperationSet{{ID: "operation"}}}}}
	require.True(t, s.Wants("kgas", "operation"))
	require.False(t, s.Wants("kgas", "gone"))
	require.False(t, s.Wants("shop", "operation"))
}
