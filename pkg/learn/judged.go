package learn

import (
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers which violations the windows of one operation show.

// wide is the least width of the windows in which few requests are counted (pkg/live does the same).
const wide = 5 * time.Minute

// tiers are the settings by which pkg/live judges the set.
func (w work) tiers() detect.Settings {
	return detect.Settings{
		Info: w.system.Tiers.Info, Warning: w.system.Tiers.Warning, Critical: w.system.Tiers.Critical,
		MinRequests: float64(w.set.MinRequests),
	}.Toward(w.set.Direction).Filled()
}

// violationsIn derives the violations of one operation by a signal from its windows, step wide and step apart, and from
// when it hung.
func (w work) violationsIn(signal detect.Signal, windows []baseline.Window, of suspect, s span, step time.Duration) []store.Violation {
	if signal == detect.Rate {
		windows = detect.Whole(windows, s.from.Add(-detect.HourReach), s.to())
	}
	var verdicts []detect.Verdict
	before := detect.HourBefore{Signal: signal, Windows: widened(windows, (step+wide-1)/wide*wide), Record: of.record, Settings: w.tiers()}
	for i, window := range windows {
		if window.End.After(s.from.Add(-sameViolation)) {
			verdicts = append(verdicts, before.Verdict(latest(windows[:i+1])))
		}
	}
	var found []store.Violation
	for _, stretch := range detect.Overlaid(detect.Breaches(signal, verdicts, step), of.hung, detect.Apart(step)) {
		if !stretch.End.After(s.from) {
			continue // the span before has it
		}
		// An operation that vanished in the middle of the span is not open at its end.
		stretch.Open = stretch.Open && stretch.End.After(s.to().Add(-sameViolation))
		v := violationOf(stretch)
		if signal != detect.Latency {
			v.Signal = string(signal)
		}
		found = append(found, v)
	}
	return found
}

// latest are the last windows, newest first, as far back as a verdict may look.
func latest(windows []baseline.Window) (newestFirst []baseline.Window) {
	now := windows[len(windows)-1].End
	for _, w := range slices.Backward(windows) {
		if !detect.IsRecent(w.End, now) {
			break
		}
		newestFirst = append(newestFirst, w)
	}
	return newestFirst
}

// runViolations: a run that took too long violates from the moment it did until it ended. Such runs close to one another
// are one violation, as breaches of other operations are.
func (w work) runViolations(windows []baseline.Window, record baseline.Record) []store.Violation {
	settings := w.tiers().Of(record)
	var found []store.Violation
	for _, window := range windows {
		for _, took := range window.Samples {
			last := figure.Duration(took)
			v := detect.JudgeRun(detect.Run{At: window.End, Last: last, LastAt: window.End}, record, settings)
			if v.Tier < detect.Warning {
				continue
			}
			began := window.End.Add(-last)
			after := func(factor float64) time.Time { return began.Add(figure.Duration(min(factor*v.Expected, took))) }
			violation := violationOf(detect.Stretch{
				Onset: after(1), Detected: after(settings.Info), Start: after(settings.Warning), End: window.End, Peak: v.Ratio, Tier: v.Tier,
			})
			if n := len(found); n > 0 && touch(found[n-1], violation, found[n-1].End, sameViolation) {
				prolong(&found[n-1], violation)
				continue
			}
			found = append(found, violation)
		}
	}
	return found
}

func violationOf(s detect.Stretch) store.Violation {
	v := store.Violation{Tier: int(s.Tier), Start: s.Start, End: s.End, Onset: s.Onset, Delay: s.Detected.Sub(s.Onset), Peak: s.Peak}
	if s.Open {
		v.End = time.Time{}
	}
	return v
}

// widened joins windows to those that end on multiples of a width, ascending.
func widened(windows []baseline.Window, width time.Duration) []baseline.Window {
	var joined []baseline.Window
	for _, w := range windows {
		end := w.End.Add(width - 1).Truncate(width)
		if n := len(joined); n == 0 || joined[n-1].End.Before(end) {
			joined = append(joined, baseline.Window{End: end, Width: width})
		}
		last := &joined[len(joined)-1]
		last.Add(w.Histogram)
		last.Errors += w.Errors
		last.Samples = append(last.Samples, w.Samples...)
	}
	return joined
}
