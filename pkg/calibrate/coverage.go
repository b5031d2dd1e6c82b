package calibrate

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// This file answers how often the stated 95 % intervals hold the truth.

// Coverage is one kind of interval under one kind of workload.
type Coverage struct {
	Interval string `json:"interval"` // whose interval it is
	Workload string `json:"workload"`
	Share
	// Wanted are the limits that the share must lie in.
	AtLeast float64 `json:"atLeast"`
	AtMost  float64 `json:"atMost"`
	// Width is the median ratio of the interval's ends.
	Width float64 `json:"width"`
}

// Met tells whether the share lies within its limits.
func (c Coverage) Met() bool { return c.Value >= c.AtLeast && c.Value <= c.AtMost }

// interval is what one trial stated; Open says that it named no upper end.
type interval struct {
	low, high, truth float64
}

// cover runs trials of one kind.
func cover(name, workload string, least, most float64, trials int, seed uint64, trial func(r *rand.Rand) interval) Coverage {
	stated := make([]interval, trials)
	inParallel(trials, func(i int) { stated[i] = trial(rand.New(rand.NewPCG(seed, uint64(i)))) })
	hits := 0
	var widths []float64
	for _, s := range stated {
		if s.low <= s.truth && s.truth <= s.high {
			hits++
		}
		if s.low > 0 && !math.IsInf(s.high, 1) {
			widths = append(widths, s.high/s.low)
		}
	}
	return Coverage{Interval: name, Workload: workload, Share: shareOf(hits, trials), AtLeast: least, AtMost: most, Width: middle(widths)}
}

// Limits of row 9: what is exact must be neither too narrow nor too wide; what is widened to buckets only not too narrow.
const (
	leastCover = 0.93
	mostCover  = 0.97
	widened    = 0.95
)

// Coverages are all kinds, with so many trials each.
func Coverages(trials int) []Coverage {
	all := append(windowCoverages(trials), learnedCoverages(trials)...)
	for _, s := range []float64{0.5, 1} {
		for _, rho := range []float64{0, 0.8} {
			all = append(all, widenedCoverage(Workload{Layout: classic, LogSD: s, LevelSD: 0.1, Rho: rho, Requests: 40, Windows: 288}, trials))
		}
	}
	for _, n := range []int{300, 3000} {
		all = append(all, ratioCoverage(Workload{Layout: native3, LogSD: 0.5, LevelSD: 0.1, Rho: 0.5, Requests: n, Windows: 288}, trials))
	}
	return all
}

func windowCoverages(trials int) (all []Coverage) {
	for _, l := range []Layout{exact, native3} {
		for _, n := range []int{500, 5000} {
			for _, q := range []float64{0.5, 0.95, 0.99} {
				for _, s := range []float64{0.5, 1} {
					all = append(all, windowCoverage(Workload{Layout: l, LogSD: s, Requests: n, Windows: 1}, q, trials))
				}
			}
		}
	}
	return all
}

func learnedCoverages(trials int) (all []Coverage) {
	for _, l := range []Layout{exact, native3} {
		for _, rho := range []float64{0, 0.5, 0.8} {
			for _, level := range []float64{0.1, 0.2} {
				w := Workload{Layout: l, LogSD: 0.5, LevelSD: level, Rho: rho, Requests: 40, Windows: 288}
				if l.Bounds == nil && rho > 0 {
					continue // runs have no windows whose levels could be alike
				}
				all = append(all, learnedCoverage(w, trials))
			}
		}
	}
	return all
}

// windowCoverage is of a single window's quantile.
func windowCoverage(w Workload, q float64, trials int) Coverage {
	name := fmt.Sprintf("p%g of a window", 100*q)
	return cover(name, fmt.Sprintf("%s, %d requests, log-sd %g", w.Name, w.Requests, w.LogSD), leastCover, mostCover, trials, 1, func(r *rand.Rand) interval {
		low, high := w.window(r, start, 0).Interval(q, 0.95)
		return interval{low, high, w.quantile(q)}
	})
}

func (w Workload) told() string {
	return fmt.Sprintf("%s, %d windows of %d, log-sd %g, level %g %% (correlation %g)", w.Name, w.Windows, w.Requests, w.LogSD, 100*w.LevelSD, w.Rho)
}

// learnedCoverage is of a learned p95, which must be corrected for windows that are alike.
func learnedCoverage(w Workload, trials int) Coverage {
	return cover("learned p95", w.told(), leastCover, mostCover, trials, 2, func(r *rand.Rand) interval {
		b := baseline.Learn(w.measure(r), baseline.Options{})
		return interval{b.P95Low, b.P95High, w.shown()}
	})
}

// widenedCoverage is of the true p95 behind coarse buckets.
func widenedCoverage(w Workload, trials int) Coverage {
	return cover("true p95 behind buckets", w.told(), widened, 1, trials, 3, func(r *rand.Rand) interval {
		b := baseline.Learn(w.measure(r), baseline.Options{})
		return interval{b.P95Least, b.P95Most, w.quantile(0.95)}
	})
}

// ratioCoverage is of the ratio of a window that is half as slow again to its baseline.
func ratioCoverage(w Workload, trials int) Coverage {
	const factor = 1.5
	return cover("ratio of a window at 1.5x", fmt.Sprintf("%s, %d requests in the window", w.told(), w.Requests), leastCover, mostCover, trials, 4, func(r *rand.Rand) interval {
		learning := w
		learning.Requests = 40
		b := baseline.Learn(learning.measure(r), baseline.Options{})
		v := detect.Judge(w.window(r, start, math.Log(factor)), b, detect.Defaults())
		own := Workload{Layout: w.Layout, LogSD: w.LogSD}
		return interval{v.RatioLow, v.RatioHigh, factor * own.quantile(0.95) / learning.shown()}
	})
}
