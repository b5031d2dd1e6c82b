package detect

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Ten times slower, of an operation whose p95 is normally in the last bucket with a bound: beyond that the p95 is only
// "at least 1.2x", its p50 tells.
func TestTenTimesBeyondTheLastBucketIsAWarning(t *testing.T) {
	s := &stream{median: 3, logSD: 0.5, perSecond: 10, bounds: defaultBuckets, r: rand.New(rand.NewPCG(3, 1))}
	r := s.learned(2)
	begin := start.Add(48 * time.Hour)
	fault := begin.Add(time.Hour)
	s.slow = func(at time.Time) float64 {
		if at.After(fault) {
			return 10
		}
		return 1
	}
	warned := time.Duration(0)
	var v Verdict
	for at := begin.Add(tick); !at.After(fault.Add(10 * time.Minute)); at = at.Add(tick) {
		v = JudgeHour(s.hour(at), r, Settings{})
		switch {
		case at.Before(fault):
			require.Less(t, v.Tier, Warning, v.Reason)
		case v.Tier >= Warning && warned == 0:
			warned = at.Sub(fault)
		}
	}
	require.GreaterOrEqual(t, v.Tier, Warning, v.Reason)
	require.LessOrEqual(t, warned, 2*time.Minute)
	require.Contains(t, v.Reason, "the p50 is 3")
}

// A slow hour of the day whose requests are all of that kind, and pass the last bound a little on some days: its p50 is
// twice that of all hours, and normal there.
func TestASlowHourAtTheLastBoundIsNoBreach(t *testing.T) {
	s := &stream{median: 1.2, logSD: 0.5, perSecond: 10, bounds: defaultBuckets, r: rand.New(rand.NewPCG(4, 1))}
	s.slow = func(at time.Time) float64 {
		if at.Hour() == 3 {
			return 3.2 // p95 8.7 s
		}
		return 1
	}
	r := s.learned(10)
	usual := s.slow
	s.slow = func(at time.Time) float64 { return 1.2 * usual(at) } // p95 10.5 s
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
	fault := begin.Add(12 * time.Hour)
	s.slow = func(at time.Time) float64 {
		if at.After(fault) {
			return 4
		}
		return 1
	}
	warned := time.Duration(0)
	var v Verdict
	for at := begin.Add(tick); !at.After(fault.Add(20 * time.Minute)); at = at.Add(tick) {
		v = JudgeHour(s.hour(at), r, Settings{})
		switch {
		case at.Before(fault):
			require.Less(t, v.Tier, Warning, v.Reason)
		case v.Tier >= Warning && warned == 0:
			warned = at.Sub(fault)
		}
	}
	require.GreaterOrEqual(t, v.Tier, Warning, v.Reason)
	require.LessOrEqual(t, warned, 5*time.Minute)
	require.Contains(t, v.Reason, "the p50 is 2.")
}

// The hour of TestASlowHourAtTheLastBoundIsNoBreach, of twenty requests a minute.
func TestFewRequestsOfASlowHourAtTheLastBoundAreNoBreach(t *testing.T) {
	s := &stream{median: 1.2, logSD: 0.5, perSecond: 1, every: 3, bounds: defaultBuckets, r: rand.New(rand.NewPCG(4, 2))}
	s.slow = func(at time.Time) float64 {
		if at.Hour() == 3 {
			return 3.2 // p95 8.7 s
		}
		return 1
	}
	r := s.learned(10)
	usual := s.slow
	s.slow = func(at time.Time) float64 { return 1.2 * usual(at) } // p95 10.5 s
	for day := range 10 {
		begin := start.Add(time.Duration(10+day)*24*time.Hour + 3*time.Hour)
		s.last, s.slowW = nil, nil
		for at := begin.Add(10 * time.Minute); at.Before(begin.Add(time.Hour)); at = at.Add(tick) {
			v := JudgeHour(s.hour(at), r, Settings{})
			require.Less(t, v.Tier, Warning, v.Reason)
		}
	}
}
