// Command evaluate measures how well the engine tells slowdowns from chance, on
// simulated operations with known faults. It prints the rows of docs/evaluation.md.
package main

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers what a simulated operation measures.
//
// Requests arrive as a Poisson process with the rhythm of a day and a week;
// latencies are log-normal around a level with a season and first-order
// autoregressive unrest by the minute; a histogram counts them. Counting so many
// independent requests into buckets is drawing one Poisson number per bucket, so
// that five thousand requests a minute cost no more than five.

const (
	logSD = 0.5 // of the requests of one moment
	// perTick is how long the pieces are that windows are made of.
	perTick = 10 * time.Second
	ticks   = int(time.Minute / perTick)
)

var (
	begin = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC) // a Monday
	// layouts are a fine histogram, buckets as applications set them, and Prometheus' default ones.
	layouts = [][]float64{
		geometric(0.001, 1.189, 60),
		{.001, .0015, .0025, .004, .006, .01, .015, .025, .04, .06, .1, .15, .25, .4, .6, 1, 1.5, 2.5, 4, 6, 10, 15, 25, 40},
		{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	}
)

func geometric(from, by float64, n int) []float64 {
	bounds := make([]float64, n)
	for i := range bounds {
		bounds[i] = from * math.Pow(by, float64(i))
	}
	return bounds
}

// operation is one simulated operation. What it draws for a minute depends on its seed, the scene and the minute alone
// (its level goes on from the minute before): not on other scenes, nor on how long they were looked at, so that two
// engines are told the same, and a minute with a fault is the same minute without it.
type operation struct {
	seed   uint64
	scene  scene
	peak   float64 // requests a minute in the busiest one
	unrest float64 // standard deviation of the level
	rho    float64 // of the unrest from minute to minute
	median float64
	bounds []float64

	r     *rand.Rand // of this minute
	begun bool
	noise float64
	shape []float64 // probabilities of the buckets in this minute
}

// scene is one thing that an operation goes through.
type scene uint64

const (
	learning scene = iota
	quietDays
	spiked
	restarted
	shifted
	accepted
	firstFault // and one for every fault, each time it is tried
)

func newOperation(seed uint64, peak, unrest, rho float64, bounds []float64) *operation {
	o := &operation{seed: seed, peak: peak, unrest: unrest, rho: rho}
	o.r = o.random(-1)
	o.median = math.Exp(math.Log(0.02) + o.r.Float64()*math.Log(25))
	o.bounds = around(bounds, o.median)
	o.shape = make([]float64, len(o.bounds)+1)
	return o
}

// in is the operation at the beginning of a scene.
func (o *operation) in(s scene) *operation {
	other := *o
	other.scene, other.begun, other.shape = s, false, make([]float64, len(o.shape))
	other.r = other.random(-1)
	return &other
}

// random are the numbers of a minute, or of no minute: -1.
func (o *operation) random(minute int) *rand.Rand {
	var of [32]byte
	for i, n := range []uint64{o.seed, uint64(o.scene), uint64(minute)} {
		binary.LittleEndian.PutUint64(of[8*i:], n)
	}
	return rand.New(rand.NewChaCha8(of))
}

// around leaves out the bounds that no request of an operation comes near: they cost time and tell nothing.
func around(bounds []float64, median float64) []float64 {
	first, last := 0, len(bounds)-1
	for first < last && bounds[first+1] < median*math.Exp(-5*logSD) {
		first++
	}
	for last > first && bounds[last-1] > median*math.Exp(5*logSD)*10 {
		last--
	}
	return bounds[first : last+1]
}

// traffic is the expected number of requests in a minute: least at 04:00, most at 16:00, 60 % at weekends.
func (o *operation) traffic(minute int) float64 {
	t := o.peak * (0.6 - 0.4*daily(minute))
	if weekend(minute) {
		t *= 0.6
	}
	return t
}

// season is the log level of a minute: slowest at 16:00, faster at weekends.
func season(minute int) float64 {
	s := -0.12 * daily(minute)
	if weekend(minute) {
		s -= 0.08
	}
	return s
}

func daily(minute int) float64 {
	return math.Cos(2 * math.Pi * float64(minute%1440-240) / 1440)
}

func weekend(minute int) bool { return minute/1440%7 >= 5 }

// turn moves on to a minute: another level, another shape of the histogram.
func (o *operation) turn(minute int, f effect) {
	o.r = o.random(minute)
	if !o.begun {
		o.begun, o.noise = true, o.unrest*o.r.NormFloat64()
	}
	o.noise = o.rho*o.noise + math.Sqrt(1-o.rho*o.rho)*o.unrest*o.r.NormFloat64()
	o.reshape(minute, f)
}

// reshape lays the requests of a minute out as an effect has them.
func (o *operation) reshape(minute int, f effect) {
	level := math.Log(o.median) + season(minute) + o.noise + math.Log(f.factor)
	if f.constant {
		level = math.Log(o.median * f.factor)
	}
	before := 0.0
	for i := range o.shape {
		below := 1.0
		if i < len(o.bounds) {
			below = o.below(math.Log(o.bounds[i])-level, f)
		}
		o.shape[i] = below - before
		before = below
	}
}

// below is the share of requests within a log distance of the level.
func (o *operation) below(d float64, f effect) float64 {
	if f.constant {
		if d >= 0 {
			return 1
		}
		return 0
	}
	b := distuv.UnitNormal.CDF(d / logSD)
	if f.tail > 0 {
		b = (1-f.tail)*b + f.tail*distuv.UnitNormal.CDF((d-math.Log(f.tailFactor))/logSD)
	}
	return b
}

// count adds the requests of a part of the minute to a histogram.
func (o *operation) count(h *baseline.Histogram, requests float64) {
	for i, p := range o.shape {
		if p > 1e-12 {
			h.Counts[i] += o.poisson(p * requests)
		}
	}
}

func (o *operation) poisson(mean float64) float64 {
	if mean > 30 {
		return math.Max(0, math.Round(mean+math.Sqrt(mean)*o.r.NormFloat64()))
	}
	limit, product, n := math.Exp(-mean), o.r.Float64(), 0.0
	for product > limit {
		product *= o.r.Float64()
		n++
	}
	return n
}

func (o *operation) empty() baseline.Histogram {
	return baseline.Histogram{Bounds: o.bounds, Counts: make([]float64, len(o.bounds)+1)}
}

// learn measures the days from one to another in windows of five minutes and learns from them.
func (o *operation) learn(from, to int, f effect) baseline.Record {
	windows := make([]baseline.Window, (to-from)*288)
	for i := range windows {
		first := from*1440 + i*5
		windows[i] = baseline.Window{End: begin.Add(time.Duration(first+5) * time.Minute), Width: 5 * time.Minute, Histogram: o.empty()}
		for minute := first; minute < first+5; minute++ {
			o.turn(minute, f)
			o.count(&windows[i].Histogram, o.traffic(minute)*f.traffic)
		}
	}
	return baseline.Learn(windows, baseline.Options{})
}
