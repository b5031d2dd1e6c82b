package baseline

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers what a baseline expects and when it is another one.

// Limits of the states (design 4.7, D2).
const (
	leastActive     = 100
	activeFrom      = 0.95
	provisionalFrom = 0.5
)

// material is the relative change of a number below which a baseline counts as
// unchanged: a fifth of what confidence promises. Tail and spread are noisier
// and decide less, they have twice and five times as much; the number of
// requests, which only says how much was seen, has ten times.
const material = 0.02

// Expected is the p95 that is normal at a moment: of a documented
// baseline the upper end of the range, else the pooled p95 in the shape of that
// hour of the day; of a level its usual value. It is 0 where nothing is known.
func (r Record) Expected(at time.Time) (p95 float64) {
	if r.State == Documented {
		return r.RangeHigh
	}
	if r.Level != nil {
		return r.Level.Expected(at)
	}
	return r.P95 * r.Profile.At(at)
}

// Slope is the log-normal standard deviation that leads from the p50 to the
// p95: by how much a level must move for the share above the p95 to grow.
func (r Record) Slope() float64 {
	if !(r.P50 > 0) || !(r.P95 > r.P50) {
		return 0
	}
	return math.Log(r.P95/r.P50) / standardNormal.Quantile(learnedQuantile)
}

// Tail is how many times the p95 the p99 is at any moment.
func (r Record) Tail() float64 {
	if r.TailRatio > 0 {
		return r.TailRatio
	}
	return r.P99 / r.P95
}

// ExpectedRate is the number of requests per second that is normal at a moment.
func (r Record) ExpectedRate(at time.Time) float64 {
	return r.RequestRate * r.RateProfile.At(at)
}

// HadSuchADay tells whether what was learned has a day of the kind of a moment's: from Monday to Thursday there was no
// Sunday. Of a baseline that does not say what it was learned from it is taken to have.
func (r Record) HadSuchADay(at time.Time) bool {
	p := r.RateProfile
	from, to := r.trafficSeen()
	if p == nil || from.IsZero() {
		return true
	}
	kind := p.cellAt(byWeekend, at.In(zoneOf(p.TimeZone))) / 24
	for back := range 8 {
		then := to.Add(-time.Nanosecond).AddDate(0, 0, -back)
		if then.Before(from) {
			then = from
		}
		if p.cellAt(byWeekend, then.In(zoneOf(p.TimeZone)))/24 == kind {
			return true
		}
	}
	return false
}

// OfRuns tells whether it was learned from single runs, between which nothing
// happens, and not from windows of many requests.
func (r Record) OfRuns() bool { return r.Idle == 1 }

// mature is how much of time a baseline must have seen before a violation against it may keep time from teaching: a
// first hour is no norm.
const mature = 24 * time.Hour

// Grown tells whether it has seen enough of time to say what is slow.
func (r Record) Grown() bool { return r.State == Active && r.To.Sub(r.From) >= mature }

// RequestsADay is how many requests or runs end in a usual day. The rate of
// requests is that of the time in which there are any.
func (r Record) RequestsADay() float64 {
	day := 24 * time.Hour.Seconds()
	if r.OfRuns() {
		return r.RequestRate * day
	}
	return r.RequestRate * (1 - r.Idle) * day
}

// WithRange makes the upper end of a documented range (seconds) the baseline
// for judging until a learned one is active; what was learned stays readable.
func (r Record) WithRange(low, high float64, source string) Record {
	r.RangeLow, r.RangeHigh = low, high
	if r.State == Active || !(high > 0) {
		return r
	}
	r.Reason = fmt.Sprintf("the documented range of %s to %s (%s) answers until a learned baseline is active; %s",
		figure.Seconds(low), figure.Seconds(high), source, r.Reason)
	r.State, r.Source = Documented, source
	return r
}

// Differs tells whether o is another baseline than r for anybody who relies on
// it: another state, another range, or a number that moved by more than is material.
func (r Record) Differs(o Record) bool {
	if r.State != o.State || r.Source != o.Source || r.RangeLow != o.RangeLow || r.RangeHigh != o.RangeHigh {
		return true
	}
	if r.Unit != o.Unit || r.Level.differs(o.Level) {
		return true
	}
	if r.Standing != o.Standing || r.Factors.word() != o.Factors.word() || r.RateProfile.pauses() != o.RateProfile.pauses() || r.Between.differs(o.Between) {
		return true
	}
	for _, p := range [][3]float64{
		{r.P50, o.P50, 1}, {r.P95, o.P95, 1}, {r.Mean, o.Mean, 1}, {r.P99, o.P99, 2}, {r.SD, o.SD, 5},
		{r.LogSD, o.LogSD, 5}, {r.RequestRate, o.RequestRate, 5}, {r.Requests, o.Requests, 10},
	} {
		if moved(p[0], p[1], p[2]*material) {
			return true
		}
	}
	return math.Abs(r.Confidence-o.Confidence) > material || r.failsUnlike(o) || r.comesUnlike(o) || r.Profile.differs(o.Profile)
}

// otherTraffic is by how much the requests of an hour must be more or fewer to be others: half of them missing is a deviation.
const otherTraffic = 0.25

// comesUnlike tells whether requests come at other hours, as far as so many come in them that their absence means anything.
func (r Record) comesUnlike(o Record) bool {
	p, q := r.RateProfile, o.RateProfile
	if p == nil || q == nil {
		return p != q
	}
	if p.TimeZone != q.TimeZone || !slices.Equal(p.Holidays, q.Holidays) {
		return true
	}
	const window = 5 * time.Minute
	for hour := range 7 * 24 {
		a, b := r.RequestRate*p.ofHour(hour), o.RequestRate*q.ofHour(hour)
		if math.Max(a, b)*window.Seconds() >= Busy && moved(a, b, otherTraffic) {
			return true
		}
	}
	return false
}

func (p *Profile) differs(o *Profile) bool {
	if p == nil || o == nil {
		return p != o
	}
	for h := range p.Factors {
		if moved(p.Factors[h], o.Factors[h], 2*material) {
			return true
		}
	}
	if p.TimeZone != o.TimeZone || p.Level != o.Level || len(p.Cells) != len(o.Cells) || !slices.Equal(p.Holidays, o.Holidays) {
		return true
	}
	if len(p.Regular) != len(o.Regular) {
		return true
	}
	for at, factor := range p.Regular {
		if other, is := o.Regular[at]; !is || moved(factor, other, 5*material) {
			return true
		}
	}
	for c := range p.Cells {
		if moved(p.Cells[c], o.Cells[c], 2*material) {
			return true
		}
	}
	return false
}

func moved(a, b, by float64) bool {
	return math.Abs(a-b) > by*math.Max(math.Abs(a), math.Abs(b))
}
