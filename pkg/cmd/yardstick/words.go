package main

// This file answers how numbers are written for a person on a terminal.

import (
	"fmt"
	"math"
)

const nothing = "–"

// duration writes seconds in the unit in which a person says them.
func duration(seconds float64) string {
	switch {
	case math.IsNaN(seconds) || seconds <= 0:
		return nothing
	case seconds < 1:
		return fmt.Sprintf("%.3g ms", seconds*1000)
	case seconds < 120:
		return fmt.Sprintf("%.3g s", seconds)
	case seconds < 7200:
		return fmt.Sprintf("%.3g min", seconds/60)
	}
	return fmt.Sprintf("%.3g h", seconds/3600)
}

// times writes a ratio to normal.
func times(ratio float64) string {
	if math.IsNaN(ratio) || ratio <= 0 {
		return nothing
	}
	return fmt.Sprintf("%.2gx", ratio)
}
