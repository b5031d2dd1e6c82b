package learn

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// A deleted data source keeps its instance, and nobody asks for it: 15 minutes
// after the last request there is no request to its Prometheus any more.
func TestWithoutRequestsASourceIsNotAskedAfterFifteenMinutes(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		w.takes = 20 * time.Second // it would go on for hours
		supervisor := NewSupervisor(SystemClock{}, "test")
		defer supervisor.Close()
		for range 10 {
			supervisor.Touch(s, settingsOf(w, 28))
			time.Sleep(time.Minute)
		}
		last := time.Now().Add(-time.Minute)
		time.Sleep(3 * time.Hour)
		requests := w.requests()
		if end := requests[len(requests)-1].at; end.After(last.Add(Idle)) || end.Before(last.Add(Idle-time.Minute)) {
			t.Errorf("the last request came %s after the last touch, want 15 minutes", end.Sub(last))
		}
		if _, working := supervisor.Status("1/shop"); working {
			t.Error("the worker still stands")
		}
		before := len(requests)
		supervisor.Touch(s, settingsOf(w, 28)) // somebody came back
		time.Sleep(time.Minute)
		if len(w.requests()) == before || len(s.twice()) > 0 {
			t.Errorf("it did not go on; learned twice: %v", s.twice())
		}
	})
}

func TestRequestsKeepASourceAtWork(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		supervisor := NewSupervisor(SystemClock{}, "test")
		defer supervisor.Close()
		for range 5 * 6 {
			supervisor.Touch(s, settingsOf(w, 1))
			time.Sleep(10 * time.Minute)
		}
		synctest.Wait()
		if n := s.times("page " + hoursAgo(1).UTC().Format(time.RFC3339)); n != 1 {
			t.Errorf("the newest hour was learned %d times", n)
		}
		if status, _ := supervisor.Status("1/shop"); status.Phase != UpToDate {
			t.Errorf("status %+v", status)
		}
	})
}

func TestNewSettingsReplaceTheWorkerAndLearnNothingAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		old, changed := newWorld(), newWorld()
		old.takes = time.Second
		supervisor := NewSupervisor(SystemClock{}, "test")
		defer supervisor.Close()
		supervisor.Touch(s, settingsOf(old, 2))
		time.Sleep(5*time.Second + time.Millisecond)
		settings := settingsOf(changed, 2)
		settings.Version = "2"
		supervisor.Touch(s, settings)
		synctest.Wait()
		asked := len(old.requests())
		time.Sleep(10 * time.Minute)
		if len(old.requests()) != asked || len(changed.requests()) == 0 {
			t.Error("the old settings are still at work, or the new ones are not")
		}
		if len(s.twice()) > 0 {
			t.Errorf("learned twice: %v", s.twice())
		}
		if status, _ := supervisor.Status("1/shop"); status.Phase != UpToDate {
			t.Errorf("status %+v", status)
		}
	})
}

func TestTwoProcessesOnOneStoreLearnNoHourTwice(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		first, second := newWorld(), newWorld()
		first.takes, second.takes = time.Second, time.Second
		a, b := NewSupervisor(SystemClock{}, "a"), NewSupervisor(SystemClock{}, "b")
		defer a.Close()
		defer b.Close()
		a.Touch(s, settingsOf(first, 3))
		synctest.Wait()
		b.Touch(s, settingsOf(second, 3))
		time.Sleep(10 * time.Second)
		if len(second.requests()) > 0 {
			t.Errorf("%d requests of the process that does not hold the lease", len(second.requests()))
		}
		if status, _ := b.Status("1/shop"); status.Phase != Waiting || status.Error != "" {
			t.Errorf("the second says %+v", status)
		}
		s.deaf.Store(true) // the first one dies without a word
		a.Close()
		s.deaf.Store(false)
		learned := len(s.writes())
		time.Sleep(time.Minute)
		if len(s.writes()) == learned {
			t.Error("the second did not take over within a minute")
		}
		time.Sleep(14 * time.Minute)
		synctest.Wait()
		hours := 0
		for _, key := range s.writes() {
			if !strings.HasPrefix(key, store.MarkViolations) {
				hours++
			}
		}
		if hours != 3*72 || len(s.twice()) > 0 {
			t.Errorf("%d hours learned, want %d; twice: %v", hours, 3*72, s.twice())
		}
	})
}

// A process that was asleep for longer than its lease must not write over what its successor learned.
func TestASleeperCannotWriteAfterItsLeaseWasTaken(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		sleeper := New(s, SystemClock{}, "sleeper", settingsOf(newWorld(), 1))
		hold(t, sleeper)
		time.Sleep(leaseTime + time.Second)
		caughtUp(t, s, settingsOf(newWorld(), 1))
		err := sleeper.learnSpan(context.Background(), sleeper.settings.works()[0], span{hoursAgo(1), 1})
		if err == nil || !ofSource(err) || len(s.twice()) > 0 {
			t.Errorf("its write ended with %v; learned twice: %v", err, s.twice())
		}
	})
}

// One request to Prometheus may take longer than a lease lasts; it is renewed beside it.
func TestALongRequestKeepsItsLease(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		slow := newWorld()
		slow.takes = 3 * leaseTime
		other := newWorld()
		defer running(t, New(s, SystemClock{}, "slow", settingsOf(slow, 1)))()
		time.Sleep(time.Second)
		defer running(t, New(s, SystemClock{}, "other", settingsOf(other, 1)))()
		time.Sleep(20 * time.Minute)
		if len(other.requests()) > 0 || len(s.writes()) == 0 {
			t.Errorf("the other one asked %d times, %d hours were stored", len(other.requests()), len(s.writes()))
		}
	})
}
