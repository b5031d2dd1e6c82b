package compare

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// A level that the requests of five minutes share moves the middle and the mean more, beside chance, than the p95, of which
// it is known how much it moves.
func TestALevelThatWandersIsInTheIntervalsOfMiddleAndMean(t *testing.T) {
	const pairs, windows, requests, level, correlation, finest = 150, 144, 200, 0.1, 0.8, 0.01
	r := rand.New(rand.NewPCG(3, 4))
	bounds := []float64{finest}
	for bounds[len(bounds)-1] < 10 {
		bounds = append(bounds, bounds[len(bounds)-1]*math.Pow(2, 0.125))
	}
	stretch := func() Side {
		all := make([]baseline.Window, windows)
		var sum baseline.Histogram
		at := level * r.NormFloat64()
		for i := range all {
			at = correlation*at + level*math.Sqrt(1-correlation*correlation)*r.NormFloat64()
			w := &all[i]
			w.End, w.Width = time.Unix(int64(i+1)*300, 0), 5*time.Minute
			w.Histogram = baseline.Histogram{Bounds: bounds, Counts: make([]float64, len(bounds)+1)}
			for range requests {
				v := 0.2 * math.Exp(at+0.5*r.NormFloat64())
				w.Counts[min(max(int(math.Ceil(8*math.Log2(v/finest))), 0), len(bounds))]++
				w.Sum += v
			}
			sum.Add(w.Histogram)
		}
		return Side{Histogram: &sum, Effective: baseline.Learn(all, baseline.Options{}).Effective}
	}
	told := map[Measure]int{}
	for range pairs {
		a, b := stretch(), stretch()
		for _, m := range []Measure{P50, P95, Mean} {
			if ratio := ratioOf(a, b, m, 0.95); ratio.Low > 1 || ratio.High < 1 {
				told[m]++
			}
		}
	}
	t.Log(told)
	for m, n := range told {
		require.LessOrEqual(t, n, pairs/10, m) // one in twenty by chance
	}
}
