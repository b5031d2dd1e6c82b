package compare

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers whether a candidate may be deployed.
//
// Not being shown to be slower is no proof of being as fast: three executions
// show nothing. So a candidate passes where it is shown to be slower by less
// than the margin, fails where it is shown to be slower by more, and is
// inconclusive else.

// Verdict of a gate.
type Verdict string

// Verdicts.
const (
	Pass         Verdict = "pass"
	Fail         Verdict = "fail"
	Inconclusive Verdict = "inconclusive"
)

// Settings of a gate.
type Settings struct {
	// Margins say by how much each measure may be worse: 0.05 is 5 %, of errors 0.01 is a percentage point.
	Margins map[Measure]float64
	// Measures are judged; nil: p50 and p95, p99 from leastForP99 executions on, errors, and the mean where buckets are wider
	// than a margin.
	Measures []Measure
	// Level is the probability of failing any operation of an equal candidate by chance (family-wise), and of passing one
	// that is worse by more than the margin.
	Level float64
	// Tolerate is the share of operations that are not critical and may fail or stay undecided.
	Tolerate float64
}

// CheckMargin says what is wrong with a margin of a measure.
func CheckMargin(m Measure, margin float64) error {
	switch {
	case !(margin > 0) || margin > 10:
		return errors.New("give a share above 0, such as 0.05 for 5 %")
	case m == Errors && margin >= 1: // a percentage that was given for a share would make a gate that no failure closes
		return errors.New("everything may fail with it: give a difference of shares below 1, such as 0.01 for one percentage point")
	}
	return nil
}

// onlyErrors tells that nothing but failures is judged.
func (s Settings) onlyErrors() bool { return len(s.Measures) == 1 && s.Measures[0] == Errors }

// ofDuration tells an operation whose executions can fail; what they used of memory or CPU time is not judged by that.
func (o Operation) ofDuration() bool { return o.Quantity == "" || o.Quantity == "duration" }

// Defaults are those of reference methods: equivalence within 5 % of the median, 10 % of the p95, 20 % of the p99.
func Defaults() Settings {
	return Settings{
		Margins: map[Measure]float64{P50: 0.05, P95: 0.10, P99: 0.20, Mean: 0.05, Exceedance: 0.10, Errors: 0.01},
		Level:   0.05,
	}
}

// Fewest executions on each side for a measure to be judged.
const (
	leastForP50        = 20
	leastForP95        = 100
	leastForP99        = 400
	leastForExceedance = 10
)

// Operation is one pair to judge.
type Operation struct {
	Name     string
	Labels   map[string]string
	Quantity string
	Critical bool
	// Limit is what the mean must be below in any case (D5: max_acceptable_ms); 0 without.
	Limit           float64
	Base, Candidate Side
	// Missing says in words why there is nothing to compare; empty where there is.
	Missing string
}

// Judged is one measure of one operation.
type Judged struct {
	Measure Measure
	Ratio           // of errors: the difference in shares
	Margin  float64 // in the same terms: 1.05, or 0.01
	Verdict Verdict
	Reason  string
	Needed  float64 // about how many executions on each side would decide; 0 where it is decided, +Inf where none would
	p       float64 // of being worse by no more than the margin
	nothing bool    // there was too little to judge at all
}

// OperationVerdict is one operation.
type OperationVerdict struct {
	Operation
	Measures []Judged
	Verdict  Verdict
	Reason   string
	Needed   float64
}

// Decisive is the measure that the verdict rests on: the one that failed, else the one that is least certain.
func (o OperationVerdict) Decisive() Judged {
	best := Judged{Ratio: Ratio{math.NaN(), math.NaN(), math.NaN()}}
	for i, m := range o.Measures {
		if i == 0 || rank(m.Verdict) > rank(best.Verdict) || (rank(m.Verdict) == rank(best.Verdict) && m.p < best.p) {
			best = m
		}
	}
	return best
}

func rank(v Verdict) int { return slices.Index([]Verdict{Pass, Inconclusive, Fail}, v) }

// Answer is the whole gate.
type Answer struct {
	Verdict    Verdict
	Reason     string
	Operations []OperationVerdict
}

// Gate judges a candidate.
func Gate(operations []Operation, s Settings) Answer {
	if s.onlyErrors() {
		operations = slices.DeleteFunc(slices.Clone(operations), func(o Operation) bool { return !o.ofDuration() })
	}
	a := Answer{Operations: make([]OperationVerdict, len(operations))}
	var family []*Judged
	for i, o := range operations {
		v := &a.Operations[i]
		v.Operation = o
		if o.Missing != "" {
			continue
		}
		v.Measures = judge(o, s)
		for k := range v.Measures {
			if !v.Measures[k].nothing {
				family = append(family, &v.Measures[k])
			}
		}
	}
	holm(family, s.Level)
	for i := range a.Operations {
		a.Operations[i].settle(s)
	}
	a.settle(s)
	return a
}

// holm fails what is worse than its margin, the family-wise error held (Holm 1979): the smallest probability must be
// below level/k, the next below level/(k-1), up to the first that is not.
func holm(family []*Judged, level float64) {
	slices.SortStableFunc(family, func(a, b *Judged) int {
		switch {
		case a.p < b.p:
			return -1
		case a.p > b.p:
			return 1
		}
		return 0
	})
	for i, m := range family {
		if m.p > level/float64(len(family)-i) {
			return
		}
		m.Verdict = Fail
		m.Needed = 0
	}
}

func judge(o Operation, s Settings) (all []Judged) {
	o.Base, o.Candidate = alike(o.Base, o.Candidate)
	wanted := s.Measures
	if wanted == nil {
		wanted = defaultMeasures(o)
		if hidden(o, wanted, s) {
			wanted = append(wanted, Mean)
		}
	}
	for _, m := range wanted {
		if m == Errors && !o.ofDuration() {
			continue
		}
		all = append(all, judgeMeasure(o, m, s))
	}
	if o.Limit > 0 {
		all = append(all, judgeLimit(o, s))
	}
	return all
}

func defaultMeasures(o Operation) []Measure {
	fewest := math.Min(o.Base.N(), o.Candidate.N())
	switch {
	case o.Base.summaryOnly() || o.Candidate.summaryOnly():
		return []Measure{Mean, Errors}
	case fewest < leastForP95:
		return []Measure{P50, P95, Exceedance, Errors}
	case fewest < leastForP99:
		return []Measure{P50, P95, Errors}
	}
	return []Measure{P50, P95, P99, Errors}
}

// fine is the ratio of the bounds of a bucket up to which requests hardly lie all in one (native schema 3 and finer).
const fine = 1.1

// widest is the ratio of the bounds of a bucket up to which interpolation within it is good enough for a margin.
func widest(margin float64) float64 { return math.Max(margin, fine) }

// inAnyPlace tells whether a quantile is above the margin wherever in their buckets the requests lie: where a few of them
// pass a bound, the interpolated quantile of a wide bucket jumps. Their mean, which is known exactly, moves with all of them
// and can show it too; without one the interpolation is all there is.
func inAnyPlace(base, candidate Side, m Measure, level, margin float64) bool {
	q, is := quantileOf[m]
	if !is {
		return true
	}
	_, high := base.interval(q, level)
	low, _ := candidate.interval(q, level)
	_, high = base.bucketOf(high, margin)
	low, _ = candidate.bucketOf(low, margin)
	if low > margin*high || !(base.Average() > 0) || !(candidate.Average() > 0) {
		return true
	}
	return ratioOf(base, candidate, Mean, level).Low > margin
}

// hidden tells whether a quantile lies in a bucket wider than its margin: it stays where it is while the requests within the
// bucket become slower. Their mean is known exactly.
func hidden(o Operation, measures []Measure, s Settings) bool {
	for _, m := range measures {
		q, is := quantileOf[m]
		if is && math.Max(o.Base.resolution(q), o.Candidate.resolution(q)) > widest(1+s.Margins[m]) {
			return true
		}
	}
	return false
}

func judgeMeasure(o Operation, m Measure, s Settings) (j Judged) {
	switch m {
	case Errors:
		return judgeErrors(o, s)
	case Exceedance:
		return judgeExceedance(o, s)
	}
	margin := 1 + s.Margins[m]
	level := 1 - 2*s.Level
	j = Judged{Measure: m, Margin: margin, Verdict: Inconclusive, p: 1, Ratio: ratioOf(o.Base, o.Candidate, m, level)}
	if least := fewestFor(m); o.Base.N() < least || o.Candidate.N() < least {
		j.Low, j.High, j.nothing, j.Needed = 0, math.Inf(1), true, least
		j.Reason = fmt.Sprintf("%s needs %.0f executions on each side, there are %.0f and %.0f", m, least, o.Base.N(), o.Candidate.N())
		return j
	}
	if math.IsNaN(j.Value) {
		j.nothing = true
		j.Reason = fmt.Sprintf("%s is not known on both sides", m)
		if o.Base.of(m) == 0 && o.Candidate.of(m) > 0 {
			j.Reason = string(m) + nothingToMultiply
		}
		return j
	}
	if m == Mean && (o.Base.unbounded() || o.Candidate.unbounded()) {
		j.Reason, j.Needed, j.nothing = noSpread, math.Inf(1), true
		return j
	}
	j.p = leastLevel(func(alpha float64) bool {
		return ratioOf(o.Base, o.Candidate, m, 1-2*alpha).Low > margin && inAnyPlace(o.Base, o.Candidate, m, 1-2*alpha, margin)
	})
	if j.High < margin {
		j.Verdict = Pass
		return j
	}
	j.Needed = needed(math.Log(j.Value), math.Log(j.Low), math.Log(j.High), math.Log(margin), math.Min(o.Base.N(), o.Candidate.N()))
	if j.Low > margin && !inAnyPlace(o.Base, o.Candidate, m, level, margin) {
		j.Reason, j.Needed = fmt.Sprintf("%s may be %.3gx the base's, but the buckets that hold it are too wide to show it", m, j.Value), math.Inf(1)
	}
	return j
}

// judgeLimit compares the mean with a number that somebody set.
func judgeLimit(o Operation, s Settings) Judged {
	limit := Reference(o.Limit)
	j := Judged{Measure: Limit, Margin: 1, Verdict: Inconclusive, p: 1, Ratio: ratioOf(limit, o.Candidate, Mean, 1-2*s.Level)}
	if o.Candidate.unbounded() {
		j.Reason, j.Needed, j.nothing = noSpread, math.Inf(1), true
		return j
	}
	if math.IsNaN(j.Value) || math.IsInf(j.High, 1) {
		j.nothing, j.Reason = true, "too few executions to compare their mean with the maximum"
		return j
	}
	j.p = leastLevel(func(alpha float64) bool { return ratioOf(limit, o.Candidate, Mean, 1-2*alpha).Low > 1 })
	if j.High < 1 {
		j.Verdict = Pass
		return j
	}
	j.Needed = needed(math.Log(j.Value), math.Log(j.Low), math.Log(j.High), 0, o.Candidate.N())
	return j
}

func fewestFor(m Measure) float64 {
	switch m {
	case P50:
		return leastForP50
	case P95:
		return leastForP95
	case P99:
		return leastForP99
	}
	return 2
}

// judgeErrors passes where even the upper end of the difference is below the margin. A difference below the margin is no
// failure, however sure it is.
func judgeErrors(o Operation, s Settings) (j Judged) {
	margin := s.Margins[Errors]
	j = Judged{Measure: Errors, Margin: margin, Verdict: Inconclusive, p: 1, Ratio: differenceOf(o.Base, o.Candidate, 1-2*s.Level)}
	if math.IsNaN(j.Value) {
		j.nothing, j.Reason = true, "no attempts are counted on both sides"
		return j
	}
	j.p = leastLevel(func(alpha float64) bool { return differenceOf(o.Base, o.Candidate, 1-2*alpha).Low > margin })
	if j.High < margin {
		j.Verdict = Pass
		return j
	}
	if o.Candidate.Failed == 0 && !s.onlyErrors() {
		// Nothing failed: what is missing is only the proof that few would. It must not keep small tests from passing.
		j.Verdict, j.Reason = Pass, "nothing failed"
		return j
	}
	j.Needed = needed(j.Value, j.Low, j.High, margin, math.Min(o.Base.Attempts, o.Candidate.Attempts))
	return j
}

// judgeExceedance can only fail: it stands in for a p95 that cannot be had yet.
func judgeExceedance(o Operation, s Settings) Judged {
	j := Judged{Measure: Exceedance, Margin: 1 + s.Margins[Exceedance], Verdict: Inconclusive, p: 1, Ratio: Ratio{math.NaN(), 0, math.Inf(1)}}
	if min(len(o.Base.Samples), len(o.Candidate.Samples)) < leastForExceedance {
		j.nothing, j.Needed = true, leastForExceedance
		j.Reason = fmt.Sprintf("exceedance needs %d single values on each side", leastForExceedance)
		return j
	}
	var share float64
	j.p, share = exceedance(o.Base, o.Candidate, s.Margins[Exceedance])
	j.Reason = fmt.Sprintf("%.0f %% of the candidate are above %.3g times the base's p95", 100*share, j.Margin)
	j.Needed = leastForP95
	return j
}

// needed is about how many executions on each side would decide: intervals shrink with the root of their number.
func needed(value, low, high, margin, n float64) float64 {
	reach := high - value
	if value > margin {
		reach = value - low
	}
	distance := math.Abs(margin - value)
	switch {
	case math.IsInf(reach, 0) || math.IsNaN(reach):
		return math.Max(2*n, leastForP95)
	case distance < 1e-3*math.Abs(margin) || distance == 0:
		return math.Inf(1)
	}
	return math.Ceil(math.Max(n+1, n*(reach/distance)*(reach/distance)))
}

func (o *OperationVerdict) settle(s Settings) {
	o.Verdict = Inconclusive
	if o.Missing != "" {
		o.Reason = o.Missing
		return
	}
	// Few errors alone pass nothing, unless they alone were asked for.
	undecided, latency := 0, s.onlyErrors()
	for _, m := range o.Measures {
		latency = latency || (m.Measure != Errors && m.Verdict == Pass)
		switch m.Verdict {
		case Fail:
			o.Verdict = Fail
		case Inconclusive:
			undecided++
			o.Needed = math.Max(o.Needed, m.Needed)
		}
	}
	switch {
	case o.Verdict == Fail:
		o.Needed = 0
	case undecided == 0 && latency:
		o.Verdict = Pass
	}
	o.Reason = o.words()
}

func (o *OperationVerdict) words() string {
	d := o.Decisive()
	if d.Reason != "" && d.Verdict != Pass {
		return d.Reason
	}
	if d.Measure == Errors {
		return fmt.Sprintf("errors %+.2f percentage points (%+.2f to %+.2f), margin %.2g", 100*d.Value, 100*d.Low, 100*d.High, 100*d.Margin)
	}
	if d.Measure == Limit {
		return fmt.Sprintf("the mean is %.3gx the maximum of %s (%.3gx to %s)", d.Value, figure.Seconds(o.Limit), d.Low, upTo3(d.High))
	}
	return fmt.Sprintf("%s is %.3gx the base's (%.3gx to %s), margin %.3gx", d.Measure, d.Value, d.Low, upTo3(d.High), d.Margin)
}

func upTo3(v float64) string {
	if math.IsInf(v, 1) {
		return figure.Times(v)
	}
	return fmt.Sprintf("%.3gx", v)
}

// settle is the verdict over all: a critical operation has a veto, of the others so many are tolerated as was said.
func (a *Answer) settle(s Settings) {
	if len(a.Operations) == 0 {
		a.Verdict, a.Reason = Inconclusive, "there is no operation to compare"
		return
	}
	var failed, open, others float64
	a.Verdict = Pass
	for _, o := range a.Operations {
		switch {
		case o.Critical && o.Verdict == Fail:
			a.Verdict, a.Reason = Fail, fmt.Sprintf("the critical operation %s fails: %s", o.Name, o.Reason)
			return
		case o.Critical && o.Verdict == Inconclusive:
			a.Verdict, a.Reason = Inconclusive, fmt.Sprintf("the critical operation %s is undecided: %s", o.Name, o.Reason)
		case !o.Critical:
			others++
		}
		if !o.Critical {
			failed += as(o.Verdict == Fail)
			open += as(o.Verdict == Inconclusive)
		}
	}
	const rounding = 1e-9 // 0.29 of 100 is a little less than 29
	allowed := math.Floor(s.Tolerate*others + rounding)
	switch {
	case failed > allowed:
		a.Verdict, a.Reason = Fail, fmt.Sprintf("%.0f of %d operations fail", failed, len(a.Operations))
	case a.Verdict == Inconclusive:
	case failed+open > allowed:
		a.Verdict, a.Reason = Inconclusive, fmt.Sprintf("%.0f of %d operations are undecided", open, len(a.Operations))
	default:
		a.Reason = fmt.Sprintf("%.0f of %d operations are shown to be within their margins", float64(len(a.Operations))-failed-open, len(a.Operations))
	}
}

func as(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
