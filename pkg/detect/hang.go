package detect

import (
	"slices"
	"sort"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers when work under way took too long. It has no windows that would tell: it took as long at any moment as it
// had by then.

// soon is how long after work began it is first judged, of the moments at which it may have passed a tier: it may go on for
// months, and long ones are expensive to judge.
const soon = time.Minute

// Hangs is since when work under way is in breach, as of the moment of the run.
func Hangs(run Run, r baseline.Record, s Settings) (since Stretch, hangs bool) {
	after := func(age time.Duration) Verdict {
		return JudgeRun(Run{At: run.At.Add(age - run.Running), Running: age}, r, s)
	}
	if run.Running <= 0 {
		return since, false
	}
	now := after(run.Running)
	if now.Tier < Warning {
		return since, false
	}
	passed := func(is func(Verdict) bool) time.Time {
		from, reach := time.Duration(0), min(soon, run.Running)
		for reach < run.Running && !is(after(reach)) {
			from, reach = reach, reach+min(reach, run.Running-reach)
		}
		n := sort.Search(int((reach-from)/time.Second), func(i int) bool { return is(after(from + time.Duration(i)*time.Second)) })
		return run.At.Add(min(reach, from+time.Duration(n)*time.Second) - run.Running)
	}
	return Stretch{
		Start:    passed(func(at Verdict) bool { return at.Tier >= Warning }),
		End:      run.At,
		Onset:    passed(func(at Verdict) bool { return at.Clamped || at.Tier > Normal }),
		Detected: passed(func(at Verdict) bool { return at.Tier > Normal }),
		Peak:     now.Ratio,
		Tier:     now.Tier,
	}, true
}

// Hung is when the oldest work under way was in breach, given its age at ascending moments, step apart, up to one. It is
// judged when it was last seen: as old as then it was at no moment before.
func Hung(ages []baseline.Age, step time.Duration, to time.Time, r baseline.Record, s Settings) []Stretch {
	var found []Stretch
	for len(ages) > 0 {
		work := sameWork(ages, step)
		if hung, hangs := Hangs(work.asLastSeen(), r, s); hangs {
			found = append(found, hung)
		}
		ages = ages[len(work):]
	}
	found = Overlaid(nil, found, Apart(step))
	if n := len(found); n > 0 {
		found[n-1].Open = to.Sub(found[n-1].End) <= Apart(step)
	}
	return found
}

// workUnderWay is one that was under way at some moments.
type workUnderWay []baseline.Age

// sameWork is the first of some moments and those after it at which the oldest work began as then. When that was, a moment
// tells up to the time since the scrape before it.
func sameWork(ages []baseline.Age, step time.Duration) workUnderWay {
	began := func(at baseline.Age) time.Time { return at.At.Add(-at.Age) }
	n := 1
	for n < len(ages) && began(ages[n]).Sub(began(ages[n-1])).Abs() <= step/2 {
		n++
	}
	return ages[:n]
}

// asLastSeen is the work at the last moment, since the earliest at which it may have begun by all of them.
func (w workUnderWay) asLastSeen() Run {
	last := Run{At: w[len(w)-1].At}
	for _, at := range w {
		last.Running = max(last.Running, at.Age+last.At.Sub(at.At))
	}
	return last
}

// Overlaid are breaches with further ones among them, by the moment at which they begin; what is not far enough apart is one.
func Overlaid(known, further []Stretch, apart time.Duration) []Stretch {
	if len(further) == 0 {
		return known
	}
	all := slices.Concat(known, further)
	slices.SortStableFunc(all, func(a, b Stretch) int { return a.Start.Compare(b.Start) })
	joined := all[:1]
	for _, s := range all[1:] {
		if last := &joined[len(joined)-1]; s.Start.Sub(last.End) <= apart {
			last.join(s)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// join makes a breach one with another that begins no earlier.
func (s *Stretch) join(later Stretch) {
	s.Onset, s.Detected = earliest(s.Onset, later.Onset), earliest(s.Detected, later.Detected)
	if later.End.After(s.End) {
		s.End = later.End
	}
	s.Open = s.Open || later.Open
	s.Peak, s.Tier = max(s.Peak, later.Peak), max(s.Tier, later.Tier)
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
