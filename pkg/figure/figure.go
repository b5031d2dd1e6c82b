// Package figure answers how a number is told: to a person in words, to a
// program in JSON. It is pure and knows nothing of ours, so that every package
// may tell numbers the same way.
package figure

import (
	"fmt"
	"math"
	"time"

	"github.com/dustin/go-humanize"
)

// Known is a number as JSON and frames can say it: null for what is not a finite one.
func Known(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// Positive is a number where 0 means that it is not known.
func Positive(v float64) *float64 {
	if !(v > 0) {
		return nil
	}
	return Known(v)
}

// Seconds writes a duration in the unit in which a person says it: 41.3 ms, 90 s, 12.5 min, 3.2 h, 90 days.
func Seconds(s float64) string {
	switch {
	case !(s > 0):
		return "0 s"
	case s < 0.9995: // above, three digits make a second of it
		return fmt.Sprintf("%.3g ms", s*1000)
	case s < 120:
		return fmt.Sprintf("%.3g s", s)
	case s < 7200:
		return fmt.Sprintf("%.3g min", s/60)
	case s < 48*3600:
		return fmt.Sprintf("%.3g h", s/3600)
	}
	return plain(s/86_400) + " days"
}

// Times writes a ratio: 2.4x, 130x.
func Times(ratio float64) string {
	switch {
	case math.IsNaN(ratio) || math.IsInf(ratio, 0):
		return "unknown"
	case ratio >= 99.5:
		return fmt.Sprintf("%.0fx", ratio)
	}
	return fmt.Sprintf("%.2gx", ratio)
}

// Count writes how many there are of something, in groups of three digits, with its noun in the right number.
func Count(n float64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return humanize.Comma(int64(math.Round(n))) + " " + many
}

// Duration is so many seconds.
func Duration(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }
