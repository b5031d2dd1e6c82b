package detect

import (
	"math"
	"testing"
)

// Of what is odd a verdict says numbers, or nothing: a comparison with NaN lets every condition pass.
func TestVerdictsOnOddOperationsHaveNumbers(t *testing.T) {
	failsAlways := active()
	failsAlways.ErrorRatio = 1
	for _, c := range []struct {
		name string
		v    Verdict
	}{
		{"all fail, as always", JudgeErrors(failing(300, 300), failsAlways, Settings{})},
		{"half fail where all do", JudgeErrors(failing(300, 150), failsAlways, Settings{})},
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
