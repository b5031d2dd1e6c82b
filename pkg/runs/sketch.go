package runs

import (
	"maps"
	"math"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers what mean, spread and quantiles of the values of one
// operation are, also of so many that they cannot be held.

// moments are Welford's, so that large values with a small spread do not cancel.
type moments struct {
	n, mean, squares float64
	low, high        float64
}

func (m *moments) add(v float64) {
	if m.n == 0 {
		m.low, m.high = v, v
	}
	m.n++
	d := v - m.mean
	m.mean += d / m.n
	m.squares += d * (v - m.mean)
	m.low, m.high = math.Min(m.low, v), math.Max(m.high, v)
}

// sketchWidth is the width of a bucket in logarithms: quantiles are off by at most a quarter of a per cent.
const sketchWidth = 0.005

// sketch counts values by their logarithm.
type sketch struct {
	counts map[int32]float64
	zeros  float64
	total  float64
}

func newSketch() *sketch { return &sketch{counts: map[int32]float64{}} }

func (s *sketch) addAll(values []float64) {
	for _, v := range values {
		s.total++
		if v <= 0 {
			s.zeros++
			continue
		}
		s.counts[int32(math.Floor(math.Log(v)/sketchWidth))]++
	}
}

func (s *sketch) quantile(q float64) float64 {
	rank := q * (s.total - 1)
	below := s.zeros
	if rank < below {
		return 0
	}
	for _, i := range slices.Sorted(maps.Keys(s.counts)) {
		if below += s.counts[i]; rank < below {
			return math.Exp((float64(i) + 0.5) * sketchWidth)
		}
	}
	return 0
}

// settle computes the statistics of what was observed; a summary has its own.
func (s *series) settle() {
	if s.finished || s.n == 0 {
		return
	}
	s.Samples = int(s.n)
	s.Stats["mean"], s.Stats["min"], s.Stats["max"] = s.mean, s.low, s.high
	if s.n > 1 {
		s.Stats["sd"] = math.Sqrt(s.squares / (s.n - 1))
	}
	quantile := func(q float64) float64 { return math.Min(math.Max(s.sketch.quantile(q), s.low), s.high) }
	if s.sketch == nil {
		sorted := baseline.SortedOf(s.held)
		quantile = sorted.Quantile
	} else {
		s.sketch.addAll(s.held)
	}
	s.Stats["p50"], s.Stats["p95"], s.Stats["p99"] = quantile(0.5), quantile(0.95), quantile(0.99)
	s.finished = true
}
