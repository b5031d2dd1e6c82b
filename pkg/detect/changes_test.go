package detect

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// fortnight is two weeks of five-minute windows whose level wanders by sd with a lag-1 correlation, and is what factor says.
func fortnight(seed uint64, sd, rho float64, factor func(at time.Time) float64) []Point {
	r := rand.New(rand.NewPCG(seed, 77))
	points := make([]Point, 14*288)
	wander := r.NormFloat64() * sd
	for i := range points {
		wander = rho*wander + math.Sqrt(1-rho*rho)*sd*r.NormFloat64()
		at := start.Add(time.Duration(i+1) * 5 * time.Minute)
		points[i] = Point{at, math.Log(0.3*factor(at)) + wander}
	}
	return points
}

func steady(time.Time) float64 { return 1 }

func from(onset time.Time, ratio float64) func(time.Time) float64 {
	return func(at time.Time) float64 {
		if at.After(onset) {
			return ratio
		}
		return 1
	}
}

// Of series without a change at most one in fifty may show one, however their levels wander.
func TestALevelThatOnlyWandersHasNotChanged(t *testing.T) {
	const series = 100
	for _, rho := range []float64{0, 0.5, 0.8, 0.95} {
		found := 0
		for seed := range uint64(series) {
			if len(Changes(fortnight(seed, 0.1, rho, steady))) > 0 {
				found++
			}
		}
		t.Logf("correlation %.2f: changes in %d of %d series", rho, found, series)
		if found > series/50 {
			t.Errorf("correlation %.2f: changes in %d of %d series without any", rho, found, series)
		}
	}
}

// A level 12 % higher for good: found, at its time, by its size. The intervals hold what they say.
func TestALastingChangeIsFoundWithItsSizeAndOnset(t *testing.T) {
	const series = 100
	onset := start.Add(9*24*time.Hour + 13*time.Hour + 20*time.Minute)
	for _, rho := range []float64{0, 0.5, 0.8} {
		var found, sized, timed int
		for seed := range uint64(series) {
			for _, c := range Changes(fortnight(1000+seed, 0.1, rho, from(onset, 1.12))) {
				if c.At.Sub(onset).Abs() > 12*time.Hour {
					continue
				}
				found++
				if c.RatioLow <= 1.12 && 1.12 <= c.RatioHigh {
					sized++
				}
				if !c.Earliest.After(onset) && !c.Latest.Before(onset) {
					timed++
				}
			}
		}
		t.Logf("correlation %.1f: %d of %d found, the interval holds the size of %d and the onset of %d", rho, found, series, sized, timed)
		if found < 90 || float64(sized) < 0.9*float64(found) || float64(timed) < 0.9*float64(found) {
			t.Errorf("correlation %.1f: %d found, sized %d, timed %d", rho, found, sized, timed)
		}
	}
}

func TestASpikeOrAnHourThatEndedIsNoChangeOfLevel(t *testing.T) {
	noon := start.Add(10*24*time.Hour + 12*time.Hour)
	for name, c := range map[string]struct {
		lasts time.Duration
		ratio float64
	}{"ten times for five minutes": {5 * time.Minute, 10}, "three times for an hour": {time.Hour, 3}} {
		factor := func(at time.Time) float64 {
			if at.After(noon) && !at.After(noon.Add(c.lasts)) {
				return c.ratio
			}
			return 1
		}
		for seed := range uint64(20) {
			if changes := Changes(fortnight(2000+seed, 0.05, 0.5, factor)); len(changes) > 0 {
				t.Errorf("%s: %+v", name, changes)
			}
		}
	}
}

func TestSeveralChangesAreToldApart(t *testing.T) {
	first, second := start.Add(4*24*time.Hour), start.Add(10*24*time.Hour)
	changes := Changes(fortnight(5, 0.05, 0.5, func(at time.Time) float64 { return from(first, 1.3)(at) * from(second, 0.6)(at) }))
	if len(changes) != 2 {
		t.Fatalf("%d changes: %+v", len(changes), changes)
	}
	for i, want := range []float64{1.3, 0.6} {
		if math.Abs(changes[i].Ratio/want-1) > 0.05 {
			t.Errorf("change %d is %.2f, want %.1f", i, changes[i].Ratio, want)
		}
	}
}

func TestConstantLevelsAndTooFewOfThemHaveNoChange(t *testing.T) {
	constant := fortnight(1, 0, 0, steady)
	if changes := Changes(constant); len(changes) > 0 {
		t.Errorf("%+v", changes)
	}
	if changes := Changes(constant[:12]); len(changes) > 0 {
		t.Errorf("an hour: %+v", changes)
	}
	step := Changes(fortnight(1, 0, 0, from(start.Add(7*24*time.Hour), 1.5)))
	if len(step) != 1 || math.Abs(step[0].Ratio-1.5) > 1e-9 || !step[0].At.Equal(start.Add(7*24*time.Hour)) {
		t.Errorf("a step without noise: %+v", step)
	}
}

func BenchmarkChangesOfAFortnight(b *testing.B) {
	points := fortnight(1, 0.1, 0.5, from(start.Add(9*24*time.Hour), 1.12))
	for b.Loop() {
		Changes(points)
	}
}
