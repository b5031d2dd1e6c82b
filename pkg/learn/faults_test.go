package learn

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// jumping is a machine whose clock somebody moves.
type jumping struct {
	SystemClock
	by atomic.Int64
}

func (c *jumping) Now() time.Time        { return time.Now().Add(time.Duration(c.by.Load())) }
func (c *jumping) jump(by time.Duration) { c.by.Store(int64(by)) }

// prometheusClock is right, whatever the machine's says.
func prometheusClock(context.Context) (time.Time, error) { return time.Now(), nil }

// known are the hours of a set that are marked as learned, and the windows that are stored of an operation.
func known(t *testing.T, s store.Store, op string) (hours, windows int) {
	t.Helper()
	marked, err := s.LearnedHours(t.Context(), "1/shop", "shop", "page")
	if err != nil {
		t.Fatal(err)
	}
	stored, err := s.Windows(t.Context(), "1/shop", baselineOf(t, s, op).Operation.ID, time.Time{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return len(marked), len(stored)
}

// Without the clock of Prometheus a year ahead would be learned as empty, and all that is known expired.
func TestAClockThatJumpsWhereThatOfPrometheusDoesNotChangesNothing(t *testing.T) {
	for _, by := range []time.Duration{365 * 24 * time.Hour, 3 * time.Hour, -3 * time.Hour, -365 * 24 * time.Hour} {
		t.Run(by.String(), func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *watched) {
				clock := &jumping{}
				settings := settingsOf(newWorld(), 2)
				settings.Clock = prometheusClock
				l := New(s, clock, "test", settings)
				defer running(t, l)()
				time.Sleep(10 * time.Minute)
				before := baselineOf(t, s, "cart")
				clock.jump(by)
				time.Sleep(3 * time.Hour)
				synctest.Wait()
				word := "ahead of"
				if by < 0 {
					word = "behind"
				}
				want := fmt.Sprintf("the clock of this machine is %s %s that of Prometheus, which is the one that counts; set it right", by.Abs(), word)
				if status := l.Status(); status.Remark != want || status.Error != "" {
					t.Errorf("status %+v, want the remark %q", status, want)
				}
				clock.jump(0)
				time.Sleep(3 * time.Hour)
				synctest.Wait()
				if hours, windows := known(t, s, "cart"); hours != 48 || windows != 48*12 {
					t.Errorf("%d hours and %d windows are known, want all of two days", hours, windows)
				}
				if after := baselineOf(t, s, "cart"); after.Version != before.Version || l.Status().Remark != "" {
					t.Errorf("version %d became %d, remark %q", before.Version, after.Version, l.Status().Remark)
				}
				if len(s.twice()) > 0 || len(violationsOf(t, s, "cart")) > 0 {
					t.Errorf("learned twice: %v, violations %v", s.twice(), violationsOf(t, s, "cart"))
				}
			})
		})
	}
}

// Grafana and Prometheus share a machine: what is noted of hours that have not been is taken back when the clock is right
// again, and those hours are learned when they come.
func TestAClockThatJumpsTogetherWithThatOfPrometheusIsRecoveredFrom(t *testing.T) {
	for _, by := range []time.Duration{5 * time.Hour, 40 * 24 * time.Hour} {
		t.Run(by.String(), func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *watched) {
				w, clock := newWorld(), &jumping{}
				l := New(s, clock, "test", settingsOf(w, 2))
				defer running(t, l)()
				time.Sleep(10 * time.Minute)
				before := recordOf(t, s, "cart")
				w.mu.Lock()
				operations := w.operations
				w.operations = nil // of those hours there is nothing yet
				w.mu.Unlock()
				clock.jump(by)
				time.Sleep(time.Hour)
				clock.jump(0)
				w.mu.Lock()
				w.operations = operations
				w.mu.Unlock()
				time.Sleep(49 * time.Hour)
				synctest.Wait()
				if hours, windows := known(t, s, "cart"); hours != 48 || windows != 48*12 {
					t.Errorf("%d hours and %d windows are known, want all of two days", hours, windows)
				}
				after := baselineOf(t, s, "cart")
				if after.Record.State != before.State || after.Record.P95 < 0.95*before.P95 || after.Record.P95 > 1.05*before.P95 || after.ValidFrom.After(time.Now()) {
					t.Errorf("the baseline is %s %v from %s, was %s %v", after.Record.State, after.Record.P95, after.ValidFrom, before.State, before.P95)
				}
				if found := violationsOf(t, s, "cart"); len(found) > 0 {
					t.Errorf("violations %v", found)
				}
			})
		})
	}
}

func TestALeaseThatWasTakenByAClockAheadKeepsNobodyAway(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		clock := &jumping{}
		clock.jump(365 * 24 * time.Hour)
		dead := New(s, clock, "dead", settingsOf(newWorld(), 1))
		hold(t, dead)
		caughtUp(t, s, settingsOf(newWorld(), 1)).Close()
		if err := dead.learnSpan(t.Context(), dead.settings.works()[0], span{hoursAgo(1), 1}); !errors.Is(err, store.ErrLeaseLost) {
			t.Errorf("the former owner's write ended with %v", err)
		}
	})
}

func TestPrometheusIsLeftAloneForAsLongAsItWants(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		var busy atomic.Bool
		busy.Store(true)
		w.fail = func(string, time.Time, time.Time) error {
			if busy.Load() {
				return &prometheus.Error{Kind: prometheus.ErrSlow, Message: "asked too often (429)", After: 5 * time.Minute}
			}
			return nil
		}
		l := New(s, SystemClock{}, "test", settingsOf(w, 1))
		defer running(t, l)()
		time.Sleep(20 * time.Minute)
		if passes := len(w.requests()) / atOnce; passes > 5 {
			t.Errorf("asked %d times in 20 minutes, wanted to be left alone for five", passes)
		}
		if !strings.Contains(l.Status().Error, "429") || len(s.writes()) > 0 {
			t.Errorf("status %+v, %d hours stored", l.Status(), len(s.writes()))
		}
		busy.Store(false)
		time.Sleep(5*time.Minute + time.Second)
		synctest.Wait()
		if status := l.Status(); status.Phase != UpToDate || len(s.twice()) > 0 {
			t.Errorf("status %+v, learned twice: %v", status, s.twice())
		}
	})
}

// Six hours at once never come back in time, one does: asked for the same again it would never get on.
func TestASlowPrometheusIsAskedForLess(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		w.fail = func(_ string, from, to time.Time) error {
			if to.Sub(from) > time.Hour {
				return &prometheus.Error{Kind: prometheus.ErrSlow, Message: "did not answer in time"}
			}
			return nil
		}
		l := New(s, SystemClock{}, "test", withWork(w, 2))
		defer running(t, l)()
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if status := l.Status(); status.Phase != UpToDate || status.Error != "" || len(s.twice()) > 0 {
			t.Errorf("status %+v, learned twice: %v", status, s.twice())
		}
	})
}

// The data of Prometheus is gone: what was learned stays and answers, what comes is learned, nothing is alerted.
func TestAPrometheusThatLostItsHistoryTakesNothingAway(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		l := New(s, SystemClock{}, "test", settingsOf(w, 3))
		defer running(t, l)()
		time.Sleep(10 * time.Minute)
		before := baselineOf(t, s, "cart")
		lost := time.Now()
		w.mu.Lock()
		w.begins = lost
		w.mu.Unlock()
		time.Sleep(12 * time.Hour)
		synctest.Wait()
		after := baselineOf(t, s, "cart")
		if after.Version != before.Version || after.Record.Requests != before.Record.Requests {
			t.Errorf("version %d of %v requests became %d of %v", before.Version, before.Record.Requests, after.Version, after.Record.Requests)
		}
		if hours, windows := known(t, s, "cart"); hours != 72 || windows < 72*12-12 {
			t.Errorf("%d hours and %d windows are known", hours, windows)
		}
		if found := violationsOf(t, s, "cart"); len(found) > 0 || len(s.twice()) > 0 || l.Status().Error != "" {
			t.Errorf("violations %v, learned twice %v, %+v", found, s.twice(), l.Status())
		}
	})
}

// A person saves the data source again and again while it is learned: one worker is left, with what was saved last.
func TestSettingsThatChangeAllTheTimeLearnNothingTwice(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		supervisor := NewSupervisor(SystemClock{}, "test")
		defer supervisor.Close()
		var worlds []*world
		for edit := range 40 {
			w := newWorld()
			w.takes = 700 * time.Millisecond
			worlds = append(worlds, w)
			settings := settingsOf(w, 2)
			settings.Version = fmt.Sprint(edit)
			supervisor.Touch(s, settings)
			time.Sleep(time.Duration(edit%5) * 400 * time.Millisecond)
		}
		asked := 0
		for _, w := range worlds[:39] {
			asked += len(w.requests())
		}
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		later := 0
		for _, w := range worlds[:39] {
			later += len(w.requests())
		}
		if later > asked+atOnce {
			t.Errorf("the old settings asked %d times more", later-asked)
		}
		if status, _ := supervisor.Status("1/shop"); status.Phase != UpToDate || status.Error != "" || len(s.twice()) > 0 {
			t.Errorf("status %+v, learned twice: %v", status, s.twice())
		}
		if hours, windows := known(t, s, "cart"); hours != 48 || windows != 48*12 {
			t.Errorf("%d hours and %d windows are known, want all of two days", hours, windows)
		}
	})
}

// Grafana is stopped as it should be, in the middle of learning: the lease is given back, so that the next one need not wait.
func TestWhoIsStoppedGivesItsLeaseBack(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		w.takes = time.Second
		stop := running(t, New(s, SystemClock{}, "stopped", settingsOf(w, 2)))
		time.Sleep(5*time.Second + time.Millisecond)
		stop()
		begun := len(s.writes())
		at := time.Now()
		caughtUp(t, s, settingsOf(newWorld(), 2)).Close()
		if begun == 0 || time.Since(at) > 0 || len(s.twice()) > 0 {
			t.Errorf("%d hours before it was stopped, the next one waited %s, learned twice: %v", begun, time.Since(at), s.twice())
		}
		if hours, windows := known(t, s, "cart"); hours != 48 || windows != 48*12 {
			t.Errorf("%d hours and %d windows are known, want all of two days", hours, windows)
		}
	})
}
