package learn

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// gauged are two weeks of windows of a level that is scraped once a minute.
func gauged(value func(at time.Time) float64) (all []baseline.Window) {
	random := rand.New(rand.NewPCG(5, 6))
	end := time.Date(2026, 3, 16, 0, 0, 0, 0, time.UTC)
	for at := end.AddDate(0, 0, -14); at.Before(end); at = at.Add(5 * time.Minute) {
		v := value(at) * math.Exp(0.4*random.NormFloat64())
		all = append(all, baseline.Window{End: at.Add(5 * time.Minute), Width: 5 * time.Minute, Histogram: baseline.Histogram{
			Native: true, Bounds: []float64{v * 0.999, v}, Counts: []float64{0, 5, 0}, Sum: 5 * v,
		}})
	}
	return all
}

func TestAChangeOfALevelThatIsScrapedOnceAMinuteIsSeen(t *testing.T) {
	change := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
	for name, shape := range map[string]func(at time.Time) float64{
		"without a shape": func(time.Time) float64 { return 1 },
		"with one":        func(at time.Time) float64 { return 1 + 0.9*math.Sin(2*math.Pi*float64(at.Hour())/24) },
	} {
		t.Run(name, func(t *testing.T) {
			windows := gauged(func(at time.Time) float64 {
				if at.Before(change) {
					return 100 * shape(at)
				}
				return 160 * shape(at)
			})
			record := baseline.Learn(windows[:7*288], baseline.Options{Level: true, Unit: "bytes"})
			changes := changesIn(windows, record)
			require.Len(t, changes, 1)
			require.InDelta(t, 1.6, changes[0].Ratio, 0.1)
			require.WithinDuration(t, change, changes[0].At, 2*time.Hour)
			require.InEpsilon(t, 100, changes[0].Before, 0.2, "what is told is the usual value")
			require.InEpsilon(t, 160, changes[0].After, 0.2)
			asked := func(record baseline.Record) bool {
				last := changesIn(windows, record)[0]
				_, ask := questionOf(store.Baseline{Record: record}, []store.Shift{{Before: last.Before, After: last.After, Ratio: last.Ratio}}, change)
				return ask
			}
			require.True(t, asked(record), "the baseline knows nothing of it")
			require.False(t, asked(baseline.Learn(windows[7*288:], baseline.Options{Level: true, Unit: "bytes"})), "the baseline knows it")
		})
	}
}
