package detect

import (
	"math"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers how much a normal operation varies, by how long it is looked
// at and by how many requests that rests on.

const (
	learnedWidth = 5 * time.Minute
	hourWidth    = time.Hour
	// leastSpread of a logarithm: what is closer than 2 % is never told apart.
	leastSpread = 0.02
	// leastShare of the learned spread is always laid to the level, however much
	// of it the sampling of requests seems to explain: that part is an estimate.
	leastShare = 0.25
)

// variation is how the log quantile of a normal operation varies.
type variation struct {
	perRequest float64 // standard error of one request; n have 1/√n of it
	lasting    float64 // standard deviation of the level that an hour does not average out
	passing    float64 // of what comes and goes, over five minutes
	learned    float64 // standard error of the learned quantile itself
}

// variationOf reads the variation of the p95 from the baseline. The learned
// spreads of five minutes and of an hour hold the chance of their samples, which
// is taken out; what is left is how the level wanders. What an hour shows of it
// lasts, the rest passes, and is taken to pass from minute to minute: for a level
// that stays for some minutes the narrow windows then count as less sure than they are.
func variationOf(r baseline.Record) variation {
	v := variation{lasting: r.LogSD}
	if r.State == baseline.Documented || !(r.P95Low > 0) || !(r.P95High > r.P95Low) {
		return v
	}
	v.learned = math.Log(r.P95High/r.P95Low) / (2 * twoSided)
	v.perRequest = v.learned * math.Sqrt(r.Effective)
	perWindow := 0.0
	if r.Windows > 0 && r.Requests > 0 {
		perWindow = v.perRequest * v.perRequest * float64(r.Windows) / r.Requests
	}
	v.lasting = without(r.LogSD, perWindow)
	if r.LogSDHour > 0 {
		const hour = float64(hourWidth / learnedWidth)
		five, whole := v.lasting, without(r.LogSDHour, perWindow/hour)
		passing := math.Max(0, five*five-whole*whole) / (1 - 1/hour)
		v.passing = math.Sqrt(passing)
		v.lasting = math.Sqrt(math.Max(0, five*five-passing))
	}
	return v
}

func without(spread, chance float64) float64 {
	return math.Sqrt(math.Max(spread*spread-chance, leastShare*leastShare*spread*spread))
}

// tail turns the variation of the p95 into that of the p99. The level is the
// same; fewer requests lie above it, which for a normal tail makes its error 1.77 times as large.
func (v variation) tail() variation {
	const more = 1.77
	v.perRequest *= more
	v.learned *= more
	return v
}

// over is the standard deviation of the level over a stretch of time. Between
// what was learned, five minutes and an hour, it falls by a power of the width;
// below that, by how the passing part would fall if it passed within a minute.
func (v variation) over(width time.Duration) float64 {
	five := math.Hypot(v.lasting, v.passing)
	const hour = float64(hourWidth / learnedWidth)
	if width <= learnedWidth {
		return math.Sqrt(v.lasting*v.lasting + v.passing*v.passing*float64(learnedWidth)/float64(max(width, time.Second)))
	}
	whole := math.Sqrt(v.lasting*v.lasting + v.passing*v.passing/hour)
	if !(whole > 0) {
		return 0
	}
	slope := math.Log(whole/five) / math.Log(hour)
	return five * math.Pow(math.Min(float64(width)/float64(learnedWidth), hour), slope)
}
