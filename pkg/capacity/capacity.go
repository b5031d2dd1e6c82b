// Package capacity answers how much load there will be, and how many instances
// it needs. It is pure: numbers in, numbers out, no clock and no I/O.
package capacity

import (
	"fmt"
	"math"
)

// Model is D3's model of growth (l.305-316). Its own numbers stand in the catalogue.
type Model struct {
	Rate        float64 // requests per second now, on average
	Growth      float64 // per period: 0.2 is 20 %
	Peak        float64 // load of a peak to the average
	PerInstance float64 // requests per second that one instance serves
	Season      float64 // further load during releases: 0.5 is half as much again; 0 as in the document's function
}

// Instances are how many instances the peak after so many periods needs. With Season 0 it is what the document's function
// gives, operation by operation, so that both round alike.
func (m Model) Instances(periods float64) (float64, error) {
	if !(m.PerInstance > 0) {
		return 0, fmt.Errorf("an instance that serves %v requests per second serves nothing: give more than 0", m.PerInstance)
	}
	if !(m.Rate >= 0 && m.Growth >= -1 && m.Peak >= 0 && m.Season >= -1 && periods >= 0) {
		return 0, fmt.Errorf("rate %v, growth %v, peak %v, season %v and periods %v must not be negative (growth and season not below -1)", m.Rate, m.Growth, m.Peak, m.Season, periods)
	}
	projected := m.Rate * math.Pow(1+m.Growth, periods)
	peak := projected * m.Peak
	if m.Season != 0 {
		peak *= 1 + m.Season
	}
	if math.IsInf(peak/m.PerInstance, 0) {
		return 0, fmt.Errorf("after %v periods the load is beyond every number: give smaller ones", periods)
	}
	return math.Ceil(peak / m.PerInstance), nil
}

// PeriodsUntil is after how many periods the peak load reaches a limit; +Inf where it never does, 0 where it has.
func (m Model) PeriodsUntil(limit float64) float64 {
	peak := m.Rate * m.Peak * (1 + m.Season)
	switch {
	case peak >= limit:
		return 0
	case !(m.Growth > 0) || !(peak > 0):
		return math.Inf(1)
	}
	return math.Log(limit/peak) / math.Log1p(m.Growth)
}
