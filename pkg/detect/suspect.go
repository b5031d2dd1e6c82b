package detect

import (
	"math"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers which operations are worth being judged by the minute: windows of five minutes tell of nearly all that
// they hold no violation, and are twelve an hour.

// MayHaveBeenSlow tells whether a learned window can hold a violation of the latency, or of a level. In the minute
// of a breach one request in twenty took longer than the warning factor; in the
// five minutes around it that is one in a hundred, and one in two hundred where
// slow requests made the others fewer.
func MayHaveBeenSlow(w baseline.Window, r baseline.Record, s Settings) bool {
	const share = 0.995
	s = s.Of(r)
	if r.Level != nil {
		// Five minutes that are off may lie half in this window, half in the next.
		v := Judge(w, r, s)
		return v.Measured && v.Ratio >= math.Sqrt(s.Warning)
	}
	expected := r.ExpectedIn(w, s.Invert)
	if !(expected > 0) {
		return false
	}
	if s.Invert {
		v, _ := w.Quantile(0.5)
		return v <= expected/s.Info
	}
	v, clamped := w.Quantile(share)
	return clamped || v >= s.Warning*expected
}

// MayHaveBeenSlowIn tells it of several.
func MayHaveBeenSlowIn(windows []baseline.Window, r baseline.Record, s Settings) bool {
	return slices.ContainsFunc(windows, func(w baseline.Window) bool { return MayHaveBeenSlow(w, r, s) })
}

// MayHaveFailedIn tells whether learned windows, ascending and from one of them on, with those of the hour before, can hold a
// violation by what failed. In the minute of a breach a multiple of what is usual failed, and five minutes of it are
// told from others by less; what no minute shows they show as they do live. Where a verdict takes several minutes they may
// lie half in one window, half in the next: of five failures neither has five.
func MayHaveFailedIn(windows []baseline.Window, within int, r baseline.Record, s Settings) bool {
	if !slices.ContainsFunc(windows, func(w baseline.Window) bool { return w.Errors > 0 }) {
		return false // as nearly always
	}
	before := HourBefore{Signal: Errors, Windows: windows, Record: r, Settings: s}
	for i := within; i < len(windows); i++ {
		if mayHaveFailed(windows[i], r, s) || before.Verdict(windows[i:i+1]).Tier >= Warning {
			return true
		}
		if i == 0 {
			continue
		}
		both := together(windows[i-1], windows[i])
		if both.Requests() < s.MinRequests*both.Width.Minutes() && mayHaveFailed(both, r, s) {
			return true
		}
	}
	return false
}

// together is what failed in two windows, one after the other.
func together(a, b baseline.Window) baseline.Window {
	return failed(b.End, b.End.Sub(a.End)+a.Width, a.Requests()+b.Requests(), a.Errors+b.Errors)
}
