package learn

import (
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// withWork is a shop of whose pages it is known since when the oldest one is under way.
func withWork(w *world, days int) Settings {
	settings := settingsOf(w, days)
	own := shop()
	own.Operations[0].Runs = &catalog.Runs{RunningSince: "page_in_progress_start_timestamp_seconds"}
	settings.Systems = []*catalog.System{own}
	return settings
}

// hangs is work of an operation that is under way from one moment to another.
func hangs(op string, began time.Time, lasts time.Duration) func(string, time.Time) (time.Time, bool) {
	return func(of string, at time.Time) (time.Time, bool) {
		return began, of == op && !at.Before(began) && at.Before(began.Add(lasts))
	}
}

// One page hangs, and is given up after two hours and a half; all others take their time, so that no window tells.
func TestWhatHungIsAViolationThoughNoWindowTells(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		began := hoursAgo(30).Add(40*time.Minute + 30*time.Second)
		w.hanging = hangs("cart", began, 150*time.Minute)
		caughtUp(t, s, withWork(w, 3))
		found := violationsOf(t, s, "cart")
		if len(found) != 1 {
			t.Fatalf("%d violations: %+v", len(found), found)
		}
		v := found[0]
		if v.Signal != "" || v.Tier != int(detect.Critical) || v.Start.Before(began) || v.Start.After(began.Add(2*time.Second)) ||
			!v.End.Equal(began.Add(150*time.Minute-30*time.Second)) || v.Peak < 10_000 {
			t.Errorf("violation %+v, want it from %s", v, began)
		}
		noViolationOf(t, s, "search", "select", "pdf")
	})
}

func TestWhatHangsIsOpenUntilItEnds(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		began := hoursAgo(1).Add(20 * time.Minute)
		w.hanging = hangs("cart", began, 3*time.Hour)
		caughtUp(t, s, withWork(w, 3))
		found := violationsOf(t, s, "cart")
		if len(found) != 1 || !found[0].End.IsZero() {
			t.Fatalf("violations %+v", found)
		}
		id := found[0].ID
		for range 5 {
			time.Sleep(time.Hour)
			caughtUp(t, s, withWork(w, 3))
		}
		found = violationsOf(t, s, "cart")
		if len(found) != 1 || found[0].ID != id || !found[0].End.Equal(began.Add(179*time.Minute)) {
			t.Fatalf("violations %+v, want the same one to end at %s", found, began.Add(3*time.Hour))
		}
	})
}

// Of what takes less time than a window is wide the windows tell.
func TestWhatIsDoneWithinAMinuteDoesNotHang(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		w.hanging = func(_ string, at time.Time) (time.Time, bool) { return at.Add(-40 * time.Second), true }
		caughtUp(t, s, withWork(w, 3))
		noViolationOf(t, s, "cart", "search")
	})
}

// Where Prometheus does not answer, the hour is looked at again; what was under way in it is not lost.
func TestWhatHungWhilePrometheusDidNotTell(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		began := hoursAgo(20).Add(10 * time.Minute)
		w.hanging = hangs("cart", began, 30*time.Minute)
		away := true
		w.fail = func(metric string, _, _ time.Time) error {
			if away && metric == "page_in_progress_start_timestamp_seconds" {
				return &prometheus.Error{Kind: prometheus.ErrUnreachable, Message: "connection refused"}
			}
			return nil
		}
		l := New(s, SystemClock{}, "test", withWork(w, 3))
		if err := l.CatchUp(t.Context()); err == nil {
			t.Fatal("nobody says that it was not measured")
		}
		if found := violationsOf(t, s, "cart"); len(found) != 0 {
			t.Fatalf("violations %+v", found)
		}
		away = false
		caughtUp(t, s, withWork(w, 3))
		if found := violationsOf(t, s, "cart"); len(found) != 1 || found[0].Signal != "" {
			t.Fatalf("violations %+v", found)
		}
	})
}
