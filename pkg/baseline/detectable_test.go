package baseline

import (
	"math"
	"slices"
	"testing"
	"time"
)

// What is stated is what is found: of windows slowed down by the stated ratio,
// four in five lie further above normal than one undisturbed window in a thousand.
func TestTheStatedSlowdownIsFoundInFourOfFiveCases(t *testing.T) {
	for _, w := range []workload{
		{median: 0.1, logSD: 0.4, levelSD: 0.05, requests: 1500, bounds: fineBuckets, native: true},
		{median: 0.1, logSD: 0.6, levelSD: 0.1, rho: 0.5, requests: 3000, bounds: fineBuckets, native: true},
	} {
		r := Learn(w.windows(random(31), 7*288), Options{})
		horizon := 5 * time.Minute
		ratio := r.Detectable(horizon, 1.01)
		if !(ratio > 1.01) {
			t.Fatalf("log-sd %g: %v is stated", w.logSD, ratio)
		}
		var normal []float64
		for _, x := range w.windows(random(32), 4_000) {
			p95, _ := x.Quantile(0.95)
			normal = append(normal, math.Log(p95/r.P95))
		}
		sorted := append([]float64(nil), normal...)
		limit := quantileOf(sorted, 1-foundBeyond)
		var found float64
		for _, v := range normal {
			if v+math.Log(ratio) > limit {
				found++
			}
		}
		if share := found / float64(len(normal)); share < 0.75 || share > 0.97 {
			t.Errorf("log-sd %g: slowed down by the stated %.3f, %.2f of the windows are found", w.logSD, ratio, share)
		}
	}
}

func quantileOf(values []float64, q float64) float64 {
	slices.Sort(values)
	return sortedQuantile(values, q)
}

func TestMoreTimeFindsSmallerSlowdowns(t *testing.T) {
	r := Learn(workload{median: 0.1, logSD: 0.5, levelSD: 0.02, requests: 600, bounds: fineBuckets, native: true}.windows(random(33), 3*288), Options{})
	one, five, thirty := r.Detectable(time.Minute, 1), r.Detectable(5*time.Minute, 1), r.Detectable(30*time.Minute, 1)
	if !(one > five && five > thirty && thirty > 1) {
		t.Errorf("1, 5 and 30 minutes: %.3f, %.3f, %.3f", one, five, thirty)
	}
	if v := r.Detectable(30*time.Minute, 1.1); v < 1.1 {
		t.Errorf("%.3f is below what counts as a deviation", v)
	}
	r.Factors = &Factors{Info: 1.5, Warning: 2, Critical: 5}
	if v := r.Detectable(30*time.Minute, 1.1); v < 1.5 {
		t.Errorf("%.3f is below the operation's own factor", v)
	}
}

func TestNothingIsStatedWhereNothingIsJudged(t *testing.T) {
	quiet := Learn(workload{median: 0.1, logSD: 0.5, requests: 60, bounds: fineBuckets, native: true}.windows(random(34), 3*288), Options{})
	if v := quiet.Detectable(time.Minute, 1.1); !math.IsNaN(v) {
		t.Errorf("12 requests a minute: %.2f is stated within one", v)
	}
	if v := quiet.Detectable(30*time.Minute, 1.1); !(v > 1.1) {
		t.Errorf("360 requests in half an hour: %v", v)
	}
	quiet.State = Learning
	if v := quiet.Detectable(30*time.Minute, 1.1); !math.IsNaN(v) {
		t.Errorf("while learning: %v", v)
	}
}
