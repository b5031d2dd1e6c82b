package detect

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// Where most requests take no time, how much a wandering level moves the rest is read from their tail: a restless
// operation is not far too slow because nobody knows the slope of its middle.
func TestARestlessOperationThatMostlyTakesNoTimeIsNoBreach(t *testing.T) {
	r := active()
	r.Quantiles, r.LogSD, r.LogSDHour = baseline.Quantiles{P50: 0, P95: 0.1, P99: 0.15}, 0.4, 0.36
	windows := func(slow float64) (all []baseline.Window) {
		for i := range 4 {
			all = append(all, baseline.Window{End: start.Add(-time.Duration(i) * 5 * time.Minute), Width: 5 * time.Minute, Histogram: baseline.Histogram{
				Bounds: []float64{0, 0.05, 0.1, 0.21, 0.25}, Counts: []float64{6 - slow, 0, 0, 0, slow, 0}, Sum: slow / 4,
			}})
		}
		return all
	}
	known := r
	known.P50 = r.P95 * math.Exp(-1.6448536269514722*tailBeyond(r, 0))
	for slow, breach := range map[float64]bool{2: false, 4: false, 5: true} {
		require.Equal(t, breach, judgeFew(windows(slow), known, Settings{}, defaultLeast) != nil, "%v of 6, with a known p50", slow)
		require.Equal(t, breach, judgeFew(windows(slow), r, Settings{}, defaultLeast) != nil, "%v of 6", slow)
	}
}
