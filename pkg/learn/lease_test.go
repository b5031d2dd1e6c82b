package learn

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Somebody resets the source on another replica while this one is in the middle of an hour: what it read before, and what
// it gathered since, belongs to what was forgotten. Its turn is over, also where nobody else takes it meanwhile.
func TestAResetOnAnotherReplicaEndsThePassThatIsUnderWay(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		var reset sync.Once
		// While the hour is asked for, the other replica forgets; and the lease is renewed before the hour is written.
		w.fail = func(string, time.Time, time.Time) (err error) {
			reset.Do(func() { err = s.Forget(context.Background(), "1/shop") })
			time.Sleep(2 * renewEvery)
			return err
		}
		err := New(s, SystemClock{}, "a", settingsOf(w, 1)).CatchUp(t.Context())
		if !errors.Is(err, store.ErrLeaseLost) {
			t.Errorf("the pass ended with %v", err)
		}
		if writes := s.writes(); len(writes) > 0 {
			t.Errorf("%v were written after everything was forgotten", writes)
		}
	})
}

// Whoever resets the source on another replica does not wait for the next hour to see it learned again.
func TestAfterAResetOnAnotherReplicaItIsLearnedAgainAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		defer running(t, New(s, SystemClock{}, "a", settingsOf(newWorld(), 1)))()
		time.Sleep(time.Minute)
		before := baselineOf(t, s, "cart").Record
		if err := s.Forget(t.Context(), "1/shop"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if after := baselineOf(t, s, "cart").Record; !reflect.DeepEqual(before, after) {
			t.Errorf("%+v was learned before, and %+v after", before, after)
		}
	})
}

// A process that lost its lease and has it again learns what the one in between has left undone: hours without a baseline
// that knows of them.
func TestWhoHasItsLeaseAgainLooksAtWhatWasDoneInBetween(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		faster := time.Now()
		w.slow = func(_ string, at time.Time) float64 {
			if at.After(faster) {
				return 0.8
			}
			return 1
		}
		l := caughtUp(t, s, settingsOf(w, 1))
		before := baselineOf(t, s, "cart")
		time.Sleep(5 * time.Hour)
		// Another one learns five hours, and dies before it has learned their baselines.
		other := New(s, SystemClock{}, "other", settingsOf(w, 1))
		hold(t, other)
		for _, of := range other.settings.works() {
			if err := other.learnSpan(t.Context(), of, span{hoursAgo(5), 5}); err != nil {
				t.Fatal(err)
			}
			for i := 1; i <= 5; i++ {
				if err := other.checkSpan(t.Context(), of, span{hoursAgo(i), 1}); err != nil {
					t.Fatal(err)
				}
			}
		}
		time.Sleep(leaseTime + time.Second)
		if err := l.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if after := baselineOf(t, s, "cart"); !after.Record.To.After(before.Record.To) {
			t.Errorf("the baseline reaches to %s, as before", after.Record.To)
		}
	})
}

// What a process noted that died, or was started anew, is taken back by whoever learns the set after it: nobody else would.
func TestWhatFailedUnderAnotherProcessIsTakenBackWhenItGoesWell(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		w.fail = func(string, time.Time, time.Time) error { return errors.New("broken pipe") }
		if err := New(s, SystemClock{}, "a", settingsOf(w, 1)).CatchUp(t.Context()); err == nil {
			t.Fatal("nothing failed")
		}
		noted := func() (all string) {
			for _, p := range progressOf(t, s) {
				all += p.LastError
			}
			return all
		}
		if noted() == "" {
			t.Fatal("nothing was noted")
		}
		time.Sleep(leaseTime + time.Second)
		w.fail = nil
		if err := New(s, SystemClock{}, "b", settingsOf(w, 1)).CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if still := noted(); still != "" {
			t.Errorf("it still says %q", still)
		}
	})
}
