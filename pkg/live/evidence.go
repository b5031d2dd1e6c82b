package live

import (
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers how far back a verdict must look to rest on enough requests.

// leastRequests is the least evidence for a verdict on a quantile (design 5.1).
func leastRequests(q float64) float64 { return math.Max(20, math.Round(5/(1-q))) }

// evidence joins the windows of an operation, newest first, until enough says
// that they suffice. The result ends at t and is as wide as what was looked at.
func (r recent) evidence(t time.Time, width time.Duration, enough func(baseline.Window) bool) baseline.Window {
	joined := baseline.Window{End: t}
	for i, l := range r.looks {
		w := l.window(t, width)
		if i == 0 {
			joined = w
		} else {
			joined.Width += width
			joined.Add(w.Histogram)
			joined.Errors += w.Errors
			joined.Samples = append(joined.Samples, w.Samples...)
		}
		if enough(joined) {
			break
		}
	}
	return joined
}

// requests says that evidence suffices from so many requests on.
func requests(least float64) func(baseline.Window) bool {
	return func(w baseline.Window) bool { return w.Requests() >= least }
}

// expected says that evidence suffices where so many requests came or should
// have come: silence where 300 requests are normal is evidence.
func expected(least, perSecond float64) func(baseline.Window) bool {
	return func(w baseline.Window) bool {
		return math.Max(w.Requests(), perSecond*w.Width.Seconds()) >= least
	}
}
