package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// BenchmarkViolationsAfterYears lists the violations of the last day among those of four weeks and of a year, of 10,000 operations
// that are each in violation once a week: the learner does so for every set and span of hours, and each page once.
func BenchmarkViolationsAfterYears(b *testing.B) {
	for _, weeks := range []int{4, 52} {
		b.Run(fmt.Sprintf("%d weeks", weeks), func(b *testing.B) {
			ctx := context.Background()
			s := opened1(b, filepath.Join(b.TempDir(), "yardstick.db"), Options{})
			l := held(b, s)
			const count = 10_000
			require.NoError(b, s.PutHour(ctx, l, "kgas", "operation", noon, large(count, noon)))
			operations, err := s.Operations(ctx, l.Source, "kgas")
			require.NoError(b, err)
			const apart = 7 * 24 * time.Hour / count
			for week := range weeks {
				violations := make([]store.Violation, count)
				for i, o := range operations {
					start := noon.Add(time.Duration(week)*7*24*time.Hour + time.Duration(i)*apart)
					violations[i] = store.Violation{Operation: o, Tier: 2, Start: start, End: start.Add(5 * time.Minute), Onset: start, Peak: 2.5}
				}
				require.NoError(b, s.PutViolations(ctx, l, violations))
			}
			now := noon.Add(time.Duration(weeks) * 7 * 24 * time.Hour)
			for b.Loop() {
				all, err := s.Violations(ctx, l.Source, "kgas", now.Add(-24*time.Hour), now)
				require.NoError(b, err)
				require.InDelta(b, count/7, len(all), 10) // and those that go on as the day begins
			}
		})
	}
}
