package compare

import (
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers which of two samples tends to be larger, by ranks: the test
// of Mann and Whitney, the shift of Hodges and Lehmann, the effect size of Cliff.

// exactUpTo is the size of both samples up to which all orders are counted instead of approximated.
const exactUpTo = 20

// Ranked is what ranks say of candidate against base.
type Ranked struct {
	// Shift is the typical ratio, the middle of all ratios of one of each, with its interval; +Inf to what took no time.
	Shift Ratio
	// P is the two-sided probability of a difference like this one, or a larger one, by chance.
	P float64
	// Delta is how much more often a value of the candidate is above one of the base than below: -1 to 1.
	Delta float64
}

// Rank compares two samples of values that are not negative; all is NaN where one is empty.
func Rank(base, candidate []float64, level float64) Ranked {
	b, c := logs(base), logs(candidate)
	beyond := placed(b, c)
	n, m := float64(len(b)), float64(len(c))
	if n == 0 || m == 0 {
		nan := math.NaN()
		return Ranked{Ratio{nan, 0, math.Inf(1)}, nan, nan}
	}
	u := above(b, c)
	r := Ranked{Delta: 2*u/(n*m) - 1}
	exact := len(b) <= exactUpTo && len(c) <= exactUpTo
	var reach float64 // how many of the n·m differences lie outside of the interval, at each end
	if exact {
		orders := countOrders(b, c)
		r.P = orders.twoSided(u)
		reach = distinctOrders(len(b), len(c)).reach((1 - level) / 2)
	} else {
		sd := tieSD(b, c)
		r.P = 1
		if sd > 0 {
			r.P = math.Min(1, 2*distuv.UnitNormal.Survival(math.Max(0, math.Abs(u-n*m/2)-0.5)/sd))
		}
		reach = math.Floor(n*m/2 - normalQuantile(0.5+level/2)*math.Sqrt(n*m*(n+m+1)/12))
	}
	total := n * m
	r.Shift = Ratio{Value: math.Exp((difference(b, c, math.Ceil(total/2)) + difference(b, c, math.Floor(total/2)+1)) / 2), Low: 0, High: math.Inf(1)}
	if reach >= 1 {
		r.Shift.Low, r.Shift.High = math.Exp(difference(b, c, reach)), math.Exp(difference(b, c, total+1-reach))
	}
	for _, end := range []*float64{&r.Shift.Value, &r.Shift.Low, &r.Shift.High} {
		switch d := math.Log(*end); {
		case d > beyond:
			*end = math.Inf(1)
		case d < -beyond:
			*end = 0
		}
	}
	return r
}

// logs are ascending, as the values are.
func logs(sorted []float64) []float64 {
	out := make([]float64, len(sorted))
	for i, v := range sorted {
		out[i] = math.Log(v)
	}
	return out
}

// placed gives what took no time, and has no logarithm, a place so far below all that did that a difference to it is larger
// than any other; beyond lies between these. It is no measurement: less than the clock shows is no multiple of anything.
func placed(b, c []float64) (beyond float64) {
	least, most := math.Inf(1), math.Inf(-1)
	for _, v := range slices.Concat(b, c) {
		if !math.IsInf(v, -1) {
			least, most = math.Min(least, v), math.Max(most, v)
		}
	}
	if math.IsInf(least, 1) {
		least, most = 0, 0 // nothing took time
	}
	beyond = most - least + 1
	for _, values := range [][]float64{b, c} {
		for i := range values {
			if math.IsInf(values[i], -1) {
				values[i] = least - beyond - 1
			}
		}
	}
	return beyond
}

// above counts the pairs in which the candidate is larger, ties by half (the U of Mann and Whitney).
func above(b, c []float64) (u float64) {
	below, equal := 0, 0
	for _, v := range c {
		for below < len(b) && b[below] < v {
			below++
		}
		for equal = max(equal, below); equal < len(b) && b[equal] == v; {
			equal++
		}
		u += float64(below) + float64(equal-below)/2
	}
	return u
}

// tieSD is the standard deviation of U, less where values are equal.
func tieSD(b, c []float64) float64 {
	all := append(append([]float64{}, b...), c...)
	sort.Float64s(all)
	n, m, total := float64(len(b)), float64(len(c)), float64(len(all))
	var ties float64
	for i := 0; i < len(all); {
		k := i
		for k < len(all) && all[k] == all[i] {
			k++
		}
		t := float64(k - i)
		ties += t*t*t - t
		i = k
	}
	return math.Sqrt(n * m / 12 * (total + 1 - ties/(total*(total-1))))
}

// difference is the k-th smallest of all differences candidate - base, without making them all.
func difference(b, c []float64, k float64) float64 {
	low, high := c[0]-b[len(b)-1], c[len(c)-1]-b[0]
	for range 100 {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			break
		}
		if upTo(b, c, middle) >= k {
			high = middle
		} else {
			low = middle
		}
	}
	if upTo(b, c, low) >= k {
		return low
	}
	return high
}

// upTo counts the differences that are at most d.
func upTo(b, c []float64, d float64) (n float64) {
	i := len(b) // from here on b is at least c-d
	for k := len(c) - 1; k >= 0; k-- {
		for i > 0 && c[k]-b[i-1] <= d {
			i--
		}
		n += float64(len(b) - i)
	}
	return n
}
