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

	first  uint8         // the hour of the first window, in the week
	hour   moment        // of the last window
	within time.Duration // requests came in that hour
	full   [48]int       // hours in which requests came all the time
	kinds  [2]int        // weekdays and days of weekends
	short  [48]int       // hours that a day did not have in full, as its clock was put forward

	failures failures
}

func trafficIn(of week) traffic { return traffic{of: of, cells: cellsOf(byWeekend)} }

func (t *traffic) add(w *Window, requests float64, at moment) {
	t.requests, t.errors = t.requests+requests, t.errors+w.Errors
	t.runs = t.runs || len(w.Samples) > 0
	if requests > 0 {
		t.busy += w.Width
	}
	if t.days == 0 {
		t.first = at.hour
	}
	if t.days == 0 || at != t.hour {
		t.endHour()
		t.hour = at
	}
	if requests > 0 {
		t.within += w.Width
	}
	t.failures.add(requests, w.Errors)
	if t.days == 0 || at.day != t.last {
		t.days, t.last = t.days+1, at.day
		t.kinds[t.cells[at.hour]/24]++
		t.putForward(w, at)
	}
	cell := &t.byHour[t.cells[at.hour]]
	cell.requests, cell.width = cell.requests+requests, cell.width+w.Width
}

// putForward counts the hours that a day does not have in full because its clock is put forward: nothing can come in them.
func (t *traffic) putForward(w *Window, of moment) {
	const around, quarter = 13 * time.Hour, 15 * time.Minute // a clock is put forward by whole quarters
	local := time.Unix(0, middle(w.End.UnixNano(), w.Width)).In(t.of.zone)
	noon := time.Date(local.Year(), local.Month(), local.Day(), 12, 0, 0, 0, t.of.zone)
	_, before := noon.Add(-around).Zone()
	if _, after := noon.Add(around).Zone(); after <= before {
		return
	}
	var quarters [24]int
	for at := noon.Add(-around); at.Before(noon.Add(around)); at = at.Add(quarter) {
		if at.Day() == noon.Day() {
			quarters[at.Hour()]++
		}
	}
	for h, n := range quarters {
		if n < int(time.Hour/quarter) {
			t.short[t.cells[int(of.hour)/24*24+h]]++
		}
	}
}

// missed is how much of an hour may be without a window: one that Prometheus did not answer for is no pause.
const missed = 4 * time.Minute

func (t *traffic) endHour() {
	if t.within >= time.Hour-missed {
		t.full[t.cells[t.hour.hour]]++
	}
	t.within = 0
	t.failures.endHour(t.hour, t.cells[t.hour.hour])
}

// leaveOut makes hours full that only lack the time which was left out: whether requests came in it is not known, and that
// is no pause.
func (t *traffic) leaveOut(left []Stretch, windows []Window) {
	first, last := &windows[0], &windows[len(windows)-1]
	const leastShare = 15 * time.Minute // the least that surely lies in one hour by the clock on the wall
	at := clock{of: t.of}
	lacks := map[moment]time.Duration{}
	for _, part := range parted(left, first.End.Add(-first.Width), last.End, first.Width) {
		for begin := part.From; begin.Before(part.To); {
			next := begin.Truncate(leastShare).Add(leastShare)
			if next.After(part.To) {
				next = part.To
			}
			lacks[at.at(begin.UnixNano())] += next.Sub(begin)
			begin = next
		}
	}
	if len(lacks) == 0 {
		return
	}
	within, days := map[moment]time.Duration{}, map[int32]bool{}
	for i := range windows {
		w := &windows[i]
		m := at.at(middle(w.End.UnixNano(), w.Width))
		days[m.day] = true
		if _, lack := lacks[m]; lack && w.Requests() > 0 {
			within[m] += w.Width
		}
	}
	for m, lack := range lacks {
		const full = time.Hour - missed
		if days[m.day] && within[m] < full && within[m]+lack >= full {
			t.full[t.cells[m.hour]]++
		}
	}
}

// pauses are the hours in which there were no requests for a while on at least three days, and on at least every third
// one of their kind: every night, or every Sunday.
func (t *traffic) pauses() (cells []int) {
	for c, full := range t.full {
		days := t.daysOf(c)
		if silent := days - full; silent >= leastDays && 3*silent >= days {
			cells = append(cells, c)
		}
	}
	return cells
}

// daysOf is on how many days there was an hour to be measured. Of the first and the last day nothing is known before and
// after what was measured of them.
func (t *traffic) daysOf(c int) int {
	first, last := int(t.cells[t.first]), int(t.cells[t.hour.hour])
	days := t.kinds[c/24] - t.short[c]
	if c/24 == first/24 && c < first {
		days--
	}
	if c/24 == last/24 && c > last {
		days--
	}
	return days
}

// profile gives factors to the mean rate, without shrinking: they only decide whether silence is odd.
func (t *traffic) profile(rate float64, failing map[int]Failing) *Profile {
	if t.days < leastDays || !(rate > 0) {
		return nil
	}
	p := Profile{TimeZone: t.of.zone.String(), Days: t.days, Factors: flat(), Pauses: t.pauses(), Failing: failing}
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
