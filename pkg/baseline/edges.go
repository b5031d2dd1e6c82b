package baseline

import (
	"iter"
	"math"
	"time"
)

// This file answers what is normal in a window that reaches over the edge of an hour, or of a moment that is regularly another.

// edgeZ is by how many standard errors the requests of the slower hour may be more than its share of the window: they do
// not come evenly, and near one in twenty a few of them are the p95.
const edgeZ = 3

// part is the share of the requests of a window that fall between two edges, and the p95 that is normal there.
type part struct{ share, p95 float64 }

// ExpectedIn is the p95 in seconds that is normal in a window; 0 where nothing is known. Where the hours that a window
// reaches into differ, it is that of the requests of all of them: after an hour four times as slow as the next, a tenth
// of the requests is enough for a p95 twice as high. What is not known of their shares speaks for a normal operation;
// less says that lower values are the worse ones.
func (r Record) ExpectedIn(w Window, less bool) float64 {
	return r.ExpectedFor(learnedQuantile, w, less)
}

// ExpectedLately is the p95 that rules of others compare the last five minutes with: the larger of what is normal in those
// and of what is at the moment, because they read it up to a scrape later.
func (r Record) ExpectedLately(at time.Time) float64 {
	return math.Max(r.Expected(at), r.ExpectedIn(Window{End: at, Width: slot}, false))
}

// ExpectedFor is the p95 of a stretch without edges that has the quantile q that is normal in a window: where one request
// in twelve is slow, the p95 is theirs and the median is not.
func (r Record) ExpectedFor(q float64, w Window, less bool) float64 {
	if r.even(w) {
		return r.Expected(w.Middle())
	}
	parts := r.partsOf(w)
	low, high := parts[0].p95, parts[0].p95
	for _, p := range parts {
		low, high = math.Min(low, p.p95), math.Max(high, p.p95)
	}
	slope, requests := r.Slope(), w.Requests()
	if requests == 0 {
		requests = r.RequestRate * w.Width.Seconds() // what would be normal of as many as usual
	}
	switch {
	case !(high > low):
		return high
	case slope > 0:
		return together(leaning(parts, low, requests, less), low, high, slope, q)
	case less:
		return low
	}
	return high
}

// ExpectedForMean is ExpectedFor of the mean.
func (r Record) ExpectedForMean(w Window) (p95 float64) {
	if r.even(w) {
		return r.Expected(w.Middle())
	}
	for _, p := range r.partsOf(w) {
		p95 += p.share * p.p95
	}
	return p95
}

// ExpectedRateIn is the number of requests per second that is normal in a window.
func (r Record) ExpectedRateIn(w Window) float64 {
	if p := r.RateProfile; p == nil || p.within(w) {
		return r.ExpectedRate(w.Middle())
	}
	var requests float64
	for middle, width := range r.RateProfile.stretches(w) {
		requests += width.Seconds() * r.ExpectedRate(middle)
	}
	return requests / w.Width.Seconds()
}

// even tells whether one p95 is normal in all of a window.
func (r Record) even(w Window) bool {
	return r.State == Documented || r.Profile == nil || r.Profile.within(w)
}

// within tells whether a window lies between two edges.
func (p *Profile) within(w Window) bool {
	return w.Width <= p.sinceEdge(w.End.In(zoneOf(p.TimeZone)))
}

// sinceEdge is how long ago the hour by the clock on the wall began that ends at a moment or holds it; where some
// moments are regularly others, their five minutes.
func (p *Profile) sinceEdge(local time.Time) time.Duration {
	apart := time.Hour
	if len(p.Regular) > 0 {
		apart = slot
	}
	since := time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
	if since %= apart; since == 0 {
		return apart
	}
	return since
}

// stretches cuts a window at the edges, newest first: the middle and the width of each.
func (p *Profile) stretches(w Window) iter.Seq2[time.Time, time.Duration] {
	return func(yield func(time.Time, time.Duration) bool) {
		zone, begin := zoneOf(p.TimeZone), w.End.Add(-w.Width)
		for to := w.End; to.After(begin); {
			from := to.Add(-p.sinceEdge(to.In(zone)))
			if from.Before(begin) {
				from = begin
			}
			if !yield(from.Add(to.Sub(from)/2), to.Sub(from)) {
				return
			}
			to = from
		}
	}
}

// partsOf cuts a window at the edges, newest first. Requests come as they usually do in the hour of each.
func (r Record) partsOf(w Window) (parts []part) {
	var all float64
	for middle, width := range r.Profile.stretches(w) {
		p := part{width.Seconds() * r.RateProfile.At(middle), r.Expected(middle)}
		parts, all = append(parts, p), all+p.share
	}
	for i := range parts {
		parts[i].share /= all
	}
	return parts
}

// leaning gives the slower parts as many of n requests as may be theirs, and the quickest the rest; with less as few.
func leaning(parts []part, low, n float64, less bool) []part {
	z := float64(edgeZ)
	if less {
		z = -edgeZ
	}
	var slower, quickest float64
	for _, p := range parts {
		if p.p95 > low {
			slower += p.share
		} else {
			quickest += p.share
		}
	}
	leant := math.Max(0, math.Min(1, slower+z*math.Sqrt(slower*quickest/math.Max(n, 1))))
	for i := range parts {
		if parts[i].p95 > low {
			parts[i].share *= leant / slower
		} else {
			parts[i].share *= (1 - leant) / quickest
		}
	}
	return parts
}

// together is the quantile q of parts together, each log-normal around its own, as a p95: between the lowest and the highest of them.
func together(parts []part, low, high, slope, q float64) float64 {
	const precise = 20 // halvings: a millionth of the distance
	tail := standardNormal.Quantile(q)
	from, to := math.Log(low), math.Log(high)
	for range precise {
		middle := (from + to) / 2
		var above float64
		for _, p := range parts {
			above += p.share * standardNormal.Survival(tail+(middle-math.Log(p.p95))/slope)
		}
		if above > 1-q {
			from = middle
		} else {
			to = middle
		}
	}
	return math.Exp(to)
}
