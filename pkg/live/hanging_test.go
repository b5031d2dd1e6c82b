package live

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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

// One of many hangs, which no window tells, and is given up: whoever was called while it hung finds it afterwards, from the
// same moment on.
func TestWhatHungIsInTheListWhenItIsOver(t *testing.T) {
	ago := func(minutes int) time.Time { return noon.Add(-time.Duration(minutes) * time.Minute) }
	h := past(4*time.Hour, 15*time.Second)
	began := ago(40)
	for _, operation := range []string{"ingest", "search", "a minute at most"} {
		labels := job("operation_type", operation)
		h.Histogram("kgas_operation_duration_seconds", labels, bounds, arrivals(h, 2, 1, func(time.Time) float64 { return 0.1 }))
		h.Series("kgas_operation_in_progress_start_timestamp_seconds", labels, each(h, func(at time.Time) float64 {
			if operation == "a minute at most" {
				return float64(at.Add(-40 * time.Second).Unix()) // as the windows tell, one request in some hundred
			}
			if operation == "search" || at.Before(began) || at.After(ago(20)) {
				return 0
			}
			return float64(began.Unix())
		}))
	}
	src := serve(t, h)
	sys := kgas()
	request := Request{System: sys, Sets: []string{"operation"}, Baselines: learned(t, src, sys, sys.Operations[0], ago(80))}
	left := Left{Since: map[string]time.Time{"operation": ago(60)}}
	at := func(moment time.Time) Present {
		request.At = moment
		now, err := New(src, Options{}).OpenViolations(t.Context(), request, left)
		require.NoError(t, err)
		return now
	}
	hanging := at(ago(25))
	require.Len(t, hanging.Open, 1)
	require.Empty(t, hanging.Ended)
	over := at(noon)
	require.Empty(t, over.Open)
	require.Len(t, over.Ended, 1)
	assert.Equal(t, "ingest", over.Ended[0].Operation)
	assert.Equal(t, detect.Critical, over.Ended[0].Stretch.Tier)
	assert.Equal(t, hanging.Open[0].Start, over.Ended[0].Start)
	assert.Equal(t, ago(20), over.Ended[0].End)
}
