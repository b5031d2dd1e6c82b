package baseline

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// wandering are values of five minutes whose logarithm wanders around that of what is usual, and lasts for so many hours.
func wandering(r *rand.Rand, days int, usual func(at time.Time) float64, sd, hours float64) []Level {
	rho := math.Exp(-1 / (12 * hours))
	values, level := make([]Level, days*288), sd*r.NormFloat64()
	for i := range values {
		level = rho*level + math.Sqrt(1-rho*rho)*sd*r.NormFloat64()
		at := start.Add(time.Duration(i)*5*time.Minute + 150*time.Second)
		values[i] = Level{At: at, Value: usual(at) * math.Exp(level)}
	}
	return values
}

// What is said of the usual value of a level is true, as often as it is said.
func TestTheConfidenceInAUsualValueHolds(t *testing.T) {
	const trials = 24
	for name, usual := range map[string]func(at time.Time) float64{
		"without hours": func(time.Time) float64 { return 50 },
		"with hours":    func(at time.Time) float64 { return 50 * math.Exp(math.Sin(2*math.Pi*(float64(at.Hour())+0.5)/24)) },
	} {
		var certain, ofThese float64
		for _, days := range []int{6, 14} {
			for _, sd := range []float64{0.2, 0.5, 1.5} {
				for _, hours := range []float64{0.25, 3} {
					r := rand.New(rand.NewPCG(8, uint64(100*days)))
					var stated, right float64
					for range trials {
						values := wandering(r, days, usual, sd, hours)
						l := LearnLevels(values)
						c := l.confidence(values, days)
						stated += c / trials
						is := math.Abs(l.Middle-math.Log(50+l.Floor)) <= math.Max(-math.Log(1-within), l.Spread/4)
						if is {
							right += 1. / trials
						}
						if c >= 0.95 {
							certain++
							if is {
								ofThese++
							}
						}
					}
					t.Logf("%s, %d days, log-sd %.1f, lasts %.2f h: stated %.2f, right %.2f", name, days, sd, hours, stated, right)
					if stated > right+0.12 {
						t.Errorf("%s, %d days, log-sd %.1f, lasts %.2f h: stated %.2f, right %.2f", name, days, sd, hours, stated, right)
					}
				}
			}
		}
		t.Logf("%s: of %.0f that state 0.95 or more %.3f are right", name, certain, ofThese/certain)
		if ofThese < 0.97*certain {
			t.Errorf("%s: of %.0f that state 0.95 or more %.3f are right", name, certain, ofThese/certain)
		}
	}
}

// Before a rhythm of days could have been seen the middle of what was is none that could be relied upon.
func TestNothingIsSaidOfAUsualValueInItsFirstDays(t *testing.T) {
	values := wandering(rand.New(rand.NewPCG(8, 8)), 4, func(time.Time) float64 { return 50 }, 0.05, 0.1)
	evening := 19 * 12
	for _, hours := range []int{0, 1, 9, 30, 71} {
		some := values[evening : evening+12*hours]
		l := LearnLevels(some)
		if c := l.confidence(some, 3); c > 0 {
			t.Errorf("after %d hours: %.2f", hours, c)
		}
	}
	if c := LearnLevels(values).confidence(values, 4); c < 0.99 {
		t.Errorf("after four days: %.2f", c)
	}
}
