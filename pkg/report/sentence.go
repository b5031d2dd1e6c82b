package report

// This file answers what the period comes down to.

import (
	"cmp"
	"fmt"
	"slices"
)

// Sentence says the period in one sentence.
func (r Report) Sentence() string {
	s := r.Summary
	if s.Operations == 0 {
		return fmt.Sprintf("Nothing was measured on this %s.", Period(r.Period).Noun())
	}
	of := fmt.Sprintf("%d operations", s.Operations)
	if s.Operations == 1 {
		of = "1 operation"
	}
	calm, off := "ran as fast as normal", "slower than normal"
	if r.otherUnits() {
		calm, off = "were as normal", "off normal" // what is no duration is neither fast nor slow
	}
	if s.Slower == 0 {
		switch {
		case s.WithBaseline == 0:
			return of + " ran; none has a baseline yet."
		case s.WithBaseline < s.Operations:
			return fmt.Sprintf("All that have a baseline, %d of %s, %s.", s.WithBaseline, of, calm)
		}
		return fmt.Sprintf("All of %s %s.", of, calm)
	}
	verb := "were"
	if s.Slower == 1 {
		verb = "was"
	}
	worst := slices.MaxFunc(r.Violations, func(a, b Violation) int { return cmp.Compare(value(a.Peak), value(b.Peak)) })
	extent := ""
	if worst.Peak != nil {
		extent = fmt.Sprintf(", %.2gx", *worst.Peak)
	}
	return fmt.Sprintf("%d of %s %s %s; worst: %s%s.", s.Slower, of, verb, off, worst.Operation, extent)
}

// otherUnits tells whether any of its operations is no duration.
func (r Report) otherUnits() bool {
	return slices.ContainsFunc(r.Operations, func(o Operation) bool { return o.Unit != "" })
}
