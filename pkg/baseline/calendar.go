package baseline

import (
	"fmt"
	"time"
)

// This file answers which days count as Sundays.

// Calendar lists holidays: 2026-12-25 is one day, 12-25 that day of every year.
type Calendar []string

const (
	oneDay   = "2006-01-02"
	everyDay = "01-02"
)

// Check says which entry is no day.
func (c Calendar) Check() error {
	for _, day := range c {
		if _, err := time.Parse(oneDay, day); err == nil {
			continue
		}
		// A leap year, so that 29 February is a day.
		if _, err := time.Parse(oneDay, "2000-"+day); err != nil {
			return fmt.Errorf("the holiday %q is not a day: write 2026-12-25, or 12-25 for every year", day)
		}
	}
	return nil
}

// has tells whether the local day of a moment is a holiday. It is asked for every verdict and allocates nothing.
func (c Calendar) has(local time.Time) bool {
	if len(c) == 0 {
		return false
	}
	var room [len(oneDay)]byte
	day := local.AppendFormat(room[:0], oneDay)
	for _, holiday := range c {
		if string(day) == holiday || string(day[len(oneDay)-len(everyDay):]) == holiday {
			return true
		}
	}
	return false
}

// weekday is the local day of the week, 0 for Monday; a holiday is a Sunday.
func (c Calendar) weekday(local time.Time) int {
	const sunday = 6
	if c.has(local) {
		return sunday
	}
	return (int(local.Weekday()) + sunday) % 7
}

// ordinal numbers local days, so that neighbouring ones differ by one whatever their length.
func ordinal(local time.Time) int {
	const day = 24 * 60 * 60
	_, offset := local.Zone()
	seconds := local.Unix() + int64(offset)
	if seconds < 0 {
		seconds -= day - 1 // division goes towards 0
	}
	return int(seconds / day)
}
