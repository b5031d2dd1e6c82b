package detect

import (
	"math"
	"slices"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers how far back a verdict must look to rest on enough requests.

// RecentReach is how far back a verdict looks for requests where traffic is low.
const RecentReach = 5 * time.Minute

// IsRecent tells whether a window that has ended counts for a verdict at a moment, live and in what is written down alike:
// five of a minute do, three of two minutes, and of four minutes the one before the newest.
func IsRecent(ended, at time.Time) bool { return at.Sub(ended) < RecentReach }

// Joined joins the windows of an operation, newest first, until enough says that they suffice, and tells how many it took. What
// comes of it ends with the newest and is as wide as what was looked at; the windows stay as they are.
func Joined(newestFirst []baseline.Window, enough func(baseline.Window) bool) (joined baseline.Window, used int) {
	for i, w := range newestFirst {
		if i == 0 {
			joined = w
			joined.Counts, joined.Samples = slices.Clone(w.Counts), slices.Clip(w.Samples)
		} else {
			joined.Width += w.Width
			joined.Add(w.Histogram)
			joined.Errors += w.Errors
			joined.Samples = append(joined.Samples, w.Samples...)
		}
		if used = i + 1; enough(joined) {
			break
		}
	}
	return joined, used
}

// Requests says that evidence suffices from so many requests on.
func Requests(least float64) func(baseline.Window) bool {
	return func(w baseline.Window) bool { return w.Requests() >= least }
}

// Due says that evidence suffices where so many requests came or should have come: silence where 300 requests are
// normal is evidence.
func Due(least, perSecond float64) func(baseline.Window) bool {
	return func(w baseline.Window) bool {
		return math.Max(w.Requests(), perSecond*w.Width.Seconds()) >= least
	}
}
