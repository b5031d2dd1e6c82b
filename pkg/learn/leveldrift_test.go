package learn

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestALevelDriftsWhereItsUsualValueDoes(t *testing.T) {
	learned := func(unit, direction string, value func(i int) float64) baseline.Record {
		windows, i := gauged(func(time.Time) float64 { return 1 }), 0
		for k := range windows {
			v := value(i) * math.Pow(windows[k].Sum/5, 0.1) // the noise of it is a tenth of that of the others
			windows[k].Histogram = baseline.Histogram{Native: true, Bounds: []float64{v * 0.999, v}, Counts: []float64{0, 5, 0}, Sum: 5 * v}
			if v == 0 {
				windows[k].Histogram = baseline.Histogram{Native: true, Bounds: []float64{1e-308}, Counts: []float64{5, 0}}
			}
			i++
		}
		return baseline.Learn(windows, baseline.Options{Level: true, Unit: unit, Direction: direction})
	}
	peaks := func(usual, peak float64, oneOf int) func(int) float64 {
		return func(i int) float64 {
			if i%oneOf == 0 {
				return peak
			}
			return usual
		}
	}
	for _, c := range []struct {
		name            string
		unit, direction string
		before, after   func(int) float64
		left            bool
		from, to        float64
	}{
		{"more peaks above the same usual value", "bytes", "less", peaks(100, 150, 50), peaks(100, 150, 12), false, 0, 0},
		{"less of it between the same peaks", "bytes", "less", peaks(100, 150, 12), peaks(80, 150, 12), true, 100, 80},
		{"more of it", "bytes", "less", peaks(100, 150, 12), peaks(125, 150, 12), true, 100, 125},
		{"something where there was nothing", "short", "less", peaks(0, 0, 12), peaks(40, 40, 12), true, 0, 40},
		{"nothing where there was something", "short", "less", peaks(40, 40, 12), peaks(0, 0, 12), true, 40, 0},
		{"nothing as before", "short", "less", peaks(0, 0, 12), peaks(0, 0, 12), false, 0, 0},
		{"a whole of which much more is missing", "percent", "more", func(i int) float64 { return math.Min(100, peaks(99, 99, 12)(i)) }, func(i int) float64 { return peaks(93, 93, 12)(i) }, true, 99, 93},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
			old := store.Baseline{Record: learned(c.unit, c.direction, c.before), ValidFrom: at}
			require.Equal(t, baseline.Active, old.Record.State, old.Record.Reason)
			record := learned(c.unit, c.direction, c.after)
			left, asked := anchored(&record, old, at.AddDate(0, 0, 14))
			require.Equal(t, c.left, left)
			if !c.left {
				return
			}
			require.Len(t, asked, 1)
			require.InDelta(t, c.from, asked[0].Before, 0.02*c.from, "what is told is the usual value")
			require.InDelta(t, c.to, asked[0].After, 0.02*c.to)
			require.Equal(t, c.to > c.from, asked[0].Ratio > 1)
		})
	}
}

func TestALevelWithAnAnchorOfAnEarlierVersionIsHeldToItAsBefore(t *testing.T) {
	record := baseline.Record{Level: &baseline.Levels{}}
	record.P95, record.P95Low, record.P95High = 150, 149, 151
	left, certain := drifted(record, &baseline.Anchor{P95: 100})
	require.True(t, left && certain)
	left, _ = drifted(record, &baseline.Anchor{P95: 145})
	require.False(t, left)
}
