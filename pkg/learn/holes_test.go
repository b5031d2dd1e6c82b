package learn

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// told lists violations for a person to compare.
func told(vs []store.Violation) (all []string) {
	for _, v := range vs {
		end := "open"
		if !v.End.IsZero() {
			end = v.End.UTC().Format("02T15:04")
		}
		all = append(all, fmt.Sprintf("%s %s to %s", v.Signal, v.Start.UTC().Format("02T15:04"), end))
	}
	return all
}

// Hours cannot be learned for a while, those before and after them can: when the violation ended is known once they are,
// however many spans it takes to look at them.
func TestAViolationBeforeAHoleEndsWhereTheHoleShowsItWhenItIsFilled(t *testing.T) {
	for _, hole := range []time.Duration{5 * time.Hour, 8 * time.Hour, 14 * time.Hour} {
		t.Run(hole.String(), func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *watched) {
				w := newWorld()
				from := hoursAgo(0).Add(5 * time.Hour) // of the hole
				begin, end := from.Add(-20*time.Minute), from.Add(10*time.Minute)
				w.slow = slowFrom("cart", begin, end.Sub(begin), 4)
				l := caughtUp(t, s, settingsOf(w, 3))
				defer l.Close()
				time.Sleep(time.Until(from.Add(5 * time.Minute)))
				if err := l.CatchUp(t.Context()); err != nil {
					t.Fatal(err)
				}
				if found := violationsOf(t, s, "cart"); len(found) != 1 || !found[0].End.IsZero() {
					t.Fatalf("%s, want one that goes on", told(found))
				}
				time.Sleep(hole + 6*time.Hour)
				w.fail = func(metric string, a, b time.Time) error {
					if metric == "page_seconds" && a.Before(from.Add(hole-2*time.Hour)) && b.After(from.Add(5*time.Minute)) {
						return errors.New("half an answer")
					}
					return nil
				}
				for range 8 {
					_ = l.CatchUp(t.Context()) // of the hole
					time.Sleep(time.Minute)
				}
				w.fail = nil
				if err := l.CatchUp(t.Context()); err != nil {
					t.Fatal(err)
				}
				found := violationsOf(t, s, "cart")
				if len(found) != 1 || found[0].Start.Sub(begin).Abs() > 2*time.Minute || found[0].End.Sub(end).Abs() > time.Minute {
					t.Errorf("%s, want one from %s to %s", told(found), begin.UTC().Format("02T15:04"), end.UTC().Format("02T15:04"))
				}
			})
		})
	}
}

// In whatever order hours can be learned, the violations of them are the same in the end.
func TestViolationsAreTheSameInWhateverOrderHoursAreLearned(t *testing.T) {
	for _, seed := range []uint64{0, 8, 13, 18} {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			want, got := inOrder(t, seed, false), inOrder(t, seed, true)
			same := len(got) == len(want) && len(want) > 0
			for i := 0; same && i < len(want); i++ {
				same = got[i].Signal == want[i].Signal && got[i].Start.Sub(want[i].Start).Abs() <= sameViolation && got[i].End.Sub(want[i].End).Abs() <= sameViolation
			}
			if !same {
				t.Errorf("learned at once  %s\nlearned in parts %s", told(want), told(got))
			}
		})
	}
}

// inOrder are the violations of two days of slow stretches, learned at once or as other hours are refused each time.
func inOrder(t *testing.T, seed uint64, refused bool) (found []store.Violation) {
	inBubble(t, func(t *testing.T, s *watched) {
		r := rand.New(rand.NewPCG(seed, 5))
		w := newWorld()
		settings := settingsOf(w, 5)
		settings.Systems[0].Operations = settings.Systems[0].Operations[:1]
		caughtUp(t, s, settings).Close()
		time.Sleep(42 * time.Hour)
		var slow []func(string, time.Time) float64
		for range 8 {
			begin := hoursAgo(40).Add(time.Duration(r.IntN(36*60)) * time.Minute)
			slow = append(slow, slowFrom("cart", begin, time.Duration(10+r.IntN(240))*time.Minute, 4))
		}
		w.slow = func(op string, at time.Time) float64 {
			factor := 1.0
			for _, of := range slow {
				factor = max(factor, of(op, at))
			}
			return factor
		}
		for range 10 {
			if !refused {
				break
			}
			not := map[int64]bool{}
			for range 12 + r.IntN(20) {
				not[hoursAgo(r.IntN(44)).Unix()] = true
			}
			w.fail = func(_ string, from, to time.Time) error {
				for hour := from.Truncate(time.Hour); hour.Before(to); hour = hour.Add(time.Hour) {
					if not[hour.Unix()] {
						return errors.New("a query that is refused")
					}
				}
				return nil
			}
			l := New(s, SystemClock{}, "test", settings)
			_ = l.CatchUp(t.Context()) // of the hours that are refused
			l.Close()
		}
		w.fail = nil
		caughtUp(t, s, settings).Close()
		found = violationsOf(t, s, "cart")
	})
	return found
}
