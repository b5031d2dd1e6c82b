package learn

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// slowFrom makes one operation slow for a while.
func slowFrom(op string, from time.Time, d time.Duration, factor float64) func(string, time.Time) float64 {
	return func(of string, at time.Time) float64 {
		if of == op && !at.Before(from) && at.Before(from.Add(d)) {
			return factor
		}
		return 1
	}
}

func TestAViolationOfThePastIsFoundOnceTheHistoryIsLearned(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		begin := hoursAgo(30).Add(17 * time.Minute)
		w.slow = slowFrom("cart", begin, 12*time.Minute, 4)
		caughtUp(t, s, settingsOf(w, 3))
		found := violationsOf(t, s, "cart")
		if len(found) != 1 {
			t.Fatalf("%d violations: %+v", len(found), found)
		}
		v := found[0]
		if !v.Start.Equal(begin.Add(time.Minute)) || !v.End.Equal(begin.Add(12*time.Minute)) || v.Tier != int(detect.Warning) ||
			math.Abs(v.Peak-4) > 0.6 || v.Delay != 0 {
			t.Errorf("violation %+v, want it from %s", v, begin)
		}
		noViolationOf(t, s, "search", "select", "pdf")
		// Only the suspect was measured by the minute, and only in the hours around.
		measuredByTheMinute(t, w, "cart", 2)
		before := len(w.requests())
		caughtUp(t, s, settingsOf(w, 3))
		if len(violationsOf(t, s, "cart")) != 1 || len(w.requests()) != before {
			t.Error("a restart found it once more, or looked again")
		}
	})
}

func noViolationOf(t *testing.T, s store.Store, quiet ...string) {
	t.Helper()
	for _, name := range quiet {
		if others := violationsOf(t, s, name); len(others) > 0 {
			t.Errorf("%s was never off: %+v", name, others)
		}
	}
}

// measuredByTheMinute sees that a suspect was, at most so many times, and nothing else was.
func measuredByTheMinute(t *testing.T, w *world, name string, most int) {
	t.Helper()
	fine := 0
	for _, r := range w.requests() {
		if r.width == time.Minute {
			fine++
			if !strings.Contains(r.selector, `op=~"`+name+`"`) {
				t.Errorf("asked by the minute for %s", r.selector)
			}
		}
	}
	if fine == 0 || fine > most {
		t.Errorf("%d requests by the minute", fine)
	}
}

func TestAViolationAcrossHoursIsOne(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		begin := hoursAgo(20).Add(40 * time.Minute)
		w.slow = slowFrom("cart", begin, 10*time.Hour, 6)
		caughtUp(t, s, settingsOf(w, 8))
		found := violationsOf(t, s, "cart")
		if len(found) != 1 || !found[0].Start.Equal(begin.Add(time.Minute)) || !found[0].End.Equal(begin.Add(10*time.Hour)) || found[0].Tier != int(detect.Critical) {
			t.Errorf("violations %+v", found)
		}
	})
}

// Hours are looked at six at a time: what ends with the last minute of some is not open until the next six are over.
func TestAViolationInTheLastMinuteOfAnHourEndsWithIt(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		bad := map[int64]bool{} // minutes, by their beginning
		for i := range 6 {
			bad[hoursAgo(20+7*i).Add(59*time.Minute).Unix()] = true
		}
		w.slow = func(name string, at time.Time) float64 {
			if name == "cart" && bad[at.Truncate(time.Minute).Unix()] {
				return 6
			}
			return 1
		}
		caughtUp(t, s, settingsOf(w, 8))
		found := violationsOf(t, s, "cart")
		if len(found) != len(bad) {
			t.Fatalf("%d violations, want %d: %+v", len(found), len(bad), found)
		}
		for _, v := range found {
			if !bad[v.Start.Add(-time.Minute).Unix()] || !v.End.Equal(v.Start) {
				t.Errorf("from %s to %s", v.Start, v.End)
			}
		}
	})
}

// While it goes on it is open and the baseline does not move; afterwards it is
// closed, and that time teaches nothing.
func TestALongViolationDoesNotBecomeTheNorm(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		l := New(s, SystemClock{}, "test", settingsOf(w, 3))
		defer running(t, l)()
		time.Sleep(10 * time.Minute)
		normal := baselineOf(t, s, "cart")
		begin := time.Now().Truncate(time.Hour).Add(75 * time.Minute)
		setSlow(w, slowFrom("cart", begin, 60*time.Hour, 3))
		time.Sleep(50 * time.Hour)
		synctest.Wait()
		found := violationsOf(t, s, "cart")
		if len(found) != 1 || !found[0].End.IsZero() || !found[0].Start.Equal(begin.Add(time.Minute)) {
			t.Fatalf("while it goes on: %+v", found)
		}
		if b := baselineOf(t, s, "cart"); b.Version != normal.Version {
			t.Errorf("the baseline moved while in violation: version %d, p95 %v", b.Version, b.Record.P95)
		}
		time.Sleep(30 * time.Hour)
		synctest.Wait()
		found = violationsOf(t, s, "cart")
		if len(found) != 1 || !found[0].End.Equal(begin.Add(60*time.Hour)) {
			t.Errorf("afterwards: %+v", found)
		}
		b := baselineOf(t, s, "cart")
		if math.Abs(b.Record.P95/normal.Record.P95-1) > 0.03 || b.Record.State != baseline.Active {
			t.Errorf("the norm is %s, p95 %v, was %v (%s)", b.Record.State, b.Record.P95, normal.Record.P95, b.Record.Reason)
		}
		// Of the three days that a baseline reaches, two and a half were in violation: older ones are kept instead.
		windows, _ := s.Windows(t.Context(), "1/shop", b.Operation.ID, time.Time{}, time.Now())
		if oldest := time.Since(windows[0].End); oldest < 5*24*time.Hour || oldest > 6*24*time.Hour+time.Hour {
			t.Errorf("the oldest window kept is %s old", oldest)
		}
	})
}

func setSlow(w *world, slow func(string, time.Time) float64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.slow = slow
}

// Somebody says that it was no violation: the time counts again.
func TestWhatAPersonCallsExpectedTeaches(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		w.slow = slowFrom("cart", hoursAgo(60), 5*time.Hour, 3)
		l := caughtUp(t, s, settingsOf(w, 3))
		seen := func() int {
			operation := baselineOf(t, s, "cart").Operation
			troubled, err := l.troubles(t.Context(), l.settings.works()[0])
			if err != nil {
				t.Fatal(err)
			}
			r, err := l.relearn(t.Context(), new(baseline.Room), operation, troubled[operation.ID], nil, time.Now(), baseline.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return r.Windows + r.Outliers
		}
		if n := seen(); n != 67*12 {
			t.Errorf("%d windows outside of the violation, want %d", n, 67*12)
		}
		for _, v := range violationsOf(t, s, "cart") {
			if _, _, err := s.SetWork(t.Context(), l.settings.Source, nil, store.WorkItem{
				Kind: store.WorkViolation, Key: fmt.Sprint(v.ID), System: "shop", Title: "cart", State: store.Done, Verdict: "expected", Author: "ann", At: time.Now(),
			}); err != nil {
				t.Fatal(err)
			}
		}
		if n := seen(); n != 72*12 {
			t.Errorf("%d windows after the verdict, want all %d", n, 72*12)
		}
	})
}

func TestASlowRunIsAViolationFromTheMomentItTookTooLong(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		slow := hoursAgo(5).Add(20 * time.Minute)
		w.slow = slowFrom("pdf", slow, time.Minute, 30)
		caughtUp(t, s, settingsOf(w, 3))
		found := violationsOf(t, s, "pdf")
		if len(found) != 1 || found[0].Tier != int(detect.Critical) || !found[0].End.Equal(slow) {
			t.Fatalf("violations %+v", found)
		}
		v := found[0]
		normal := recordOf(t, s, "pdf").Expected(slow)
		took := v.Peak * normal
		if crossed := slow.Add(figure.Duration(2*normal - took)); v.Start.Sub(crossed).Abs() > time.Second {
			t.Errorf("began %s, it took twice the normal at %s", v.Start, crossed)
		}
		if math.Abs(v.Delay.Seconds()-0.1*normal) > 0.1 {
			t.Errorf("delay %s: the first tier is at 1.1 times the normal %v s", v.Delay, normal)
		}
	})
}

func TestAnOperationThatVanishesIsNotInViolationForEver(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		l := New(s, SystemClock{}, "test", settingsOf(w, 2))
		defer running(t, l)()
		time.Sleep(10 * time.Minute)
		begin := time.Now().Truncate(time.Hour).Add(90 * time.Minute)
		setSlow(w, slowFrom("cart", begin, 1000*time.Hour, 3))
		time.Sleep(2 * time.Hour)
		w.mu.Lock()
		w.operations["page_seconds"] = []string{"search"}
		w.mu.Unlock()
		time.Sleep(3 * time.Hour)
		synctest.Wait()
		found := violationsOf(t, s, "cart")
		if len(found) != 1 || found[0].End.IsZero() {
			t.Errorf("violations %+v", found)
		}
	})
}

func TestPartsOfAViolationAreJoined(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 2, 10, minute, 0, 0, time.UTC) }
	of := store.Operation{ID: 7}
	part := func(start, end int, peak float64, tier detect.Tier) store.Violation {
		v := store.Violation{Operation: of, Start: at(start), Onset: at(start), Peak: peak, Tier: int(tier), Delay: time.Duration(start) * time.Second}
		if end >= 0 {
			v.End = at(end)
		}
		return v
	}
	for _, c := range []struct {
		name           string
		shown, earlier []store.Violation
		want           []store.Violation
	}{
		{"a new one", []store.Violation{part(5, 9, 3, detect.Warning)}, nil, []store.Violation{part(5, 9, 3, detect.Warning)}},
		{"an open one goes on", []store.Violation{part(31, -1, 6, detect.Critical)}, []store.Violation{part(5, -1, 3, detect.Warning)}, []store.Violation{part(5, -1, 6, detect.Critical)}},
		{"an open one goes on and ends", []store.Violation{part(31, 40, 2, detect.Warning)}, []store.Violation{part(5, -1, 3, detect.Warning)}, []store.Violation{part(5, 40, 3, detect.Warning)}},
		{"an open one does not go on", nil, []store.Violation{part(5, -1, 3, detect.Warning)}, []store.Violation{part(5, 30, 3, detect.Warning)}},
		{"an open one of the last minute does not go on", nil, []store.Violation{part(30, -1, 3, detect.Warning)}, []store.Violation{part(30, 30, 3, detect.Warning)}},
		{"an open one does not go on, another comes long after", []store.Violation{part(50, 55, 4, detect.Warning)}, []store.Violation{part(5, -1, 3, detect.Warning)}, []store.Violation{part(50, 55, 4, detect.Warning), part(5, 30, 3, detect.Warning)}},
		{"an open one goes on and ends, another comes long after", []store.Violation{part(31, 33, 2, detect.Warning), part(50, 55, 4, detect.Warning)}, []store.Violation{part(5, -1, 3, detect.Warning)}, []store.Violation{part(5, 33, 3, detect.Warning), part(50, 55, 4, detect.Warning)}},
		{"one that began in this span, found again", []store.Violation{part(40, 58, 3, detect.Warning)}, []store.Violation{part(40, -1, 3, detect.Warning)}, []store.Violation{part(40, 58, 3, detect.Warning)}},
		{"one that ended is left alone", nil, []store.Violation{part(5, 29, 3, detect.Warning)}, nil},
		{"another one, long after", []store.Violation{part(50, 55, 3, detect.Warning)}, []store.Violation{part(5, 29, 3, detect.Warning)}, []store.Violation{part(50, 55, 3, detect.Warning)}},
		{"two parts of one that was known before", []store.Violation{part(31, 33, 3, detect.Warning), part(45, 50, 4, detect.Warning)}, []store.Violation{part(28, 47, 2, detect.Warning)}, []store.Violation{part(28, 50, 4, detect.Warning)}},
		{"one that the hours after found, and that began in this span", []store.Violation{part(40, -1, 3, detect.Warning)}, []store.Violation{part(87, 95, 4, detect.Warning)}, []store.Violation{part(40, 95, 4, detect.Warning)}},
		{"one that the hours after found, and did not begin in this span", []store.Violation{part(27, -1, 3, detect.Warning)}, []store.Violation{part(5, 95, 4, detect.Warning)}, []store.Violation{part(5, 95, 4, detect.Warning)}},
		{"one that the hours after took to go on until they began", []store.Violation{part(27, 40, 3, detect.Warning)}, []store.Violation{part(5, 90, 4, detect.Warning)}, []store.Violation{part(5, 40, 4, detect.Warning)}},
		{"one that they took to go on, and did not", nil, []store.Violation{part(5, 90, 4, detect.Warning)}, []store.Violation{part(5, 30, 4, detect.Warning)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := reconcile(of, c.shown, c.earlier, span{at(30), 1})
			if len(got) != len(c.want) {
				t.Fatalf("%+v, want %+v", got, c.want)
			}
			for i, w := range c.want {
				g := got[i]
				if !g.Start.Equal(w.Start) || !g.End.Equal(w.End) || g.Peak != w.Peak || g.Tier != w.Tier || g.Delay != w.Delay {
					t.Errorf("got  %+v\nwant %+v", g, w)
				}
			}
		})
	}
}

// What the suspicion lets pass must hold no violation: every minute in breach shows in its five minutes.
func TestEveryMinuteInBreachMakesItsWindowSuspicious(t *testing.T) {
	w := newWorld()
	works := Settings{Systems: settingsOf(w, 1).Systems}.works()
	var windows []baseline.Window
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for i := range 288 {
		windows = append(windows, w.window("cart", start.Add(time.Duration(i+1)*5*time.Minute), 5*time.Minute))
	}
	record := baseline.Learn(windows, baseline.Options{})
	quiet := 0
	for _, window := range windows {
		if detect.MayHaveBeenSlow(window, record, works[0].tiers()) {
			quiet++
		}
	}
	if quiet > len(windows)/20 {
		t.Errorf("%d of %d normal windows are suspicious", quiet, len(windows))
	}
	for _, factor := range []float64{2.05, 2.5, 5, 20} {
		for minute := range 5 {
			w.slow = slowFrom("cart", start.Add(48*time.Hour+time.Duration(minute)*time.Minute), time.Minute, factor)
			window := w.window("cart", start.Add(48*time.Hour+5*time.Minute), 5*time.Minute)
			breach := detect.Judge(w.window("cart", start.Add(48*time.Hour+time.Duration(minute+1)*time.Minute), time.Minute), record, works[0].tiers())
			if breach.Tier >= detect.Warning && !detect.MayHaveBeenSlow(window, record, works[0].tiers()) {
				t.Errorf("a minute at %vx (%s) does not show in its window", factor, breach.Reason)
			}
		}
	}
}

// An operation whose warning begins below the system's is in violation from there on, though it
// never passes that.
func TestViolationsBeginAtTheOperationsOwnFactors(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		caughtUp(t, s, settingsOf(w, 2))
		decide(t, s, "cart", func(r baseline.Record) (baseline.Record, error) {
			return r.WithFactors(&baseline.Factors{Info: 1.05, Warning: 1.2, Critical: 3})
		})
		begin := time.Now().Truncate(time.Hour).Add(80 * time.Minute)
		setSlow(w, func(op string, at time.Time) float64 {
			return max(slowFrom("cart", begin, 20*time.Minute, 1.33)(op, at), slowFrom("search", begin, 20*time.Minute, 1.33)(op, at))
		})
		time.Sleep(3 * time.Hour)
		caughtUp(t, s, settingsOf(w, 2))
		found := violationsOf(t, s, "cart")
		if len(found) != 1 || found[0].Start.Sub(begin) > 5*time.Minute || found[0].Tier != int(detect.Warning) {
			t.Errorf("a third slower than normal, told from a fifth on: %+v", found)
		}
		if others := violationsOf(t, s, "search"); len(others) > 0 {
			t.Errorf("told from twice normal on: %+v", others)
		}
	})
}

func TestARunViolatesFromTheOperationsOwnFactorOn(t *testing.T) {
	record := baseline.Record{
		State: baseline.Active, Quantiles: baseline.Quantiles{P50: 10, P95: 10.1}, LogSD: 0.02, Idle: 1,
		Factors: &baseline.Factors{Info: 1.05, Warning: 1.2, Critical: 3},
	}
	end := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	runs := work{system: &catalog.System{}}.runViolations([]baseline.Window{{End: end, Width: 20 * time.Second, Samples: []float64{20.2}}}, record)
	if len(runs) != 1 || end.Sub(runs[0].Start).Round(time.Millisecond) != 8080*time.Millisecond {
		t.Errorf("a run of twice normal passed a fifth more 8.08 s before its end: %+v", runs)
	}
}

// A command that is run once a minute and slow for half an hour is one violation, not thirty.
func TestSlowRunsCloseToOneAnotherAreOneViolation(t *testing.T) {
	record := baseline.Record{State: baseline.Active, Quantiles: baseline.Quantiles{P50: 10, P95: 10.1}, LogSD: 0.02, Idle: 1}
	noon := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	run := func(after time.Duration, took float64) baseline.Window {
		return baseline.Window{End: noon.Add(after), Width: time.Minute, Samples: []float64{took}}
	}
	runs := work{system: &catalog.System{}}.runViolations([]baseline.Window{
		run(0, 30), run(time.Minute, 10), run(2*time.Minute, 60), run(4*time.Minute, 25),
		run(20*time.Minute, 40), run(21*time.Minute, 600),
	}, record)
	if len(runs) != 2 {
		t.Fatalf("slow until 12:04 and again at 12:20: %+v", runs)
	}
	if first := runs[0]; !first.End.Equal(noon.Add(4*time.Minute)) || first.Tier != int(detect.Critical) || first.Peak < 5 ||
		noon.Sub(first.Start).Round(time.Second) != 10*time.Second {
		t.Errorf("from 20.2 s after the start of the first run to the end of the last, as bad as the worst: %+v", first)
	}
	if second := runs[1]; !second.Start.Before(noon.Add(12*time.Minute)) || !second.End.Equal(noon.Add(21*time.Minute)) {
		t.Errorf("of two runs beside one another the longer began first: %+v", second)
	}
}
