package prometheus_test

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// execution is one run: when it ended and how long it took.
type execution struct {
	ended   time.Time
	seconds float64
}

// lastRun writes the gauges of the last run and the counter of runs, absent before `from` and after `to`.
func lastRun(h *promtest.History, labels map[string]string, from, to time.Time, runs ...execution) {
	duration, ended, count := make([]float64, h.Scrapes()), make([]float64, h.Scrapes()), make([]float64, h.Scrapes())
	for i := range duration {
		at := h.From.Add(time.Duration(i) * h.Step)
		duration[i], ended[i], count[i] = math.NaN(), math.NaN(), math.NaN()
		if at.Before(from) || at.After(to) {
			continue
		}
		duration[i], ended[i], count[i] = 0, 0, 0
		for _, r := range runs {
			if !r.ended.After(at) {
				duration[i], ended[i] = r.seconds, float64(r.ended.UnixMilli())/1000
				count[i]++
			}
		}
	}
	h.Series("conversion_last_run_seconds", labels, duration)
	h.Series("conversion_last_run_timestamp_seconds", labels, ended)
	h.Series("conversion_runs_total", labels, count)
}

func TestRuns(t *testing.T) { onEachServer(t, lastRuns) }

func lastRuns(t *testing.T, client clientOf) {
	h := promtest.History{From: noon.Add(-10 * time.Hour), To: noon.Add(2 * time.Hour), Step: 15 * time.Second}
	whole := func(labels map[string]string, runs ...execution) { lastRun(&h, labels, h.From, h.To, runs...) }
	at := func(d time.Duration) time.Time { return noon.Add(d) }
	whole(map[string]string{"pair": "graph-to-table"},
		execution{at(-9 * time.Hour), 40},
		execution{at(-30*time.Minute - 3*time.Second), 12},
		execution{at(-10 * time.Minute), 12},                 // as long as the one before
		execution{at(-15*time.Second + time.Millisecond), 7}, // first seen exactly at noon
		execution{at(time.Millisecond), 8},                   // first seen 15 s after noon
		execution{at(30 * time.Minute), 9})
	whole(map[string]string{"pair": "never"})
	both := map[string]string{"pair": "two places", "instance": "a"}
	whole(both, execution{at(10 * time.Minute), 1}, execution{at(20 * time.Minute), 3})
	whole(map[string]string{"pair": "two places", "instance": "b"}, execution{at(15 * time.Minute), 2})
	lastRun(&h, map[string]string{"pair": "born with its first run"}, at(5*time.Minute), h.To, execution{at(5*time.Minute - time.Second), 5})
	lastRun(&h, map[string]string{"pair": "old run shown again"}, at(5*time.Minute), h.To, execution{at(-9 * time.Hour), 5})
	gone := map[string]string{"pair": "not scraped for an hour"}
	lastRun(&h, gone, h.From, at(-30*time.Minute), execution{at(-2 * time.Hour), 4})
	lastRun(&h, gone, at(30*time.Minute), h.To, execution{at(-2 * time.Hour), 4}, execution{at(0), 6})
	back := map[string]string{"pair": "restarted"}
	lastRun(&h, back, h.From, at(-20*time.Minute), execution{at(-40 * time.Minute), 4})
	lastRun(&h, back, at(-19*time.Minute), h.To, execution{at(20 * time.Minute), 5})
	c := client(t, h.String())
	q := prometheus.RunQuery{Metric: "conversion_last_run_seconds", Timestamp: "conversion_last_run_timestamp_seconds", By: []string{"pair"}}
	read := func(t *testing.T, q prometheus.RunQuery, from, to time.Time) []prometheus.OpWindows {
		t.Helper()
		ops, err := c.Runs(context.Background(), q, from, to)
		require.NoError(t, err)
		return ops
	}
	durations := func(ops []prometheus.OpWindows, pair string) (seconds []float64) {
		for _, op := range ops {
			if op.Labels["pair"] == pair {
				for _, w := range op.Windows {
					seconds = append(seconds, w.Samples...)
				}
			}
		}
		return seconds
	}
	early, late := read(t, q, at(-time.Hour), noon), read(t, q, noon, at(time.Hour))
	all := read(t, q, at(-10*time.Hour), at(2*time.Hour))

	t.Run("a run is a changed timestamp, not a changed duration", func(t *testing.T) {
		require.Equal(t, []float64{12, 12, 7}, durations(early, "graph-to-table"))
	})
	t.Run("the borders of hours neither lose nor repeat a run", func(t *testing.T) {
		require.Equal(t, []float64{8, 9}, durations(late, "graph-to-table"))
		var pieces []prometheus.OpWindows
		for from := at(-10 * time.Hour); from.Before(at(2 * time.Hour)); from = from.Add(time.Hour) {
			pieces = append(pieces, read(t, q, from, from.Add(time.Hour))...)
		}
		for _, pair := range []string{"graph-to-table", "never", "two places", "born with its first run", "old run shown again", "not scraped for an hour", "restarted"} {
			require.Equal(t, durations(all, pair), durations(pieces, pair), pair)
		}
		require.Equal(t, []float64{40, 12, 12, 7, 8, 9}, durations(all, "graph-to-table"))
	})
	t.Run("a run has the time of the scrape that showed it and its own length", func(t *testing.T) {
		w := windowsOf(t, all, "pair", "graph-to-table")[1]
		require.Equal(t, at(-30*time.Minute), w.End)
		require.Equal(t, 12*time.Second, w.Width)
	})
	t.Run("instances of one operation are merged in the order of time", func(t *testing.T) {
		require.Equal(t, []float64{1, 2, 3}, durations(late, "two places"))
	})
	t.Run("an operation that never ran has none", func(t *testing.T) { require.Empty(t, durations(all, "never")) })
	t.Run("a series that is born with its first run counts it", func(t *testing.T) {
		require.Equal(t, []float64{5}, durations(late, "born with its first run"))
	})
	t.Run("a run of long ago that is shown again is not a new one", func(t *testing.T) {
		require.Empty(t, durations(late, "old run shown again"))
	})
	t.Run("a run during an hour without scrapes is found afterwards", func(t *testing.T) {
		require.Equal(t, []float64{6}, durations(late, "not scraped for an hour"))
	})
	t.Run("a restart that forgets the last run is not a run", func(t *testing.T) {
		require.Equal(t, []float64{4, 5}, durations(all, "restarted"))
	})
	t.Run("without a timestamp the counter of runs tells them", func(t *testing.T) {
		counted := q
		counted.Timestamp, counted.Count = "", "conversion_runs_total"
		require.Equal(t, []float64{40, 12, 12, 7, 8, 9}, durations(read(t, counted, at(-10*time.Hour), at(2*time.Hour)), "graph-to-table"))
		require.Equal(t, []float64{5}, durations(read(t, counted, noon, at(time.Hour)), "born with its first run"))
		require.Equal(t, []float64{4, 5}, durations(read(t, counted, at(-time.Hour), at(time.Hour)), "restarted"))
	})
	t.Run("the gauge is asked for only where something ran", func(t *testing.T) {
		before := c.Requests()
		quiet := q
		quiet.Selector = `pair="never"`
		read(t, quiet, noon, at(time.Hour))
		require.EqualValues(t, 2, c.Requests()-before, "the last run before, and the timestamps")
	})
	t.Run("a gauge without a companion is refused with a reason", func(t *testing.T) {
		_, err := c.Runs(context.Background(), prometheus.RunQuery{Metric: "conversion_last_run_seconds"}, noon, at(time.Hour))
		require.ErrorContains(t, err, "needs a companion")
	})
}

func TestScrapeInterval(t *testing.T) { onEachServer(t, scrapeInterval) }

func scrapeInterval(t *testing.T, client clientOf) {
	history := ""
	metric := func(name, job, instance string, step time.Duration, from, to time.Time) {
		h := promtest.History{From: from, To: to, Step: step}
		h.Series(name, map[string]string{"job": job, "instance": instance}, counter(&h, 1, 0, h.Scrapes()))
		history += h.String()
	}
	long := noon.Add(-3 * time.Hour)
	for _, step := range []time.Duration{5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute} {
		metric("every_"+step.String()+"_count", "a", "1", step, long, noon)
	}
	metric("gauge_seconds", "a", "1", 30*time.Second, long, noon)
	metric("two_targets_count", "a", "1", 5*time.Second, long, noon)
	metric("two_targets_count", "b", "1", 30*time.Second, long, noon)
	metric("joined_count", "a", "1", 5*time.Second, long, noon)
	metric("joined_count", "a", "2", 5*time.Second, noon.Add(-20*time.Second), noon)
	metric("new_count", "a", "1", 5*time.Second, noon.Add(-55*time.Second), noon)
	metric("come_count", "a", "1", 15*time.Second, noon.Add(-40*time.Second), noon)
	metric("begun_count", "a", "1", 15*time.Second, noon.Add(-5*time.Second), noon)
	metric("gone_count", "a", "1", 15*time.Second, long, noon.Add(-59*time.Minute))
	metric("leaving_count", "a", "1", time.Minute, long, noon.Add(-7*time.Minute))
	metric("back_count", "a", "1", 15*time.Second, long, noon.Add(-50*time.Minute))
	metric("back_count", "a", "1", 15*time.Second, noon.Add(-20*time.Second), noon)
	metric("seldom_count", "a", "1", 20*time.Minute, long, noon)
	c := client(t, history)
	measure := func(metric, selector string) time.Duration {
		d, err := c.ScrapeInterval(context.Background(), metric, selector, noon)
		require.NoError(t, err)
		return d
	}
	for _, step := range []time.Duration{5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute} {
		t.Run("every "+step.String(), func(t *testing.T) { require.Equal(t, step, measure("every_"+step.String(), "")) })
	}
	t.Run("of a gauge", func(t *testing.T) { require.Equal(t, 30*time.Second, measure("gauge_seconds", "")) })
	t.Run("of the slowest target", func(t *testing.T) {
		require.Equal(t, 30*time.Second, measure("two_targets", ""))
		require.Equal(t, 5*time.Second, measure("two_targets", `job="a"`))
	})
	t.Run("a target that has just joined is not taken for a slow one", func(t *testing.T) { require.Equal(t, 5*time.Second, measure("joined", "")) })
	t.Run("of a metric that is a minute old it is not underestimated", func(t *testing.T) { require.GreaterOrEqual(t, measure("new", ""), 5*time.Second) })
	t.Run("a metric that comes or goes is not taken for a seldom one", func(t *testing.T) {
		require.Equal(t, 15*time.Second, measure("come", ""))
		require.Equal(t, 15*time.Second, measure("gone", ""))
		require.Equal(t, time.Minute, measure("leaving", ""))
		require.Equal(t, 15*time.Second, measure("back", ""))
		require.Equal(t, 20*time.Minute, measure("seldom", ""))
		require.Zero(t, measure("begun", ""), "one sample tells nothing")
	})
	t.Run("of a metric without samples it is 0", func(t *testing.T) { require.Zero(t, measure("absent", "")) })
	t.Run("is remembered for all moments of five minutes", func(t *testing.T) {
		before := c.Requests()
		for s := range 299 {
			_, err := c.ScrapeInterval(context.Background(), "every_5s", "", noon.Add(time.Duration(s)*time.Second))
			require.NoError(t, err)
		}
		require.Equal(t, before, c.Requests())
	})
}
