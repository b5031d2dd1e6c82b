package learn

import (
	"slices"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestOfVersionsOfLongAgoOneAWeekStays(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		settings := settingsOf(newWorld(), 2)
		cart := learnedOperation(t, s, settings, "cart")
		lease, ok, err := s.Acquire(t.Context(), settings.Source, "another", time.Minute, time.Now())
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		present := versionsOf(t, s, cart)
		began := time.Now()
		for d := range 200 {
			b := present[0]
			b.Record.P95, b.ValidFrom, b.Author = 1+float64(d), began.Add(time.Duration(d)*24*time.Hour), store.Learner
			if d == 50 {
				b.Author = "ann"
			}
			if err := s.PutBaselines(t.Context(), lease, []store.Baseline{b}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Release(t.Context(), lease); err != nil {
			t.Fatal(err)
		}
		time.Sleep(200 * 24 * time.Hour)
		learnAndClose(t, s, settings)
		perWeek := map[int64]int{}
		all := versionsOf(t, s, cart)
		for _, v := range all {
			perWeek[v.ValidFrom.Unix()/int64(7*24*3600)]++
		}
		quarter := time.Now().Add(-90 * 24 * time.Hour)
		for week, n := range perWeek {
			ends := time.Unix((week+1)*7*24*3600, 0)
			hers := began.Add(50*24*time.Hour).Unix()/(7*24*3600) == week
			switch {
			case ends.After(quarter): // the newest quarter of a year
			case hers && n > 3, !hers && n != 1:
				t.Errorf("%d versions of the week until %s", n, ends)
			}
		}
		if !slices.ContainsFunc(all, func(b store.Baseline) bool { return b.Author == "ann" }) {
			t.Error("what ann chose is gone")
		}
		daily := slices.DeleteFunc(slices.Clone(all), func(b store.Baseline) bool { return b.ValidFrom.Before(quarter) })
		if len(daily) < 90 {
			t.Errorf("%d versions of the last 90 days, of which each had one", len(daily))
		}
	})
}

// learnedOperation learns and says which operation that has a name is.
func learnedOperation(t *testing.T, s store.Store, settings Settings, op string) store.Operation {
	t.Helper()
	learnAndClose(t, s, settings)
	all, err := s.Operations(t.Context(), settings.Source, "shop")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(o store.Operation) bool { return o.Labels["op"] == op })
	if i < 0 {
		t.Fatalf("%s was not learned", op)
	}
	return all[i]
}

func versionsOf(t *testing.T, s store.Store, o store.Operation) []store.Baseline {
	t.Helper()
	all, err := s.Versions(t.Context(), o.Source, o.ID)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
