package runs

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// wandering is a store of one operation whose level wanders by a tenth, and resembles that of five minutes before; by day
// it is slower.
type wandering struct {
	shop
	windows []baseline.Window // one for each five minutes
}

func (w wandering) Windows(_ context.Context, _ string, _ int64, from, to time.Time) (all []baseline.Window, _ error) {
	for _, window := range w.windows {
		if window.End.After(from) && !window.End.After(to) {
			all = append(all, window)
		}
	}
	return all, nil
}

func wanderingFor(days int, rhythm float64) wandering {
	const perDay, requests, level, correlation = 288, 40, 0.1, 0.8
	r := rand.New(rand.NewPCG(1, 2))
	const finest = 0.01
	bounds := []float64{finest}
	for bounds[len(bounds)-1] < 10 {
		bounds = append(bounds, bounds[len(bounds)-1]*math.Pow(2, 0.125))
	}
	of := wandering{}
	at := level * r.NormFloat64()
	for i := range days * perDay {
		at = correlation*at + level*math.Sqrt(1-correlation*correlation)*r.NormFloat64()
		w := baseline.Window{End: noon.Add(time.Duration(i+1) * 5 * time.Minute), Width: 5 * time.Minute}
		w.Histogram = baseline.Histogram{Bounds: bounds, Counts: make([]float64, len(bounds)+1)}
		for range requests {
			v := 0.2 * math.Exp(at+rhythm*math.Sin(2*math.Pi*float64(i%perDay)/perDay)+0.5*r.NormFloat64())
			w.Counts[min(max(int(math.Ceil(8*math.Log2(v/finest))), 0), len(bounds))]++
			w.Sum += v
		}
		of.windows = append(of.windows, w)
	}
	return of
}

// Requests of one minute are slow together: a day has fewer that tell of something else than it has requests.
func TestDaysOnWhichNothingChangedAreToldApartByChanceAlone(t *testing.T) {
	const days, learned = 64, 14
	for name, c := range map[string]struct {
		rhythm float64
		known  bool
	}{"without a rhythm": {0, true}, "slower by day": {0.4, true}, "without a baseline": {0, false}} {
		keep := wanderingFor(days, c.rhythm)
		if c.known {
			keep.normal = baseline.Learn(keep.windows[:learned*288], baseline.Options{})
		}
		told, undecided := 0, 0
		for day := learned; day+1 < days; day++ {
			from := noon.AddDate(0, 0, day)
			as := func(from time.Time) Set {
				set, err := OfTime(t.Context(), keep, "cli", "shop", Between(from, from.AddDate(0, 0, 1)))
				require.NoError(t, err)
				return set
			}
			verdict := CompareSets(as(from), as(from.AddDate(0, 0, 1))).Operations[0].Verdict
			if verdict == "slower" || verdict == "faster" {
				told++
			}
			if verdict == "not enough data" {
				undecided++
			}
		}
		t.Logf("%s: %d of %d days were told apart", name, told, days-learned-1)
		require.LessOrEqual(t, told, (days-learned)/7, name) // of the middle and of the p95 one in twenty each
		require.Zero(t, undecided, name)
	}
}

func TestADayThatIsATenthSlowerIsToldApart(t *testing.T) {
	const days, learned = 24, 14
	keep := wanderingFor(days, 0.4)
	keep.normal = baseline.Learn(keep.windows[:learned*288], baseline.Options{})
	slower := keep
	slower.windows = nil
	for _, w := range keep.windows {
		bounds := make([]float64, len(w.Bounds))
		for i, b := range w.Bounds {
			bounds[i] = 1.1 * b
		}
		w.Bounds, w.Sum = bounds, 1.1*w.Sum
		slower.windows = append(slower.windows, w)
	}
	for day := learned; day+1 < days; day++ {
		from := noon.AddDate(0, 0, day)
		base, err := OfTime(t.Context(), keep, "cli", "shop", Between(from, from.AddDate(0, 0, 1)))
		require.NoError(t, err)
		current, err := OfTime(t.Context(), slower, "cli", "shop", Between(from.AddDate(0, 0, 1), from.AddDate(0, 0, 2)))
		require.NoError(t, err)
		require.Equal(t, "slower", CompareSets(base, current).Operations[0].Verdict, from)
	}
}

var _ store.Store = wandering{}

// A window without requests makes those of the others no more independent, and no requests are worth none.
func TestWindowsWithoutRequestsAreWorthNothing(t *testing.T) {
	of := func(requests ...float64) (all []baseline.Window) {
		for i, n := range requests {
			all = append(all, baseline.Window{End: noon.Add(time.Duration(i) * 5 * time.Minute), Width: 5 * time.Minute, Histogram: baseline.Histogram{Bounds: []float64{1}, Counts: []float64{n, 0}}})
		}
		return all
	}
	r := baseline.Record{Requests: 4000, Effective: 1000, Windows: 100}
	// 40 a window, of which a quarter tell of something else; of 80 a window an eighth, nearly: 1 + 3 times twice as many.
	require.InDelta(t, 10, worth(of(40), r), 1e-9)
	require.InDelta(t, 160./7, worth(of(80, 80), r), 1e-9)
	require.InDelta(t, 160./7, worth(of(0, 80, 0, 80, 0), r), 1e-9)
	require.Zero(t, worth(of(0, 0), r))
	require.Zero(t, worth(nil, r))
	independent := r
	independent.Effective = 5000
	require.InDelta(t, 160, worth(of(80, 80), independent), 1e-9, "never more than there are")
}

// What windows show together is as many attempts as they have requests, of which fail as many as in each.
func TestASideOfWindowsCountsWhatFailed(t *testing.T) {
	h := baseline.Histogram{Bounds: []float64{1, 2}, Counts: []float64{30, 10, 0}, Sum: 40}
	requests := SideOfWindows([]baseline.Window{{Histogram: h, Errors: 4}, {Histogram: h, Errors: 1}}, 50)
	require.Equal(t, []float64{80, 5, 50, 80}, []float64{requests.Attempts, requests.Failed, requests.Effective, requests.N()})
	require.Equal(t, []float64{60, 20, 0}, requests.Histogram.Counts)
	runs := SideOfWindows([]baseline.Window{{Samples: []float64{2}, Errors: 1}, {Samples: []float64{1}}}, 2)
	require.Equal(t, []float64{2, 1, 2}, []float64{runs.Attempts, runs.Failed, runs.N()})
	require.Equal(t, baseline.SortedOf([]float64{1, 2}), runs.Samples)
	require.Nil(t, runs.Histogram)
}
