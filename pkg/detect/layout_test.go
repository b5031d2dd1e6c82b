package detect

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A release that gives a histogram wider buckets makes nothing slower: the p95 is interpolated in another bucket, up to twice as
// high. What has become several times slower shows in those, too.
func TestWiderBucketsAreNoSlowdown(t *testing.T) {
	for name, bounds := range map[string][]float64{
		"default buckets": defaultBuckets,
		"one and three":   {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10},
		"fours":           geometric(1.0/1024, 4, 9),
		"few":             {0.35, 0.7, 1.5, 3},
	} {
		for _, median := range []float64{0.03, 0.06, 0.1, 0.12} {
			t.Run(fmt.Sprintf("%s, %g s", name, median), func(t *testing.T) {
				s := &stream{median: median, logSD: 0.5, levelSD: 0.05, rho: 0.5, perSecond: 10, bounds: geometric(0.001, 1.0905, 130), r: rand.New(rand.NewPCG(1, uint64(1000*median)))}
				r := s.learned(2)
				at := start.AddDate(0, 0, 2)
				look := func() Verdict {
					at = at.Add(tick)
					return JudgeHour(s.hour(at), r, Settings{})
				}
				s.bounds = bounds
				for i := range 420 {
					v := look()
					if i < 30 {
						continue // windows of both layouts
					}
					require.Equal(t, Normal, v.Tier, v.Reason)
					require.Equal(t, Normal, v.Drift.Tier, v.Drift.Reason)
				}
				begin := at
				s.slow = func(moment time.Time) float64 {
					if moment.Before(begin) {
						return 1
					}
					return 10
				}
				var worst Tier
				for range 12 {
					worst = max(worst, look().Tier)
				}
				require.GreaterOrEqual(t, worst, Warning, "ten times slower")
			})
		}
	}
}

// Of the layout that it was learned with, a bucket that is wide further out is none that became wider.
func TestBucketsThatStayedAreNotWidened(t *testing.T) {
	s := &stream{median: 0.16, logSD: 0.3, levelSD: 0.02, rho: 0.5, perSecond: 10, bounds: []float64{0.1, 0.15, 0.2, 0.25, 0.3, 2, 20}, r: rand.New(rand.NewPCG(2, 2))}
	r := s.learned(2)
	at := start.AddDate(0, 0, 2)
	for range 30 {
		at = at.Add(tick)
		s.hour(at)
	}
	s.slow = func(time.Time) float64 { return 5 }
	var worst Tier
	for range 18 {
		at = at.Add(tick)
		h := s.hour(at)
		_, wider := widened(h.Recent, r)
		require.False(t, wider)
		worst = max(worst, JudgeHour(h, r, Settings{}).Tier)
	}
	require.GreaterOrEqual(t, worst, Warning)
}
