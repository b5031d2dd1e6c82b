package detect

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers what an operation was at earlier moments, for the list of violations. What shows in the hour before
// belongs to it where it is a breach; a slow drift is none.

// HourReach is how far back few requests, and those that failed, are counted.
const HourReach = time.Hour

// HourBefore judges a signal at some ascending moments. What the hour before one shows stays until the next of its
// windows has ended.
type HourBefore struct {
	Signal   Signal
	Windows  []baseline.Window // ascending, of at least five minutes; of a rate they say nothing
	Record   baseline.Record
	Settings Settings

	ended   int // of the windows, when they were last judged
	few     *Breach
	failing *Failing
}

// Verdict is the one at the end of the newest window of detection.
func (h *HourBefore) Verdict(newestFirst []baseline.Window) Verdict {
	if h.Signal == Rate {
		return JudgeRate(newestFirst[0], h.Record, h.Settings)
	}
	h.judgeTo(newestFirst[0].End)
	if h.Signal == Errors {
		now, _ := Joined(newestFirst, Requests(h.Settings.MinRequests))
		return JudgeErrorsOf(now, Hour{Recent: newestFirst, Failing: h.failing}, h.Record, h.Settings)
	}
	return JudgeHour(Hour{Recent: newestFirst, Drift: &Drift{Breach: h.few}}, h.Record, h.Settings)
}

// judgeTo judges the hour before a moment, where another of its windows has ended.
func (h *HourBefore) judgeTo(t time.Time) {
	ended := h.ended
	for ended < len(h.Windows) && !h.Windows[ended].End.After(t) {
		ended++
	}
	if ended == h.ended {
		return
	}
	h.ended = ended
	var newestFirst []baseline.Window
	for i := ended - 1; i >= 0 && t.Sub(h.Windows[i].End) < HourReach; i-- {
		newestFirst = append(newestFirst, h.Windows[i])
	}
	if h.Signal == Errors {
		h.failing = LastingErrors(newestFirst, h.Record, h.Settings)
		return
	}
	h.few = fewOfHour(newestFirst, h.Record, h.Settings)
}
