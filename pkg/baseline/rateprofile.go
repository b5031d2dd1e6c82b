package baseline

// This file answers how the hour of the day and the weekend shape the number of requests.

// rates are the requests of the hours of weekdays and of weekends.
type rates struct {
	clock             clock
	cells             *cells
	requests, seconds [48]float64
	days              int
	last              int32
}

func ratesIn(w week) *rates { return &rates{clock: clock{of: w}, cells: cellsOf(byWeekend)} }

func (r *rates) add(w *Window, requests float64) {
	at := r.clock.at(w.End.Add(-w.Width / 2))
	if r.days == 0 || at.day != r.last {
		r.days, r.last = r.days+1, at.day
	}
	c := r.cells.of(at)
	r.requests[c] += requests
	r.seconds[c] += w.Width.Seconds()
}

// profile gives factors to the mean rate, without shrinking: they only decide whether silence is odd.
func (r *rates) profile(rate float64) *Profile {
	if r.days < leastDays || !(rate > 0) {
		return nil
	}
	w := r.clock.of
	p := Profile{TimeZone: w.zone.String(), Days: r.days, Factors: flat()}
	for h := range p.Factors {
		if n, s := r.requests[h]+r.requests[24+h], r.seconds[h]+r.seconds[24+h]; s > 0 && n > 0 {
			p.Factors[h] = n / s / rate
		}
	}
	if r.days < cuts[0].leastDays {
		return &p
	}
	p.Level, p.Holidays, p.Cells = byWeekend, w.holidays, make([]float64, len(r.requests))
	for c := range p.Cells {
		p.Cells[c] = p.Factors[c%24]
		if r.seconds[c] > 0 && r.requests[c] > 0 {
			p.Cells[c] = r.requests[c] / r.seconds[c] / rate
		}
	}
	return &p
}
