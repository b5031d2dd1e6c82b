package live

import (
	"math"
	"strconv"
	"time"
)

// This file answers how numbers read in a sentence.

// words writes a duration as people say it: 41 s, 12 min, 3 h 12 min.
func words(d time.Duration) string {
	d = d.Round(time.Second)
	switch {
	case d < 2*time.Minute:
		return strconv.Itoa(int(d.Seconds())) + " s"
	case d < time.Hour:
		return strconv.Itoa(int(d.Minutes())) + " min"
	case d%time.Hour < time.Minute || d >= 48*time.Hour:
		return strconv.Itoa(int(d.Hours())) + " h"
	}
	return strconv.Itoa(int(d.Hours())) + " h " + strconv.Itoa(int(d%time.Hour/time.Minute)) + " min"
}

// number writes a value with three significant digits.
func number(v float64) string {
	if math.Abs(v) >= 1000 {
		return strconv.FormatFloat(math.Round(v), 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}
