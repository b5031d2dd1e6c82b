package detect

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// Operations five times slower in buckets of 2 to 2.5 times: what is interpolated is another multiple, and the interval of
// that, which should miss the five in one window of twenty, misses it in one of four. Where the buckets allow it holds it.
func TestTheTrueRatioLiesWhereTheBucketsAllowIt(t *testing.T) {
	windows, beside, within := 0., 0., 0.
	for i, median := range []float64{0.02, 0.03, 0.05, 0.08, 0.13, 0.2, 0.33} {
		s := &stream{median: median, logSD: 0.5, perSecond: 7, bounds: defaultBuckets, r: rand.New(rand.NewPCG(17, uint64(i)))}
		r := s.learned(1)
		s.slow = func(time.Time) float64 { return 5 }
		for minute := range 200 {
			end := start.Add(time.Duration(25+minute) * time.Minute)
			v := Judge(baseline.Window{End: end, Width: time.Minute, Histogram: s.piece(end, time.Minute)}, r, Settings{})
			require.LessOrEqual(t, v.RatioLeast, v.RatioLow)
			require.GreaterOrEqual(t, v.RatioMost, v.RatioHigh)
			windows++
			if v.RatioLow > 5 || v.RatioHigh < 5 {
				beside++
			}
			if v.RatioLeast <= 5 && v.RatioMost >= 5 {
				within++
			}
		}
	}
	t.Logf("of %.0f windows the interval lies beside the true ratio in %.0f, and %.0f may be it by their buckets", windows, beside, within)
	require.Greater(t, beside, 0.2*windows)
	require.GreaterOrEqual(t, within, 0.95*windows)
}

// What was learned from single values, and what a document says, has no buckets; nor has the p95 beyond the last one an end.
func TestTheRatioByBucketsIsNotSaidWithoutThem(t *testing.T) {
	active := active()
	require.Zero(t, Judge(windowAt(0.5, 300), active, Settings{}).RatioMost, "the baseline says none of its own")
	active.P95Least, active.P95Most = 0.05, 0.15
	told := Judge(windowAt(0.5, 300), active, Settings{})
	require.InDelta(t, 0.45/0.15, told.RatioLeast, 1e-9)
	require.InDelta(t, 0.55/0.05, told.RatioMost, 1e-9)
	single := windowAt(0.5, 300)
	single.Samples = []float64{0.4, 0.5, 0.6}
	require.Zero(t, Judge(single, active, Settings{}).RatioMost)
	beyond := windowAt(0.5, 300)
	beyond.Counts = []float64{0, 0, 0, 200, 0, 100}
	require.Zero(t, Judge(beyond, active, Settings{}).RatioMost)
	require.Zero(t, Judge(windowAt(0.5, 300), baseline.Record{}.WithRange(0.05, 0.1, "D2 l.25"), Settings{}).RatioMost)
}
