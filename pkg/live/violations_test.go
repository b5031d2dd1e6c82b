package live

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// rarely is an operation with a request every 40 seconds, eight times as slow in a stretch of time, and its baseline.
func rarely(t *testing.T, from, to time.Time) (Source, *catalog.System, map[string]baseline.Record) {
	t.Helper()
	sys := kgas()
	sys.Operations = sys.Operations[:1]
	sys.Operations[0].Runs = nil
	h := past(3*time.Hour, 15*time.Second)
	h.Histogram("kgas_operation_duration_seconds", job("operation_type", "embed", "status", "success"), bounds, arrivals(h, 1.0/40, 7, func(at time.Time) float64 {
		if at.After(from) && !at.After(to) {
			return 0.8
		}
		return 0.1
	}))
	src := serve(t, h)
	q := windowQuery(sys, sys.Operations[0])
	q.Width = wideWidth
	ops, err := src.Windows(context.Background(), q, h.From.Add(10*time.Minute), from.Add(-wideWidth), wideWidth)
	require.NoError(t, err)
	require.Len(t, ops, 1)
	record := baseline.Learn(ops[0].Windows, baseline.Options{})
	record.State = baseline.Active // two hours are too short for it; the test is about judging
	return src, sys, map[string]baseline.Record{Key("operation", ops[0].Labels): record}
}

// So few requests show a breach over an hour, and showed it over the hour before each earlier moment.
func TestABreachOfFewRequestsBeganWhenTheyBecameSlow(t *testing.T) {
	slow := noon.Add(-50 * time.Minute)
	src, sys, baselines := rarely(t, slow, noon.Add(time.Hour))
	r := New(src, Options{})
	var told []OpenViolation
	for _, ago := range []time.Duration{20 * time.Minute, 10 * time.Minute, 0} {
		open, err := r.OpenViolations(t.Context(), Request{System: sys, Baselines: baselines, At: noon.Add(-ago)})
		require.NoError(t, err)
		require.Len(t, open, 1)
		told = append(told, open...)
	}
	for _, v := range told {
		assert.WithinRange(t, v.Onset, slow, slow.Add(5*time.Minute))
		assert.WithinRange(t, v.Stretch.Start, v.Onset, noon.Add(-20*time.Minute))
		assert.Equal(t, told[0].Stretch.Start, v.Stretch.Start, "whoever asks later is told of the same beginning")
		assert.Equal(t, told[0].Delay(), v.Delay())
	}
}
