package report

// This file answers from when to when a report goes, and how finely it looks.

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Period is the length of time that a report is about; the words are the catalogue's.
type Period string

// The periods that the documents name. A run is reported by the day on which it ended.
const (
	Daily   Period = "daily"
	Weekly  Period = "weekly"
	Monthly Period = "monthly"
	Run     Period = "run"
)

// periods are all of them.
var periods = []Period{Daily, Weekly, Monthly, Run}

// ParsePeriod reads the word for a period.
func ParsePeriod(word string) (Period, error) {
	if p := Period(word); slices.Contains(periods, p) {
		return p, nil
	}
	words := make([]string, len(periods))
	for i, p := range periods {
		words[i] = string(p)
	}
	return "", fmt.Errorf("the period %q is unknown: choose one of %s", word, strings.Join(words, ", "))
}

func (p Period) orDaily() Period {
	if p == "" {
		return Daily
	}
	return p
}

// around are the ends of the calendar's day, week (from Monday) or month that holds a moment.
func (p Period) around(moment time.Time) (from, to time.Time) {
	y, m, d := moment.Date()
	location := moment.Location()
	switch p {
	case Weekly:
		d -= (int(moment.Weekday()) + 6) % 7
		return dayBegins(y, m, d, location), dayBegins(y, m, d+7, location)
	case Monthly:
		return dayBegins(y, m, 1, location), dayBegins(y, m+1, 1, location)
	}
	return dayBegins(y, m, d, location), dayBegins(y, m, d+1, location)
}

// dayBegins is the first moment of a day. Where clocks change at midnight, that is one hour later on the clock (Santiago
// and the Azores in spring), or the first of two midnights.
func dayBegins(y int, m time.Month, d int, location *time.Location) time.Time {
	midnight, day := time.Date(y, m, d, 0, 0, 0, 0, location), time.Date(y, m, d, 12, 0, 0, 0, location).Day()
	if midnight.Day() != day {
		_, change := midnight.ZoneBounds()
		return change
	}
	if first := midnight.Add(-time.Hour); first.Day() == day {
		return first
	}
	return midnight
}

// ParseDay is the beginning of a day that is written as 2006-01-02.
func ParseDay(text string, location *time.Location) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, err
	}
	return dayBegins(day.Year(), day.Month(), day.Day(), location), nil
}

// before is when the period before the one that begins at a moment began.
func (p Period) before(from time.Time) time.Time {
	start, _ := p.around(from.Add(-time.Second))
	return start
}

// piece is the width of what is measured and drawn: about as many points for a month as for a day.
func (p Period) piece() time.Duration {
	switch p {
	case Weekly:
		return 6 * time.Hour
	case Monthly:
		return 24 * time.Hour
	}
	return time.Hour
}

// written is how the catalogue's expressions say the period's length.
func (p Period) written() string {
	switch p {
	case Weekly:
		return "7d"
	case Monthly:
		return "30d"
	}
	return "1d"
}

// Noun is the period in a sentence: "on this day".
func (p Period) Noun() string {
	switch p {
	case Weekly:
		return "week"
	case Monthly:
		return "month"
	}
	return "day"
}

// Bounds are those of the local calendar's day, week or month, ending now where it is not over.
func (req Request) Bounds() (from, to time.Time) {
	location := req.Location
	if location == nil {
		location = time.UTC
	}
	from, to = req.Period.around(req.Day.In(location))
	if !req.Now.IsZero() && req.Now.Before(to) && req.Now.After(from) {
		to = req.Now.In(location).Truncate(time.Second)
	}
	return from, to
}
