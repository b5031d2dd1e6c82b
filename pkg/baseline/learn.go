package baseline

import (
	"fmt"
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers what is normal, given the windows that were measured.

const (
	// learnedQuantile is the one whose confidence is stated and against which latency is judged.
	learnedQuantile = 0.95
	// level of every interval.
	level = 0.95
)

// Options are what Learn must know besides the windows.
type Options struct {
	// TimeZone is whose hours of the day shape the operation; nil means UTC.
	TimeZone *time.Location
	// Holidays are days that count as Sundays.
	Holidays Calendar
	// Shape is that of an earlier version, for a history too short to show one of its own; nil without one.
	Shape *Profile
	// LevelShape is the same of a level.
	LevelShape *Levels
	// LeftOut is the time whose windows were left out. Nothing is known of it: it was not without requests.
	LeftOut []Stretch
	// Range is a documented expectation, used until enough is learned; nil without one.
	Range *Range
	// Direction is "more" where more is better, else less is. The record is the same; judging differs.
	Direction string
	// Unit is that of the values; empty for durations, in seconds.
	Unit string
	// Level is set where each window is one value of something that has one at any time.
	Level bool

	noun  string  // what is counted; "request" or "run" by what the windows hold
	known float64 // confidence in what is judged in place of the p95
}

// Range is a documented "5-15 seconds" (D-15): inside it nothing alerts.
type Range struct {
	Low, High float64 // seconds
	Source    string  // anchor in the document
}

// Learn answers what is normal for the operation whose ascending windows these
// are. It is a pure function of them: the order in which they were learned, and
// what was learned before, do not matter. Durations of 0 teach nothing.
func Learn(windows []Window, o Options) Record {
	if o.Level {
		return learnLevel(windows, o)
	}
	w := week{o.TimeZone, o.Holidays}
	if w.zone == nil {
		w.zone = time.UTC
	}
	r := Record{Source: "learned", Resolution: 1, Unit: o.Unit}
	units := evidenceOf(windows, w)
	defer units.release()
	switch {
	case len(units.list) > 0:
		r.learnLatency(units, w, o)
		r.learnTraffic(units, o.LeftOut)
	case units.traffic.requests > 0:
		r.learnNoLatency(units)
		r.learnTraffic(units, o.LeftOut) // what takes no time fails and stops all the same
	default:
		r.Reason = "no requests were seen yet"
		r.State = Learning
	}
	if units.traffic.runs {
		r.Between = betweenRuns(windows, o.LeftOut, w)
	}
	if o.Range != nil {
		r = r.WithRange(o.Range.Low, o.Range.High, o.Range.Source)
	}
	return r
}

func (r *Record) learnLatency(units *evidence, w week, o Options) {
	rough := poolOf(units)
	roughP95, _ := rough.quantile(learnedQuantile)
	found := markOutliers(units, rough.resolution(), rough.noise(roughP95))
	p := rough
	if !found.tooMany && found.outliers+found.regular > 0 {
		p = rough.without(units)
		r.Outliers = found.outliers
	}
	var clamped bool
	r.P50, _ = p.quantile(0.5)
	r.P95, clamped = p.quantile(learnedQuantile)
	r.P99, _ = p.quantile(0.99)
	r.Mean, r.SD = p.meanAndSD()
	r.Requests, r.Resolution = p.requests(), p.resolution()
	for i := range units.list {
		if one := &units.list[i]; !one.outlier {
			r.Windows += int(units.spanOf(one).windows)
		}
	}
	r.From, r.To = units.from, units.to
	runs := units.list[0].exact
	if math.IsNaN(r.P95) {
		// Mean and number of requests are known all the same.
		r.Quantiles, r.State = Quantiles{}, Learning
		r.Reason = "the buckets of the metric were changed, and those before and after have no bound in common: leave out the time before the change"
		return
	}
	r.Profile = profileOf(units, r.P95, w)
	correlated, plain := effective(units, p, r.P95, r.Profile)
	r.P95Low, r.P95High = p.interval(correlated)
	r.P95Least, r.P95Most = p.widened(r.P95Low, r.P95High, plain, correlated)
	for _, v := range []*float64{&r.P50, &r.P95Low, &r.P95Least} {
		if *v < LeastValue {
			*v = 0
		}
	}
	if plain > 0 {
		r.Effective = r.Requests * correlated / plain
	}
	if !clamped {
		r.Confidence = math.Min(p.confidence(r.P95, correlated), mostConfidence(r.Windows, runs))
	}
	r.Confidence = math.Max(r.Confidence, o.known)
	if r.Profile != nil {
		r.TailRatio = units.week.tailRatio(r.Profile.Level, r.Resolution)
	}
	r.BodyRatio = units.week.bodyRatio()
	around := residualsAround(units, r.Profile)
	r.LogSD = spread(units.list, around.values)
	r.LogSDHour = hourSpread(units, around)
	r.Profile = r.Profile.withRegular(units, found.moments, r.P95)
	if units.days < leastDays && !runs {
		r.Profile = o.Shape.rebased(units, r.P95)
	}
	r.settle(clamped, found, runs, o.noun)
	if 2*units.untold > r.Requests {
		r.tellUntold(clamped)
	}
}

// tellUntold says that a summary has no quantile as high as the learned one.
func (r *Record) tellUntold(clamped bool) {
	untold := fmt.Sprintf("the summary tells no quantile from %g on", learnedQuantile)
	if clamped { // its highest never moved, as a bucket bound
		r.Reason = untold + ": let it tell one"
		return
	}
	r.Reason += "; " + untold + ": the highest that it tells stands for the p95"
}

// learnNoLatency is of requests of which no window has a p95 above 0: there is no ratio to it.
func (r *Record) learnNoLatency(units *evidence) {
	what := "request"
	if units.traffic.runs {
		what = "run"
	}
	first, last := &units.windows[0], &units.windows[len(units.windows)-1]
	r.Requests, r.From, r.To = units.traffic.requests, first.End.Add(-first.Width), last.End
	r.State = Learning
	r.Reason = figure.Count(math.Round(r.Requests), what, what+"s") + " were seen, and no p95 above 0 that others could be compared with"
}

// noise is the standard error of the log p95 of a single request; n requests have noise/sqrt(n).
func (p pool) noise(p95 float64) float64 {
	n := p.requests()
	// Half the distance that one standard error of the share makes on either side.
	d := math.Sqrt(learnedQuantile * (1 - learnedQuantile) / n)
	low, _ := p.quantile(learnedQuantile - d)
	high, _ := p.quantile(math.Min(1, learnedQuantile+d))
	if !(low > 0) || !(p95 > 0) {
		return 0
	}
	return math.Log(high/low) / 2 * math.Sqrt(n)
}

// spread is the standard deviation of the log values around their expectation.
func spread(units []unit, residuals []float64) float64 {
	if len(residuals) == 0 {
		for i := range units {
			if !units[i].outlier {
				residuals = append(residuals, units[i].log)
			}
		}
	}
	_, sd := meanAndSD(residuals)
	return math.Max(sd, leastLogSpread)
}

// residualsAround are the log values of the firm units that are no outliers around what their profile expects of their
// moment; without a shape of the week, whose cells have too few days for medians of their own, around the medians of
// their hours.
func residualsAround(units *evidence, p *Profile) *residuals {
	if p == nil || p.Level == "" {
		return residualsByHour(units)
	}
	var expected [168]float64
	for c, factor := range p.Cells {
		expected[c] = math.Log(factor)
	}
	r := residualsOf(units)
	r.around(units, cellsOf(p.Level), &expected)
	return r
}

func (r *Record) learnTraffic(units *evidence, left []Stretch) {
	t := &units.traffic
	first, last := &units.windows[0], &units.windows[len(units.windows)-1]
	begin := first.End.Add(-first.Width)
	span := (last.End.Sub(begin) - leftOut(left, begin, last.End, first.Width)).Seconds()
	if t.runs && span > 0 {
		// Between runs nothing happens, and that is normal; there is no rhythm to expect.
		r.RequestRate, r.Idle = t.requests/span, 1
		if t.requests > 0 {
			r.ErrorRatio = math.Min(1, t.errors/t.requests)
		}
		return
	}
	busy := t.busy.Seconds()
	if busy > 0 {
		r.RequestRate = t.requests / busy
	}
	if span > 0 {
		r.Idle = math.Max(0, 1-busy/span)
	}
	t.end()
	r.ErrorRatio = t.failures.share(t.requests, t.errors)
	t.leaveOut(left, units.windows)
	failing, atTimes := t.failures.usual(t, r.ErrorRatio)
	r.ErrorsAtTimes, r.RateProfile = atTimes, t.profile(r.RequestRate, failing)
}

// settle gives the record its state and says why, in a sentence for a person.
func (r *Record) settle(clamped bool, found rejects, runs bool, noun string) {
	what, unit := "request", "window"
	if runs {
		what, unit = "run", "run"
	}
	if noun != "" {
		what, unit = noun, noun
	}
	switch {
	case clamped:
		r.State = Learning
		r.Reason = fmt.Sprintf("the p95 lies above the largest bucket bound (%s): add larger buckets to the metric", figure.In(r.Unit, r.P95))
	case r.Requests >= leastActive && r.Confidence > activeFrom:
		r.State = Active
		r.Reason = fmt.Sprintf("%s, confidence %.3f", figure.Count(r.Requests, what, what+"s"), r.Confidence)
	case r.Confidence >= provisionalFrom:
		r.State = Provisional
		r.Reason = "not active yet: " + r.lack(what)
	default:
		r.State = Learning
		r.Reason = "still learning: " + r.lack(what)
	}
	switch {
	case found.tooMany:
		r.Reason += fmt.Sprintf("; %s differ so much from the rest that they are no outliers, all are kept: the normal itself moves", figure.Count(float64(found.outliers), unit, unit+"s"))
	case found.outliers > 0:
		r.Reason += fmt.Sprintf("; %s left out as outliers", figure.Count(float64(found.outliers), unit, unit+"s"))
	}
	if found.regular > 0 {
		r.Reason += fmt.Sprintf("; %s at moments of the hour or day that are always so", figure.Count(float64(found.regular), unit, unit+"s"))
	}
}

func (r *Record) lack(what string) string {
	if r.Requests < leastActive {
		return fmt.Sprintf("%.0f of at least %s, confidence %.2f", r.Requests, figure.Count(leastActive, what, what+"s"), r.Confidence)
	}
	return fmt.Sprintf("confidence %.2f of %.2f after %s", r.Confidence, activeFrom, figure.Count(r.Requests, what, what+"s"))
}
