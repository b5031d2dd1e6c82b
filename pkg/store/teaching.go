package store

import (
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers which time must not teach an operation what is normal.

// Stands tells whether a violation is one: nobody has called it a mistake or expected.
func (v Violation) Stands() bool { return v.Verdict != "false" && v.Verdict != "expected" }

// Teaching leaves out the windows that an exclusion or a violation of their operation reaches into. A violation that is
// open has no end.
func Teaching(windows []baseline.Window, excluded []Exclusion, violations []Violation) []baseline.Window {
	if len(excluded) == 0 && len(violations) == 0 {
		return windows
	}
	return slices.DeleteFunc(windows, func(w baseline.Window) bool {
		return slices.ContainsFunc(excluded, func(e Exclusion) bool { return reached(w, e.From, e.To) }) ||
			slices.ContainsFunc(violations, func(v Violation) bool { return reached(w, v.Onset, v.End) })
	})
}

// reached tells whether a stretch of time reaches into a window; a zero end is none.
func reached(w baseline.Window, from, to time.Time) bool {
	return w.End.After(from) && (to.IsZero() || w.End.Add(-w.Width).Before(to))
}

// Untaught is the time that Teaching leaves out, of one operation.
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
