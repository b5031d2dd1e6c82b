package baseline

import "time"

// This file answers what a baseline becomes whose latency is held while the rest of it goes on.

// leastTraffic is how much of time must have been seen before it tells how many requests come, and how many fail.
const leastTraffic = 24 * time.Hour

// WithTrafficOf is a baseline whose latency is held, with how many requests come and fail as learned since; it is the same
// where that was too little.
func (r Record) WithTrafficOf(since Record) Record {
	if since.To.Sub(since.From) < leastTraffic || since.Requests < leastActive || since.OfRuns() != r.OfRuns() {
		return r
	}
	r.ErrorRatio, r.ErrorsAtTimes, r.RequestRate, r.RateProfile, r.Idle = since.ErrorRatio, since.ErrorsAtTimes, since.RequestRate, since.RateProfile, since.Idle
	r.Between = since.Between
	r.TrafficFrom, r.TrafficTo = since.From, since.To
	return r
}

// trafficSeen is the time from which it is known how many requests come.
func (r Record) trafficSeen() (from, to time.Time) {
	if r.TrafficTo.IsZero() {
		return r.From, r.To
	}
	return r.TrafficFrom, r.TrafficTo
}

// Silent is a baseline after so long without requests that nothing else is known any more: what is slow is still that, and
// that none come is no news at any hour.
func (r Record) Silent() Record {
	r.Between = nil
	if r.RateProfile == nil {
		return r
	}
	p := *r.RateProfile
	p.Pauses, p.PausesOfWeek = make([]int, 2*24), nil
	for c := range p.Pauses {
		p.Pauses[c] = c
	}
	r.RateProfile = &p
	return r
}
