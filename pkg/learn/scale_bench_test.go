package learn

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkAnotherHourByOperations learns one more hour of ever more operations (docs/scale.md): measured, stored, judged,
// learned, on a day of history. What is measured is made within the time, as a Prometheus would take some.
func BenchmarkAnotherHourByOperations(b *testing.B) {
	for _, n := range []int{500, 1_000, 2_000, 4_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			l, clock := learnedPages(b, n, 1)
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

// BenchmarkAnotherHourByHistory learns one more hour of operations that have ever more history: all of it is read and
// learned anew, and its last two weeks are looked through for changes of level.
func BenchmarkAnotherHourByHistory(b *testing.B) {
	const operations = 100
	for _, days := range []int{1, 7, 28} {
		b.Run(fmt.Sprintf("%d days", days), func(b *testing.B) {
			l, clock := learnedPages(b, operations, days)
			for b.Loop() {
				clock.at = clock.at.Add(time.Hour)
				if err := l.CatchUp(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/operations, "µs/operation")
		})
	}
}
