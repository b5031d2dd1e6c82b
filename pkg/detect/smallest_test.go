package detect

import (
	"math"
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
