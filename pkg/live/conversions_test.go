package live

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// run is one execution of a rare operation.
type run struct {
	end     time.Time
	seconds float64
}

// lastRunGauges writes what an application shows of its runs: nothing before the first has ended.
func lastRunGauges(h *promtest.History, base string, labels map[string]string, runs ...run) {
	last := func(pick func(run) float64) []float64 {
		return each(h, func(at time.Time) float64 {
			v := unseenYet
			for _, r := range runs {
				if !r.end.After(at) {
					v = pick(r)
				}
			}
			return v
		})
	}
	h.Series(base+"_last_duration_seconds", labels, last(func(r run) float64 { return r.seconds }))
	h.Series(base+"_last_run_timestamp_seconds", labels, last(func(r run) float64 { return float64(r.end.UnixMilli()) / 1000 }))
}

func conversions() *promtest.History {
	h := past(3*time.Hour, 15*time.Second)
	labels := func(source, target, size string, more ...string) map[string]string {
		return job(append([]string{"source", source, "target", target, "dataset_size", size}, more...)...)
	}
	ago := func(d time.Duration) time.Time { return noon.Add(-d) }
	// Within its range; the run before was on another instance and ended earlier.
	lastRunGauges(h, "kgas_conversion", labels("graph", "table", "small"), run{ago(20 * time.Minute), 9})
	lastRunGauges(h, "kgas_conversion", labels("graph", "table", "small", "instance", "b"), run{ago(50 * time.Minute), 600})
	// Three times its range, twice; the last one fresh.
	lastRunGauges(h, "kgas_conversion", labels("table", "vector", "small"), run{ago(2 * time.Hour), 20}, run{ago(50 * time.Minute), 70}, run{ago(10 * time.Minute), 90})
	// Six times its range, but long ago.
	lastRunGauges(h, "kgas_conversion", labels("vector", "graph", "small"), run{ago(40 * time.Minute), 270})
	// Twice its range and long ago, though not longer than the run itself took.
	lastRunGauges(h, "kgas_conversion", labels("graph", "table", "large"), run{ago(38 * time.Minute), 2400})
	// Of a size that the document leaves out (D-16).
	lastRunGauges(h, "kgas_conversion", labels("graph", "table", "tiny"), run{ago(5 * time.Minute), 2})
	// Hangs since 16 minutes; its range ends at 5.
	h.Series("kgas_conversion_in_progress_start_timestamp_seconds", labels("table", "vector", "medium"), each(h, func(at time.Time) float64 {
		if at.Before(ago(16 * time.Minute)) {
			return 0
		}
		return float64(ago(16 * time.Minute).Unix())
	}))
	// Has been running for a while, as it should.
	h.Series("kgas_conversion_in_progress_start_timestamp_seconds", labels("vector", "graph", "large"), each(h, func(at time.Time) float64 {
		if at.Before(ago(time.Hour)) {
			return 0
		}
		return float64(ago(time.Hour).Unix())
	}))
	return h
}

// What runs is known as of the last scrape: of a run that may have ended since
// then nobody knows that it is still running.
func TestARunThatGoesOnIsAsOldAsWhenItWasScraped(t *testing.T) {
	h := past(time.Hour, time.Minute)
	began := noon.Add(-25 * time.Second)
	h.Series("kgas_conversion_in_progress_start_timestamp_seconds",
		job("source", "table", "target", "vector", "dataset_size", "small"), each(h, func(at time.Time) float64 {
			if !at.Equal(noon) {
				return 0
			}
			return float64(began.Unix())
		}))
	reader := New(serve(t, h), Options{})
	at := noon.Add(50 * time.Second)
	rows, err := reader.Conversions(context.Background(), Request{System: kgas(), At: at}, at.Add(-time.Hour))
	require.NoError(t, err)
	i := slices.IndexFunc(rows, func(c Conversion) bool { return c.Operation == "table-to-vector small" })
	require.GreaterOrEqual(t, i, 0)
	assert.Equal(t, 25*time.Second, rows[i].Running)
	assert.Equal(t, began, rows[i].RunningSince)
	assert.Equal(t, detect.Normal, rows[i].Tier, "75 s after its start, of at most 30 s: %s", rows[i].Reason)
}

func TestConversions(t *testing.T) {
	src := serve(t, conversions())
	sys := kgas()
	ask := func(at time.Time) []Conversion {
		rows, err := New(src, Options{}).Conversions(context.Background(), Request{System: sys, At: at}, at.Add(-3*time.Hour))
		require.NoError(t, err)
		return rows
	}
	row := func(rows []Conversion, operation string) Conversion {
		i := slices.IndexFunc(rows, func(c Conversion) bool { return c.Operation == operation })
		require.GreaterOrEqual(t, i, 0, "no conversion %s", operation)
		return rows[i]
	}
	now := ask(noon)

	t.Run("all nine documented conversions are there in their order, and then others", func(t *testing.T) {
		require.Len(t, now, 10)
		assert.Equal(t, []string{"graph-to-table small", "table-to-vector small", "vector-to-graph small", "graph-to-table medium"},
			[]string{now[0].Operation, now[1].Operation, now[2].Operation, now[3].Operation})
		assert.Equal(t, "graph-to-table tiny", now[9].Operation)
	})
	t.Run("one that was never seen is not measured", func(t *testing.T) {
		c := row(now, "graph-to-table medium")
		assert.False(t, c.Measured)
		assert.True(t, c.LastAt.IsZero())
		assert.Equal(t, "no run has been seen", c.Reason)
		assert.Equal(t, []float64{30, 90}, []float64{c.RangeLow, c.RangeHigh})
		assert.Equal(t, baseline.Documented, c.State)
	})
	t.Run("a run within its range is normal, and the latest of all instances counts", func(t *testing.T) {
		c := row(now, "graph-to-table small")
		assert.InDelta(t, 9, c.Last, 1e-9)
		assert.Equal(t, noon.Add(-20*time.Minute), c.LastAt)
		assert.Equal(t, detect.Normal, c.Tier)
		assert.EqualValues(t, 2, c.Count)
	})
	t.Run("three times the range is a warning with the document as its source", func(t *testing.T) {
		c := row(now, "table-to-vector small")
		assert.Equal(t, detect.Warning, c.Tier, c.Reason)
		assert.InDelta(t, 3, c.Ratio, 1e-9)
		assert.Equal(t, "D2 l.34-46", c.Baseline.Source)
		assert.InDelta(t, 70, c.P50, 1e-9)
		require.Len(t, c.Runs, 3)
		assert.InDelta(t, 20, c.Runs[0].Seconds, 1e-9)
	})
	t.Run("a verdict on the last run says nothing about now after 30 minutes", func(t *testing.T) {
		c := row(now, "vector-to-graph small")
		assert.False(t, c.Measured)
		assert.InDelta(t, 6, c.LastRatio, 1e-9)
		assert.Equal(t, detect.Critical, c.LastTier, "it is still shown as what it was")
		fresh := row(ask(noon.Add(-15*time.Minute)), "vector-to-graph small")
		assert.True(t, fresh.Measured)
		assert.Equal(t, detect.Critical, fresh.Tier)
	})
	t.Run("or after as long as the run itself took", func(t *testing.T) {
		c := row(now, "graph-to-table large")
		assert.True(t, c.Measured)
		assert.Equal(t, detect.Warning, c.Tier, c.Reason)
	})
	t.Run("a hung conversion grows through the tiers while it hangs", func(t *testing.T) {
		assert.Equal(t, noon.Add(-16*time.Minute), row(now, "table-to-vector medium").RunningSince)
		tierAt := func(age time.Duration) detect.Tier {
			return row(ask(noon.Add(-16*time.Minute+age)), "table-to-vector medium").Tier
		}
		assert.Equal(t, detect.Normal, tierAt(4*time.Minute))
		assert.Equal(t, detect.Info, tierAt(6*time.Minute))
		assert.Equal(t, detect.Warning, tierAt(11*time.Minute))
		assert.Equal(t, detect.Warning, row(now, "table-to-vector medium").Tier)
	})
	t.Run("one that runs as long as it should says nothing yet", func(t *testing.T) {
		c := row(now, "vector-to-graph large")
		assert.False(t, c.Measured)
		assert.Contains(t, c.Reason, "going on for 1 h")
	})
	t.Run("a size without a documented range has no verdict", func(t *testing.T) {
		assert.Equal(t, detect.Normal, row(now, "graph-to-table tiny").Tier)
	})
	t.Run("a learned baseline takes over once it is active", func(t *testing.T) {
		key := Key("conversion", map[string]string{"source": "graph", "target": "table", "dataset_size": "small"})
		record := baseline.Record{Quantiles: baseline.Quantiles{P50: 3, P95: 4, P99: 5}, LogSD: 0.2, State: baseline.Active, Requests: 200, Confidence: 0.97}
		rows, err := New(src, Options{}).Conversions(context.Background(), Request{System: sys, At: noon, Baselines: map[string]baseline.Record{key: record}}, noon)
		require.NoError(t, err)
		assert.Equal(t, detect.Warning, row(rows, "graph-to-table small").Tier)
		record.State = baseline.Provisional
		rows, err = New(src, Options{}).Conversions(context.Background(), Request{System: sys, At: noon, Baselines: map[string]baseline.Record{key: record}}, noon)
		require.NoError(t, err)
		assert.Equal(t, detect.Normal, row(rows, "graph-to-table small").Tier)
	})
}

func TestVerdictsOnRuns(t *testing.T) {
	src := serve(t, conversions())
	r := New(src, Options{})
	verdicts, err := r.Verdicts(context.Background(), Request{System: kgas(), Sets: []string{"conversion"}, At: noon})
	require.NoError(t, err)

	t.Run("two of the last three runs above the threshold are slow", func(t *testing.T) {
		assert.InDelta(t, 70/(1.1*30), only(t, verdicts, "table-to-vector small").Slow, 1e-6)
		assert.InDelta(t, 9/(1.1*15), only(t, verdicts, "graph-to-table small").Slow, 1e-6)
	})
	t.Run("a single run is not", func(t *testing.T) {
		assert.Zero(t, only(t, verdicts, "graph-to-table large").Slow)
	})
	t.Run("runs have no rate and no share of errors", func(t *testing.T) {
		rates, err := r.Verdicts(context.Background(), Request{System: kgas(), Sets: []string{"conversion"}, At: noon, Signal: detect.Rate})
		require.NoError(t, err)
		assert.Empty(t, rates)
	})
	t.Run("a second reader costs no request", func(t *testing.T) {
		before := src.all()
		_, err := r.Verdicts(context.Background(), Request{System: kgas(), Sets: []string{"conversion"}, At: noon})
		require.NoError(t, err)
		assert.Equal(t, before, src.all())
	})
	t.Run("the violation of a hung run began when it passed twice its range", func(t *testing.T) {
		now, err := r.OpenViolations(context.Background(), Request{System: kgas(), At: noon}, Left{})
		require.NoError(t, err)
		open := now.Open
		i := slices.IndexFunc(open, func(v OpenViolation) bool { return v.Operation == "table-to-vector medium" })
		require.GreaterOrEqual(t, i, 0)
		assert.WithinDuration(t, noon.Add(-6*time.Minute), open[i].Start, time.Minute)
		assert.Equal(t, noon, open[i].End)
	})
}

// A name need not hold every label, and what is measured comes out of maps: two looks would show such rows the other way round.
func TestConversionsOfOneNameKeepTheirOrder(t *testing.T) {
	set := catalog.OperationSet{ID: "conversion"}
	a := Conversion{Operation: "graph-to-table", Labels: map[string]string{"dataset_size": "large"}}
	b := Conversion{Operation: "graph-to-table", Labels: map[string]string{"dataset_size": "small"}}
	for _, rows := range [][]Conversion{{a, b}, {b, a}} {
		sortDocumentedFirst(rows, set)
		assert.Equal(t, "large", rows[0].Labels["dataset_size"])
	}
}
