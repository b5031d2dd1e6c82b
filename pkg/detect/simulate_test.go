package detect

import (
	"math"
	"math/rand/v2"
	"sort"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// stream is a simulated operation that is watched on the 10-second grid of the
// queries: log-normal latencies whose level is an AR(1) process over five minutes.
type stream struct {
	median, logSD, levelSD, rho float64
	perSecond                   int
	every                       int // only one of so many requests comes; 0: all
	bounds                      []float64
	slow                        func(at time.Time) float64 // factor; nil: none

	r     *rand.Rand
	level float64
	until time.Time
	last  []baseline.Histogram // the last thirty pieces of 10 seconds
	slowW []baseline.Window    // the last hour in windows of five minutes, newest first
}

const tick = 10 * time.Second

var (
	start          = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	defaultBuckets = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
)

func (s *stream) wander(at time.Time) {
	if at.Before(s.until) {
		return
	}
	s.level = s.rho*s.level + math.Sqrt(1-s.rho*s.rho)*s.levelSD*s.r.NormFloat64()
	s.until = at.Truncate(5 * time.Minute).Add(5 * time.Minute)
}

// piece simulates the requests of (at-d, at].
func (s *stream) piece(at time.Time, d time.Duration) baseline.Histogram {
	h := baseline.Histogram{Bounds: s.bounds, Counts: make([]float64, len(s.bounds)+1)}
	n := s.perSecond * int(d.Seconds()) / max(1, s.every)
	for i := range n {
		moment := at.Add(-d + time.Duration(i)*d/time.Duration(n))
		s.wander(moment)
		x := math.Exp(math.Log(s.median) + s.level + s.logSD*s.r.NormFloat64())
		if s.slow != nil {
			x *= s.slow(moment)
		}
		h.Counts[sort.SearchFloat64s(s.bounds, x)]++
		h.Sum += x
	}
	return h
}

// learned is the baseline of so many days of five-minute windows.
func (s *stream) learned(days int) baseline.Record {
	windows := make([]baseline.Window, days*288)
	for i := range windows {
		end := start.Add(time.Duration(i+1) * 5 * time.Minute)
		windows[i] = baseline.Window{End: end, Width: 5 * time.Minute, Histogram: s.piece(end, 5*time.Minute)}
	}
	return baseline.Learn(windows, baseline.Options{})
}

// hour moves on by one tick and is what is known of the hour that ends there.
func (s *stream) hour(at time.Time) Hour {
	s.last = append(s.last, s.piece(at, tick))
	if len(s.last) > 30 {
		s.last = s.last[1:]
	}
	if at.Truncate(5*time.Minute).Equal(at) && len(s.last) == 30 {
		s.slowW = append([]baseline.Window{s.joined(s.last, at)}, s.slowW[:min(len(s.slowW), 11)]...)
	}
	h := Hour{Slow: s.slowW}
	for end := len(s.last); end >= 6; end -= 6 {
		h.Recent = append(h.Recent, s.joined(s.last[end-6:end], at.Add(-time.Duration(len(s.last)-end)*tick)))
	}
	return h
}

func (s *stream) joined(pieces []baseline.Histogram, at time.Time) baseline.Window {
	w := baseline.Window{End: at, Width: time.Duration(len(pieces)) * tick}
	for _, h := range pieces {
		w.Add(h)
	}
	return w
}

func geometric(from, by float64, n int) []float64 {
	bounds := make([]float64, n)
	for i := range bounds {
		bounds[i] = from * math.Pow(by, float64(i))
	}
	return bounds
}
