package backtest

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

var bounds = []float64{.01, .015, .025, .04, .06, .1, .15, .25, .4, .6, 1, 1.5, 2.5}

// stored are the five-minute windows of an operation of so many requests each, log-normal around 0.1 s.
func stored(days int, requests float64, seed uint64) []baseline.Window {
	r := rand.New(rand.NewPCG(seed, 7))
	windows := make([]baseline.Window, days*288)
	for i := range windows {
		h := baseline.Histogram{Bounds: bounds, Counts: make([]float64, len(bounds)+1)}
		level, before := 0.03*r.NormFloat64(), 0.0
		for k, b := range bounds {
			below := 0.5 * math.Erfc(-(math.Log(b/0.1)-level)/0.5/math.Sqrt2)
			mean := requests * (below - before)
			h.Counts[k] = math.Max(0, math.Round(mean+math.Sqrt(mean)*r.NormFloat64()))
			before = below
		}
		windows[i] = baseline.Window{End: begin.Add(time.Duration(i+1) * 5 * time.Minute), Width: 5 * time.Minute, Histogram: h}
	}
	return windows
}

func TestAHealthyOperationIsQuietAndItsSlowdownsAreFound(t *testing.T) {
	o := Replay(Question{Windows: stored(14, 1500, 1), Days: 7})
	require.Empty(t, o.Reason)
	require.Zero(t, o.Warnings)
	require.LessOrEqual(t, o.Infos, 1)
	require.Equal(t, 7.0, o.Days)
	for _, i := range o.Injected {
		require.Greater(t, i.Tried, 8)
		if i.Factor >= 1.5 {
			require.Equal(t, i.Tried, i.Found, "x%g", i.Factor)
		}
	}
	five := o.Injected[slices.IndexFunc(o.Injected, func(i Injection) bool { return i.Factor == 5 })]
	require.Equal(t, 5*time.Minute, five.Median, "within the first window")
}

func TestASlowHourOfThePastWouldHaveFired(t *testing.T) {
	windows := stored(14, 1500, 2)
	for i := 12 * 288; i < 12*288+12; i++ {
		windows[i].Histogram = slowed(windows[i].Histogram, 3)
	}
	o := Replay(Question{Windows: windows, Days: 7, Watched: true})
	require.Equal(t, 1, o.Warnings)
	require.Empty(t, o.Injected, "only what would have fired was asked for")
	slow := windows[12*288].End.Add(-5 * time.Minute)
	breaches := slices.DeleteFunc(o.Episodes, func(e Episode) bool { return e.Tier < detect.Warning })
	require.NotEmpty(t, breaches)
	require.Equal(t, slow, breaches[0].Start, "it fires within its first window")
	require.WithinDuration(t, slow.Add(time.Hour), breaches[len(breaches)-1].End, 10*time.Minute)
}

func TestWhatCannotBeReplayedSaysWhy(t *testing.T) {
	require.Contains(t, Replay(Question{Days: 7}).Reason, "run by run")
	require.Contains(t, Replay(Question{Windows: stored(3, 300, 3), Days: 7}).Reason, "ask for fewer")
}

func TestSlowedKeepsItsRequests(t *testing.T) {
	h := stored(1, 1000, 4)[0].Histogram
	twice := slowed(h, 2)
	require.InDelta(t, h.Count(), twice.Count(), 1e-9)
	before, _ := h.Quantile(0.5)
	after, _ := twice.Quantile(0.5)
	require.InDelta(t, 2, after/before, 0.25, "as near as the buckets let it")
}

// Issue: a hundred operations over four weeks in less than thirty seconds on two cores.
func BenchmarkReplayOfAHundredOperationsOverFourWeeks(b *testing.B) {
	windows := stored(28, 1500, 5)
	for b.Loop() {
		for range 100 {
			Replay(Question{Windows: windows, Days: 7})
		}
	}
}
