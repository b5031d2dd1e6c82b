package main

// This file answers how numbers are written for a person on a terminal.

import (
	"math"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

const nothing = "–"

// duration writes seconds in the unit in which a person says them.
func duration(seconds float64) string {
	if math.IsNaN(seconds) || seconds <= 0 {
		return nothing
	}
	return figure.Seconds(seconds)
}

// times writes a ratio to normal.
func times(ratio float64) string {
	if math.IsNaN(ratio) || ratio <= 0 {
		return nothing
	}
	return figure.Times(ratio)
}
