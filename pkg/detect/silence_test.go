package detect

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

func cameIn(end time.Time, width time.Duration, n float64) baseline.Window {
	return baseline.Window{End: end, Width: width, Histogram: baseline.Histogram{Bounds: []float64{1, 2}, Counts: []float64{n * 0.9, n * 0.1, 0}, Sum: n / 2}}
}

// Few requests come unevenly: that fewer than half of them came is said where chance does not explain it, and silence is told.
func TestFewRequestsAreNoFallOfTheRate(t *testing.T) {
	const days = 30
	for _, perMinute := range []float64{4.5, 8, 20} {
		come := distuv.Poisson{Lambda: perMinute, Src: rand.New(rand.NewPCG(1, uint64(perMinute)))}
		r := baseline.Record{State: baseline.Active, Requests: 1e5, RequestRate: perMinute / 60}
		var recent []baseline.Window
		episodes, told := 0, false
		for m := range days * 24 * 60 {
			recent = append([]baseline.Window{cameIn(start.Add(time.Duration(m+1)*time.Minute), time.Minute, come.Rand())}, recent[:min(4, len(recent))]...)
			if len(recent) < 5 {
				continue
			}
			w, _ := Joined(recent, Due(defaultLeast, r.RequestRate))
			tier := JudgeRate(w, r, Settings{}).Tier
			if tier > Normal && !told {
				episodes++
			}
			told = tier > Normal
		}
		require.LessOrEqual(t, episodes, 1, "%g a minute, in %d days", perMinute, days)
		require.Equal(t, Warning, JudgeRate(cameIn(start, 5*time.Minute, 0), r, Settings{}).Tier, "silence at %g a minute", perMinute)
	}
	busy := baseline.Record{State: baseline.Active, Requests: 1e5, RequestRate: 1}
	require.Equal(t, Info, JudgeRate(cameIn(start, 2*time.Minute, 40), busy, Settings{}).Tier, "a third of what is normal")
}
