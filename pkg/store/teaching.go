package store

import (
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers which time must not teach an operation what is normal.

// Slow tells whether the latency was off, or the level.
func (v Violation) Slow() bool { return v.Signal == "" }

// KeepsFromTeaching tells whether the time of a violation must not teach: its latency was off, and nobody has called it a
// mistake or expected. What usually fails is learned so that one incident does not become it, whatever its length.
func (v Violation) KeepsFromTeaching() bool {
	return v.Slow() && v.Verdict != "false" && v.Verdict != Expected
}

// Teaching leaves out the windows that a stretch of untaught time reaches into.
func Teaching(windows []baseline.Window, untaught []baseline.Stretch) []baseline.Window {
	if len(untaught) == 0 {
		return windows
	}
	return slices.DeleteFunc(windows, func(w baseline.Window) bool {
		return slices.ContainsFunc(untaught, func(s baseline.Stretch) bool { return s.Reaches(w.End.Add(-w.Width), w.End) })
	})
}

// Untaught is the time of the exclusions and violations of one operation. A violation that is open has no end.
func Untaught(excluded []Exclusion, violations []Violation) []baseline.Stretch {
	out := make([]baseline.Stretch, 0, len(excluded)+len(violations))
	for _, e := range excluded {
		out = append(out, baseline.Stretch{From: e.From, To: e.To})
	}
	for _, v := range violations {
		out = append(out, baseline.Stretch{From: v.Onset, To: v.End})
	}
	return out
}
