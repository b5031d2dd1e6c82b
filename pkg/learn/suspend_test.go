package learn

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// wall is the clock of a machine that can be put to sleep, or set: its timers know nothing of that.
type wall struct{ moved atomic.Int64 }

func (w *wall) move(by time.Duration)                { w.moved.Store(int64(by)) }
func (w *wall) Now() time.Time                       { return time.Now().Round(0).Add(time.Duration(w.moved.Load())) }
func (*wall) After(d time.Duration) <-chan time.Time { return time.After(d) }

// A laptop is opened in the morning, or a virtual machine goes on: what was measured meanwhile is learned at once, and not
// when the hour would have been over had it not slept.
func TestWhatWasMissedInAMachinesSleepIsLearnedWhenItWakes(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		clock := new(wall)
		l := New(s, clock, "a", settingsOf(newWorld(), 2))
		defer running(t, l)()
		time.Sleep(10 * time.Minute) // 10:30:30, and the next hour is over at 11:01
		synctest.Wait()
		if status := l.Status(); status.Phase != UpToDate {
			t.Fatalf("before it sleeps it says %+v", status)
		}
		before := len(s.writes())
		clock.move(9 * time.Hour)
		time.Sleep(longestNap + time.Second)
		synctest.Wait()
		newest := clock.Now().Truncate(time.Hour).Add(-time.Hour).UTC().Format(time.RFC3339)
		if s.times("page "+newest) != 1 || len(s.writes())-before < 9 || len(s.twice()) > 0 {
			t.Errorf("%d hours and marks were written, the newest hour %s %d times; twice: %v", len(s.writes())-before, newest, s.times("page "+newest), s.twice())
		}
	})
}

// A clock that was two hours ahead is set right: the next hour is not waited for as much longer.
func TestAClockThatIsSetBackKeepsNobodyWaiting(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		clock := new(wall)
		clock.move(2 * time.Hour)
		w := newWorld()
		defer running(t, New(s, clock, "a", settingsOf(w, 1)))()
		time.Sleep(10 * time.Minute)
		clock.move(0)
		before := len(w.requests())
		time.Sleep(4 * time.Hour)
		synctest.Wait()
		if asked := w.requests()[before:]; len(asked) == 0 || asked[0].at.UTC().Format("15:04") != "11:01" {
			t.Errorf("it went on with %v", asked[:min(len(asked), 1)])
		}
	})
}
