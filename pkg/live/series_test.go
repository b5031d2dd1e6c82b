package live

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

func TestSeries(t *testing.T) {
	src := operations(t)
	sys := kgas()
	baselines := learned(t, src, sys, sys.Operations[0], noon.Add(-3*time.Minute))
	ask := func(r *Reader, stat Stat, change func(*SeriesRequest)) []OperationSeries {
		req := SeriesRequest{
			Request: Request{System: sys, Sets: []string{"operation"}, Baselines: baselines, At: noon, Operations: []string{"slowed"}},
			From:    noon.Add(-30 * time.Minute), Step: time.Minute, Stat: stat, Band: true,
		}
		if change != nil {
			change(&req)
		}
		all, err := r.Series(context.Background(), req)
		require.NoError(t, err)
		return all
	}
	last := func(all []OperationSeries) Point {
		require.Len(t, all, 1)
		return all[0].Points[len(all[0].Points)-1]
	}

	t.Run("the slowdown leaves the band, and what came before lies in it", func(t *testing.T) {
		all := ask(New(src, Options{}), StatP95, nil)
		require.Len(t, all, 1)
		require.Len(t, all[0].Points, 31)
		for _, p := range all[0].Points[:29] {
			assert.Greater(t, p.Value, p.Lower)
			assert.Less(t, p.Value, p.Upper)
			assert.Greater(t, p.Expected, 0.0)
		}
		assert.Greater(t, last(all).Value, last(all).Upper)
		assert.Equal(t, noon, last(all).At)
	})
	t.Run("every statistic has its own band", func(t *testing.T) {
		r := New(src, Options{})
		p50, p99 := last(ask(r, StatP50, nil)), last(ask(r, StatP99, nil))
		assert.InDelta(t, 0.1, p50.Expected, 0.02)
		assert.Greater(t, p99.Expected, p50.Expected)
		rate := last(ask(r, StatRate, nil))
		assert.InDelta(t, 5, rate.Value, 0.3)
		assert.InDelta(t, 5, rate.Expected, 0.3)
		assert.Zero(t, last(ask(r, StatErrors, nil)).Value)
	})
	t.Run("without a band there is none", func(t *testing.T) {
		p := last(ask(New(src, Options{}), StatMean, func(req *SeriesRequest) { req.Band = false }))
		assert.InDelta(t, 0.54, p.Value, 0.05)
		assert.True(t, math.IsNaN(p.Expected))
	})
	t.Run("points lie on whole steps, so that moving on asks for the new ones only", func(t *testing.T) {
		r := New(src, Options{})
		earlier := ask(r, StatP95, func(req *SeriesRequest) { req.At, req.From = noon.Add(-65*time.Second), req.From.Add(-65*time.Second) })
		before, moments := src.windows.Load(), src.moments.Load()
		later := ask(r, StatP95, nil)
		assert.EqualValues(t, 1, src.windows.Load()-before)
		assert.EqualValues(t, 2, src.moments.Load()-moments)
		assert.Equal(t, earlier[0].Points[5], later[0].Points[4])
	})
	t.Run("a step that is longer than the range has a point all the same: the end", func(t *testing.T) {
		at := noon.Add(-2 * time.Minute) // no whole hour lies in the 45 minutes before it
		all := ask(New(src, Options{}), StatRate, func(req *SeriesRequest) {
			req.At, req.From, req.Step = at, at.Add(-45*time.Minute), time.Hour
		})
		require.Len(t, all, 1)
		require.Len(t, all[0].Points, 1)
		assert.Equal(t, at, all[0].Points[0].At)
		assert.InDelta(t, 5, all[0].Points[0].Value, 0.3)
		assert.Equal(t, noon, last(ask(New(src, Options{}), StatRate, func(req *SeriesRequest) { req.Step = time.Hour })).At)
	})
	t.Run("a name that nothing has learned is looked for everywhere", func(t *testing.T) {
		all := ask(New(src, Options{}), StatP95, func(req *SeriesRequest) { req.Baselines = nil })
		require.Len(t, all, 1)
		assert.Equal(t, "slowed", all[0].Operation)
	})
	t.Run("more than can be shown are counted at one moment, and the range is not read", func(t *testing.T) {
		before := src.moments.Load()
		everything := SeriesRequest{
			Request: Request{System: sys, Sets: []string{"operation"}, At: noon}, From: noon.Add(-30 * time.Minute), Step: time.Minute, Most: 1,
		}
		_, err := New(src, Options{}).Series(context.Background(), everything)
		many := TooMany{}
		require.ErrorAs(t, err, &many)
		assert.Greater(t, many.Series, 1)
		assert.EqualValues(t, 1, src.moments.Load()-before)
		assert.Len(t, ask(New(src, Options{}), StatP95, func(req *SeriesRequest) { req.Most = 1 }), 1)
	})
	t.Run("an unknown statistic is an error that names the known ones", func(t *testing.T) {
		_, err := New(src, Options{}).Series(context.Background(), SeriesRequest{Request: Request{System: sys, At: noon}, Stat: "p98"})
		assert.ErrorContains(t, err, "p50, p95, p99, mean, rate, errors")
	})
}

func TestSeriesOfRuns(t *testing.T) {
	src := serve(t, conversions())
	all, err := New(src, Options{}).Series(context.Background(), SeriesRequest{
		Request: Request{System: kgas(), Sets: []string{"conversion"}, At: noon, Operations: []string{"table-to-vector small"}},
		From:    noon.Add(-150 * time.Minute), Step: time.Minute, Band: true,
	})
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Len(t, all[0].Points, 3, "a point for every run, where it ended")
	assert.InDelta(t, 90, all[0].Points[2].Value, 1e-9)
	assert.Equal(t, []float64{30, 10, 30}, []float64{all[0].Points[2].Expected, all[0].Points[2].Lower, all[0].Points[2].Upper})
}

func TestEveryStatisticOfALevelIsItsValue(t *testing.T) {
	set := catalog.OperationSet{ID: "level", Kind: catalog.LevelKind, Unit: "percentunit"}
	w := baseline.Window{End: noon, Width: time.Minute, Histogram: baseline.Histogram{Native: true, Bounds: []float64{0.9973, 1}, Counts: []float64{0, 4, 0}, Sum: 4 * 0.9995}}
	for _, stat := range []Stat{StatP50, StatP95, StatP99, StatMean} {
		require.InDelta(t, 0.9995, pointOf(SeriesRequest{Stat: statFor(stat, set)}, w, baseline.Record{}, SettingsOf(kgas(), set)).Value, 1e-9, stat)
	}
	require.Equal(t, StatP95, statFor(StatP95, catalog.OperationSet{}))
}
