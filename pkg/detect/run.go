package detect

import (
	"fmt"
	"math"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers whether one run, ended or still running, is normal.

// longestHold is how long the verdict on a run stands where no other follows
// (catalogue E-10): a last-run gauge would hold it for weeks.
const longestHold = 30 * time.Minute

// Run is what is known of an operation that is executed now and then.
type Run struct {
	At      time.Time     // the moment of the verdict
	Last    time.Duration // of the run that ended last; 0 without one
	LastAt  time.Time     // when it ended; zero where unknown
	Running time.Duration // age of the oldest run that has not ended, when that was last seen; 0 when idle
	Since   time.Time     // when that run began; zero when idle
}

// falseRuns is how many runs a day may pass for slow by chance, of an operation
// whose every run is looked at.
const falseRuns = 0.001

// JudgeRun compares one run, or the age of a running one, with the baseline's
// p95. Running work counts only once it takes longer than the baseline: before
// that nothing is known of it but that it is not done. A run that ended longer
// ago than 30 minutes, or than it took itself, has a ratio but no tier: if it
// was in breach it is a violation in the list, not an alert.
func JudgeRun(run Run, r baseline.Record, s Settings) Verdict {
	s = s.Of(r)
	v := Verdict{At: run.At, State: r.State, ByRun: true, Running: run.Running}
	// Of work under way all the time that it has taken counts: it may have begun in an hour that is normally slow.
	v.Expected = r.ExpectedIn(baseline.Window{End: run.At, Width: run.Running, Samples: []float64{run.Running.Seconds()}}, s.Invert)
	last, fresh := run.Last, run.fresh()
	running := run.Running.Seconds() > v.Expected && v.Expected > 0 && !s.Invert
	current := last
	if running && (run.Running > last || !fresh) {
		current, fresh = run.Running, true
	}
	if current <= 0 {
		v.Reason = "no run yet"
		return v
	}
	v.Measured, v.Requests, v.Width = true, 1, current
	d := current.Seconds()
	v.Quantiles, v.Mean = baseline.Quantiles{P50: d, P95: d, P99: d}, d
	v.Clamped = running && current == run.Running
	if !(v.Expected > 0) {
		v.Expected = 0
		v.Reason = fmt.Sprintf("the last run took %s; no baseline yet", figure.Seconds(d))
		return v
	}
	v.compareRun(run, r, s)
	v.settleRun(run, fresh, r, s)
	return v
}

// fresh tells whether the verdict on the last run still stands.
func (run Run) fresh() bool {
	if run.LastAt.IsZero() {
		return true
	}
	return run.At.Sub(run.LastAt) <= max(longestHold, run.Last)
}

func (v *Verdict) compareRun(run Run, r baseline.Record, s Settings) {
	down, up := uncertainty(r)
	d := math.Log(v.P95 / v.Expected)
	if s.Invert {
		d, down, up = -d, up, down
	}
	v.Ratio, v.RatioLow, v.RatioHigh = math.Exp(d), math.Exp(d-up), math.Exp(d+down)
	middle, sd := singles(run.At, v.Expected, r)
	v.Z = (math.Log(v.P95) - middle) / sd
	if s.Invert {
		v.Z = -v.Z
	}
	v.Lower, v.Upper = math.Exp(middle-infoZ*sd), math.Exp(middle+infoZ*sd)
	if r.State == baseline.Documented {
		v.Lower, v.Upper = r.RangeLow, r.RangeHigh
	}
}

// singles are the middle and the standard deviation of the logarithms of single
// runs. A baseline of single runs has learned them; one of windows has learned
// how the p95 of windows varies, which is much less: there they are read from its
// quantiles, the tail beyond the p95 included.
func singles(at time.Time, expected float64, r baseline.Record) (middle, sd float64) {
	switch {
	case r.State == baseline.Documented || !(r.P50 > 0) && r.RangeHigh > 0:
		middle = math.Log(math.Sqrt(math.Max(r.RangeLow, r.RangeHigh/10) * r.RangeHigh))
		return middle, math.Max((math.Log(r.RangeHigh)-middle)/twoSided, leastSpread)
	case !(r.P50 > 0) || r.RequestRate > 0 && !r.OfRuns(): // a p50 of 0, where most requests take less than the clock shows, has no logarithm
		sd = math.Max(tailBeyond(r, r.Slope()), leastSpread)
		return math.Log(expected) - sd*distuv.UnitNormal.Quantile(judgedQuantile), sd
	}
	return math.Log(r.P50 * r.Profile.At(at)), math.Max(r.LogSD, leastSpread)
}

// ofRun is what a tier asks of a run: of what is one in a thousand runs there is
// one a day where a thousand end, so the more there are, the rarer it has to be.
func ofRun(r baseline.Record) evidence {
	rare := float64(infoZ)
	if n := r.RequestsADay(); n > 0 {
		rare = math.Max(rare, distuv.UnitNormal.Quantile(1-math.Min(falseRuns/n, 0.5)))
	}
	return evidence{single: true, rare: rare, documented: r.RangeHigh}
}

func (v *Verdict) settleRun(run Run, fresh bool, r baseline.Record, s Settings) {
	what := fmt.Sprintf("the last run took %s", figure.Seconds(v.P95))
	if v.Clamped {
		what = fmt.Sprintf("a run has been going on for %s", figure.Seconds(v.P95))
	}
	basis := "the baseline's"
	if r.State == baseline.Documented {
		basis = "the documented"
	}
	asked := ofRun(r)
	v.Reason = fmt.Sprintf("%s, %s %s %s", what, figure.Times(v.Ratio), basis, figure.Seconds(v.Expected))
	switch {
	case r.State == baseline.Learning || r.State == "":
		v.Reason += "; no verdict while the baseline is still being learned"
	case !fresh:
		v.Reason += fmt.Sprintf("; it ended %s ago", figure.Seconds(run.At.Sub(run.LastAt).Seconds()))
		if v.tier(s, asked) >= Warning {
			v.Reason += ": a violation in the list, no alert any more"
		}
	default:
		v.Tier = v.tier(s, asked)
		v.Reason += v.doubt(s, asked)
	}
}
