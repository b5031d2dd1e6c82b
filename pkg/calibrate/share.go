package calibrate

import (
	"math"
	"runtime"
	"sync"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file answers how sure one can be of a share that was counted.

// Share is a counted share with its Clopper-Pearson 95 % bounds.
type Share struct {
	Hits   int     `json:"hits"`
	Trials int     `json:"trials"`
	Value  float64 `json:"value"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
}

func shareOf(hits, trials int) Share {
	s := Share{Hits: hits, Trials: trials, Value: math.NaN(), High: 1}
	if trials == 0 {
		s.Value = 0
		return s
	}
	s.Value = float64(hits) / float64(trials)
	k, n := float64(hits), float64(trials)
	if hits > 0 {
		s.Low = distuv.Beta{Alpha: k, Beta: n - k + 1}.Quantile(0.025)
	}
	if hits < trials {
		s.High = distuv.Beta{Alpha: k + 1, Beta: n - k}.Quantile(0.975)
	}
	return s
}

// inParallel runs trials on all processors; each has its own number, which seeds it.
func inParallel(trials int, trial func(i int)) {
	workers := runtime.GOMAXPROCS(0)
	var wait sync.WaitGroup
	for k := range workers {
		wait.Go(func() {
			for i := k; i < trials; i += workers {
				trial(i)
			}
		})
	}
	wait.Wait()
}
