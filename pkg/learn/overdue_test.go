package learn

import (
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// between tells whether a moment lies in a stretch of time, for one operation.
func between(op string, from, to time.Time) func(string, time.Time) bool {
	return func(of string, at time.Time) bool { return of == op && !at.Before(from) && at.Before(to) }
}

// late is by how much later than ten minutes after the last run the next is overdue: never later, two minutes at least.
const late = 2 * time.Minute

// remembered is how many days must be known until a pause that is longer once is no rhythm.
const remembered = 15

// An export every ten minutes does not run for three hours, while nothing else is wrong.
func TestARunThatDoesNotComeIsAViolation(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		from := hoursAgo(30).Add(40 * time.Minute)
		w.stopped = between("pdf", from, from.Add(3*time.Hour))
		caughtUp(t, s, settingsOf(w, remembered))
		found := violationsOf(t, s, "pdf")
		if len(found) != 1 {
			t.Fatalf("%d violations: %+v", len(found), found)
		}
		v := found[0]
		due, back := from.Add(late), from.Add(3*time.Hour)
		if v.Signal != store.OfRate || v.Tier != int(detect.Warning) || !v.Start.Equal(due) || v.End.Before(back.Add(-time.Minute)) || v.End.After(back) {
			t.Errorf("violation %+v, want it from %s to %s", v, due, back)
		}
		noViolationOf(t, s, "cart", "search", "select")
	})
}

func TestWhatIsOverdueIsOpenUntilItRuns(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		from := hoursAgo(1).Add(20 * time.Minute)
		w.stopped = between("pdf", from, from.Add(4*time.Hour))
		caughtUp(t, s, settingsOf(w, 3))
		found := violationsOf(t, s, "pdf")
		if len(found) != 1 || !found[0].End.IsZero() {
			t.Fatalf("violations %+v", found)
		}
		id := found[0].ID
		for range 6 {
			time.Sleep(time.Hour)
			caughtUp(t, s, settingsOf(w, 3))
		}
		found = violationsOf(t, s, "pdf")
		if len(found) != 1 || found[0].ID != id || !found[0].End.Equal(from.Add(4*time.Hour-time.Minute)) {
			t.Fatalf("violations %+v, want the same one to end at %s", found, from.Add(4*time.Hour))
		}
	})
}

// Where the exporter is away nobody knows whether anything ran: that nothing was seen is no violation.
func TestNothingIsOverdueThatNobodySees(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		from := hoursAgo(30).Add(40 * time.Minute)
		w.stopped = between("pdf", from, from.Add(3*time.Hour))
		w.absent = between("pdf", from, from.Add(3*time.Hour))
		caughtUp(t, s, settingsOf(w, remembered))
		noViolationOf(t, s, "pdf", "cart", "search")
	})
}

// Where Prometheus does not answer, the hour is looked at again.
func TestWhatWasOverdueWhilePrometheusDidNotTell(t *testing.T) {
	inBubble(t, func(t *testing.T, s *watched) {
		w := newWorld()
		from := hoursAgo(20).Add(10 * time.Minute)
		w.stopped = between("pdf", from, from.Add(30*time.Minute))
		away := true
		w.fail = func(metric string, _, _ time.Time) error {
			if away && metric == "export_timestamp_seconds" {
				return &prometheus.Error{Kind: prometheus.ErrUnreachable, Message: "connection refused"}
			}
			return nil
		}
		l := New(s, SystemClock{}, "test", settingsOf(w, remembered))
		if err := l.CatchUp(t.Context()); err == nil {
			t.Fatal("nobody says that it was not measured")
		}
		noViolationOf(t, s, "pdf")
		away = false
		caughtUp(t, s, settingsOf(w, remembered))
		if found := violationsOf(t, s, "pdf"); len(found) != 1 || !found[0].Start.Equal(from.Add(late)) {
			t.Fatalf("violations %+v", found)
		}
	})
}
