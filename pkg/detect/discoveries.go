package detect

import (
	"fmt"
	"slices"
)

// This file answers which of many small deviations are to be believed. Of ten
// thousand operations some are always three deviations from normal.

// falseShare is the share of the told deviations that may be false.
const falseShare = 0.05

// Discoveries takes back the info tier of those verdicts that chance explains,
// given how many operations were judged together (Benjamini and Hochberg, 1995).
// The verdicts must be those on all operations of a system: what is believed must
// not depend on who asks. Breaches are improbable enough by themselves. Drifts are asked for by themselves as well: those
// of operations that are told for something worse count among them.
func Discoveries(verdicts []*Verdict) {
	chances, drifts := make([]float64, 0, 16), make([]float64, 0, 16)
	judged := 0
	for _, v := range verdicts {
		if !v.Measured || !(v.Expected > 0) {
			continue
		}
		judged++
		if v.Tier == Info && v.Chance > 0 {
			chances = append(chances, v.Chance)
		}
		if v.Drift.Tier > Normal {
			drifts = append(drifts, v.Drift.Chance)
		}
	}
	limit := discoveryLimit(chances, judged)
	ofDrifts := max(limit, discoveryLimit(drifts, judged))
	for _, v := range verdicts {
		if v.Drift.Chance > ofDrifts {
			v.Drift.Tier = Normal
		}
		if v.Tier == Info && v.Chance > limit {
			v.Tier = Normal
			v.Reason += fmt.Sprintf("; not info: one of %d operations looks so by chance", judged)
		}
	}
}

// discoveryLimit is the largest chance that is believed, among n tests.
func discoveryLimit(chances []float64, n int) float64 {
	slices.Sort(chances)
	limit := 0.0
	for i, p := range chances {
		if p <= falseShare*float64(i+1)/float64(n) {
			limit = p
		}
	}
	return limit
}
