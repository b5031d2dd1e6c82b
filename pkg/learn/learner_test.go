package learn

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func progressOf(t *testing.T, s store.Store) []store.Progress {
	t.Helper()
	all, err := s.Progress(t.Context(), "1/shop")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheNewestDayIsLearnedFirstAndThenDayByDayBack(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		caughtUp(t, s, settingsOf(w, 3))
		learned := 0
		for i, key := range s.writes() {
			if strings.HasPrefix(key, store.MarkViolations) {
				continue
			}
			learned++
			_, at, _ := strings.Cut(key, " ")
			hour, _ := time.Parse(time.RFC3339, at)
			round := (learned - 1) / (3 * 24) // three sets of 24 hours
			if newest, oldest := hoursAgo(1+24*round), hoursAgo(24*(round+1)); hour.After(newest) || hour.Before(oldest) {
				t.Fatalf("write %d is %s, outside of day %d", i, key, round)
			}
		}
		if learned != 3*72 || len(s.twice()) > 0 {
			t.Errorf("%d hours learned, want %d; twice: %v", learned, 3*72, s.twice())
		}
		if w.mostAsked > 4 {
			t.Errorf("%d requests at once", w.mostAsked)
		}
		for _, op := range []string{"cart", "search", "select"} {
			r := recordOf(t, s, op)
			if r.State != baseline.Active || r.Windows != 72*12 || r.P95 < 0.18 || r.P95 > 0.21 {
				t.Errorf("%s: %s, %d windows, p95 %v (%s)", op, r.State, r.Windows, r.P95, r.Reason)
			}
		}
		progress, err := s.Progress(t.Context(), "1/shop")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range progress {
			if !strings.HasPrefix(p.Set, store.MarkViolations) && (p.Learned != 72 || p.Wanted != 72 || !p.Newest.Equal(hoursAgo(0)) || !p.Oldest.Equal(hoursAgo(72))) {
				t.Errorf("progress %+v", p)
			}
		}
	})
}

func TestRunsReplaceTheDocumentedRangeOnceThereAreEnough(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		l := New(s, SystemClock{}, "test", settingsOf(w, 1))
		hold(t, l)
		if err := l.learnSpan(t.Context(), l.settings.works()[2], span{hoursAgo(4), 4}); err != nil {
			t.Fatal(err)
		}
		if err := l.rebaseFresh(t.Context(), l.settings.works()[2]); err != nil {
			t.Fatal(err)
		}
		r := recordOf(t, s, "pdf")
		if r.State != baseline.Documented || r.Expected(time.Now()) != 15 || r.Requests != 24 || r.Source != "D9 l.7" {
			t.Errorf("after 24 runs: %s, expected %v, %v runs, %s", r.State, r.Expected(time.Now()), r.Requests, r.Source)
		}
		l.Close()
		caughtUp(t, s, settingsOf(w, 3))
		if r = recordOf(t, s, "pdf"); r.State != baseline.Active || r.Requests != 432 || r.Expected(time.Now()) > 12 {
			t.Errorf("after three days: %s, expected %v, %v runs (%s)", r.State, r.Expected(time.Now()), r.Requests, r.Reason)
		}
	})
}

func hold(t *testing.T, l *Learner) {
	t.Helper()
	if err := l.hold(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// The process is killed after every single write, and after several; what it
// leaves behind is continued, nothing is stored twice, nothing is missing, and
// the baselines are those of an undisturbed run.
func TestAKillAtAnyStepLosesAndDoublesNothing(t *testing.T) {
	var want baseline.Record
	inBubble(t, func(t *testing.T, s *watched) {
		caughtUp(t, s, settingsOf(newWorld(), 1))
		want = recordOf(t, s, "cart")
	})
	for _, everySo := range []int{1, 7, 20, 50} {
		t.Run(fmt.Sprintf("every %d writes", everySo), func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *watched) {
				kills := 0
				for life := 0; ; life++ {
					ctx, kill := context.WithCancel(t.Context())
					var writes atomic.Int64
					s.deaf.Store(true)
					s.step = func() {
						if writes.Add(1) >= int64(everySo) {
							kill()
						}
					}
					owner := "restarted"
					if everySo > 1 {
						owner = fmt.Sprintf("process %d", life)
						time.Sleep(leaseTime + time.Second) // the dead one's lease runs out
					}
					l := New(s, SystemClock{}, owner, settingsOf(newWorld(), 1))
					err := l.CatchUp(ctx)
					l.Close()
					kill()
					if err == nil {
						break
					}
					if !errors.Is(err, context.Canceled) {
						t.Fatal(err)
					}
					kills++
					if life > 300 {
						t.Fatal("it never gets done")
					}
				}
				if kills == 0 || len(s.twice()) > 0 {
					t.Errorf("%d kills, learned twice: %v", kills, s.twice())
				}
				if len(s.writes()) != 2*3*24 {
					t.Errorf("%d hours and marks, want %d", len(s.writes()), 2*3*24)
				}
				if r := recordOf(t, s, "cart"); r.P95 != want.P95 || r.Requests != want.Requests || r.Confidence != want.Confidence {
					t.Errorf("baseline %v %v, undisturbed %v %v", r.P95, r.Requests, want.P95, want.Requests)
				}
			})
		})
	}
}

func TestAnHourIsLearnedOnceItIsOverAndSettled(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		settings := settingsOf(newWorld(), 1)
		settings.Lag = 3 * time.Minute
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		l := New(s, SystemClock{}, "test", settings)
		go l.Run(ctx)
		synctest.Wait()
		next := time.Now().Truncate(time.Hour)
		key := "page " + next.UTC().Format(time.RFC3339)
		time.Sleep(time.Until(next.Add(time.Hour + settings.Lag + settled - time.Second)))
		if s.times(key) != 0 {
			t.Error("learned too early")
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if s.times(key) != 1 {
			t.Errorf("hour learned %d times a minute after its end and lag", s.times(key))
		}
		if l.Status().Phase != UpToDate {
			t.Errorf("phase %s", l.Status().Phase)
		}
	})
}

func TestAnOutageIsSurvivedWithFewerAndFewerRequests(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		var down atomic.Bool
		down.Store(true)
		unreachable := &prometheus.Error{Kind: prometheus.ErrUnreachable, Message: "connection refused"}
		w.fail = func(string, time.Time, time.Time) error {
			if down.Load() {
				return unreachable
			}
			return nil
		}
		var mu sync.Mutex
		var told []string
		settings := settingsOf(w, 1)
		settings.OnError = func(system, set string, err error) {
			mu.Lock()
			defer mu.Unlock()
			told = append(told, system+"/"+set+": "+err.Error())
		}
		l := New(s, SystemClock{}, "test", settings)
		defer running(t, l)()
		time.Sleep(20 * time.Minute)
		asked := len(w.requests())
		// 1, 2, 4 … 60 s and then once a minute, up to four at a time.
		if asked > 26*atOnce || asked < 20 {
			t.Errorf("%d requests in 20 minutes of outage", asked)
		}
		if status := l.Status(); !strings.Contains(status.Error, "connection refused") {
			t.Errorf("status %+v", status)
		}
		mu.Lock()
		defer mu.Unlock()
		if len(told) == 0 || len(told) > 3 {
			t.Errorf("told of %d errors: %v", len(told), told)
		}
		noted := ""
		for _, p := range progressOf(t, s) {
			noted += p.LastError
		}
		if !strings.Contains(noted, "connection refused") {
			t.Errorf("noted beside the progress: %q", noted)
		}
		down.Store(false)
		time.Sleep(longestPause + 5*time.Second)
		synctest.Wait()
		if status := l.Status(); status.Phase != UpToDate || status.Error != "" {
			t.Errorf("not caught up within a minute of its return: %+v", status)
		}
		for _, p := range progressOf(t, s) {
			if p.LastError != "" {
				t.Errorf("%s still says %q", p.Set, p.LastError)
			}
		}
		if len(s.twice()) > 0 || s.times("page "+hoursAgo(1).UTC().Format(time.RFC3339)) != 1 {
			t.Error("an hour is missing or was learned twice")
		}
	})
}

func TestAnIncompleteAnswerIsNotLearnedAndAskedForAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		var partial atomic.Bool
		partial.Store(true)
		w.fail = func(metric string, _, _ time.Time) error {
			if partial.Load() && metric == "page_seconds" {
				return &prometheus.Error{Kind: prometheus.ErrPartial, Message: "a store is down"}
			}
			return nil
		}
		l := New(s, SystemClock{}, "test", settingsOf(w, 1))
		defer running(t, l)()
		time.Sleep(10 * time.Minute)
		for _, key := range s.writes() {
			if strings.Contains(key, "page") {
				t.Fatalf("%s was stored from an incomplete answer", key)
			}
		}
		// The other sets do not wait for it.
		if r := recordOf(t, s, "select"); r.State != baseline.Active {
			t.Errorf("select is %s", r.State)
		}
		partial.Store(false)
		time.Sleep(longestPause + 5*time.Second)
		synctest.Wait()
		if r := recordOf(t, s, "cart"); r.State != baseline.Active || l.Status().Error != "" {
			t.Errorf("cart is %s, error %q", r.State, l.Status().Error)
		}
	})
}

func TestATargetThatWasAwayTeachesNothingAndIsNotAskedAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		w.operations = nil
		caughtUp(t, s, settingsOf(w, 1)).Close()
		asked := len(w.requests())
		caughtUp(t, s, settingsOf(w, 1))
		if again := len(w.requests()) - asked; again != 0 {
			t.Errorf("%d requests for hours that Prometheus answered with nothing", again)
		}
		if all, _ := s.Baselines(t.Context(), "1/shop", "shop", time.Now()); len(all) > 0 {
			t.Errorf("baselines from nothing: %v", all)
		}
	})
}

func TestOneRequestCoversAsManyHoursAsItsAnswerMayHold(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		for i := range 3000 {
			w.operations["query_seconds"] = append(w.operations["query_seconds"], fmt.Sprint(i))
		}
		l := New(s, SystemClock{}, "test", settingsOf(w, 1))
		l.sized(l.settings.works()[0], 2)
		l.sized(l.settings.works()[1], 3000)
		for i, want := range []int{6, 1, 1} {
			if got := l.hoursAtOnce(l.settings.works()[i]); got != want {
				t.Errorf("%d hours at once of set %d, want %d", got, i, want)
			}
		}
	})
}

func TestAnotherHourOfTheSameMakesNoNewVersion(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		l := New(s, SystemClock{}, "test", settingsOf(w, 3))
		defer running(t, l)()
		time.Sleep(10 * time.Minute)
		before := baselineOf(t, s, "cart").Version
		time.Sleep(12 * time.Hour)
		synctest.Wait()
		if after := baselineOf(t, s, "cart").Version; after != before {
			t.Errorf("version %d became %d within twelve hours of the same", before, after)
		}
	})
}
