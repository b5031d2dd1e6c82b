package learn

import (
	"context"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestWhatFollowsAnHourIsDoneOnceWhenAllIsLearned(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		var hours []time.Time
		settings := settingsOf(newWorld(), 1)
		settings.AfterHour = func(ctx context.Context, l store.Lease, learned time.Time) {
			hours = append(hours, learned)
			for _, p := range progressOf(t, s) {
				if p.Learned < p.Wanted {
					t.Errorf("after %s: %s has learned %d of %d hours", learned, p.Set, p.Learned, p.Wanted)
				}
			}
			if err := s.PutReport(ctx, l, store.KeptReport{System: "shop", Period: "daily", Day: learned.Format(time.DateOnly)}); err != nil {
				t.Error(err)
			}
		}
		l := New(s, SystemClock{}, "test", settings)
		defer l.Close()
		for range 2 {
			if err := l.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if len(hours) != 1 || !hours[0].Equal(hoursAgo(0)) {
			t.Fatalf("called for %v, want once for %s", hours, hoursAgo(0))
		}
		time.Sleep(time.Hour)
		if err := l.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(hours) != 2 || hours[1].Sub(hours[0]) != time.Hour {
			t.Fatalf("called for %v, want once for each hour", hours)
		}
	})
}
