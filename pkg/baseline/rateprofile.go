package baseline

import "time"

// This file answers how many requests there are, and how the hour of the day and the weekend shape their number.

// traffic is how many requests came, in all and by the hours of weekdays and of weekends.
type traffic struct {
	requests, errors float64
	busy             time.Duration // of windows with requests
	runs             bool

	of     week
	cells  *cells
	byHour [48]struct {
		requests float64
		width    time.Duration
	}
	days int
	last int32
}

func trafficIn(of week) traffic { return traffic{of: of, cells: cellsOf(byWeekend)} }

func (t *traffic) add(w *Window, requests float64, at moment) {
	t.requests, t.errors = t.requests+requests, t.errors+w.Errors
	t.runs = t.runs || len(w.Samples) > 0
	if requests > 0 {
		t.busy += w.Width
	}
	if t.days == 0 || at.day != t.last {
		t.days, t.last = t.days+1, at.day
	}
	cell := &t.byHour[t.cells[at.hour]]
	cell.requests, cell.width = cell.requests+requests, cell.width+w.Width
}

// profile gives factors to the mean rate, without shrinking: they only decide whether silence is odd.
func (t *traffic) profile(rate float64) *Profile {
	if t.days < leastDays || !(rate > 0) {
		return nil
	}
	p := Profile{TimeZone: t.of.zone.String(), Days: t.days, Factors: flat()}
	for h := range p.Factors {
		a, b := t.byHour[h], t.byHour[24+h]
		if n, width := a.requests+b.requests, a.width+b.width; width > 0 && n > 0 {
			p.Factors[h] = n / width.Seconds() / rate
		}
	}
	if t.days < cuts[0].leastDays {
		return &p
	}
	p.Level, p.Holidays, p.Cells = byWeekend, t.of.holidays, make([]float64, len(t.byHour))
	for c := range p.Cells {
		p.Cells[c] = p.Factors[c%24]
		if cell := t.byHour[c]; cell.width > 0 && cell.requests > 0 {
			p.Cells[c] = cell.requests / cell.width.Seconds() / rate
		}
	}
	return &p
}
