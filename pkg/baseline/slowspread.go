package baseline

import (
	"math"
	"slices"
)

// This file answers how much the level of an operation still wanders when a
// whole hour of it is looked at.

// hourSpread is the standard deviation of the hourly means of the log p95 around
// their expectation. Beside LogSD it says how long a level lasts: independent
// windows would leave LogSD/√12 of it, a level that stays for hours all of it.
// It is 0 where fewer than leastHours hours tell.
func hourSpread(units []unit, p *Profile) float64 {
	kept := make([]unit, 0, len(units))
	for i := range units {
		if !units[i].outlier && !units[i].exact {
			kept = append(kept, units[i])
		}
	}
	residuals, at := residualsAround(kept, p)
	type hour struct{ sum, n float64 }
	hours := make(map[[2]int]hour, 24*28)
	for i, k := range at {
		key := [2]int{kept[k].day, kept[k].hour}
		h := hours[key]
		hours[key] = hour{h.sum + residuals[i], h.n + 1}
	}
	if len(hours) < leastHours {
		return 0
	}
	means := make([]float64, 0, len(hours))
	for _, h := range hours {
		means = append(means, h.sum/h.n)
	}
	slices.Sort(means) // a map has no order, and sums depend on theirs
	_, sd := meanAndSD(means)
	return math.Max(sd, leastHourSpread)
}

const (
	// leastHours is a day of hours: a standard deviation of fewer is a guess.
	leastHours = 24
	// leastHourSpread is that of LogSD over twelve independent windows.
	leastHourSpread = leastLogSpread / 3.4641
)
