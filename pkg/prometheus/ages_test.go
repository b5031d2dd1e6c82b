package prometheus_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

func TestAges(t *testing.T) { onEachServer(t, workUnderWay) }

// Two instances work for one team at a time, and nothing is under way of another one.
func workUnderWay(t *testing.T, client clientOf) {
	h := promtest.History{From: noon.Add(-time.Hour), To: noon.Add(time.Hour), Step: 15 * time.Second}
	began := func(labels map[string]string, since, until time.Time) {
		values := make([]float64, h.Scrapes())
		for i := range values {
			if at := h.From.Add(time.Duration(i) * h.Step); !at.Before(since) && at.Before(until) {
				values[i] = float64(since.Unix())
			}
		}
		h.Series("import_in_progress_start_timestamp_seconds", labels, values)
	}
	began(map[string]string{"team": "a", "instance": "1"}, noon.Add(-90*time.Second), noon.Add(2*time.Minute))
	began(map[string]string{"team": "a", "instance": "2"}, noon.Add(-10*time.Minute), noon.Add(time.Minute))
	began(map[string]string{"team": "b"}, noon.Add(30*time.Minute), noon.Add(31*time.Minute))
	began(map[string]string{"instance": "3"}, noon, noon.Add(time.Minute))
	q := prometheus.AgeQuery{Since: "import_in_progress_start_timestamp_seconds", By: []string{"team"}}
	c := client(t, h.String())
	ages, err := c.Ages(t.Context(), q, noon, noon.Add(3*time.Minute), time.Minute)
	require.NoError(t, err)
	require.Equal(t, []prometheus.OpAges{
		{Labels: map[string]string{}, Ages: []baseline.Age{{At: noon, Age: 0}}},
		{Labels: map[string]string{"team": "a"}, Ages: []baseline.Age{
			{At: noon, Age: 10 * time.Minute}, {At: noon.Add(time.Minute), Age: 150 * time.Second},
		}},
	}, ages)
	q.Least = 150 * time.Second
	ages, err = c.Ages(t.Context(), q, noon, noon.Add(3*time.Minute), time.Minute)
	require.NoError(t, err)
	require.Len(t, ages, 1)
	require.Len(t, ages[0].Ages, 2)
	q.Least++
	ages, err = c.Ages(t.Context(), q, noon, noon.Add(3*time.Minute), time.Minute)
	require.NoError(t, err)
	require.Len(t, ages, 1)
	require.Len(t, ages[0].Ages, 1)
}

func TestPauses(t *testing.T) { onEachServer(t, timeBetweenRuns) }

// Of two instances the one counts that ran last, whichever that is; while one runs there is no pause.
func timeBetweenRuns(t *testing.T, client clientOf) {
	h := promtest.History{From: noon.Add(-time.Hour), To: noon.Add(time.Hour), Step: 15 * time.Second}
	gauge := func(name string, labels map[string]string, at func(time.Time) float64) {
		values := make([]float64, h.Scrapes())
		for i := range values {
			values[i] = at(h.From.Add(time.Duration(i) * h.Step))
		}
		h.Series(name, labels, values)
	}
	const ended, running = "import_last_run_timestamp_seconds", "import_in_progress_start_timestamp_seconds"
	unix := func(at time.Time) float64 { return float64(at.Unix()) }
	for instance, last := range map[string]time.Time{"1": noon.Add(-30 * time.Hour), "2": noon.Add(-2 * time.Hour)} {
		gauge(ended, map[string]string{"team": "a", "instance": instance}, func(time.Time) float64 { return unix(last) })
	}
	gauge(ended, map[string]string{"team": "never"}, func(time.Time) float64 { return 0 })
	gauge(ended, map[string]string{"team": "b", "instance": "1"}, func(time.Time) float64 { return unix(noon.Add(-3 * time.Hour)) })
	gauge(running, map[string]string{"team": "b", "instance": "2"}, func(at time.Time) float64 {
		if at.Before(noon.Add(time.Minute)) {
			return 0
		}
		return unix(noon.Add(time.Minute))
	})
	q := prometheus.PauseQuery{Ended: ended, Running: running, By: []string{"team"}, Least: time.Hour}
	c := client(t, h.String())
	ask := func() map[string][]baseline.Age {
		pauses, err := c.Pauses(t.Context(), q, noon, noon.Add(2*time.Minute), time.Minute)
		require.NoError(t, err)
		of := map[string][]baseline.Age{}
		for _, op := range pauses {
			of[op.Labels["team"]] = op.Ages
		}
		return of
	}
	after := func(longest time.Duration, n int) (ages []baseline.Age) {
		for i := range n {
			ages = append(ages, baseline.Age{At: noon.Add(time.Duration(i) * time.Minute), Age: longest + time.Duration(i)*time.Minute})
		}
		return ages
	}
	require.Equal(t, map[string][]baseline.Age{"a": after(2*time.Hour, 3), "b": after(3*time.Hour, 1)}, ask())
	q.Running = ""
	require.Equal(t, map[string][]baseline.Age{"a": after(2*time.Hour, 3), "b": after(3*time.Hour, 3)}, ask())
	q.Least = 2*time.Hour + 90*time.Second
	require.Equal(t, map[string][]baseline.Age{"a": {{At: noon.Add(2 * time.Minute), Age: 2*time.Hour + 2*time.Minute}}, "b": after(3*time.Hour, 3)}, ask())
}
