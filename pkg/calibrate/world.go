// Package calibrate answers whether what Yardstick states of its own certainty
// is true: how often its 95 % intervals hold the truth, and how often baselines
// that call themselves certain are right. It simulates, and draws from real
// latencies; both by seeds, so that everybody gets the same numbers.
package calibrate

import (
	"math"
	"math/rand/v2"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers what is measured in the simulated world, and what is true in it.

// Layout is how durations are measured.
type Layout struct {
	Name   string
	Bounds []float64 // nil: one by one
	Native bool
}

// growth of a native histogram's buckets by schema (2^(2^-schema)).
func native(schema int) Layout {
	l := Layout{Name: "native schema " + string(rune('0'+schema)), Native: true}
	steps := 1 << schema
	for k := -11 * steps; k <= 7*steps; k++ {
		l.Bounds = append(l.Bounds, math.Exp2(float64(k)/float64(steps)))
	}
	return l
}

var (
	exact   = Layout{Name: "exact"}
	native3 = native(3)
	// classic are the default buckets of the Prometheus client libraries.
	classic = Layout{Name: "classic default buckets", Bounds: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}}
)

// Workload is an operation with log-normal durations whose level wanders from window to window.
type Workload struct {
	Layout
	LogSD    float64 // of requests within a window
	LevelSD  float64 // of the level
	Rho      float64 // lag-1 correlation of the level
	Requests int     // per window
	Windows  int
}

const median = 0.12 // seconds

var (
	start  = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	normal = distuv.UnitNormal
)

// measure is one history of the workload.
func (w Workload) measure(r *rand.Rand) []baseline.Window {
	windows := make([]baseline.Window, w.Windows)
	level := r.NormFloat64() * w.LevelSD
	for i := range windows {
		if i > 0 {
			level = w.Rho*level + math.Sqrt(1-w.Rho*w.Rho)*w.LevelSD*r.NormFloat64()
		}
		windows[i] = w.window(r, start.Add(time.Duration(i+1)*5*time.Minute), level)
	}
	return windows
}

func (w Workload) window(r *rand.Rand, end time.Time, level float64) baseline.Window {
	values := make([]float64, w.Requests)
	mu := math.Log(median) + level
	for i := range values {
		values[i] = math.Exp(mu + w.LogSD*r.NormFloat64())
	}
	return w.of(end, values)
}

// of is a window that holds these durations.
func (l Layout) of(end time.Time, values []float64) baseline.Window {
	out := baseline.Window{End: end, Width: 5 * time.Minute}
	if l.Bounds == nil {
		out.Samples = values
		return out
	}
	out.Histogram = baseline.Histogram{Bounds: l.Bounds, Counts: make([]float64, len(l.Bounds)+1), Native: l.Native}
	for _, v := range values {
		out.Counts[bucket(l.Bounds, v)]++
		out.Sum += v
	}
	return out
}

func bucket(bounds []float64, v float64) int {
	low, high := 0, len(bounds)
	for low < high {
		if m := (low + high) / 2; bounds[m] < v {
			low = m + 1
		} else {
			high = m
		}
	}
	return low
}

// quantile is the true one over all time: the wandering level is part of the distribution.
func (w Workload) quantile(q float64) float64 {
	return median * math.Exp(normal.Quantile(q)*math.Hypot(w.LogSD, w.LevelSD))
}

// shown is the p95 that the same layout would show with endless data: the true one where nothing is interpolated.
func (w Workload) shown() float64 {
	if w.Bounds == nil {
		return w.quantile(0.95)
	}
	h := baseline.Histogram{Bounds: w.Bounds, Counts: make([]float64, len(w.Bounds)+1), Native: w.Native}
	below := 0.0
	for i, b := range w.Bounds {
		p := normal.CDF(math.Log(b/median) / math.Hypot(w.LogSD, w.LevelSD))
		h.Counts[i], below = p-below, p
	}
	h.Counts[len(w.Bounds)] = 1 - below
	v, _ := h.Quantile(0.95)
	return v
}
