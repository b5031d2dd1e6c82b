package learn

// This file answers which hours are to be learned next.

import (
	"slices"
	"time"
)

// span is a run of consecutive hours, by their starts.
type span struct {
	from  time.Time // start of the first hour
	hours int
}

func (s span) to() time.Time { return s.from.Add(time.Duration(s.hours) * time.Hour) }

// lastHour is the start of the newest hour that is over and has settled.
func lastHour(now time.Time, lag time.Duration) time.Time {
	return now.Add(-lag - settled).Truncate(time.Hour).Add(-time.Hour)
}

// wanted lists the hours to be known, newest first.
func wanted(now time.Time, lag time.Duration, hours int) []time.Time {
	last := lastHour(now, lag)
	all := make([]time.Time, hours)
	for i := range all {
		all[i] = last.Add(-time.Duration(i) * time.Hour)
	}
	return all
}

// missing are the wanted hours that are not known, newest first.
func missing(wanted, known []time.Time) []time.Time {
	have := make(map[int64]bool, len(known))
	for _, hour := range known {
		have[hour.Unix()] = true
	}
	return slices.DeleteFunc(slices.Clone(wanted), func(hour time.Time) bool { return have[hour.Unix()] })
}

// spans joins hours (newest first) that follow one another, up to a number.
func spans(hours []time.Time, most int) []span {
	var out []span
	for _, hour := range hours {
		if n := len(out); n > 0 && out[n-1].hours < most && out[n-1].from.Add(-time.Hour).Equal(hour) {
			out[n-1].from = hour
			out[n-1].hours++
			continue
		}
		out = append(out, span{hour, 1})
	}
	return out
}
