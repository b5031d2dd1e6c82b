package live

import (
	"maps"
	"slices"
	"sort"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers since when work that does not end takes too long. It has no windows that would tell: it took as long at
// any moment as it had by then.

// hangsSince is when work under way passed what is normal and the tiers. It may go on for months: few moments are judged, at
// first those soon after it began, because long ones are expensive to judge.
func hangsSince(v OperationVerdict, by detect.Settings) (since detect.Stretch, hangs bool) {
	after := func(age time.Duration) detect.Verdict {
		return detect.JudgeRun(detect.Run{At: v.At.Add(age - v.Running), Running: age}, v.Baseline, by)
	}
	if v.Running <= 0 || !v.Breach() || after(v.Running).Tier < detect.Warning {
		return since, false
	}
	passed := func(is func(detect.Verdict) bool) time.Time {
		from, reach := time.Duration(0), min(runsStep, v.Running)
		for reach < v.Running && !is(after(reach)) {
			from, reach = reach, reach+min(reach, v.Running-reach)
		}
		n := sort.Search(int((reach-from)/time.Second), func(i int) bool { return is(after(from + time.Duration(i)*time.Second)) })
		return v.At.Add(min(reach, from+time.Duration(n)*time.Second) - v.Running)
	}
	since.Onset = passed(func(at detect.Verdict) bool { return at.Clamped || at.Tier > detect.Normal })
	since.Detected = passed(func(at detect.Verdict) bool { return at.Tier > detect.Normal })
	since.Start = passed(func(at detect.Verdict) bool { return at.Tier >= detect.Warning })
	return since, true
}

// whileHanging are the ascending verdicts of the past, in breach at all moments of the last hour since work under way is.
func whileHanging(past []detect.Verdict, v OperationVerdict, since time.Time) []detect.Verdict {
	at := map[int64]detect.Verdict{}
	for _, p := range past {
		at[p.At.Unix()] = p
	}
	began := latest(since, v.At.Add(-history))
	for moment := v.At.Add(-runsStep); !moment.Before(began); moment = moment.Add(-runsStep) {
		then := v.Verdict
		then.At = moment
		if known, is := at[moment.Unix()]; !is || worse(then, known) {
			at[moment.Unix()] = then
		}
	}
	return slices.SortedFunc(maps.Values(at), func(a, b detect.Verdict) int { return a.At.Compare(b.At) })
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
