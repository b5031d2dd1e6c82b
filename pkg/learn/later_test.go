package learn

import (
	"errors"
	"testing"
	"time"
)

// Six hours cannot be learned at first, those after them can. A violation that reaches into the six, or out of them, begins
// and ends when it did, whichever were looked at first.
func TestHoursThatAreLearnedLaterGiveTheSameViolations(t *testing.T) {
	for _, c := range []struct {
		name       string
		begin, end time.Duration // from where the later hours begin
	}{
		{"it begins in them and goes on", -3 * time.Hour, 2 * time.Hour},
		{"it ends in them", -8 * time.Hour, -3*time.Hour - 30*time.Minute},
		{"it begins before and ends after", -8 * time.Hour, 2 * time.Hour},
		{"it ends with them", -2 * time.Hour, 0},
		{"it ends soon after them", -2 * time.Hour, 2 * time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *watched) {
				w := newWorld()
				boundary := hoursAgo(0).Add(6 * time.Hour)
				begin, end := boundary.Add(c.begin), boundary.Add(c.end)
				w.slow = slowFrom("cart", begin, end.Sub(begin), 4)
				settings := settingsOf(w, 3)
				l := caughtUp(t, s, settings)
				defer l.Close()
				learnedAfterwards(t, w, l, boundary)
				found := violationsOf(t, s, "cart")
				if len(found) != 1 || found[0].Start.Sub(begin).Abs() > time.Minute || found[0].End.Sub(end).Abs() > time.Minute {
					t.Errorf("violations %+v, want one from %s to %s", found, begin, end)
				}
			})
		})
	}
}

// So does what completed nothing meanwhile: a window of it that ends when the later hours begin is seen by both.
func TestHoursThatAreLearnedLaterTellSinceWhenNothingWasCompleted(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		boundary := hoursAgo(0).Add(6 * time.Hour)
		begin := boundary.Add(-40 * time.Minute)
		w.idle = during("cart", begin, time.Hour)
		l := caughtUp(t, s, settingsOf(w, 3))
		defer l.Close()
		learnedAfterwards(t, w, l, boundary)
		found := violationsOf(t, s, "cart")
		if len(found) != 1 || !found[0].Start.Equal(begin) || !found[0].Onset.Equal(begin) || !found[0].End.Equal(begin.Add(time.Hour)) {
			t.Errorf("violations %+v, want one from %s to %s", found, begin, begin.Add(time.Hour))
		}
	})
}

// learnedAfterwards learns a day later the pages up to a moment after those behind it.
func learnedAfterwards(t *testing.T, w *world, l *Learner, boundary time.Time) {
	t.Helper()
	time.Sleep(30 * time.Hour)
	w.fail = func(metric string, from, to time.Time) error {
		if metric == "page_seconds" && !to.After(boundary) {
			return errors.New("half an answer")
		}
		return nil
	}
	if err := l.CatchUp(t.Context()); err == nil {
		t.Fatal("nothing failed")
	}
	w.fail = nil
	if err := l.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}
