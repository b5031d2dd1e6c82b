// Package baseline answers what is normal for an operation. It is pure:
// numbers in, numbers out, no clock and no I/O.
package baseline

import "time"

// Histogram holds the requests of a stretch of time by duration, in seconds, or by what else was measured of each.
type Histogram struct {
	// Bounds are the ascending upper bounds of the buckets, +Inf excluded.
	Bounds []float64
	// Counts are the requests of each bucket, not cumulative; one longer than Bounds, the last is the +Inf bucket.
	Counts []float64
	Sum    float64
	// Native marks exponential buckets: quantiles are interpolated exponentially, layouts merge exactly.
	Native bool
}

// Window is one measured interval (End-Width, End] of an operation.
type Window struct {
	End   time.Time
	Width time.Duration
	Histogram
	Errors float64
	// Samples are exact durations of single runs, in seconds; set for run series instead of the histogram.
	Samples []float64
}

// State is where a baseline is in its life (design 4.7).
type State string

// The states in order of trust.
const (
	Learning    State = "learning"
	Provisional State = "provisional"
	Active      State = "active"
	Documented  State = "documented" // the upper end of a documented range, until a learned one is active
)

// Profile is the shape of an operation over time: factors to the pooled value, by local time.
type Profile struct {
	TimeZone string      `json:"timeZone"`
	Factors  [24]float64 `json:"factors"` // by hour of day; 1 where there is no evidence of a shape
	Days     int         `json:"days"`    // distinct days it rests on; below 3 a latency has no factors
	// Level is the finest one that earned its place: empty for the hour of day, "weekend" for weekdays and weekends by
	// hour, "week" for every hour of the week.
	Level string `json:"level,omitempty"`
	// Cells are the factors of that level: 24 of weekdays and 24 of weekends, or 168 from Monday on.
	Cells []float64 `json:"cells,omitempty"`
	// Regular are the factors of five minutes that are another every day, on top of that of their hour: by the minute of
	// the day at which they begin.
	Regular map[int]float64 `json:"regular,omitempty"`
	// Pauses are, of a rate, the hours of weekdays (0 to 23) and of weekends (24 to 47) in which there are regularly no
	// requests for a while.
	Pauses []int `json:"pauses,omitempty"`
	// PausesOfWeek are further hours of the week (0 to 167, from Monday's first) in which it is so in most weeks.
	PausesOfWeek []int `json:"pausesOfWeek,omitempty"`
	// GapsAWeek is, of a rate, how often a week there were no requests for a while at other times, in hours with many; nil
	// where an earlier version did not count it.
	GapsAWeek *float64 `json:"gapsAWeek,omitempty"`
	// Swing is, of a rate, by how much more than by chance the requests of neighbouring windows differ, to their number.
	Swing float64 `json:"swing,omitempty"`
	// Failing are, of a rate, the shares of requests that regularly fail in such hours, where it is more than at other times.
	Failing map[int]Failing `json:"failing,omitempty"`
	// Holidays count as Sundays.
	Holidays Calendar `json:"holidays,omitempty"`
}

// Record is the baseline of one operation.
type Record struct {
	Quantiles         // pooled over everything learned, outliers removed
	Mean      float64 `json:"mean"`
	SD        float64 `json:"sd"`
	Requests  float64 `json:"requests"` // outliers removed
	Windows   int     `json:"windows"`
	Outliers  int     `json:"outliers"` // windows left out
	// Confidence is the probability that the learned p95 lies within 10 % of the one that endless data would show; of a level
	// also that its usual value does, or within a quarter of its spread: whichever is surer.
	Confidence float64 `json:"confidence"`
	// Effective is the number of independent requests that carry the same information (autocorrelation, overdispersion).
	Effective float64 `json:"effective"`
	// P95Low and P95High are the 95 % interval of the learned p95.
	P95Low  float64 `json:"p95Low"`
	P95High float64 `json:"p95High"`
	// P95Least and P95Most are that interval widened to the bounds of the buckets that its ends lie in: it holds the true
	// p95, wherever within their buckets the requests were. 0 where an earlier version did not say.
	P95Least float64 `json:"p95Least,omitempty"`
	P95Most  float64 `json:"p95Most,omitempty"`
	// LogSD is the standard deviation of the log p95 of single windows around their expectation.
	LogSD float64 `json:"logSd"`
	// LogSDHour is the same of hourly means: how much of the unrest lasts. 0 where a day of hours is not known yet.
	LogSDHour float64 `json:"logSdHour,omitempty"`
	// TailRatio is the p99 to the p95 within an hour, where hours differ and those of all of them together lie further
	// apart; 0 without a shape.
	TailRatio float64 `json:"tailRatio,omitempty"`
	// BodyRatio is the p50 to the p95 in the hour of the day in which they are closest: the p50 is normally no more than
	// that. 0 of single values, which have no last bucket.
	BodyRatio float64 `json:"bodyRatio,omitempty"`
	// Resolution is the ratio of the bounds of the bucket that holds the p95; 1 for exact samples.
	Resolution float64   `json:"resolution"`
	Profile    *Profile  `json:"profile,omitempty"`
	State      State     `json:"state"`
	Reason     string    `json:"reason"` // why it is in this state, one sentence for a person
	From       time.Time `json:"from"`
	To         time.Time `json:"to"`
	// RangeLow and RangeHigh are the documented range in seconds, 0 without one.
	RangeLow  float64 `json:"rangeLow"`
	RangeHigh float64 `json:"rangeHigh"`
	// Source says who says so: a document's anchor for a documented baseline, else "learned".
	Source string `json:"source"`
	// ErrorRatio and RequestRate are the learned levels of the other two signals.
	ErrorRatio  float64 `json:"errorRatio"`
	RequestRate float64 `json:"requestRate"` // per second
	// ErrorsAtTimes are the shares of failed requests that some hour reaches on every other day, whichever hour it is; 0
	// where that is no more than ErrorRatio.
	ErrorsAtTimes Failing `json:"errorsAtTimes,omitzero"`
	// RateProfile is the hour-of-day shape of RequestRate.
	RateProfile *Profile `json:"rateProfile,omitempty"`
	// Between is how long it is between runs; nil of anything else, and of runs at no regular times.
	Between *Between `json:"between,omitempty"`
	// Idle is the share of the learned time without any request.
	Idle float64 `json:"idle"`
	// TrafficFrom and TrafficTo are when it was learned how many requests come and fail, where latency is held to what was
	// learned earlier; else zero.
	TrafficFrom time.Time `json:"trafficFrom,omitzero"`
	TrafficTo   time.Time `json:"trafficTo,omitzero"`
	// Standing is what a person has decided, Anchor the level that this binds the baseline to.
	Standing Standing `json:"standing,omitempty"`
	Anchor   *Anchor  `json:"anchor,omitempty"`
	// Factors are the operation's own limits of the tiers; nil means the system's.
	Factors *Factors `json:"factors,omitempty"`
	// Unit is that of the values, a unit of Grafana; empty for durations, in seconds.
	Unit string `json:"unit,omitempty"`
	// Level is set where windows have one value each, of something that has one at any time.
	Level *Levels `json:"level,omitempty"`
}

// Quantiles are the three that Yardstick keeps everywhere, in seconds.
type Quantiles struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
}
