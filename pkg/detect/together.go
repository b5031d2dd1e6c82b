package detect

import (
	"cmp"
	"math"
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
// first. It is a test of Fisher's kind: of the operations, with so many deviating,
// how probable is it that at least so many have the value by chance? What one value
// explains is taken out before the next is looked for.
func Together(operations []Moving) []Common {
	var found []Common
	explained := make([]bool, len(operations))
	for {
		best, sure := surestCommon(operations, explained)
		if !sure {
			return found
		}
		found = append(found, best)
		for i, o := range operations {
			explained[i] = explained[i] || o.Labels[best.Label] == best.Value
		}
	}
}

// surestCommon is the least probable common value of the operations that nothing explains yet.
func surestCommon(operations []Moving, explained []bool) (best Common, sure bool) {
	byValue, all, moving := countedByValue(operations, explained)
	for _, c := range byValue {
		if c.Moving < leastTogether || float64(c.Moving) < togetherShare*float64(c.Of) || c.Of == all {
			continue
		}
		c.Chance = math.Min(1, hypergeometric(c.Moving, c.Of, moving, all)*float64(len(byValue)))
		if c.Chance <= togetherChance && (!sure || before(*c, best)) {
			best, sure = *c, true
		}
	}
	return best, sure
}

// countedByValue counts the operations that nothing explains yet, and those of them that move: in all, and by label and value.
func countedByValue(operations []Moving, explained []bool) (byValue map[[2]string]*Common, all, moving int) {
	byValue = map[[2]string]*Common{}
	for i, o := range operations {
		if explained[i] {
			continue
		}
		all++
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
	return byValue, all, moving
}

// before orders by what is surer, and the same every time.
func before(a, b Common) bool {
	return cmp.Or(cmp.Compare(a.Chance, b.Chance), cmp.Compare(b.Moving, a.Moving), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value)) < 0
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
