package detect

import (
	"math"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// Of what is odd a verdict says numbers, or nothing: a comparison with NaN lets every condition pass.
func TestVerdictsOnOddOperationsHaveNumbers(t *testing.T) {
	failsAlways := active()
	failsAlways.ErrorRatio = 1
	instant := active()
	instant.Quantiles = baseline.Quantiles{P50: 0, P95: 0.1, P99: 0.15}
	instant.RequestRate = 1
	signed := baseline.Window{End: start, Width: time.Minute, Histogram: baseline.Histogram{
		Bounds: []float64{-1, 0, 1}, Counts: []float64{10, 13, 2, 0}, Sum: -14,
	}}
	for _, c := range []struct {
		name string
		v    Verdict
	}{
		{"all fail, as always", JudgeErrors(failing(300, 300), failsAlways, Settings{})},
		{"half fail where all do", JudgeErrors(failing(300, 150), failsAlways, Settings{})},
		{"most requests take less than the clock shows, and one goes on", JudgeRun(Run{At: start, Running: time.Second}, instant, Settings{})},
		{"the interval reaches below 0", Judge(signed, active(), Settings{})},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !c.v.Measured {
				t.Fatal(c.v.Reason)
			}
			for what, number := range map[string]float64{
				"ratio": c.v.Ratio, "low": c.v.RatioLow, "high": c.v.RatioHigh, "z": c.v.Z, "lower": c.v.Lower, "upper": c.v.Upper, "expected": c.v.Expected,
			} {
				if math.IsNaN(number) || math.IsInf(number, 0) && what != "high" {
					t.Errorf("%s is %v", what, number)
				}
			}
		})
	}
}

// The tail of those of which most take no time is that of the rest, not none at all.
func TestOfRequestsThatMostlyTakeNoTimeALongOneIsTold(t *testing.T) {
	r := active()
	r.Quantiles = baseline.Quantiles{P50: 0, P95: 0.1, P99: 0.15}
	r.RequestRate = 1
	for running, want := range map[time.Duration]Tier{120 * time.Millisecond: Normal, 2 * time.Second: Critical} {
		if v := JudgeRun(Run{At: start, Running: running}, r, Settings{}); v.Tier != want {
			t.Errorf("%s: %s, %q (z %.1f)", running, v.Tier, v.Reason, v.Z)
		}
	}
}

// Of so many requests the incomplete beta function answers what is no probability.
func TestTheChanceOfVeryManyRequestsIsAProbability(t *testing.T) {
	for _, n := range []float64{1e6, 1e7, 1e8, 1e9, 1e11} {
		for _, share := range []float64{0.05, 0.95} {
			if p := baseline.AtLeast(n*share, n, share); !(p > 0.49 && p < 0.51) {
				t.Errorf("half of %.0g requests at %v: %v", n, share, p)
			}
			sd := math.Sqrt(n * share * (1 - share))
			if p := baseline.AtLeast(n*share+5*sd, n, share); !(p > 2.5e-7 && p < 3.3e-7) {
				t.Errorf("five deviations of %.0g requests at %v: %v", n, share, p)
			}
		}
	}
}
