package learn

import (
	"strings"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// during tells the minutes of an operation in a stretch of time.
func during(op string, begin time.Time, lasts time.Duration) func(string, time.Time) bool {
	return func(of string, at time.Time) bool {
		return of == op && !at.Before(begin) && at.Before(begin.Add(lasts))
	}
}

func TestWhatStoppedInThePastIsAViolation(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		begin := hoursAgo(30).Add(52 * time.Minute) // into the next hour
		w.idle = during("cart", begin, 25*time.Minute)
		caughtUp(t, s, settingsOf(w, 3))
		found := violationsOf(t, s, "cart")
		if len(found) != 1 {
			t.Fatalf("%d violations: %+v", len(found), found)
		}
		v := found[0]
		// The windows of five minutes that had no request; in the one before there were fewer than half.
		if v.Signal != store.OfRate || v.Tier != int(detect.Warning) || !v.Onset.Equal(v.Start) || v.Delay != 0 ||
			!v.Start.Equal(begin.Add(3*time.Minute)) || !v.End.Equal(begin.Add(23*time.Minute)) || v.Peak != 0 {
			t.Errorf("violation %+v, want it from %s", v, begin)
		}
		noViolationOf(t, s, "search", "select", "pdf")
	})
}

// What has no series says nothing: its program may have begun anew, or Prometheus may not have seen it.
func TestWhatWasNotThereDidNotStop(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		w.absent = during("cart", hoursAgo(30), 40*time.Minute)
		caughtUp(t, s, settingsOf(w, 3))
		noViolationOf(t, s, "cart", "search")
	})
}

// The time in which it completed nothing teaches nothing but that: else no pause would ever become a regular one.
func TestWhatStopsIsOpenUntilItGoesOn(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		begin := hoursAgo(1).Add(20 * time.Minute)
		w.idle = during("cart", begin, 2*time.Hour)
		caughtUp(t, s, settingsOf(w, 3))
		if found := violationsOf(t, s, "cart"); len(found) != 1 || !found[0].End.IsZero() || found[0].KeepsFromTeaching() {
			t.Fatalf("violations %+v", found)
		}
		time.Sleep(3 * time.Hour)
		caughtUp(t, s, settingsOf(w, 3))
		found := violationsOf(t, s, "cart")
		if len(found) != 1 || !found[0].Start.Equal(begin) || !found[0].End.Equal(begin.Add(2*time.Hour)) {
			t.Fatalf("violations %+v, want the end at %s", found, begin.Add(2*time.Hour))
		}
		measured := 0
		for _, r := range w.requests() {
			if strings.Contains(r.selector, `op=~"cart"`) {
				measured++
			}
		}
		if measured == 0 || measured > 8 {
			t.Errorf("%d requests for one operation", measured)
		}
	})
}

// Prometheus away for hours: what goes on when it is back has begun before anything of it could be learned.
func TestWhatIsBackWithoutCompletingAnythingIsAViolation(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		l := caughtUp(t, s, settingsOf(w, 3))
		defer l.Close()
		begin := hoursAgo(0).Add(20 * time.Minute)
		back := begin.Add(130 * time.Minute)
		w.absent = during("cart", begin, back.Sub(begin))
		w.idle = during("cart", begin, 4*time.Hour)
		for range 6 {
			time.Sleep(time.Hour)
			if err := l.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		found := violationsOf(t, s, "cart")
		if len(found) != 1 || found[0].Start.Sub(back).Abs() > 5*time.Minute || !found[0].End.Equal(begin.Add(4*time.Hour)) {
			t.Fatalf("violations %+v, want one from %s to %s", found, back, begin.Add(4*time.Hour))
		}
		noViolationOf(t, s, "search", "select", "pdf")
	})
}

// What is no more costs nothing from then on, however many there are.
func TestWhatIsGoneIsNotMeasuredForEver(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		l := caughtUp(t, s, settingsOf(w, 3))
		defer l.Close()
		gone := hoursAgo(0)
		w.absent = during("cart", gone, 100*time.Hour)
		for range 12 {
			time.Sleep(time.Hour)
			if err := l.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		noViolationOf(t, s, "cart", "search")
		named := 0
		for _, r := range w.requests() {
			if strings.Contains(r.selector, `op=~"cart"`) {
				named++
			}
		}
		if named > 2 {
			t.Errorf("%d requests for what is gone", named)
		}
	})
}

// Of the window in which Prometheus came back, or went away, only seconds may have been seen.
func TestAWindowThatWasNotSeenWholeHoldsNoStop(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		away := hoursAgo(30).Add(20 * time.Minute)
		back := away.Add(40 * time.Minute) // with the next hour
		w.absent = func(op string, at time.Time) bool { return op == "cart" && at.After(away) && !at.After(back) }
		w.idle = func(op string, at time.Time) bool {
			return during("cart", away.Add(-5*time.Minute), 5*time.Minute)(op, at) || during("cart", back, 5*time.Minute)(op, at)
		}
		caughtUp(t, s, settingsOf(w, 3))
		noViolationOf(t, s, "cart", "search")
	})
}

// Scraped every three minutes it is judged by windows of fifteen, and two of them with one between them are one violation:
// within an hour as across its border.
func TestWhatStopsTwiceIsOneViolationWhereverTheHourEnds(t *testing.T) {
	for name, begin := range map[string]time.Duration{"within the hour": 0, "across its border": 30 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *watched) {
				w := newWorld()
				w.scraped = 3 * time.Minute
				const quarter = 15 * time.Minute
				settings := settingsOf(w, 3)
				l := caughtUp(t, s, settings)
				defer l.Close()
				first := hoursAgo(0).Add(begin)
				w.idle = func(op string, at time.Time) bool {
					return during("cart", first, quarter)(op, at) || during("cart", first.Add(2*quarter), quarter)(op, at)
				}
				for range 3 {
					time.Sleep(time.Hour)
					if err := l.CatchUp(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				found := violationsOf(t, s, "cart")
				if len(found) != 1 || !found[0].Start.Equal(first) || !found[0].End.Equal(first.Add(3*quarter)) {
					t.Errorf("violations %+v, want one from %s to %s", found, first, first.Add(3*quarter))
				}
			})
		})
	}
}
