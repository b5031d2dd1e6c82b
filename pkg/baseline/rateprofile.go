package baseline

// This file answers how the hour of the day and the weekend shape the number of requests.

// rateProfileOf gives factors to the mean rate, without shrinking: they only decide whether silence is odd.
func rateProfileOf(windows []Window, rate float64, w week) *Profile {
	var requests, seconds [48]float64
	days := make(map[int]struct{}, 32)
	for _, window := range windows {
		at := window.End.Add(-window.Width / 2).In(w.zone)
		c := cellOf(byWeekend, w.holidays.weekday(at), at.Hour())
		requests[c] += window.Requests()
		seconds[c] += window.Width.Seconds()
		days[ordinal(at)] = struct{}{}
	}
	if len(days) < leastDays || !(rate > 0) {
		return nil
	}
	p := Profile{TimeZone: w.zone.String(), Days: len(days), Factors: flat()}
	for h := range p.Factors {
		if n, s := requests[h]+requests[24+h], seconds[h]+seconds[24+h]; s > 0 && n > 0 {
			p.Factors[h] = n / s / rate
		}
	}
	if len(days) < cuts[0].leastDays {
		return &p
	}
	p.Level, p.Holidays, p.Cells = byWeekend, w.holidays, make([]float64, len(requests))
	for c := range p.Cells {
		p.Cells[c] = p.Factors[c%24]
		if seconds[c] > 0 && requests[c] > 0 {
			p.Cells[c] = requests[c] / seconds[c] / rate
		}
	}
	return &p
}
