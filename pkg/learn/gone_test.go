package learn

import (
	"slices"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// without are the settings of a shop whose pages are not learned any more.
func without(settings Settings, gone func(system, set string) bool) Settings {
	rest := shop()
	rest.Operations = slices.DeleteFunc(rest.Operations, func(o catalog.OperationSet) bool { return o.ID == "page" })
	settings.Systems, settings.Gone, settings.Version = []*catalog.System{rest}, gone, "without"
	return settings
}

// deleted is what the owner of a shop knows who has deleted its pages.
func deleted(system, set string) bool { return system == "shop" && set == "page" }

// alwaysSlow makes the cart slow since an hour and for ever.
func alwaysSlow() *world {
	w := newWorld()
	w.slow = slowFrom("cart", hoursAgo(1).Add(10*time.Minute), 1000*time.Hour, 4)
	return w
}

func learnAndClose(t *testing.T, s store.Store, settings Settings) {
	t.Helper()
	caughtUp(t, s, settings).Close()
}

func theOne(t *testing.T, s store.Store, source, op string) store.Violation {
	t.Helper()
	all, err := s.Violations(t.Context(), source, "shop", time.Time{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(v store.Violation) bool { return v.Operation.Labels["op"] != op })
	if len(all) != 1 {
		t.Fatalf("%d violations of %s in %s, want one", len(all), op, source)
	}
	return all[0]
}

func windowsOf(t *testing.T, s store.Store, v store.Violation) int {
	t.Helper()
	windows, err := s.Windows(t.Context(), v.Operation.Source, v.Operation.ID, time.Time{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return len(windows)
}

func TestWhatWasDeletedInViolationEndsAndExpires(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		settings := settingsOf(alwaysSlow(), 2)
		other := settings
		other.Source = "2/shop"
		learnAndClose(t, s, settings)
		learnAndClose(t, s, other)
		learned := hoursAgo(0)
		time.Sleep(3 * time.Hour)
		learnAndClose(t, s, without(settings, deleted))
		v := theOne(t, s, "1/shop", "cart")
		if !v.End.Equal(learned) {
			t.Errorf("it ended at %s, want the last hour that was learned, until %s", v.End, learned)
		}
		if windowsOf(t, s, v) == 0 {
			t.Error("what was learned is gone before its time")
		}
		time.Sleep(5 * 24 * time.Hour)
		learnAndClose(t, s, without(settings, deleted))
		if n := windowsOf(t, s, v); n > 0 {
			t.Errorf("%d windows stay for ever", n)
		}
		for _, set := range []string{"page", store.MarkViolations + "page"} {
			hours, err := s.LearnedHours(t.Context(), "1/shop", "shop", set)
			if err != nil {
				t.Fatal(err)
			}
			if len(hours) > 0 {
				t.Errorf("%d hours of %s stay marked", len(hours), set)
			}
		}
		if theirs := theOne(t, s, "2/shop", "cart"); !theirs.End.IsZero() || windowsOf(t, s, theirs) == 0 {
			t.Errorf("another data source lost its own: %+v", theirs)
		}
	})
}

func TestWhatIsMerelyNotChosenStaysAsItIs(t *testing.T) {
	for name, gone := range map[string]func(system, set string) bool{
		"nobody knows what is gone": nil,
		"others learn it":           func(string, string) bool { return false },
	} {
		inBubble(t, func(t *testing.T, s *watched) {
			settings := settingsOf(alwaysSlow(), 2)
			learnAndClose(t, s, settings)
			before := windowsOf(t, s, theOne(t, s, "1/shop", "cart"))
			time.Sleep(5 * 24 * time.Hour)
			learnAndClose(t, s, without(settings, gone))
			if v := theOne(t, s, "1/shop", "cart"); !v.End.IsZero() || windowsOf(t, s, v) != before {
				t.Errorf("%s: it ended at %s with %d of %d windows", name, v.End, windowsOf(t, s, v), before)
			}
		})
	}
}

func TestWhatIsRestoredSoonGoesOnWhereItWas(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		settings := settingsOf(alwaysSlow(), 2)
		learnAndClose(t, s, settings)
		before, version := theOne(t, s, "1/shop", "cart"), baselineOf(t, s, "cart").Version
		time.Sleep(3 * time.Hour)
		learnAndClose(t, s, without(settings, deleted))
		time.Sleep(time.Hour)
		learnAndClose(t, s, settings)
		if v := theOne(t, s, "1/shop", "cart"); !v.End.IsZero() || !v.Start.Equal(before.Start) || v.ID != before.ID {
			t.Errorf("the violation was %+v and is %+v", before, v)
		}
		if b := baselineOf(t, s, "cart"); b.Version != version {
			t.Errorf("the baseline is at version %d instead of %d", b.Version, version)
		}
		if len(s.twice()) > 0 {
			t.Errorf("learned twice: %v", s.twice())
		}
	})
}

func TestTheLastSetThatIsDeletedEndsToo(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := alwaysSlow()
		supervisor := NewSupervisor(SystemClock{}, "test")
		defer supervisor.Close()
		supervisor.Touch(s, settingsOf(w, 2))
		time.Sleep(10 * time.Minute)
		asked := len(w.requests())
		nothing := settingsOf(w, 2)
		nothing.Systems, nothing.Version = nil, "nothing"
		nothing.Gone = func(string, string) bool { return true }
		supervisor.Touch(s, nothing)
		time.Sleep(10 * time.Minute)
		if v := theOne(t, s, "1/shop", "cart"); v.End.IsZero() {
			t.Error("the violation goes on for ever")
		}
		if len(w.requests()) != asked {
			t.Error("what was deleted is asked for")
		}
	})
}

// Hosts and versions come and go, and each has operations of its own.
func TestAnOperationThatNobodyHasSeenForMonthsIsForgotten(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		pages := w.operations["page_seconds"]
		settings := settingsOf(w, 2)
		learnAndClose(t, s, settings)
		names := func() (names []string) {
			all, err := s.Operations(t.Context(), settings.Source, "shop")
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range all {
				names = append(names, o.Labels["op"])
			}
			return names
		}
		w.operations["page_seconds"] = slices.DeleteFunc(slices.Clone(pages), func(op string) bool { return op == "cart" })
		time.Sleep(60 * 24 * time.Hour)
		learnAndClose(t, s, settings)
		if !slices.Contains(names(), "cart") {
			t.Fatal("an operation without data for two months is forgotten: of a quarter every version is kept")
		}
		// Then it was that its last windows went: from there it counts.
		time.Sleep(100 * 24 * time.Hour)
		learnAndClose(t, s, settings)
		if all := names(); slices.Contains(all, "cart") || !slices.Contains(all, "search") {
			t.Errorf("after months %v are known, want all but cart", all)
		}
	})
}
