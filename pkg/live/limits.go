package live

import "time"

const (
	// defaultConcurrency: Prometheus evaluates 20 queries at a time by default, and serves others than us.
	defaultConcurrency = 4
	// defaultWindowBytes holds 5 minutes of 10,000 operations of 12 buckets, asked every 10 seconds (30 moments), and
	// the twelve wide windows of an hour.
	defaultWindowBytes = 64 << 20
	// defaultAnswerBytes holds the instant and range answers of several dashboards.
	defaultAnswerBytes = 16 << 20
	// defaultTimeout is below the 30 seconds after which Grafana gives up a query.
	defaultTimeout = 25 * time.Second

	// tick is the grid of the moments that are evaluated (design 4.3): everybody asks for the same ones.
	tick = 10 * time.Second
	// longestStep is more than lies between two points on any screen. Grafana passes on whatever number a query names, and
	// one that overflows as it is rounded up would let a loop over the points go on until the memory is full.
	longestStep = 366 * 24 * time.Hour
	// slowTick is the grid of what looks back over a day or more: a hundredth of a day.
	slowTick = 15 * time.Minute
	// leastWidth is the narrowest window; the documents want a regression seen within a minute (D2 l.423).
	leastWidth = time.Minute
	// scrapesPerWindow: Prometheus' ranges are left-open, so fewer scrapes leave a window empty or shaky (catalogue G-1).
	scrapesPerWindow = 4
	// history is how far back recent windows serve pages (design 4.3).
	history = time.Hour
	// wideWidth is the width of the windows in which slow deviations are looked for: that of learning.
	wideWidth = 5 * time.Minute
	// countedBack is how far back a run is looked for that no gauge gives a time.
	countedBack = 2 * time.Hour
	// MostRunsBack is how much of a range single runs are listed for: their gauges are read scrape by scrape.
	MostRunsBack = 7 * 24 * time.Hour
	// runsBack is how far back the last three runs are looked for, at every runsStep.
	runsBack = 24 * time.Hour
	runsStep = time.Minute
	// idleAfter is for how long of the clock an unused moment older than history is kept.
	idleAfter = 5 * time.Minute
	// mostSuspects is up to how many operations of a set that are normal now are measured by the minute to see whether they
	// were in violation: an hour of more of them crowds out the windows of all others, and would be asked for again each time.
	mostSuspects = 1000
)

// Grid is the moment that is evaluated for a query's `to`: the last multiple
// of 10 seconds at or before it, lag earlier for back ends that receive late.
func Grid(to time.Time, lag time.Duration) time.Time {
	return to.Add(-lag).Truncate(tick).UTC()
}
