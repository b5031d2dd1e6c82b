package learn

import (
	"fmt"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// An hour of a set of 1,000 operations: measured, stored, judged, learned. The
// history before it is two days; what is measured is made beforehand.
func BenchmarkAnotherHourOf1000Operations(b *testing.B) {
	l, clock := learnedPages(b, 1000, 2)
	for b.Loop() {
		b.StopTimer()
		clock.at = clock.at.Add(time.Hour)
		b.StartTimer()
		if err := l.CatchUp(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// learnedPages is a learner that has learned some days of so many operations, and the clock that it goes by.
func learnedPages(b *testing.B, operations, days int) (*Learner, *moved) {
	b.Helper()
	before := bounds
	bounds = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
	b.Cleanup(func() { bounds = before })
	w := newWorld()
	w.operations = map[string][]string{"page_seconds": nil}
	for i := range operations {
		w.operations["page_seconds"] = append(w.operations["page_seconds"], fmt.Sprintf("operation %d", i))
	}
	s, err := sqlite.Open(b.Context(), b.TempDir()+"/yardstick.db", sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	clock := &moved{at: time.Now().Truncate(time.Hour).Add(2 * time.Minute)}
	settings := settingsOf(w, days)
	settings.Systems[0].Operations = settings.Systems[0].Operations[:1]
	l := New(s, clock, "bench", settings)
	if err := l.CatchUp(b.Context()); err != nil {
		b.Fatal(err)
	}
	return l, clock
}

// moved is a clock that the test moves.
type moved struct{ at time.Time }

func (c *moved) Now() time.Time                       { return c.at }
func (c *moved) After(time.Duration) <-chan time.Time { return nil }

var _ Prometheus = (*prometheus.Client)(nil)
