package baseline

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// slowOn is a factor on some days of the week.
func slowOn(factor float64, days ...time.Weekday) func(at time.Time) float64 {
	return func(at time.Time) float64 {
		for _, day := range days {
			if at.Weekday() == day {
				return factor
			}
		}
		return 1
	}
}

// What every week is the same is known, and no level that wandered for two days: it counted as one, and nothing that
// differs by the day of the week ever became active.
func TestWhatIsTheSameEveryWeekKeepsNoBaselineFromBeingActive(t *testing.T) {
	flat := Learn(seasonal(5, monday, 28, slowOn(1)), Options{})
	for name, factor := range map[string]func(at time.Time) float64{
		"weekends twice as slow":      slowOn(2, time.Saturday, time.Sunday),
		"weekends half as slow again": slowOn(1.5, time.Saturday, time.Sunday),
		"quick weekends":              weekendFactor,
		"Mondays four times as slow":  slowOn(4, time.Monday),
		"Monday mornings": func(at time.Time) float64 {
			if at.Weekday() == time.Monday && at.Hour() < 8 {
				return 4
			}
			return 1
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := Learn(seasonal(5, monday, 28, factor), Options{})
			t.Logf("%s, %.0f effective requests; %s", r.State, r.Effective, r.Profile.word())
			if r.State != Active {
				t.Errorf("%s", r.Reason)
			}
			// A few days of each kind are less than four weeks of one, but of the same order.
			if r.Effective < flat.Effective/10 {
				t.Errorf("%.0f effective requests, without a shape %.0f", r.Effective, flat.Effective)
			}
		})
	}
}

// The interval is not too narrow for it: what was taken out as the shape of the week was not taken out of the chance.
func TestTheIntervalOfWhatDiffersByTheWeekHoldsTheTruth(t *testing.T) {
	const factor, trials = 2, 60
	shape := slowOn(factor, time.Saturday, time.Sunday)
	for _, rho := range []float64{0, 0.8} {
		w := workload{median: 0.1, logSD: 0.5, levelSD: 0.1, rho: rho, requests: 30, bounds: fineBuckets, native: true, factor: shape}
		low, high := 0.1, 1.0
		for range 60 {
			middle, sd := math.Sqrt(low*high), math.Hypot(w.logSD, w.levelSD)
			above := func(factor float64) float64 { return standardNormal.Survival(math.Log(middle/w.median/factor) / sd) }
			if 5*above(1)+2*above(factor) > 7*(1-learnedQuantile) {
				low = middle
			} else {
				high = middle
			}
		}
		r := rand.New(rand.NewPCG(6, 1))
		var holds int
		for range trials {
			if of := Learn(w.windows(r, 14*288), Options{}); of.P95Low <= low && low <= of.P95High {
				holds++
			}
		}
		t.Logf("correlation %g: the interval holds the truth in %d of %d", rho, holds, trials)
		if holds < trials*9/10 {
			t.Errorf("correlation %g: the interval holds the truth in %d of %d", rho, holds, trials)
		}
	}
}
