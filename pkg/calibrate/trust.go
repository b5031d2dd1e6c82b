package calibrate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// This file answers whether a baseline that calls itself certain is right.

// Trust is what baselines of one kind said of themselves, and what was true.
type Trust struct {
	Workload string `json:"workload"`
	// Reached is the share that stated at least 0.95.
	Reached Share `json:"reached"`
	// Right is the share of these whose p95 lies within 10 % of the one that endless data would show.
	Right Share `json:"right"`
}

const (
	certain = 0.95
	near    = 0.10
)

// Trusts are all kinds, with so many baselines each, and all of them together.
func Trusts(trials int) (kinds []Trust, all Trust) {
	var reached, right int
	for i, w := range trustWorkloads() {
		t := trustOf(w, trials, uint64(100+i))
		kinds = append(kinds, t)
		reached += t.Right.Trials
		right += t.Right.Hits
	}
	return kinds, Trust{Workload: "all of these", Reached: shareOf(reached, trials*len(kinds)), Right: shareOf(right, reached)}
}

func trustWorkloads() (all []Workload) {
	for _, windows := range []int{24, 48, 100, 288} {
		for _, rho := range []float64{0, 0.5, 0.8} {
			for _, level := range []float64{0.1, 0.2} {
				all = append(all, Workload{Layout: native3, LogSD: 0.5, LevelSD: level, Rho: rho, Requests: 40, Windows: windows})
			}
		}
		all = append(all, Workload{Layout: classic, LogSD: 0.5, LevelSD: 0.1, Rho: 0.5, Requests: 40, Windows: windows})
	}
	return all
}

// Independent are series of 5,000 independent requests: the share of them that reaches 0.95.
func Independent(trials int) (kinds []Trust, all Trust) {
	var reached, right, n int
	for i, s := range []float64{0.3, 0.5, 0.8, 1} {
		for k, l := range []Layout{exact, native3, classic} {
			w := Workload{Layout: l, LogSD: s, Requests: 50, Windows: 100}
			t := trustOf(w, trials, uint64(500+10*i+k))
			kinds = append(kinds, t)
			reached += t.Reached.Hits
			right += t.Right.Hits
			n += trials
		}
	}
	return kinds, Trust{Workload: "all of these", Reached: shareOf(reached, n), Right: shareOf(right, reached)}
}

func trustOf(w Workload, trials int, seed uint64) Trust {
	truth := w.shown()
	sure, right := make([]bool, trials), make([]bool, trials)
	inParallel(trials, func(i int) {
		b := baseline.Learn(w.measure(rand.New(rand.NewPCG(seed, uint64(i)))), baseline.Options{})
		sure[i] = b.Confidence >= certain
		right[i] = sure[i] && math.Abs(b.P95/truth-1) <= near
	})
	return Trust{Workload: w.told(), Reached: shareOf(count(sure), trials), Right: shareOf(count(right), count(sure))}
}

func count(flags []bool) (n int) {
	for _, f := range flags {
		if f {
			n++
		}
	}
	return n
}

func middle(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// Drawn is the coverage of intervals of requests drawn from real latencies. The truth is what the same layout shows of
// all of them. They are scaled to a common median, whatever their unit was.
func Drawn(name string, latencies []float64, trials int) []Coverage {
	scale := median / middle(slices.Clone(latencies))
	population := make([]float64, len(latencies))
	for i, v := range latencies {
		population[i] = v * scale
	}
	var all []Coverage
	for _, l := range []Layout{exact, native3} {
		truth, _ := l.of(start, population).Quantile(0.95)
		for _, n := range []int{500, 5000} {
			all = append(all, cover("p95 of a window", fmt.Sprintf("%s, %d requests drawn from %s", l.Name, n, name), leastCover, 1, trials, 5, func(r *rand.Rand) interval {
				values := make([]float64, n)
				for i := range values {
					values[i] = population[r.IntN(len(population))]
				}
				low, high := l.of(start, values).Interval(0.95, 0.95)
				return interval{low, high, truth}
			}))
		}
	}
	return all
}
