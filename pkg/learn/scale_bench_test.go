package learn

import (
	"fmt"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// BenchmarkAnotherHourByOperations learns one more hour of ever more operations (docs/scale.md): measured, stored, judged,
// learned, on a day of history. What is measured is made within the time, as a Prometheus would take some.
func BenchmarkAnotherHourByOperations(b *testing.B) {
	defer func(all []float64) { bounds = all }(bounds)
	bounds = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
	for _, n := range []int{500, 1_000, 2_000, 4_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := newWorld()
			w.operations = map[string][]string{"page_seconds": nil}
			for i := range n {
				w.operations["page_seconds"] = append(w.operations["page_seconds"], fmt.Sprintf("operation %d", i))
			}
			s, err := sqlite.Open(b.Context(), b.TempDir()+"/yardstick.db", sqlite.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			clock := &moved{at: time.Now().Truncate(time.Hour).Add(2 * time.Minute)}
			settings := settingsOf(w, 1)
			settings.Systems[0].Operations = settings.Systems[0].Operations[:1]
			l := New(s, clock, "bench", settings)
			if err := l.CatchUp(b.Context()); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				clock.at = clock.at.Add(time.Hour)
				if err := l.CatchUp(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/operation")
		})
	}
}
