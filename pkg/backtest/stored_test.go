package backtest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/store"
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

// What is slow at the very moment at which a slowdown is injected is not found because of that.
func TestWhatIsSaidAnywayIsNoSlowdownFound(t *testing.T) {
	windows := stored(14, 1500, 1)
	for k := range injections {
		for i := range 2 {
			at := 7*288 + 7*288*k/injections + i
			windows[at].Histogram = slowed(windows[at].Histogram, 5)
		}
	}
	o := Replay(Question{Windows: windows, Days: 7})
	require.Empty(t, o.Reason)
	for _, i := range o.Injected {
		require.Zero(t, i.Tried, "x%g", i.Factor)
	}
}

// Of records a second, half as many is as bad as twice the time.
func TestWhereMoreIsBetterLessIsInjected(t *testing.T) {
	o := Replay(Question{Windows: stored(14, 1500, 1), Days: 7, Settings: detect.Settings{Invert: true}})
	require.Empty(t, o.Reason)
	for _, i := range o.Injected {
		if i.Factor >= 2 {
			require.Greater(t, i.Tried, 8)
			require.Equal(t, i.Tried, i.Found, "x%g", i.Factor)
		}
	}
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
	require.Contains(t, Replay(Question{Windows: stored(1, 300, 3), Days: 1}).Reason, "ask again when two days are learned", "fewer than a day cannot be asked for")
}

func TestSlowedKeepsItsRequests(t *testing.T) {
	h := stored(1, 1000, 4)[0].Histogram
	twice := slowed(h, 2)
	require.InDelta(t, h.Count(), twice.Count(), 1e-9)
	before, _ := h.Quantile(0.5)
	after, _ := twice.Quantile(0.5)
	require.InDelta(t, 2, after/before, 0.25, "as near as the buckets let it")
}

// A hundred operations over four weeks are to take less than thirty seconds on two cores, however many of the days are judged.
func BenchmarkReplayOfAHundredOperationsOverFourWeeks(b *testing.B) {
	remembered := inMemory{windows: stored(28, 1500, 5)}
	for i := range 100 {
		remembered.operations = append(remembered.operations, store.Operation{ID: int64(i + 1), Set: "requests", Name: strconv.Itoa(i)})
	}
	for _, days := range []int{7, MostDays} {
		b.Run(fmt.Sprintf("%d days judged", days), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := System(b.Context(), remembered, Request{
					System: &catalog.System{Name: "shop", TimeZone: "UTC"}, Days: days, To: begin.AddDate(0, 0, 28),
				})
				require.NoError(b, err)
			}
		})
	}
}

type inMemory struct {
	operations []store.Operation
	windows    []baseline.Window
	excluded   []store.Exclusion
	baselines  []store.BaselineAt
}

func (m inMemory) Exclusions(context.Context, string, string) ([]store.Exclusion, error) {
	return m.excluded, nil
}

func (m inMemory) Baselines(context.Context, string, string, time.Time) ([]store.BaselineAt, error) {
	return m.baselines, nil
}

func (m inMemory) Operations(context.Context, string, string) ([]store.Operation, error) {
	return m.operations, nil
}

func (m inMemory) Windows(context.Context, string, int64, time.Time, time.Time) ([]baseline.Window, error) {
	return m.windows, nil
}
