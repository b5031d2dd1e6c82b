package detect

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// found is the share of slowdowns of an operation that are told within a time.
func (o *thin) found(ratio float64, within, times int) float64 {
	var found float64
	for range times {
		for range 70 {
			o.minute(1)
		}
		if firstBreach(o.after(within, ratio)) > 0 {
			found++
		}
	}
	return found / float64(times)
}

func TestTheSmallestSlowdownOfFewRequestsIsFound(t *testing.T) {
	for _, c := range []struct {
		rate, every int
		within      time.Duration
	}{{15, 1, 5 * time.Minute}, {8, 1, 5 * time.Minute}, {5, 1, 5 * time.Minute}, {2, 1, 30 * time.Minute}, {1, 1, 30 * time.Minute}} {
		o := thinOperation(c.rate, c.every, uint64(c.rate))
		ratio := Smallest(o.baseline, c.within, Settings{})
		if !(ratio >= 2 && ratio < 5) {
			t.Errorf("%d requests a minute: %.2f is stated within %s", c.rate, ratio, c.within)
			continue
		}
		minutes := int(c.within.Minutes())
		at, below := o.found(ratio, minutes, 200), o.found(1+(ratio-1)*0.6, minutes, 200)
		t.Logf("%d requests a minute, within %s: %.2f is stated; found of it %.2f, of six tenths of it %.2f", c.rate, c.within, ratio, at, below)
		if at < 0.75 {
			t.Errorf("of %.2f only %.2f are found", ratio, at)
		}
		if below > 0.8 {
			t.Errorf("of six tenths of it %.2f are found: %.2f is not the smallest", below, ratio)
		}
	}
}

// told is the share of slowdowns of a stream that are told, as info or worse, within a time.
func (s *stream) told(r baseline.Record, at *time.Time, ratio float64, within time.Duration, times int) float64 {
	var told float64
	for range times {
		s.slow = nil
		for range 62 * time.Minute / tick {
			*at = at.Add(tick)
			s.hour(*at)
		}
		begin := *at
		s.slow = func(moment time.Time) float64 {
			if moment.Before(begin) {
				return 1
			}
			return ratio
		}
		for range within / tick {
			*at = at.Add(tick)
			if JudgeHour(s.hour(*at), r, Settings{}).Tier > Normal {
				told++
				break
			}
		}
	}
	return told / float64(times)
}

// What is stated is what the verdicts tell, and not what a p95 of so many requests could: within a minute, five and thirty.
func TestTheSmallestSlowdownIsTold(t *testing.T) {
	const times = 40
	var at, below, n float64
	for i, c := range []struct {
		logSD, levelSD, rho float64
		perSecond           int
	}{{0.5, 0.02, 0.5, 2}, {0.5, 0.1, 0.8, 2}, {1, 0.05, 0.5, 8}, {0.3, 0.05, 0, 8}, {0.5, 0.08, 0.5, 20}} {
		s := &stream{
			median: 0.1, logSD: c.logSD, levelSD: c.levelSD, rho: c.rho, perSecond: c.perSecond,
			bounds: geometric(0.001, 1.0905, 130), r: rand.New(rand.NewPCG(uint64(i), 11)),
		}
		r, moment := s.learned(4), start.AddDate(0, 0, 4)
		for _, within := range baseline.Horizons {
			ratio := Smallest(r, within, Settings{})
			told, less := s.told(r, &moment, ratio, within, times), s.told(r, &moment, 1+(ratio-1)*0.6, within, times)
			t.Logf("%d requests a second, log-sd %g, level %g, within %s: %.2f is stated; told of it %.2f, of six tenths of it %.2f", c.perSecond, c.logSD, c.levelSD, within, ratio, told, less)
			if told < 0.65 {
				t.Errorf("of %.2f only %.2f are told", ratio, told)
			}
			if less > 0.6 {
				t.Errorf("of six tenths of it %.2f are told: %.2f is not the smallest", less, ratio)
			}
			at, below, n = at+told, below+less, n+1
		}
	}
	t.Logf("told of what is stated %.2f, of six tenths of it %.2f", at/n, below/n)
	if at/n < 0.78 {
		t.Errorf("of what is stated %.2f are told", at/n)
	}
}

func TestOfTooFewRequestsNothingIsStated(t *testing.T) {
	thin := thinOperation(5, 1, 5).baseline
	if v := Smallest(thin, time.Minute, Settings{}); !math.IsNaN(v) {
		t.Errorf("five requests: %.2f is stated", v)
	}
	if v := Smallest(thinOperation(1, 5, 1).baseline, 30*time.Minute, Settings{}); !math.IsNaN(v) {
		t.Errorf("six requests: %.2f is stated", v)
	}
	if v := Smallest(thin, 5*time.Minute, Settings{MinRequests: 60}); !math.IsNaN(v) {
		t.Errorf("25 requests of the 60 that a person asks for: %.2f is stated", v)
	}
	if five, thirty := Smallest(thin, 5*time.Minute, Settings{}), Smallest(thin, 30*time.Minute, Settings{}); !(thirty < five) {
		t.Errorf("more time finds smaller slowdowns: %.2f, and %.2f in half an hour", five, thirty)
	}
	thin.State = baseline.Learning
	if v := Smallest(thin, 5*time.Minute, Settings{}); !math.IsNaN(v) {
		t.Errorf("while it learns: %.2f is stated", v)
	}
}
