package baseline

import "math"

// This file answers how much the level of an operation still wanders when a
// whole hour of it is looked at.

// hourSpread is the standard deviation of the hourly means of the log p95 of windows around
// their expectation. Beside LogSD it says how long a level lasts: independent
// windows would leave LogSD/√12 of it, a level that stays for hours all of it.
// It is 0 where fewer than leastHours hours tell.
func hourSpread(units *evidence, r *residuals) float64 {
	means := make([]float64, 0, len(units.hours))
	first := int32(0)
	for k, end := range r.hours {
		if first < end && !units.list[units.hours[k].first].exact {
			mean, _ := meanAndSD(r.values[first:end])
			means = append(means, mean)
		}
		first = end
	}
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
