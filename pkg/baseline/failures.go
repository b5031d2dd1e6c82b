package baseline

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// This file answers how many requests usually fail beyond the share of all time: in some hours day after day, and in
// some hour every now and then.

// LeastErrorRatio is the share of failed requests below which one is no news.
const LeastErrorRatio = 0.01

// sureZ is how sure a share must be: of the twelve windows of an hour the worst is by chance above its mean.
const sureZ = 3.1

// Failing are shares of requests that surely fail in some hour: in its worst window, and in all of it.
type Failing struct {
	Window float64 `json:"window"`
	Hour   float64 `json:"hour"`
}

const (
	// incident is by which factor the share of an hour is above that of all others which does not belong to it.
	incident = 3
	// incidentChance is how improbable its failures must be at that share: as sureZ says it.
	incidentChance = 1e-3
	// mostIncidents is the share of the hours that may be incidents; where they are more, that is what usually fails.
	mostIncidents = 0.25
)

// failures are how many requests failed in the hours that had some.
type failures struct {
	hours []busyHour
	now   struct{ requests, errors, worst float64 } // of the hour so far
}

type busyHour struct {
	moment
	cell uint8 // of weekdays and of weekends
	Failing
	requests, errors float64
}

func (f *failures) add(requests, errors float64) {
	if !(requests > 0) {
		return
	}
	f.now.requests += requests
	if errors > 0 {
		f.now.errors += errors
		f.now.worst = math.Max(f.now.worst, surely(errors, requests))
	}
}

// endHour says which hour it was that ends here.
func (f *failures) endHour(at moment, cell uint8) {
	if f.now.requests > 0 {
		h := busyHour{moment: at, cell: cell, requests: f.now.requests, errors: f.now.errors}
		if h.errors > 0 {
			h.Hour = surely(h.errors, h.requests)
			h.Window = math.Max(f.now.worst, h.Hour)
		}
		f.hours = append(f.hours, h)
	}
	f.now.requests, f.now.errors, f.now.worst = 0, 0, 0
}

// surely is the least that a share may be.
func surely(k, n float64) float64 {
	low, _ := ShareInterval(k, n, sureZ)
	return low
}

// shareOf is that of the requests of some hours that failed, without the hours of incidents: after a day on which everything
// failed, four in a hundred are as unusual as they were before.
func shareOf(hours []busyHour, requests, errors float64) float64 {
	if !(requests > 0) {
		return 0
	}
	all := math.Min(1, errors/requests)
	failed := slices.Collect(func(yield func(busyHour) bool) {
		for i := range hours {
			if hours[i].errors > 0 && !yield(hours[i]) {
				return
			}
		}
	})
	slices.SortFunc(failed, func(a, b busyHour) int { return cmp.Compare(b.Hour, a.Hour) })
	incidents := 0
	for _, h := range failed {
		most := limitOf(math.Max(0, errors-h.errors) / math.Max(1, requests-h.requests))
		if h.Hour <= most {
			break
		}
		if AtLeast(h.errors, h.requests, most) > incidentChance {
			continue // Wilson's interval is sure of one request that failed, too
		}
		if incidents++; float64(incidents) > mostIncidents*float64(len(hours)) {
			return all
		}
		requests, errors = requests-h.requests, math.Max(0, errors-h.errors)
	}
	if incidents == len(failed) {
		return 0 // nothing failed in any other hour
	}
	return math.Min(1, errors/requests)
}

// usual are, by hour, the shares that it surely reaches on at least three days, and on at least every third one of its
// kind; and the shares that some other hour reaches on at least three days, and every other one. What fails for longer
// than a day without a break is one day of them all. Where they are no more than of all time there are none.
func (f *failures) usual(t *traffic, whole float64) (regular map[int]Failing, atTimes Failing) {
	days := f.daysOf(whole)
	windows, window := f.reached(t, days, whole, func(h *busyHour) float64 { return h.Window })
	hours, hour := f.reached(t, days, whole, func(h *busyHour) float64 { return h.Hour })
	for c := range windows {
		of := Failing{windows[c], hours[c]}
		if of == (Failing{}) {
			continue
		}
		if regular == nil {
			regular = map[int]Failing{}
		}
		regular[c] = of
	}
	return regular, Failing{window, hour}
}

// reached is that of one of both shares, given the days of the hours.
func (f *failures) reached(t *traffic, days []int32, whole float64, share func(*busyHour) float64) (regular [48]float64, atTimes float64) {
	var cells [48]map[int32]float64
	for i := range f.hours {
		if h := &f.hours[i]; h.errors > 0 {
			keepMost(&cells[h.cell], days[i], share(h))
		}
	}
	for c, most := range cells {
		regular[c] = beyond(most, max(leastDays, (t.daysOf(c)-f.sameDay(days, c)+2)/3), whole)
	}
	var most map[int32]float64
	for i := range f.hours {
		if h := &f.hours[i]; share(h) > regular[h.cell] {
			keepMost(&most, days[i], share(h))
		}
	}
	return regular, beyond(most, max(leastDays, (t.measured-f.sameDay(days, anyCell)+1)/2), whole)
}

// keepMost keeps the largest share of each day.
func keepMost(most *map[int32]float64, day int32, share float64) {
	if *most == nil {
		*most = map[int32]float64{}
	}
	(*most)[day] = math.Max((*most)[day], share)
}

// beyond is the k-th largest share of the days where it is more than the whole, and worth telling; else 0.
func beyond(most map[int32]float64, k int, whole float64) float64 {
	if len(most) < k {
		return 0
	}
	shares := slices.Sorted(maps.Values(most))
	if kth := shares[len(shares)-k]; kth > math.Max(whole, LeastErrorRatio) {
		return kth
	}
	return 0
}

// FailingIn tells of the shape of a rate which shares of requests regularly fail in the hours of a window; 0 where no
// more than at other times.
func (p *Profile) FailingIn(w Window) (share Failing) {
	if p == nil || len(p.Failing) == 0 {
		return Failing{}
	}
	zone := zoneOf(p.TimeZone)
	tell := func(at time.Time) {
		in := p.Failing[p.cellAt(byWeekend, at.In(zone))]
		share.Window, share.Hour = math.Max(share.Window, in.Window), math.Max(share.Hour, in.Hour)
	}
	for at := w.End.Add(1 - w.Width); at.Before(w.End); at = at.Add(time.Hour) {
		tell(at)
	}
	tell(w.End)
	return share
}

// failsUnlike tells whether another share of requests fails, or usually fails at some time.
func (r Record) failsUnlike(o Record) bool {
	if math.Abs(r.ErrorRatio-o.ErrorRatio) > material/2 {
		return true
	}
	// What the worst hours of some days reach moves with every day that is learned.
	moved := func(a, b float64) bool {
		a, b = r.usualErrors(a), o.usualErrors(b)
		return math.Abs(a-b) > math.Max(material/2, math.Max(a, b)/4)
	}
	unlike := func(a, b Failing) bool { return moved(a.Window, b.Window) || moved(a.Hour, b.Hour) }
	if unlike(r.ErrorsAtTimes, o.ErrorsAtTimes) {
		return true
	}
	for c := range 48 {
		if unlike(r.RateProfile.failing(c), o.RateProfile.failing(c)) {
			return true
		}
	}
	return false
}

// usualErrors is a share that is kept only where it is worth telling.
func (r Record) usualErrors(kept float64) float64 {
	return max(kept, r.ErrorRatio, LeastErrorRatio)
}

func (p *Profile) failing(c int) Failing {
	if p == nil {
		return Failing{}
	}
	return p.Failing[c]
}

func (f Failing) word() string {
	if f == (Failing{}) {
		return ""
	}
	return fmt.Sprintf("%.3g %% in five minutes, %.3g %% in the hour", 100*f.Window, 100*f.Hour)
}

// failingWord names the hours in which more fail regularly.
func (p *Profile) failingWord() string {
	var hours []string
	for c := range 48 {
		if word := p.failing(c).word(); word != "" {
			hours = append(hours, cellWord(byWeekend, c)+": "+word)
		}
	}
	return strings.Join(hours, "; ")
}
