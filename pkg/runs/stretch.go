package runs

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which hours before a deployment are compared with which after it.

// Stretch is a stretch of time and what a reader calls it.
type Stretch struct {
	Title    string
	From, To time.Time
}

// Between is a stretch without another name.
func Between(from, to time.Time) Stretch {
	const form = "2006-01-02 15:04"
	return Stretch{from.UTC().Format(form) + " to " + to.UTC().Format(form), from, to}
}

// leftOut are the windows that it does not reach into.
func (s Stretch) leftOut(windows []baseline.Window) []baseline.Window {
	if s.From.IsZero() {
		return windows
	}
	return store.Teaching(windows, []baseline.Stretch{{From: s.From, To: s.To}})
}

// aroundDeployment is how long after a deployment is looked at: a whole day, because the hours of a day differ.
const aroundDeployment = 24 * time.Hour

// around are the stretches before and after a deployment. After is a day, or until now or the next deployment. Before
// are the same hours of the day before where the one before it was deployed earlier than that, else the time just
// before: another rhythm of the day, but never another version.
func around(all []store.Deployment, i int, now time.Time) (before, after Stretch) {
	at := all[i].At
	end := at.Add(aroundDeployment)
	if now.Before(end) {
		end = now
	}
	for _, next := range all[i+1:] {
		if next.At.After(at) && next.At.Before(end) {
			end = next.At
		}
	}
	length := end.Sub(at)
	from := at.Add(-aroundDeployment)
	for k := i - 1; k >= 0; k-- {
		if previous := all[k].At; previous.Before(at) {
			if previous.After(from) {
				from = later(previous, at.Add(-length))
			}
			break
		}
	}
	to := from.Add(length)
	if to.After(at) {
		to = at
	}
	before, after = Between(from, to), Between(at, end)
	before.Title = "before " + all[i].Version + " (" + before.Title + ")"
	after.Title = "after " + all[i].Version + " (" + after.Title + ")"
	return before, after
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
