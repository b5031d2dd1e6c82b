package baseline

import (
	"slices"
	"time"
)

// This file answers how much of a stretch of time was left out of learning.

// Stretch is a stretch of time that does not teach: it was excluded, or in violation. Without an end it goes on.
type Stretch struct {
	From, To time.Time
}

// Reaches tells whether a part of it lies between two moments.
func (s Stretch) Reaches(from, to time.Time) bool {
	return s.From.Before(to) && (s.To.IsZero() || s.To.After(from))
}

// leftOut is how much of the time between two moments some stretches take.
func leftOut(stretches []Stretch, from, to time.Time, window time.Duration) (sum time.Duration) {
	for _, part := range parted(stretches, from, to, window) {
		sum += part.To.Sub(part.From)
	}
	return sum
}

// parted are the parts of the time between two moments that some stretches take, ascending and apart. Windows are left out
// whole, so that a stretch reaches to the borders of those that it lies in.
func parted(stretches []Stretch, from, to time.Time, window time.Duration) (parts []Stretch) {
	ordered := slices.SortedFunc(slices.Values(stretches), func(a, b Stretch) int { return a.From.Compare(b.From) })
	at := from // what is before it has been told
	for _, s := range ordered {
		begin, end := s.From.Truncate(window), to
		if !s.To.IsZero() {
			end = s.To.Add(window - 1).Truncate(window)
		}
		if begin.Before(at) {
			begin = at
		}
		if end.After(to) {
			end = to
		}
		if end.After(begin) {
			parts, at = append(parts, Stretch{From: begin, To: end}), end
		}
	}
	return parts
}
