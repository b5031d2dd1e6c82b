package learn

import "time"

// DefaultDays is how far back a baseline reaches.
const DefaultDays = 28

// MostDays bounds how far back a person may ask for: a year of five-minute windows is more than any season needs.
const MostDays = 365

// Cost and patience of the learner; each in one place.
const (
	// atOnce is the number of requests to Prometheus at a time: it evaluates 20 by default, and serves others than us.
	atOnce = 4
	// mostHours is how many hours one request covers at most: fewer requests for the same samples.
	mostHours = 6
	// windowsAtOnce bounds what one answer holds in memory; a window of 12 buckets takes about 300 bytes.
	windowsAtOnce = 60_000
	// suspectsAtOnce is the number of operations that one request for detection windows names.
	suspectsAtOnce = 200
	// learningWidth is the window of learning; four scrapes where scrapes are rare (design 1).
	learningWidth = 5 * time.Minute
	// detectionWidth is the window of verdicts, likewise.
	detectionWidth  = time.Minute
	scrapesInWindow = 4
	// newest is learned first, so that there is something to see in a minute.
	newest = 24
	// rebaseRounds is after how many days of history baselines are learned again while there are some already.
	rebaseRounds = 7
	// ViolationHours is how far back violations are derived for a system that is new.
	ViolationHours = 7 * 24
	// settled is how long after its end an hour is learned: late scrapes and rule evaluations have arrived.
	settled = time.Minute
	// leaseTime, renewEvery, and askEvery of who waits: another process takes over within a minute of a death, with some
	// seconds left to free a lock that a process holds which stands still.
	leaseTime  = 45 * time.Second
	renewEvery = 15 * time.Second
	askEvery   = 5 * time.Second
	// firstPause and longestPause bound the back-off while Prometheus or the store is away.
	firstPause   = time.Second
	longestPause = time.Minute
	// longestNap is after how long a sleeping machine that was woken is noticed.
	longestNap = time.Minute
	// baselinesAtOnce is the number of versions written in one transaction.
	baselinesAtOnce = 500
)
