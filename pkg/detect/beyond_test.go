package detect

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// fault is by how many times everything is slower from a moment on, within what time that is to be told, and how long it is
// looked at.
type fault struct {
	at            time.Time
	times         float64
	within, until time.Duration
}

// warned looks at every tick from begin on: nothing is told before the fault, and it is in time, and at the end.
func warned(t *testing.T, s *stream, r baseline.Record, begin time.Time, f fault) (v Verdict) {
	t.Helper()
	s.slow = func(at time.Time) float64 {
		if at.After(f.at) {
			return f.times
		}
		return 1
	}
	first := time.Duration(0)
	for at := begin.Add(tick); !at.After(f.at.Add(f.until)); at = at.Add(tick) {
		v = JudgeHour(s.hour(at), r, Settings{})
		switch {
		case at.Before(f.at):
			require.Less(t, v.Tier, Warning, v.Reason)
		case v.Tier >= Warning && first == 0:
			first = at.Sub(f.at)
		}
	}
	require.GreaterOrEqual(t, v.Tier, Warning, v.Reason)
	require.LessOrEqual(t, first, f.within)
	return v
}

// Ten times slower, of an operation whose p95 is normally in the last bucket with a bound: beyond that the p95 is only
// "at least 1.2x", its p50 tells.
func TestTenTimesBeyondTheLastBucketIsAWarning(t *testing.T) {
	s := &stream{median: 3, logSD: 0.5, perSecond: 10, bounds: defaultBuckets, r: rand.New(rand.NewPCG(3, 1))}
	r := s.learned(2)
	begin := start.Add(48 * time.Hour)
	v := warned(t, s, r, begin, fault{at: begin.Add(time.Hour), times: 10, within: 2 * time.Minute, until: 10 * time.Minute})
	require.Contains(t, v.Reason, "the p50 is 3")
}

// atTheLastBound is learned of ten days with a slow hour of which the p95 is just below the last bound; the days after pass it.
func (s *stream) atTheLastBound() baseline.Record {
	usual := func(at time.Time) float64 {
		if at.Hour() == 3 {
			return 3.2 // p95 8.7 s
		}
		return 1
	}
	s.slow = usual
	r := s.learned(10)
	s.slow = func(at time.Time) float64 { return 1.2 * usual(at) } // p95 10.5 s
	return r
}

// A slow hour of the day whose requests are all of that kind, and pass the last bound a little on some days: its p50 is
// twice that of all hours, and normal there.
func TestASlowHourAtTheLastBoundIsNoBreach(t *testing.T) {
	s := &stream{median: 1.2, logSD: 0.5, perSecond: 10, bounds: defaultBuckets, r: rand.New(rand.NewPCG(4, 1))}
	r := s.atTheLastBound()
	begin := start.Add(10*24*time.Hour + 3*time.Hour)
	for at := begin.Add(10 * time.Minute); at.Before(begin.Add(time.Hour)); at = at.Add(tick) {
		v := JudgeHour(s.hour(at), r, Settings{})
		require.Less(t, v.Tier, Warning, v.Reason)
	}
}

// As above, of twenty requests a minute: four minutes of them are no hundred, and of a p95 beyond the last bucket nobody
// knows that it is twice what is normal.
func TestFewRequestsBeyondTheLastBucketAreAWarning(t *testing.T) {
	s := &stream{median: 4, logSD: 0.4, perSecond: 1, every: 3, bounds: defaultBuckets, r: rand.New(rand.NewPCG(3, 2))}
	r := s.learned(3)
	begin := start.Add(3 * 24 * time.Hour)
	v := warned(t, s, r, begin, fault{at: begin.Add(12 * time.Hour), times: 4, within: 5 * time.Minute, until: 20 * time.Minute})
	require.Contains(t, v.Reason, "the p50 is 2.")
}

// The hour of TestASlowHourAtTheLastBoundIsNoBreach, of twenty requests a minute.
func TestFewRequestsOfASlowHourAtTheLastBoundAreNoBreach(t *testing.T) {
	s := &stream{median: 1.2, logSD: 0.5, perSecond: 1, every: 3, bounds: defaultBuckets, r: rand.New(rand.NewPCG(4, 2))}
	r := s.atTheLastBound()
	for day := range 10 {
		begin := start.Add(time.Duration(10+day)*24*time.Hour + 3*time.Hour)
		s.last, s.slowW = nil, nil
		for at := begin.Add(10 * time.Minute); at.Before(begin.Add(time.Hour)); at = at.Add(tick) {
			v := JudgeHour(s.hour(at), r, Settings{})
			require.Less(t, v.Tier, Warning, v.Reason)
		}
	}
}
