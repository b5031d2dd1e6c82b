package learn

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestWhatFollowsAnHourIsDoneOnceWhenAllIsLearned(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		var hours []time.Time
		settings := settingsOf(newWorld(), 1)
		settings.AfterHour = func(ctx context.Context, l store.Lease, system *catalog.System, learned time.Time) {
			hours = append(hours, learned)
			for _, p := range progressOf(t, s) {
				if p.Learned < p.Wanted {
					t.Errorf("after %s: %s has learned %d of %d hours", learned, p.Set, p.Learned, p.Wanted)
				}
			}
			if err := s.PutReport(ctx, l, store.KeptReport{System: system.Name, Period: "daily", Day: learned.Format(time.DateOnly)}); err != nil {
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

// refused is what a set alone meets.
var refused = errors.Join(errors.New("the query needs too many samples"), prometheus.ErrPartial)

func TestASystemIsFollowedUpToWhereAllOfItsSetsAreLearned(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		w.operations["visit_seconds"] = []string{"desk"}
		office := &catalog.System{Name: "office", Title: "Office", Selector: `job="office"`, TimeZone: "UTC", Operations: []catalog.OperationSet{
			{ID: "visit", Metric: "visit_seconds", Kind: "histogram", Unit: "s", By: []string{"op"}},
		}}
		learned := map[string][]time.Time{}
		settings := settingsOf(w, 2)
		settings.Systems = append(settings.Systems, office)
		settings.AfterHour = func(_ context.Context, _ store.Lease, system *catalog.System, to time.Time) {
			learned[system.Name] = append(learned[system.Name], to)
		}
		l := New(s, SystemClock{}, "test", settings)
		defer l.Close()
		last := func(system string) time.Time { return learned[system][len(learned[system])-1] }

		// One hour of one set, 30 hours ago, cannot be measured.
		hole := hoursAgo(30)
		w.fail = func(metric string, from, to time.Time) error {
			if metric == "query_seconds" && from.Before(hole.Add(time.Hour)) && to.After(hole) {
				return refused
			}
			return nil
		}
		if err := l.CatchUp(t.Context()); err == nil {
			t.Fatal("a set failed and nobody was told")
		}
		if !last("office").Equal(hoursAgo(0)) {
			t.Errorf("the system whose sets are all learned is followed up to %s, want %s", last("office"), hoursAgo(0))
		}
		if last("shop").After(hole) {
			t.Errorf("followed up to %s, though an hour from %s is not learned", last("shop"), hole)
		}

		// Tried again, the system may get further, up to the hour that fails; nobody is told the same twice.
		_ = l.CatchUp(t.Context())
		if len(learned["office"]) != 1 || last("shop").After(hole) {
			t.Errorf("tried again: followed up to %v", learned)
		}
		for i, to := range learned["shop"][1:] {
			if !to.After(learned["shop"][i]) {
				t.Errorf("told twice: %v", learned["shop"])
			}
		}

		w.mu.Lock()
		w.fail = nil
		w.mu.Unlock()
		if err := l.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !last("shop").Equal(hoursAgo(0)) || len(learned["office"]) != 1 {
			t.Errorf("when all is learned: shop up to %s, want %s; office was told %v", last("shop"), hoursAgo(0), learned["office"])
		}
	})
}

func TestWhatCannotBeLearnedForAWeekHoldsNothingUpForEver(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		w.fail = func(metric string, _, _ time.Time) error {
			if metric == "query_seconds" {
				return refused
			}
			return nil
		}
		var learned []time.Time
		settings := settingsOf(w, 10)
		settings.AfterHour = func(_ context.Context, _ store.Lease, _ *catalog.System, to time.Time) { learned = append(learned, to) }
		l := New(s, SystemClock{}, "test", settings)
		defer l.Close()
		for range 2 {
			_ = l.CatchUp(t.Context())
			time.Sleep(time.Hour)
		}
		if len(learned) != 2 || !learned[1].Equal(hoursAgo(1).Add(-ViolationHours*time.Hour)) {
			t.Errorf("followed up to %v, want a week ago, hour by hour", learned)
		}
	})
}
