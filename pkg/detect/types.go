// Package detect answers whether live measurements differ from a baseline. It
// is pure: numbers in, numbers out, no clock and no I/O.
package detect

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// Tier is how far an operation is from normal.
type Tier int

// Tiers; a breach is Warning or worse.
const (
	Normal Tier = iota
	Info
	Warning
	Critical
)

// Settings are the factors to normal at which the tier changes, and the least evidence for a verdict.
type Settings struct {
	Info, Warning, Critical float64
	MinRequests             float64
	// Invert is set where more is better: the ratio is baseline / live (D-17).
	Invert bool
	// Both is set where neither more nor less is better, of levels only: the ratio is the larger of both.
	Both bool
}

// Signal is what is compared with its baseline.
type Signal string

// The signals of an operation.
const (
	Latency Signal = "latency"
	Rate    Signal = "rate"
	Errors  Signal = "errors"
)

// Verdict is the answer for one operation at one moment.
type Verdict struct {
	At       time.Time
	Width    time.Duration // of the evidence used; longer than one window where traffic is low
	Requests float64
	baseline.Quantiles
	Mean     float64
	Expected float64 // baseline p95 for this hour
	Lower    float64 // band of single windows around Expected
	Upper    float64
	// Ratio is live p95 to Expected (or the signal's own), with its 95 % interval.
	Ratio, RatioLow, RatioHigh float64
	// RatioLeast and RatioMost hold the ratio wherever in their buckets the requests were; 0 where that cannot be said.
	RatioLeast, RatioMost float64
	Z                     float64
	Tier                  Tier
	State                 baseline.State // of the baseline it rests on
	// ByRun is set where it is on a single run.
	ByRun bool
	// ByLevel is set where it is on a value that is there at any time; what is usually 0 is normal, too.
	ByLevel bool
	// ByShare is set where it is on the share of failed requests, of which enough was learned; none is normal, too.
	ByShare bool
	// Running is the age of work that has not ended; a duration of at least that much (design 4.8).
	Running time.Duration
	// Clamped is set where the live quantile lies in the last bucket: it is at least what is given.
	Clamped bool
	// UsualP50 is set where the p95 is beyond the last bucket, and the p50 shows more of how far off it is: the ratio is of that.
	UsualP50 float64
	Reason   string // one sentence for a person
	Unit     string // of the values, a unit of Grafana; empty for durations, in seconds
	// Chance is how probable a shift like this is of a normal operation; 0 where no statistics gave the tier.
	Chance float64
	// Drift is the cumulative verdict over the last hour; zero where that was not asked.
	Drift Drift
	// Measured is false where there was nothing to judge.
	Measured bool
	values   int // of a level, in a row, newest first, that the tier rests on; 0 where there is none
}

// Comparable tells whether there was something to judge, and something normal to compare it with.
func (v Verdict) Comparable() bool { return v.Measured && (v.Expected > 0 || v.ByLevel || v.ByShare) }
