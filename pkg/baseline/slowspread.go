package baseline

import "math"

// This file answers how much the level of an operation still wanders when a
// whole hour of it is looked at.

// hourSpread is the standard deviation of the hourly means of the log p95 around
// their expectation. Beside LogSD it says how long a level lasts: independent
// windows would leave LogSD/√12 of it, a level that stays for hours all of it.
// It is 0 where fewer than leastHours hours tell.
func hourSpread(units []unit, p *Profile) float64 {
	residuals, at := residualsAround(units, p, func(u *unit) bool { return isNormal(u) && !u.exact })
	means := make([]float64, 0, len(at)/4)
	var last moment
	var sum, n float64
	end := func() {
		if n > 0 {
			means = append(means, sum/n)
		}
	}
	for i, k := range at {
		if now := units[k].moment; now != last {
			end()
			last, sum, n = now, 0, 0
		}
		sum, n = sum+residuals[i], n+1
	}
	end()
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
