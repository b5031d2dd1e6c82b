package baseline

import "math"

// This file answers how much the level of an operation still wanders when a
// whole hour of it is looked at.

// hourSpread is the standard deviation of the hourly means of the log p95 of windows around
// their expectation. Beside LogSD it says how long a level lasts: independent
// windows would leave LogSD/√12 of it, a level that stays for hours all of it.
// It is 0 where fewer than leastHours hours tell.
func hourSpread(units *evidence, residuals []float64, at []int32) float64 {
	means := make([]float64, 0, len(at)/4)
	hours := meansOfHours{tell: func(_ moment, mean float64) { means = append(means, mean) }}
	for i, k := range at {
		if u := &units.list[k]; !u.exact {
			hours.add(units.spanOf(u).moment, residuals[i])
		}
	}
	hours.end()
	if len(means) < leastHours {
		return 0
	}
	_, sd := meanAndSD(means)
	return math.Max(sd, leastHourSpread)
}

const (
	// leastHours is a day of hours: a standard deviation of fewer is a guess.
	leastHours = 24
	// leastHourSpread is that of LogSD over twelve independent windows.
	leastHourSpread = leastLogSpread / 3.4641
)
