package capacity

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers how the time of an operation grows with the size of what
// it works on (D2 l.336-355).

// leastSizes is how many different sizes an exponent needs: two always lie on a line.
const leastSizes = 3

// Scaling is time ~ size^Exponent: 1 is in proportion, 2 is four times the time for twice the size.
type Scaling struct {
	Exponent, Low, High float64 // 95 % interval; NaN where unknown
	Sizes               int
	Reason              string // why there is none
}

// ScalingOf fits the exponent by the median of the slopes between all pairs of different sizes, in logarithms (Theil and
// Sen), so that one odd measurement does not decide. Sizes and seconds belong together; what is not positive is left out.
func ScalingOf(sizes, seconds []float64) Scaling {
	none := math.NaN()
	var x, y []float64
	for i := range sizes {
		if sizes[i] > 0 && seconds[i] > 0 {
			x, y = append(x, math.Log(sizes[i])), append(y, math.Log(seconds[i]))
		}
	}
	different := slices.Compact(slices.Sorted(slices.Values(x)))
	s := Scaling{Exponent: none, Low: none, High: none, Sizes: len(different)}
	if len(different) < leastSizes {
		s.Reason = "fewer than three sizes were measured"
		return s
	}
	var slopes []float64
	for i := range x {
		for k := range i {
			if x[i] != x[k] {
				slopes = append(slopes, (y[i]-y[k])/(x[i]-x[k]))
			}
		}
	}
	slices.Sort(slopes)
	s.Exponent = quantile(slopes, 0.5)
	n := float64(len(x))
	reach := distuv.UnitNormal.Quantile(0.975) * math.Sqrt(n*(n-1)*(2*n+5)/18) / float64(len(slopes)) / 2
	if reach >= 0.5 {
		s.Reason = "too few measurements for an interval"
		return s
	}
	s.Low, s.High = quantile(slopes, 0.5-reach), quantile(slopes, 0.5+reach)
	return s
}

// Worse tells whether an exponent is shown to have grown since an earlier measurement.
func (s Scaling) Worse(before Scaling) bool { return s.Low > before.High }
