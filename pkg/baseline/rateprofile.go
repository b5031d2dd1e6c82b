package baseline

import (
	"iter"
	"math"
	"slices"
	"time"
)

// This file answers how many requests there are, and how the hour of the day and the weekend shape their number.

// Busy is how many requests must be expected in a window before their absence means anything.
const Busy = 20

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
	measured int // days with windows
	days     []dayOfTraffic

	hour   moment        // of the last window
	within time.Duration // requests came in that hour

	failures failures
	swing    swing
}

// dayOfTraffic is a day between the first window and the last. Its hours are bits.
type dayOfTraffic struct {
	weekday  uint8 // a holiday is a Sunday
	measured bool  // it has windows
	full     uint32
	lacking  uint32 // hours that it did not have in full, as its clock was put forward, or that nothing was measured of
	leftOut  uint32
}

const allHours = 1<<24 - 1

// silent are the hours in which there were no requests for a while.
func (d *dayOfTraffic) silent() uint32 { return allHours &^ (d.full | d.lacking | d.leftOut) }

func trafficIn(of week) traffic { return traffic{of: of, cells: cellsOf(byWeekend)} }

func (t *traffic) add(w *Window, requests float64, at moment) {
	t.requests, t.errors = t.requests+requests, t.errors+w.Errors
	t.runs = t.runs || len(w.Samples) > 0
	if requests > 0 {
		t.busy += w.Width
	}
	if t.measured == 0 || at != t.hour {
		t.endHour()
		t.reach(w, at)
		t.hour = at
	}
	if requests > 0 {
		t.within += w.Width
	}
	t.failures.add(requests, w.Errors)
	t.swing.add(w, requests)
	cell := &t.byHour[t.cells[at.hour]]
	cell.requests, cell.width = cell.requests+requests, cell.width+w.Width
}

// reach goes on to the day of a window. Those before it without one were without requests.
func (t *traffic) reach(w *Window, at moment) {
	if t.measured > 0 && at.day == t.hour.day {
		return
	}
	without := 0
	if t.measured > 0 {
		without = max(0, int(at.day-t.hour.day)-1)
	}
	local := time.Unix(0, middle(w.End.UnixNano(), w.Width)).In(t.of.zone)
	for before := without; before >= 0; before-- {
		noon := time.Date(local.Year(), local.Month(), local.Day()-before, 12, 0, 0, 0, t.of.zone)
		t.days = append(t.days, dayOfTraffic{weekday: uint8(t.of.holidays.weekday(noon)), measured: before == 0, lacking: putForward(noon)})
	}
	if t.measured == 0 {
		t.days[0].lacking |= 2<<(at.hour%24) - 1 // of its first hour there is a part, mostly
	}
	t.measured++
}

// putForward are the hours that a day does not have in full because its clock is put forward: nothing can come in them.
func putForward(noon time.Time) (hours uint32) {
	const around, quarter = 13 * time.Hour, 15 * time.Minute // a clock is put forward by whole quarters
	_, before := noon.Add(-around).Zone()
	if _, after := noon.Add(around).Zone(); after <= before {
		return 0
	}
	var quarters [24]int
	for at := noon.Add(-around); at.Before(noon.Add(around)); at = at.Add(quarter) {
		if at.Day() == noon.Day() {
			quarters[at.Hour()]++
		}
	}
	for h, n := range quarters {
		if n < int(time.Hour/quarter) {
			hours |= 1 << h
		}
	}
	return hours
}

// missed is how much of an hour may be without a window: one that Prometheus did not answer for is no pause.
const missed = 4 * time.Minute

func (t *traffic) endHour() {
	if t.within >= time.Hour-missed {
		t.days[len(t.days)-1].full |= 1 << (t.hour.hour % 24)
	}
	t.within = 0
	t.failures.endHour(t.hour, t.cells[t.hour.hour])
}

// end says that there are no more windows: of what is after the last one nothing is known.
func (t *traffic) end() {
	t.endHour()
	if n := len(t.days); n > 0 {
		t.days[n-1].lacking |= allHours &^ (1<<(t.hour.hour%24) - 1)
	}
}

// leaveOut tells of hours that only lack the time which was left out: whether requests came in it is not known, and that
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
	within := map[moment]time.Duration{}
	for i := range windows {
		w := &windows[i]
		m := at.at(middle(w.End.UnixNano(), w.Width))
		if _, lack := lacks[m]; lack && w.Requests() > 0 {
			within[m] += w.Width
		}
	}
	lastDay := t.hour.day
	for m, lack := range lacks {
		const full = time.Hour - missed
		if i := len(t.days) - 1 - int(lastDay-m.day); i >= 0 && i < len(t.days) && within[m] < full && within[m]+lack >= full {
			t.days[i].leftOut |= 1 << (m.hour % 24)
		}
	}
}

// again is how often something has to have been so before it is no news.
const again = 2

// pauses are the hours in which there are regularly no requests for a while: on every third day of their kind, as every
// night, or every Sunday. One that begins now in this hour and now in the next is one pause. Of what has one day of a kind,
// or none, all days tell.
func (t *traffic) pauses() (cells []int) {
	for c := range 2 * 24 {
		days, silent, near := t.seen(c%24, func(d *dayOfTraffic) bool { return int(t.cells[int(d.weekday)*24])/24 == c/24 })
		if days < again {
			days, silent, near = t.seen(c%24, func(*dayOfTraffic) bool { return true })
		}
		if silent >= min(again, days) && silent > 0 && 3*near >= days {
			cells = append(cells, c)
		}
	}
	return cells
}

// pausesOfWeek are the hours of the week, others than those, in which it was so in most weeks, and more than once.
func (t *traffic) pausesOfWeek(known []int) (hours []int) {
	for h := range 7 * 24 {
		weeks, silent, near := t.seen(h%24, func(d *dayOfTraffic) bool { return int(d.weekday) == h/24 })
		if silent >= again && 2*near > weeks && !slices.Contains(known, int(t.cells[h])) {
			hours = append(hours, h)
		}
	}
	return hours
}

// seen is on how many of some days an hour was measured, was without requests for a while, and was so or one beside it.
func (t *traffic) seen(hour int, of func(*dayOfTraffic) bool) (days, silent, near int) {
	for i := range t.days {
		d := &t.days[i]
		if (d.lacking|d.leftOut)>>hour&1 == 1 || !of(d) {
			continue
		}
		days++
		s := d.silent()
		silent += int(s >> hour & 1)
		near += int((s | s<<1 | s>>1) >> hour & 1)
	}
	return days, silent, near
}

// gapsAWeek is how often a week it was without requests for a while where so many come that this is odd, and that is no
// regular pause; 0 where it was so once. What pauses in most of those hours has no pause that is regular.
func (t *traffic) gapsAWeek(p *Profile) float64 {
	var odd, any gaps
	var hours, many, paused int
	for hour, silent := range t.known() {
		hours++
		often, pauses := t.many(hour), p.pausesIn(hour)
		any.see(silent && often)
		odd.see(silent && often && !pauses)
		if often {
			many++
		}
		if often && pauses {
			paused++
		}
	}
	found := odd.n
	if 2*paused > many {
		found = any.n
	}
	if found < again {
		return 0
	}
	return float64(found) * 7 * 24 / float64(hours)
}

// gaps counts stretches.
type gaps struct {
	n      int
	within bool
}

func (g *gaps) see(silent bool) {
	if silent && !g.within {
		g.n++
	}
	g.within = silent
}

// known are the hours, in the week, that something was measured of, ascending, and whether there were no requests for a while.
func (t *traffic) known() iter.Seq2[int, bool] {
	return func(yield func(int, bool) bool) {
		for i := range t.days {
			d := &t.days[i]
			for hour := range 24 {
				if (d.lacking|d.leftOut)>>hour&1 == 0 && !yield(int(d.weekday)*24+hour, d.silent()>>hour&1 == 1) {
					return
				}
			}
		}
	}
}

// many tells whether so many requests come in an hour of the week that five minutes without one are odd.
func (t *traffic) many(hour int) bool {
	const window = 5 * time.Minute
	cell := &t.byHour[t.cells[hour]]
	return cell.requests > 0 && cell.requests*window.Seconds() >= Busy*cell.width.Seconds()
}

// daysOf is on how many days with windows there was an hour to be measured.
func (t *traffic) daysOf(c int) (days int) {
	for i := range t.days {
		if d := &t.days[i]; d.measured && d.lacking>>(c%24)&1 == 0 && int(t.cells[int(d.weekday)*24])/24 == c/24 {
			days++
		}
	}
	return days
}

// profile gives factors to the mean rate, without shrinking: they only decide whether silence is odd.
func (t *traffic) profile(rate float64, failing map[int]Failing) *Profile {
	if !(rate > 0) {
		return nil
	}
	p := Profile{TimeZone: t.of.zone.String(), Days: t.measured, Factors: flat(), Pauses: t.pauses(), Failing: failing, Holidays: t.of.holidays}
	p.PausesOfWeek = t.pausesOfWeek(p.Pauses)
	gaps := t.gapsAWeek(&p)
	p.GapsAWeek, p.Swing = &gaps, t.swing.relative()
	for h := range p.Factors {
		a, b := t.byHour[h], t.byHour[24+h]
		if n, width := a.requests+b.requests, a.width+b.width; width > 0 && n > 0 {
			p.Factors[h] = n / width.Seconds() / rate
		}
	}
	if t.measured < cuts[0].leastDays {
		return &p
	}
	p.Level, p.Cells = byWeekend, make([]float64, len(t.byHour))
	for c := range p.Cells {
		p.Cells[c] = p.Factors[c%24]
		if cell := t.byHour[c]; cell.width > 0 && cell.requests > 0 {
			p.Cells[c] = cell.requests / cell.width.Seconds() / rate
		}
	}
	return &p
}

// swing is by how much the requests of neighbouring windows differ.
type swing struct {
	last          time.Time
	before        float64
	beyond, level float64
}

func (s *swing) add(w *Window, requests float64) {
	if w.End.Add(-w.Width).Equal(s.last) && s.before > 0 && requests > 0 {
		off := requests - s.before
		s.beyond += (off*off - requests - s.before) / 2
		s.level += requests * s.before
	}
	s.last, s.before = w.End, requests
}

// relative is the standard deviation of the requests of a window around its neighbours', beyond that of chance, to their number.
func (s *swing) relative() float64 {
	if !(s.level > 0) || !(s.beyond > 0) {
		return 0
	}
	return math.Sqrt(s.beyond / s.level)
}
