package baseline

// This file answers what a baseline becomes whose latency is held while the rest of it goes on.

// Silent is a baseline after so long without requests that nothing else is known any more: what is slow is still that, and
// that none come is no news at any hour.
func (r Record) Silent() Record {
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
