package detect

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// restless is a thin operation in which nothing is wrong, though it looks so now and then.
type restless struct {
	name    string
	logSD   float64
	unrest  float64 // of the level, an AR(1) process over five minutes
	tenfold float64 // share of the requests that take ten times as long
	bad     float64 // share of the minutes all of whose requests take four times as long
}

var restlessKinds = []restless{
	{name: "plain", logSD: 0.5, unrest: 0.1},
	{name: "wide", logSD: 1, unrest: 0.1},
	{name: "very wide", logSD: 1.5, unrest: 0.2},
	{name: "a level that wanders", logSD: 0.5, unrest: 0.3},
	{name: "3 % ten times slower", logSD: 0.5, unrest: 0.1, tenfold: 0.03},
	{name: "8 % ten times slower", logSD: 0.5, unrest: 0.1, tenfold: 0.08},
	{name: "three bad minutes a day", logSD: 0.5, unrest: 0.1, bad: 1. / 500},
	{name: "fourteen bad minutes a day", logSD: 0.5, unrest: 0.1, bad: 1. / 100},
	{name: "all of it", logSD: 1, unrest: 0.3, tenfold: 0.02, bad: 1. / 1000},
}

const (
	restlessSeries = 12
	learntDays     = 14
	quietDays      = 6
)

// How often few requests are a breach while nothing is wrong: `go test ./pkg/detect -run '^$' -bench Thin -benchtime 1x`.
func BenchmarkThinOperationsInWhichNothingIsWrong(b *testing.B) {
	for _, kind := range restlessKinds {
		for _, rate := range []float64{0.7, 2, 5, 12, 30} {
			b.Run(fmt.Sprintf("%s/%.1f a minute", kind.name, rate), func(b *testing.B) {
				for b.Loop() {
					breaches := 0
					for series := range restlessSeries {
						breaches += kind.breaches(rate, rand.New(rand.NewPCG(uint64(series), uint64(10*rate))))
					}
					b.ReportMetric(float64(breaches), "breaches")
					b.ReportMetric(restlessSeries*quietDays, "days")
				}
			})
		}
	}
}

// breaches counts those of the quiet days; what is more than ten minutes apart is two.
func (k restless) breaches(rate float64, r *rand.Rand) (n int) {
	o, level := &thin{}, 0.0
	next := func() {
		if o.minutes%5 == 0 {
			level = 0.9*level + math.Sqrt(1-0.9*0.9)*k.unrest*r.NormFloat64()
		}
		factor := 0.2 * math.Exp(level)
		if r.Float64() < k.bad {
			factor *= 4
		}
		o.observe(k.requests(rate, factor, r))
	}
	var windows []baseline.Window
	for range learntDays * 288 {
		for range 5 {
			next()
		}
		windows = append(windows, o.joined(o.recent[:5]))
	}
	o.baseline = baseline.Learn(windows, baseline.Options{})
	var last time.Time
	for range quietDays * 1440 {
		next()
		v := o.verdict()
		if v.Tier < Warning {
			continue
		}
		if v.At.Sub(last) > 10*time.Minute {
			n++
		}
		last = v.At
	}
	return n
}

// requests are the durations of a minute: as many as a Poisson process has.
func (k restless) requests(rate, middle float64, r *rand.Rand) (took []float64) {
	for left := r.ExpFloat64() / rate; left < 1; left += r.ExpFloat64() / rate {
		t := middle * math.Exp(k.logSD*r.NormFloat64())
		if r.Float64() < k.tenfold {
			t *= 10
		}
		took = append(took, t)
	}
	return slices.Clip(took)
}
