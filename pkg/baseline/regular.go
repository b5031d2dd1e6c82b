package baseline

import (
	"math"
	"time"
)

// This file answers at which moments of every day, or of every hour, an operation is regularly another: what a job of a
// few minutes makes of it is no accident, and no part of its hour either.

const (
	// slot is the time that is known by itself: that of one learned window.
	slot        = 5 * time.Minute
	slotMinutes = int(slot / time.Minute)
	slotsPerDay = int(24 * time.Hour / slot)
	slotsAnHour = int(time.Hour / slot)
	// regularChance is how improbable it must be that windows which are out fall so often into one slot by accident.
	regularChance = 0.001
)

// regularities are the slots of the day whose windows are mostly out.
type regularities [slotsPerDay]bool

// tally is how many windows there are of a slot, and how many of them are out.
type tally struct{ all, out float64 }

func (t tally) add(out bool) tally {
	t.all++
	if out {
		t.out++
	}
	return t
}

// mostly tells whether most windows of a slot are out.
func (t tally) mostly() bool { return t.out > t.all/2 }

// regular tells whether most windows of a slot are out, and with one of so many slots by no chance at a common share.
func (t tally) regular(share float64, slots int) bool {
	if !t.mostly() || t.out < leastDays {
		return false
	}
	return float64(slots)*AtLeast(t.out, t.all, share) < regularChance
}

// eachSlot calls for every unit of one short window with its slot of the day.
func (u *evidence) eachSlot(do func(slot int, one *unit)) {
	for _, h := range u.hours {
		var offset int
		for i := h.first; i < h.end; i++ {
			one := &u.list[i]
			s := u.spanOf(one)
			at := middle(s.end, s.width)
			if i == h.first {
				_, offset = time.Unix(0, at).In(u.traffic.of.zone).Zone()
			}
			if one.exact || !one.firm || s.width > slot {
				continue
			}
			minute := (at/int64(time.Minute) + int64(offset/60)) % 60
			do(int(h.hour)%24*slotsAnHour+int(minute)/slotMinutes, one)
		}
	}
}

// regular are the moments at which the units that are outliers are so mostly, and how many of them that explains; nil
// where there are none. What happens in every hour shows within a few of them, what happens once a day in as many days.
func (u *evidence) regular() (found *regularities, explained int) {
	if u.days < leastDays {
		return nil, 0
	}
	var ofDay [slotsPerDay]tally
	var ofHour [slotsAnHour]tally
	var all tally
	u.eachSlot(func(k int, one *unit) {
		ofDay[k] = ofDay[k].add(one.outlier)
		ofHour[k%slotsAnHour] = ofHour[k%slotsAnHour].add(one.outlier)
		all = all.add(one.outlier)
	})
	if all.out < leastDays {
		return nil, 0
	}
	share := all.out / all.all
	for k := range ofDay {
		// Of what happens in most hours, those are left to themselves in which it does not: an incident there is one.
		if !(ofDay[k].mostly() && ofHour[k%slotsAnHour].regular(share, slotsAnHour)) && !ofDay[k].regular(share, slotsPerDay) {
			continue
		}
		if found == nil {
			found = new(regularities)
		}
		found[k] = true
		explained += int(ofDay[k].out)
	}
	return found, explained
}

// IsRegular tells whether a moment is regularly another than its hour.
func (p *Profile) IsRegular(at time.Time) bool {
	if p == nil {
		return false
	}
	_, is := p.regularAt(at.In(zoneOf(p.TimeZone)))
	return is
}

// Moments are what is left of a shape over days: every hour is in them, and in the p95 of all, but no moment that is
// regularly another.
func (p *Profile) Moments() *Profile {
	if p == nil || len(p.Regular) == 0 {
		return nil
	}
	return &Profile{TimeZone: p.TimeZone, Days: p.Days, Factors: flat(), Regular: p.Regular}
}

// regularAt is the factor of the five minutes of a moment, by the clock on the wall, where they are regularly another.
func (p *Profile) regularAt(local time.Time) (factor float64, is bool) {
	factor, is = p.Regular[local.Hour()*60+local.Minute()/slotMinutes*slotMinutes]
	return factor, is
}

// withRegular adds the factors of regular moments to a shape, on top of those of their hours.
func (p *Profile) withRegular(u *evidence, found *regularities, p95 float64) *Profile {
	if found == nil {
		return p
	}
	if p == nil {
		p = &Profile{TimeZone: u.traffic.of.zone.String(), Days: u.days, Factors: flat()}
	}
	var sums, n [slotsPerDay]float64
	u.eachSlot(func(k int, one *unit) {
		if found[k] && one.outlier {
			s := u.spanOf(one)
			sums[k], n[k] = sums[k]+one.log-math.Log(p95*p.At(time.Unix(0, middle(s.end, s.width)))), n[k]+1
		}
	})
	regular := map[int]float64{}
	for k, sum := range sums {
		if n[k] > 0 {
			regular[k*slotMinutes] = math.Exp(sum / n[k])
		}
	}
	p.Regular = regular
	return p
}
