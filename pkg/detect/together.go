package detect

import (
	"cmp"
	"math"
	"slices"
)

// This file answers what operations that deviate at the same time have in common.

// Moving is one operation of a system, and whether it deviates.
type Moving struct {
	Labels map[string]string
	Moves  bool
}

// Common is a label value that operations which deviate share.
type Common struct {
	Label, Value string
	// Moving of Of operations with that value deviate; Members are their indices.
	Moving, Of int
	Members    []int
	// Chance is how probable so many among them would be, were the value no matter.
	Chance float64
}

const (
	// leastTogether is from how many operations on they move together.
	leastTogether = 2
	// togetherChance is how improbable a common value must be, corrected for the values looked at.
	togetherChance = 0.01
	// togetherShare is how many of those with a value must move: a cause shows in most of what it touches.
	togetherShare = 0.5
)

// Together names the label values that the deviating operations share, the surest
// first; each operation is named once. It is a test of Fisher's kind: of the operations of a system, with so
// many deviating, how probable is it that at least so many have the value by chance?
func Together(operations []Moving) []Common {
	moving := 0
	byValue := map[[2]string]*Common{}
	for i, o := range operations {
		if o.Moves {
			moving++
		}
		for label, value := range o.Labels {
			c := byValue[[2]string{label, value}]
			if c == nil {
				c = &Common{Label: label, Value: value}
				byValue[[2]string{label, value}] = c
			}
			c.Of++
			if o.Moves {
				c.Moving++
				c.Members = append(c.Members, i)
			}
		}
	}
	var all []Common
	for _, c := range byValue {
		if c.Moving < leastTogether || float64(c.Moving) < togetherShare*float64(c.Of) || c.Of == len(operations) {
			continue
		}
		c.Chance = math.Min(1, hypergeometric(c.Moving, c.Of, moving, len(operations))*float64(len(byValue)))
		if c.Chance <= togetherChance {
			all = append(all, *c)
		}
	}
	slices.SortFunc(all, func(a, b Common) int {
		return cmp.Or(cmp.Compare(a.Chance, b.Chance), cmp.Compare(b.Moving, a.Moving), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value))
	})
	return eachOnce(all)
}

// eachOnce keeps what the causes before do not explain already.
func eachOnce(all []Common) []Common {
	named := map[int]bool{}
	var kept []Common
	for _, c := range all {
		news := 0
		for _, i := range c.Members {
			if !named[i] {
				news++
			}
		}
		if news < leastTogether {
			continue
		}
		for _, i := range c.Members {
			named[i] = true
		}
		kept = append(kept, c)
	}
	return kept
}

// hypergeometric is the probability of at least k of n drawn, where m of all have it.
func hypergeometric(k, n, m, all int) float64 {
	choose := func(n, k int) float64 {
		a, _ := math.Lgamma(float64(n + 1))
		b, _ := math.Lgamma(float64(k + 1))
		c, _ := math.Lgamma(float64(n - k + 1))
		return a - b - c
	}
	sum := 0.0
	for i := k; i <= min(n, m); i++ {
		if n-i > all-m {
			continue
		}
		sum += math.Exp(choose(m, i) + choose(all-m, n-i) - choose(all, n))
	}
	return math.Min(1, sum)
}
