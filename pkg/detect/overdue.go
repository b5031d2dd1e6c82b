package detect

import (
	"fmt"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers whether a run that should have ended by now has not: what is run at regular times and no longer is has
// no duration that would be judged.

// JudgeOverdue compares the time since the end of the last run with what was ever between two of them, as a rate: Expected
// is that of one run in the longest time that is normal. None is overdue while one is under way, of which its own age tells.
func JudgeOverdue(run Run, r baseline.Record) Verdict {
	v := Verdict{At: run.At, State: r.State, ByRun: true, Running: run.Running}
	if run.LastAt.IsZero() {
		v.Reason = "no run has been seen"
		return v
	}
	since := run.At.Sub(run.LastAt)
	v.Reason = fmt.Sprintf("the last run ended %s ago", figure.Seconds(since.Seconds()))
	after, usual, known := r.Between.DueAfter(run.LastAt)
	if !known {
		v.Reason += "; no verdict: no regular time between runs is known"
		return v
	}
	v.Reason += fmt.Sprintf(", usually the next one ends after %s", figure.Seconds(usual.Seconds()))
	v.Measured, v.Width = true, max(since, after)
	v.Expected = 1 / after.Seconds()
	v.Mean = 1 / v.Width.Seconds()
	v.Lower, v.Upper = v.Expected, v.Expected
	v.Ratio = v.Mean / v.Expected
	v.RatioLow, v.RatioHigh = v.Ratio, v.Ratio
	switch {
	case since <= after:
		v.Requests = 1
	case run.Running > 0:
		v.Requests, v.Ratio, v.RatioLow, v.RatioHigh = 1, 1, 1, 1
		v.Reason += "; one is under way"
	default:
		v.Tier = Warning
		v.Reason += fmt.Sprintf("; overdue: never so late as after %s", figure.Seconds(after.Seconds()))
	}
	return v
}

// Overdue is when a run was overdue, given how long before ascending moments, step apart, the last one had ended, and that
// none was under way then; up to one of them.
func Overdue(ages []baseline.Age, step time.Duration, to time.Time, r baseline.Record) []Stretch {
	var found []Stretch
	for _, seen := range ages {
		ended := seen.At.Add(-seen.Age)
		after, _, known := r.Between.DueAfter(ended)
		if !known || seen.Age <= after {
			continue
		}
		due := ended.Add(after)
		found = append(found, Stretch{Start: due, End: seen.At, Onset: due, Detected: due, Tier: Warning})
	}
	found = Overlaid(nil, found, Apart(step))
	if n := len(found); n > 0 {
		found[n-1].Open = to.Sub(found[n-1].End) <= Apart(step)
	}
	return found
}
