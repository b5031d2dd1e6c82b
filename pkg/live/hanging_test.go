package live

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// A conversion that is documented to take at most five minutes hangs for longer than the hour that is looked at.
func TestARunThatHangsForHoursIsInViolationSinceItTookTooLong(t *testing.T) {
	h := past(4*time.Hour, 15*time.Second)
	began := noon.Add(-150 * time.Minute)
	h.Series("kgas_conversion_in_progress_start_timestamp_seconds", job("source", "table", "target", "vector", "dataset_size", "medium"), each(h, func(at time.Time) float64 {
		if at.Before(began) {
			return 0
		}
		return float64(began.Unix())
	}))
	r := New(serve(t, h), Options{})
	for _, at := range []time.Time{noon.Add(-130 * time.Minute), noon.Add(-10 * time.Second), noon} {
		now, err := r.OpenViolations(t.Context(), Request{System: kgas(), Sets: []string{"conversion"}, At: at}, Left{})
		require.NoError(t, err)
		require.Len(t, now.Open, 1)
		assert.WithinRange(t, now.Open[0].Stretch.Start, began.Add(10*time.Minute), began.Add(12*time.Minute))
		assert.WithinRange(t, now.Open[0].Onset, began.Add(5*time.Minute), began.Add(7*time.Minute))
	}
}

// What hangs for months takes no longer to be judged than what hangs for an hour; a gauge that says 1 says 1970.
func TestWhatHangsForMonthsIsJudgedAtOnce(t *testing.T) {
	var windows []baseline.Window
	for at := noon.Add(-14 * 24 * time.Hour); at.Before(noon); at = at.Add(wideWidth) {
		w := baseline.Window{End: at, Width: wideWidth, Histogram: baseline.Histogram{Bounds: bounds, Counts: make17(100), Sum: 10}}
		w.Counts[5+at.Hour()%4] = 10
		windows = append(windows, w)
	}
	byHour := baseline.Learn(windows, baseline.Options{})
	require.NotNil(t, byHour.Profile)
	even := byHour
	even.Profile = nil
	for name, c := range map[string]struct {
		record  baseline.Record
		running time.Duration
	}{
		"by the hour of day": {byHour, 90 * 24 * time.Hour},
		"since 1970":         {even, noon.Sub(time.Unix(1, 0))},
	} {
		v := OperationVerdict{Verdict: detect.Verdict{At: noon, Measured: true, Tier: detect.Critical, ByRun: true, Running: c.running}, Baseline: c.record}
		began, since := time.Now(), noon.Add(-c.running)
		stretch, hangs := hangsSince(v, detect.Defaults())
		require.True(t, hangs, name)
		assert.WithinRange(t, stretch.Start, since, since.Add(2*time.Minute), name)
		assert.LessOrEqual(t, len(whileHanging(nil, v, stretch.Start)), 60, name)
		assert.Less(t, time.Since(began), 3*time.Second, name)
	}
}
