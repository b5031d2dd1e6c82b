package compare

import (
	"fmt"
	"math"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers what a person asks who compares two runs: which operations
// became faster, which slower, and by how much.

// Change is what became of an operation.
type Change string

// Changes. NoChange says that none is shown, not that there is none.
const (
	Faster    Change = "faster"
	Slower    Change = "slower"
	NoChange  Change = "no change shown"
	NotEnough Change = "not enough data"
)

// material is the change below which a certain one is called slight: what confidence promises of a baseline, a fifth of it.
const material = 0.02

// leastToCompare is how many values each side needs: with fewer, no order of them is improbable enough.
const leastToCompare = 5

// Compared is one operation of two runs.
type Compared struct {
	Operation
	// Ratio is the typical one: of ranks where single values are known, else of the medians, else of the means.
	Ratio   Ratio
	Of      string // ranks, p50 or mean
	P       float64
	Delta   float64 // Cliff's; NaN without single values
	P95     Ratio
	P99     Ratio
	Spread  Ratio // of the distance from p50 to p95
	Percent float64
	Change  Change
	Where   string // middle, tail, or both
	Slight  bool   // certain, and by less than 2 %
	Reason  string
}

// Compare compares an operation of two runs at a level of 0.95.
func Compare(o Operation) Compared {
	const level = 0.95
	o.Base, o.Candidate = alike(o.Base, o.Candidate)
	nan := Ratio{math.NaN(), 0, math.Inf(1)}
	c := Compared{Operation: o, Ratio: nan, P95: nan, P99: nan, Spread: nan, P: math.NaN(), Delta: math.NaN(), Change: NotEnough}
	c.Percent = 100 * (o.Candidate.Average()/o.Base.Average() - 1)
	if o.Missing != "" {
		c.Reason = o.Missing
		return c
	}
	switch {
	case len(o.Base.Samples) > 0 && len(o.Candidate.Samples) > 0:
		r := Rank(o.Base.Samples, o.Candidate.Samples, level)
		c.Ratio, c.P, c.Delta, c.Of = r.Shift, r.P, r.Delta, "ranks"
		c.Ratio = widened(c.Ratio, o)
	case o.Base.summaryOnly() || o.Candidate.summaryOnly():
		c.Ratio, c.Of = ratioOf(o.Base, o.Candidate, Mean, level), "mean"
	default:
		c.Ratio, c.Of = ratioOf(o.Base, o.Candidate, P50, level), "p50"
	}
	if c.Of != "mean" {
		c.P95, c.P99 = ratioOf(o.Base, o.Candidate, P95, level), ratioOf(o.Base, o.Candidate, P99, level)
		c.Spread.Value = spread(o.Candidate) / spread(o.Base)
	}
	c.settle()
	c.tellFailures(level)
	return c
}

// tellFailures says how many failed where that is shown to have changed: what fails at once is fast.
func (c *Compared) tellFailures(level float64) {
	d, turned := differenceOf(c.Base, c.Candidate, level), differenceOf(c.Candidate, c.Base, level)
	// Turned round, so that neither of two equal sides is taken for the lucky one.
	if !c.ofDuration() || !(d.Low > 0 && turned.High < 0 || d.High < 0 && turned.Low > 0) {
		return
	}
	share := func(s Side) string { return figure.In("percentunit", s.Failed/s.Attempts) }
	words := fmt.Sprintf("%s failed, of the base %s", share(c.Candidate), share(c.Base))
	if c.Reason != "" {
		words = c.Reason + "; " + words
	}
	c.Reason = words
}

// widened makes room for what neighbours have in common: ranks take every execution for independent.
func widened(r Ratio, o Operation) Ratio {
	more := math.Sqrt(math.Max(o.Base.N()/o.Base.effective(), o.Candidate.N()/o.Candidate.effective()))
	if more <= 1 || !(r.Value > 0) || math.IsInf(r.Value, 1) {
		return r
	}
	return Ratio{r.Value, r.Value * math.Pow(r.Low/r.Value, more), r.Value * math.Pow(r.High/r.Value, more)}
}

func spread(s Side) float64 { return s.quantile(0.95) / s.quantile(0.5) }

func (c *Compared) settle() {
	if math.Min(c.Base.N(), c.Candidate.N()) < leastToCompare && c.Of != "mean" {
		c.Reason = "fewer than five executions on a side"
		return
	}
	if c.Of == "mean" && (c.Base.unbounded() || c.Candidate.unbounded()) {
		c.Reason = noSpread
		return
	}
	if math.IsNaN(c.Ratio.Value) && c.Base.of(Measure(c.Of)) == 0 {
		c.Reason = c.Of + nothingToMultiply
		return
	}
	if !(c.Ratio.Low > 0) && math.IsInf(c.Ratio.High, 1) {
		c.Reason = "so few executions bound the ratio on no side"
		return
	}
	if math.IsInf(c.Ratio.Value, 1) {
		c.Reason = "most of the base is 0, of which nothing is a multiple"
	}
	if c.tell(material); c.Change == NoChange {
		if c.tell(0); c.Change != NoChange {
			c.Slight, c.Reason = true, "certain, and by less than 2 %"
		}
	}
}

// tell says what is shown of changes of at least that size: a slight one of the middle hides none of the tail.
func (c *Compared) tell(least float64) {
	middle, tail := changeOf(c.untied(), least), changeOf(c.P95, least)
	c.Change = middle
	switch {
	case middle == NoChange && tail == NoChange:
	case middle == NoChange:
		c.Change, c.Where = tail, "tail"
	case middle == tail:
		c.Where = "both"
	default:
		c.Where = "middle"
	}
}

// untied is the ratio of an interval that ends at 1 because values are equal: coarse clocks make ratios of exactly 1, and
// the interval takes values for distinct. There the test decides, which counts ties.
func (c *Compared) untied() Ratio {
	const tie = 1e-9
	r := c.Ratio
	switch {
	case !(c.P < 0.05):
	case math.Abs(r.Low-1) < tie:
		r.Low = 1 + tie
	case math.Abs(r.High-1) < tie:
		r.High = 1 - tie
	}
	return r
}

// changeOf tells what an interval shows.
func changeOf(r Ratio, least float64) Change {
	switch {
	case r.Low > 1 && r.Value >= 1+least:
		return Slower
	case r.High < 1 && r.Value <= 1/(1+least):
		return Faster
	}
	return NoChange
}

// EffectSize is Cliff's delta in words (Romano and others, 2006).
func EffectSize(delta float64) string {
	switch d := math.Abs(delta); {
	case math.IsNaN(d):
		return ""
	case d < 0.147:
		return "negligible"
	case d < 0.33:
		return "small"
	case d < 0.474:
		return "medium"
	}
	return "large"
}
