package report

// This file answers what goes on now besides what the learner has written down:
// it comes to an hour when that is over (design 4.4).

import (
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// sameStretch is how far apart two parts of one violation may be told: the learner's part ends with the last
// hour, the open part begins where the last hour of windows does.
const sameStretch = 10 * time.Minute

// Left is where the learner is with a system at a moment: up to when it has looked, and what was in violation then. Moments
// that it has passed need no more than what it has written down.
func Left(system string, past []store.Violation, progress []store.Progress, at time.Time) live.Left {
	left := live.Left{Open: map[live.Violated]time.Time{}, Since: map[string]time.Time{}}
	for _, p := range progress {
		if set, mark := strings.CutPrefix(p.Set, store.MarkViolations); mark && p.System == system && !p.Newest.IsZero() && p.Newest.Before(at) {
			left.Since[set] = p.Newest
		}
	}
	for _, v := range past {
		if until, is := left.Since[v.Operation.Set]; is && v.Operation.System == system && v.End.IsZero() {
			left.Open[ViolatedOf(v)] = until
		}
	}
	return left
}

// WithOpen adds what is in breach now or was since the learner looked, and ends what no longer is. One that the learner knows
// the beginning of is carried on, not told twice.
func WithOpen(past []store.Violation, now live.Present) []store.Violation {
	all := slices.Clone(past)
	for i := range all {
		p := &all[i]
		if end, over := now.Over[ViolatedOf(*p)]; over && p.End.IsZero() {
			if p.End = end; end.Before(p.Start) {
				p.End = p.Start
			}
		}
	}
	for _, v := range now.Open {
		i := slices.IndexFunc(all, func(p store.Violation) bool {
			return ViolatedOf(p) == v.Violated() && (p.End.IsZero() || v.Stretch.Start.Sub(p.End) < sameStretch)
		})
		if i >= 0 {
			p := &all[i]
			p.End, p.Peak, p.Tier = time.Time{}, max(p.Peak, v.Peak), max(p.Tier, int(v.Stretch.Tier))
			continue
		}
		all = append(all, storedOf(v))
	}
	for _, v := range now.Ended {
		all = withEnded(all, v)
	}
	return all
}

// withEnded adds one that is over. What the learner took to be over by then went on, where it was not for long.
func withEnded(all []store.Violation, v live.OpenViolation) []store.Violation {
	for i := range all {
		p := &all[i]
		if ViolatedOf(*p) == v.Violated() && !p.End.IsZero() && !p.Start.After(v.End) && v.Stretch.Start.Sub(p.End) <= detect.Apart(0) {
			if v.End.After(p.End) {
				p.End, p.Peak, p.Tier = v.End, max(p.Peak, v.Peak), max(p.Tier, int(v.Stretch.Tier))
			}
			return all
		}
	}
	ended := storedOf(v)
	ended.End = v.End
	return append(all, ended)
}

// storedOf is how the learner will write it down, as far as it is known.
func storedOf(v live.OpenViolation) store.Violation {
	return store.Violation{
		Operation: store.Operation{System: v.System, Set: v.Set, Name: v.Operation, Labels: v.Labels}, Signal: wordOf(v.Signal),
		Tier: int(v.Stretch.Tier), Start: v.Stretch.Start, Onset: v.Onset, Delay: v.Delay(), Peak: v.Peak,
	}
}

// ViolatedOf is what was in violation.
func ViolatedOf(v store.Violation) live.Violated {
	return live.Violated{Signal: SignalOf(v), Key: live.Key(v.Operation.Set, v.Operation.Labels)}
}

// SignalOf is what was off.
func SignalOf(v store.Violation) detect.Signal {
	if v.Slow() {
		return detect.Latency
	}
	return detect.Signal(v.Signal)
}

// wordOf is the signal in the words of the store.
func wordOf(signal detect.Signal) string {
	if signal == detect.Latency {
		return ""
	}
	return string(signal)
}

// Unlooked says whether the learner has yet to look for violations in some of the newest hours that it has learned of a
// system.
func Unlooked(system *catalog.System, progress []store.Progress, newest int) bool {
	learned := map[string]int{}
	for _, p := range progress {
		if p.System == system.Name {
			learned[p.Set] = p.Learned
		}
	}
	return slices.ContainsFunc(system.Operations, func(set catalog.OperationSet) bool {
		return learned[store.MarkViolations+set.ID] < min(learned[set.ID], newest)
	})
}
