package growth

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// learned is a store of two operations: one grows by 1 % a day, the other not.
type learned struct {
	store.Store
	windows    map[int64][]baseline.Window
	operations []store.Operation
	levels     []int64 // operations that have a value at any time
}

func (l learned) Baselines(context.Context, string, string, time.Time) (all []store.BaselineAt, err error) {
	for _, id := range l.levels {
		b := store.Baseline{Operation: store.Operation{ID: id}, Record: baseline.Record{Level: &baseline.Levels{}}}
		all = append(all, store.BaselineAt{Baseline: b})
	}
	return all, nil
}

func (l learned) Operations(context.Context, string, string) ([]store.Operation, error) {
	if l.operations != nil {
		return l.operations, nil
	}
	return []store.Operation{{ID: 1, System: "shop", Name: "pay"}, {ID: 2, System: "shop", Name: "list"}}, nil
}

func (l learned) Windows(_ context.Context, _ string, id int64, _, _ time.Time) ([]baseline.Window, error) {
	return l.windows[id], nil
}

func hourly(random *rand.Rand, days int, rate, growth float64) (all []baseline.Window) {
	begin := noon.Truncate(day).Add(-time.Duration(days) * day)
	for h := range 24*days + 12 {
		at := begin.Add(time.Duration(h+1) * time.Hour)
		n := 3600 * rate * math.Pow(1+growth, float64(h)/24) * math.Exp(0.1*random.NormFloat64())
		all = append(all, baseline.Window{End: at, Width: time.Hour, Histogram: baseline.Histogram{Bounds: []float64{1}, Counts: []float64{n, 0}}})
	}
	return all
}

func TestGrowthOfWhatWasLearned(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	keep := learned{windows: map[int64][]baseline.Window{1: hourly(random, 60, 10, 0.01), 2: hourly(random, 60, 5, 0)}}
	all, err := Of(t.Context(), keep, Request{Source: "cli", System: "shop", At: noon, Ahead: 28, Limit: 100, Peak: 3, PerInstance: 10})
	require.NoError(t, err)
	require.Equal(t, []string{"all operations", "pay", "list"}, []string{all[0].Operation, all[1].Operation, all[2].Operation})
	pay, list := all[1], all[2]
	require.Equal(t, 60, pay.Days, "the day that has begun does not count")
	require.True(t, pay.Shown)
	require.InDelta(t, 1.01, *pay.PerDay, 0.001)
	now := 10 * math.Pow(1.01, 59.5)
	require.InEpsilon(t, now, *pay.Now, 0.05)
	require.InDelta(t, math.Log(100.0/3/now)/math.Log(1.01), *pay.DaysUntil, 6)
	require.Len(t, pay.Points, 28)
	require.Equal(t, "2026-03-10", pay.Points[0].Day)
	require.InDelta(t, math.Ceil(3*pay.Points[27].Value/10), *pay.Points[27].Instances, 0)
	require.False(t, list.Shown)
	require.Nil(t, list.DaysUntil, "no trend, no day")
	require.Equal(t, "no trend shown", list.Reason)
	require.InEpsilon(t, *pay.Now+*list.Now, *all[0].Now, 1e-9)
}

// "clean-up" and "initialization" of the same tool are called after the tool.
func TestScrapesOfALevelAreNoLoad(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	keep := learned{windows: map[int64][]baseline.Window{1: hourly(random, 20, 10, 0), 2: hourly(random, 20, 0.07, 0)}, levels: []int64{2}}
	all, err := Of(t.Context(), keep, Request{Source: "cli", System: "shop", At: noon, Ahead: 1})
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, "pay", all[1].Operation)
	require.Equal(t, all[1].Now, all[0].Now, "all together are that one")
}

func TestOperationsOfOneNameAreTwo(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	keep := learned{
		windows:    map[int64][]baseline.Window{1: hourly(random, 30, 10, 0), 2: hourly(random, 30, 2, 0)},
		operations: []store.Operation{{ID: 1, System: "shop", Set: "start", Name: "pay"}, {ID: 2, System: "shop", Set: "end", Name: "pay"}},
	}
	all, err := Of(t.Context(), keep, Request{Source: "cli", System: "shop", At: noon})
	require.NoError(t, err)
	require.InEpsilon(t, 12, *all[0].Now, 0.1)
	require.InEpsilon(t, 10, *all[1].Now, 0.1)
	require.InEpsilon(t, 2, *all[2].Now, 0.1)
}

func TestADayOfWhichLittleWasMeasuredDoesNotCount(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	windows := hourly(random, 30, 10, 0)
	keep := learned{windows: map[int64][]baseline.Window{1: append(windows[:24*5], windows[24*5+10:]...)}}
	all, err := Of(t.Context(), keep, Request{Source: "cli", System: "shop", At: noon})
	require.NoError(t, err)
	require.Equal(t, 29, all[0].Days)
}

// One of two sets was not measured for half a day: all together were asked for as much as before.
func TestADayThatLacksASetIsNoDipOfAll(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	of := func(lacks func(dayOf int) bool) Series {
		begin := noon.Truncate(day).Add(-30 * day)
		orders := slices.DeleteFunc(hourly(random, 30, 10, 0), func(w baseline.Window) bool {
			at := w.End.Add(-w.Width / 2).Sub(begin)
			return lacks(int(at/day)) && at%day >= day/2
		})
		keep := learned{
			windows:    map[int64][]baseline.Window{1: orders, 2: hourly(random, 30, 5, 0)},
			operations: []store.Operation{{ID: 1, System: "shop", Set: "orders", Name: "pay"}, {ID: 2, System: "shop", Set: "pages", Name: "list"}},
		}
		all, err := Of(t.Context(), keep, Request{Source: "cli", System: "shop", At: noon})
		require.NoError(t, err)
		return all[0]
	}
	for name, lacks := range map[string]func(int) bool{
		"one day":             func(d int) bool { return d == 20 },
		"the last day":        func(d int) bool { return d == 29 },
		"several of the days": func(d int) bool { return d%4 == 3 },
	} {
		all := of(lacks)
		require.Less(t, all.Days, 30, name)
		for _, p := range all.Past {
			require.InDelta(t, 15, p.Value, 2, "%s: %s", name, p.Day)
		}
		require.InDelta(t, 15, *all.Now, 2, name)
	}
	t.Run("what is hardly ever measured keeps no day from counting", func(t *testing.T) {
		require.Equal(t, 30, of(func(d int) bool { return d%4 != 3 }).Days)
	})
}

// A set that was shut down has no load any more, and all together go on without it.
func TestWhatIsGoneIsNoLoad(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	keep := learned{
		windows:    map[int64][]baseline.Window{1: hourly(random, 30, 10, 0)[:24*20], 2: hourly(random, 30, 5, 0)},
		operations: []store.Operation{{ID: 1, System: "shop", Set: "orders", Name: "pay"}, {ID: 2, System: "shop", Set: "pages", Name: "list"}},
	}
	all, err := Of(t.Context(), keep, Request{Source: "cli", System: "shop", At: noon})
	require.NoError(t, err)
	require.Equal(t, 30, all[0].Days)
	require.InDelta(t, 5, *all[0].Now, 1)
}

func TestWhatRunsFourTimesADayIsNoBusierThanThat(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	busy := hourly(random, 30, 10, 0)
	var rare []baseline.Window
	for i, w := range busy {
		if i%6 == 0 { // four windows of a day have 36 requests each, of the others none is kept
			w.Histogram = baseline.Histogram{Bounds: []float64{1}, Counts: []float64{36, 0}}
			rare = append(rare, w)
		}
	}
	keep := learned{windows: map[int64][]baseline.Window{1: busy, 2: rare}}
	all, err := Of(t.Context(), keep, Request{Source: "cli", System: "shop", At: noon})
	require.NoError(t, err)
	require.Equal(t, "list", all[2].Operation)
	require.InDelta(t, 4*36/86400.0, *all[2].Now, 1e-12)
	require.Equal(t, 30, all[2].Days)
}

func TestNothingLearnedIsNoSeries(t *testing.T) {
	all, err := Of(t.Context(), learned{}, Request{System: "shop", At: noon})
	require.NoError(t, err)
	require.Empty(t, all)
}

// Ten thousand operations over more than a year are four million days: more than a plugin's memory.
func TestMoreDaysThanFitAreRefused(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	keep := learned{windows: map[int64][]baseline.Window{1: hourly(random, 30, 10, 0.01), 2: hourly(random, 30, 5, 0)}}
	ask := Request{Source: "cli", System: "shop", At: noon, Ahead: 400, Most: 1000}
	_, err := Of(t.Context(), keep, ask)
	require.Equal(t, TooMany{3, 400}, err, "those of both and of all together")

	ask.Operations = []string{"pay"}
	all, err := Of(t.Context(), keep, ask)
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Equal(t, "pay", all[0].Operation)
	require.Len(t, all[0].Points, 400)

	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Of(gone, keep, Request{Source: "cli", System: "shop", At: noon, Ahead: 28})
	require.ErrorIs(t, err, context.Canceled)
}
