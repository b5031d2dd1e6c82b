package live

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// everyDayAtFour has learned a conversion that ends at four in the morning.
func everyDayAtFour() map[string]baseline.Record {
	var windows []baseline.Window
	for day := 30; day > 1; day-- {
		end := noon.AddDate(0, 0, -day).Add(-8 * time.Hour)
		windows = append(windows, baseline.Window{End: end, Width: 10 * time.Second, Samples: []float64{10}})
	}
	normal := baseline.Learn(windows, baseline.Options{})
	return map[string]baseline.Record{Key("conversion", map[string]string{"source": "graph", "target": "table", "dataset_size": "small"}): normal}
}

// A conversion of every morning does not come for a day, and is made up for at half past eleven: it is in the list from the
// moment on at which it should have ended, and over when it has.
func TestARunIsOverdueUntilItComes(t *testing.T) {
	h := past(4*time.Hour, 15*time.Second)
	before, made := noon.AddDate(0, 0, -1).Add(-8*time.Hour), noon.Add(-30*time.Minute)
	labels := job("source", "graph", "target", "table", "dataset_size", "small")
	h.Series("kgas_conversion_last_duration_seconds", labels, each(h, constant(10)))
	h.Series("kgas_conversion_last_run_timestamp_seconds", labels, each(h, func(at time.Time) float64 {
		if at.Before(made) {
			return float64(before.Unix())
		}
		return float64(made.Unix())
	}))
	r := New(serve(t, h), Options{})
	request := Request{System: kgas(), Sets: []string{"conversion"}, Baselines: everyDayAtFour()}
	due := before.Add(24*time.Hour + 144*time.Minute) // a tenth of a day later than ever
	known := Violated{Signal: detect.Rate}
	open := func(at time.Time, left Left) Present {
		request.At = at
		now, err := r.OpenViolations(t.Context(), request, left)
		require.NoError(t, err)
		return now
	}
	require.Empty(t, open(due.Add(-time.Minute), Left{}).Open)

	now := open(noon.Add(-time.Hour), Left{})
	require.Len(t, now.Open, 1)
	late := now.Open[0]
	assert.Equal(t, detect.Rate, late.Signal)
	assert.Equal(t, detect.Warning, late.Stretch.Tier)
	assert.Equal(t, due, late.Stretch.Start.UTC())
	assert.Contains(t, late.Reason, "overdue")
	known.Key = late.Key()

	now = open(noon, Left{Open: map[Violated]time.Time{known: noon.Add(-time.Hour)}})
	require.Empty(t, now.Open)
	require.Contains(t, now.Over, known)
	require.WithinRange(t, now.Over[known], made.Add(-time.Minute), made.Add(time.Minute))
}

// An exporter that is away tells nothing: whether the conversion ran is not known.
func TestNothingIsOverdueOfAnExporterThatIsAway(t *testing.T) {
	h := past(4*time.Hour, 15*time.Second)
	h.Series("up", job("instance", "a"), each(h, constant(0)))
	request := Request{System: kgas(), Sets: []string{"conversion"}, Baselines: everyDayAtFour(), At: noon, Signal: detect.Rate}
	r := New(serve(t, h), Options{})
	verdicts, err := r.Verdicts(t.Context(), request)
	require.NoError(t, err)
	require.NotEmpty(t, verdicts)
	for _, v := range verdicts {
		require.False(t, v.Measured, v.Operation)
		require.Equal(t, detect.Normal, v.Tier)
	}
}
