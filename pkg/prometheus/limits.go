package prometheus

import "time"

const (
	// defaultMaxBody bounds the answer to a plain question, which is held in memory several times over while it is read.
	defaultMaxBody = 32 << 20
	// defaultMaxStream bounds the answer to Windows and Runs, which is read as it comes. One window of 10,000
	// operations of 12 buckets is 13 MB; what is larger is asked again in two halves.
	defaultMaxStream = 256 << 20
	// maxErrorBody is how much of an error page is read to quote from it.
	maxErrorBody = 64 << 10
	// maxPoints of one series in one answer: Prometheus' own limit (web/api/v1: 11,000).
	maxPoints = 11_000
	// shapeAge is for how long of t it is remembered whether a metric is a native histogram.
	shapeAge = 10 * time.Minute
	// scrapeAge is for how long of t a measured scrape interval is remembered.
	scrapeAge = 5 * time.Minute
	// newcomerAge is for how long of t it is remembered that a metric had no samples yet.
	newcomerAge = 30 * time.Second
	// runsLookback is how far before its range Runs looks for the run that was seen last. A run that ends while
	// its series is not scraped for longer than this is lost.
	runsLookback = 6 * time.Hour
	// runsPiece bounds the raw samples of one request: 6 hours of 30 series every 5 seconds are 130,000.
	runsPiece = 6 * time.Hour
	// longestRun is no run any more, but a wrong unit or a damaged sample.
	longestRun = 100 * 366 * 24 * time.Hour
	// mostCounted is more than any window counts, or lasts in milliseconds. What is above it is damaged; counts
	// up to it add up without becoming infinite or losing a request.
	mostCounted = 1 << 50
	// longestRetry bounds what a server may ask for with Retry-After.
	longestRetry = 15 * time.Minute
	// maxRemembered bounds the memory of shapes and scrape intervals; when it is full it starts anew.
	maxRemembered = 4096
)

// Limits bound what a Client accepts, in bytes; zero fields mean the defaults.
type Limits struct {
	MaxBody   int64
	MaxStream int64
}

func (l Limits) orDefault() Limits {
	if l.MaxBody <= 0 {
		l.MaxBody = defaultMaxBody
	}
	if l.MaxStream <= 0 {
		l.MaxStream = defaultMaxStream
	}
	return l
}
