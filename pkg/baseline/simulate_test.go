package baseline

import (
	"math"
	"math/rand/v2"
	"time"
)

// workload is a simulated operation: log-normal latencies whose level is an
// AR(1) process over the windows, with an optional daily shape.
type workload struct {
	median   float64 // seconds
	logSD    float64 // of requests within a window
	levelSD  float64 // of the level, in logarithms
	rho      float64 // lag-1 correlation of the level over the windows
	requests int     // per window
	daily    float64 // amplitude of the daily shape, in logarithms
	bounds   []float64
	native   bool
	width    time.Duration
	factor   func(at time.Time) float64 // of the moment; nil: none
}

var (
	start          = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	defaultBuckets = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
	fineBuckets    = growing(0.001, math.Pow(2, 0.125), 130)
)

func growing(from, by float64, n int) []float64 {
	bounds := make([]float64, n)
	for i := range bounds {
		bounds[i] = from * math.Pow(by, float64(i))
	}
	return bounds
}

func (w workload) shape(at time.Time) float64 {
	hour := float64(at.Hour()) + float64(at.Minute())/60
	return w.daily * math.Sin(2*math.Pi*hour/24)
}

// windows simulates n windows; without bounds they carry the single durations.
func (w workload) windows(r *rand.Rand, n int) []Window {
	if w.width == 0 {
		w.width = 5 * time.Minute
	}
	windows := make([]Window, n)
	level := r.NormFloat64() * w.levelSD
	for i := range windows {
		if i > 0 {
			level = w.rho*level + math.Sqrt(1-w.rho*w.rho)*w.levelSD*r.NormFloat64()
		}
		windows[i] = w.window(r, start.Add(time.Duration(i+1)*w.width), level)
	}
	return windows
}

func (w workload) window(r *rand.Rand, end time.Time, level float64) Window {
	out := Window{End: end, Width: w.width}
	if w.bounds != nil {
		out.Histogram = Histogram{Bounds: w.bounds, Counts: make([]float64, len(w.bounds)+1), Native: w.native}
	}
	mu := math.Log(w.median) + level + w.shape(end)
	if w.factor != nil {
		mu += math.Log(w.factor(end.Add(-w.width / 2)))
	}
	for range w.requests {
		x := math.Exp(mu + w.logSD*r.NormFloat64())
		if w.bounds == nil {
			out.Samples = append(out.Samples, x)
			continue
		}
		out.Counts[bucketOf(w.bounds, x)]++
		out.Sum += x
	}
	return out
}

func bucketOf(bounds []float64, x float64) int {
	low, high := 0, len(bounds)
	for low < high {
		m := (low + high) / 2
		if bounds[m] < x {
			low = m + 1
		} else {
			high = m
		}
	}
	return low
}

// endless is the p95 that the same histogram would show with endless data.
func (w workload) endless() float64 {
	if w.daily != 0 {
		return w.endlessOver(24)
	}
	return w.endlessOver(1)
}

func (w workload) endlessOver(hours int) float64 {
	sd := math.Hypot(w.logSD, w.levelSD)
	steps := hours * 12
	share := func(v float64) float64 {
		var p float64
		for i := range steps {
			mu := math.Log(w.median) + w.shape(start.Add(time.Duration(i+1)*5*time.Minute))
			p += 0.5 * math.Erfc(-(math.Log(v)-mu)/sd/math.Sqrt2)
		}
		return p / float64(steps)
	}
	if w.bounds == nil {
		low, high := w.median/1000, w.median*1000
		for range 100 {
			if m := math.Sqrt(low * high); share(m) < 0.95 {
				low = m
			} else {
				high = m
			}
		}
		return low
	}
	h := Histogram{Bounds: w.bounds, Counts: make([]float64, len(w.bounds)+1), Native: w.native}
	below := 0.0
	for i, b := range w.bounds {
		p := share(b)
		h.Counts[i], below = p-below, p
	}
	h.Counts[len(w.bounds)] = 1 - below
	v, _ := h.Quantile(0.95)
	return v
}
