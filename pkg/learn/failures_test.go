package learn

import (
	"math"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// telling are settings by which the pages of the shop tell which requests failed.
func telling(w Prometheus, days int) Settings {
	settings := settingsOf(w, days)
	settings.Systems[0].Operations[0].Errors = `status="error"`
	return settings
}

// failingFrom is a share for a while, else two in a thousand.
func failingFrom(op string, begin time.Time, lasts time.Duration, share float64) func(string, time.Time) float64 {
	return func(of string, at time.Time) float64 {
		if of == op && !at.Before(begin) && at.Before(begin.Add(lasts)) {
			return share
		}
		return 0.002
	}
}

func TestWhatFailedInThePastIsAViolation(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		begin := hoursAgo(30).Add(52 * time.Minute) // into the next hour
		w.failing = failingFrom("cart", begin, 25*time.Minute, 0.2)
		caughtUp(t, s, telling(w, 3))
		found := violationsOf(t, s, "cart")
		if len(found) != 1 {
			t.Fatalf("%d violations: %+v", len(found), found)
		}
		v := found[0]
		if v.Signal != store.OfErrors || v.Tier != int(detect.Critical) || !v.Start.Equal(begin.Add(time.Minute)) || !v.End.Equal(begin.Add(25*time.Minute)) ||
			v.Peak < 15 || v.Peak > 30 || v.Delay != 0 {
			t.Errorf("violation %+v, want it from %s", v, begin)
		}
		noViolationOf(t, s, "search", "select", "pdf")
		measuredByTheMinute(t, w, "cart", 4)
	})
}

// Three in a hundred, where two in a thousand are usual, is no breach of any minute of twenty requests.
func TestWhatOnlyTheHourShowsFailedIsAViolation(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		begin := hoursAgo(30)
		w.failing = failingFrom("cart", begin, 2*time.Hour, 0.03)
		caughtUp(t, s, telling(w, 3))
		found := violationsOf(t, s, "cart")
		if len(found) != 1 || found[0].Signal != store.OfErrors {
			t.Fatalf("violations %+v", found)
		}
		v := found[0]
		if v.Start.After(begin.Add(time.Hour)) || math.Abs(v.End.Sub(begin.Add(2*time.Hour)).Minutes()) > 15 {
			t.Errorf("from %s to %s, want it from %s for two hours", v.Start, v.End, begin)
		}
	})
}

// What was slow and failed at once are two violations, of which the slow one alone keeps its time from teaching.
func TestWhatFailedTeachesHowLongItTook(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		begin := hoursAgo(20)
		w.failing = failingFrom("cart", begin, 3*time.Hour, 0.3)
		caughtUp(t, s, telling(w, 3))
		if found := violationsOf(t, s, "cart"); len(found) != 1 {
			t.Fatalf("violations %+v", found)
		}
		both, one := baselineOf(t, s, "cart"), baselineOf(t, s, "search")
		if both.Record.Windows != one.Record.Windows {
			t.Errorf("learned from %d windows, and from %d where nothing failed", both.Record.Windows, one.Record.Windows)
		}
		if both.Record.ErrorRatio > 0.01 {
			t.Errorf("%v is called usual after one incident", both.Record.ErrorRatio)
		}
	})
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		begin := hoursAgo(20)
		w.slow = slowFrom("cart", begin, 30*time.Minute, 6)
		w.failing = failingFrom("cart", begin, 30*time.Minute, 0.3)
		caughtUp(t, s, telling(w, 3))
		found := violationsOf(t, s, "cart")
		if len(found) != 2 || found[0].Signal == found[1].Signal || !found[0].Start.Equal(found[1].Start) {
			t.Fatalf("violations %+v", found)
		}
	})
}

// While requests fail the violation is open; it ends where they no longer do.
func TestWhatFailsNowIsOpenUntilItDoesNot(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		begin := hoursAgo(1).Add(20 * time.Minute)
		w.failing = failingFrom("cart", begin, 2*time.Hour, 0.2)
		caughtUp(t, s, telling(w, 3))
		if found := violationsOf(t, s, "cart"); len(found) != 1 || !found[0].End.IsZero() {
			t.Fatalf("violations %+v", found)
		}
		time.Sleep(3 * time.Hour)
		caughtUp(t, s, telling(w, 3))
		found := violationsOf(t, s, "cart")
		if len(found) != 1 || !found[0].End.Equal(begin.Add(2*time.Hour)) {
			t.Fatalf("violations %+v, want the end at %s", found, begin.Add(2*time.Hour))
		}
	})
}

// What the suspicion lets pass must hold no breach: every minute in which far too many failed shows in its five minutes.
func TestEveryMinuteThatFailedMakesItsWindowSuspicious(t *testing.T) {
	w := newWorld()
	record := baseline.Learn(dayOf(w), baseline.Options{})
	works := telling(w, 1).works()
	start := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	told := 0
	for _, share := range []float64{0.02, 0.03, 0.06, 0.5} {
		for i := range 100 {
			begin := start.Add(time.Duration(i) * 5 * time.Minute).Add(time.Duration(i%5) * time.Minute)
			w.failing = failingFrom("cart", begin, time.Minute, share)
			minute := w.window("cart", begin.Add(time.Minute), time.Minute)
			minute.Errors = w.failed("cart", minute.End, minute.Width)
			if detect.JudgeErrors(minute, record, works[0].tiers()).Tier < detect.Warning {
				continue
			}
			told++
			five := w.window("cart", begin.Truncate(5*time.Minute).Add(5*time.Minute), 5*time.Minute)
			five.Errors = w.failed("cart", five.End, five.Width)
			if !detect.MayHaveFailedIn([]baseline.Window{five}, 0, record, works[0].tiers()) {
				t.Errorf("a minute with %v failed of %v does not show among %v", minute.Errors, minute.Requests(), five.Errors)
			}
		}
	}
	if told < 200 {
		t.Errorf("only %d minutes were breaches", told)
	}
}

// A verdict on few requests takes several minutes, and those need not lie in one learned window: eight that fail within
// two minutes are four in each of two.
func TestWhatFailedAroundTheEndOfALearnedWindowMakesBothSuspicious(t *testing.T) {
	from := time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC)
	record := baseline.Record{State: baseline.Active, Requests: 100000, ErrorRatio: 0.002}
	work := telling(newWorld(), 1).works()[0]
	of := func(width time.Duration) (windows []baseline.Window) {
		for end := from.Add(width); !end.After(from.Add(2 * time.Hour)); end = end.Add(width) {
			window := baseline.Window{End: end, Width: width, Histogram: baseline.Histogram{Bounds: []float64{1}, Counts: []float64{20 * width.Minutes(), 0}}}
			for _, minute := range []time.Duration{90, 91} {
				if at := from.Add(minute * time.Minute); !at.After(end) && at.After(end.Add(-width)) {
					window.Errors += 4
				}
			}
			windows = append(windows, window)
		}
		return windows
	}
	s := span{from: from.Add(time.Hour), hours: 1}
	for _, step := range []time.Duration{time.Minute, 2 * time.Minute} {
		if found := work.violationsIn(detect.Errors, of(step), suspect{record: record}, s, step); len(found) != 1 {
			t.Fatalf("violations %+v in windows of %s", found, step)
		}
	}
	if !detect.MayHaveFailedIn(of(5*time.Minute), 12, record, work.tiers()) {
		t.Error("it would never be looked for")
	}
}

func dayOf(w *world) (windows []baseline.Window) {
	for i := range 288 {
		window := w.window("cart", time.Date(2026, 3, 2, 0, 5*(i+1), 0, 0, time.UTC), 5*time.Minute)
		window.Errors = w.failed("cart", window.End, window.Width)
		windows = append(windows, window)
	}
	return windows
}

// What fails since a release stays no norm for as long as nobody says so. Accepted from there on, it is normal at once.
func TestWhatFailsSinceAReleaseIsNormalOnceSomebodySaysSo(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		release := hoursAgo(40)
		w.failing = failingFrom("cart", release, 100*time.Hour, 0.08)
		l := caughtUp(t, s, telling(w, 5))
		b := baselineOf(t, s, "cart").Baseline
		if share := b.Record.ErrorRatio; share > 0.004 {
			t.Errorf("%.3g are normal though nobody said so", share)
		}
		r, err := l.Again(t.Context(), b, store.Exclusion{System: "shop", Operation: b.Operation.ID, To: release, Kind: LevelKind})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(r.ErrorRatio-0.08) > 0.005 {
			t.Errorf("%.3g are normal since it was accepted, want 0.08", r.ErrorRatio)
		}
	})
}
