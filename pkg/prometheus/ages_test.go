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
