package detect

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// An operation that never leaves the first bucket is told when it becomes five times slower, and not before.
func TestOutOfTheOnlyBucketIsTold(t *testing.T) {
	begin := start.Add(48 * time.Hour)
	fault := begin.Add(2 * time.Hour)
	s := &stream{median: 0.002, logSD: 0.1, perSecond: 5, bounds: defaultBuckets, r: rand.New(rand.NewPCG(1, 1))}
	s.slow = func(at time.Time) float64 {
		if at.After(fault) {
			return 5
		}
		return 1
	}
	r := s.learned(2)
	for at := begin.Add(tick); at.Before(fault.Add(2 * time.Minute)); at = at.Add(tick) {
		v := JudgeHour(s.hour(at), r, Settings{})
		switch {
		case !at.After(fault):
			require.Equal(t, Normal, v.Tier, v.Reason)
		case at.Equal(fault.Add(time.Minute)):
			require.GreaterOrEqual(t, v.Tier, Warning, v.Reason)
		}
	}
}
