package live

import (
	"context"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// operations is a history in which at noon some operations do well and others do not.
func operations(t testing.TB) *counted {
	h := past(65*time.Minute, 5*time.Second)
	normal := func(time.Time) float64 { return 0.1 }
	slow := func(at time.Time) float64 {
		if at.After(noon.Add(-time.Minute)) {
			return 0.5
		}
		return 0.1
	}
	metric := "kgas_operation_duration_seconds"
	h.Histogram(metric, job("operation_type", "steady", "status", "success"), bounds, arrivals(h, 5, 1, normal))
	h.Histogram(metric, job("operation_type", "slowed", "status", "success"), bounds, arrivals(h, 5, 2, slow))
	h.Histogram(metric, job("operation_type", "rare", "status", "success"), bounds, arrivals(h, 0.6, 3, normal))
	h.Histogram(metric, job("operation_type", "hanging", "status", "success"), bounds, arrivals(h, 2, 6, normal))
	stopped := arrivals(h, 5, 4, normal)
	for len(stopped) > 0 && stopped[len(stopped)-1].At.After(noon.Add(-90*time.Second)) {
		stopped = stopped[:len(stopped)-1]
	}
	h.Histogram(metric, job("operation_type", "stopped", "status", "success"), bounds, stopped)
	failing := arrivals(h, 1, 5, normal)
	var failed = failing[:0:0]
	for _, o := range failing {
		if o.At.After(noon.Add(-2 * time.Minute)) {
			failed = append(failed, o)
		}
	}
	h.Histogram(metric, job("operation_type", "steady", "status", "error"), bounds, failed)
	startsAt := func(operation string, start time.Time) {
		h.Series("kgas_operation_in_progress_start_timestamp_seconds", job("operation_type", operation), each(h, func(at time.Time) float64 {
			if at.Before(start) {
				return 0
			}
			return float64(start.Unix())
		}))
	}
	startsAt("hanging", noon.Add(-90*time.Second)) // work that takes a quarter of a second
	startsAt("rare", noon.Add(-2*time.Second))     // began just before the last scrape, and has ended since
	return serve(t, h)
}

func TestVerdicts(t *testing.T) {
	src := operations(t)
	sys := kgas()
	baselines := learned(t, src, sys, sys.Operations[0], noon.Add(-3*time.Minute))
	baselines[Key("operation", map[string]string{"operation_type": "retired"})] = baseline.Record{State: baseline.Active, RequestRate: 5}
	request := Request{System: sys, Sets: []string{"operation"}, Baselines: baselines, At: noon.Add(3 * time.Second)}
	verdicts, err := New(src, Options{}).Verdicts(context.Background(), request)
	require.NoError(t, err)

	t.Run("is given for the grid's moment before the query's end", func(t *testing.T) {
		for _, v := range verdicts {
			assert.Equal(t, noon, v.At)
		}
	})
	t.Run("a 5x slowdown is critical within one window", func(t *testing.T) {
		v := only(t, verdicts, "slowed")
		assert.Equal(t, detect.Critical, v.Tier, v.Reason)
		assert.InDelta(t, 5, v.Ratio, 1)
		assert.Equal(t, time.Minute, v.Width, "300 requests a minute need no wider evidence")
		assert.True(t, v.Breach())
	})
	t.Run("steady traffic is normal", func(t *testing.T) {
		v := only(t, verdicts, "steady")
		assert.Equal(t, detect.Normal, v.Tier, v.Reason)
		assert.True(t, v.Measured)
		assert.InDelta(t, 6, v.Rate, 0.5)
		assert.InDelta(t, 1.0/6, v.ErrorRatio, 0.03)
	})
	t.Run("low traffic is judged over a wider stretch", func(t *testing.T) {
		v := only(t, verdicts, "rare")
		assert.Equal(t, 3*time.Minute, v.Width, "36 requests a minute make 100 in the third")
		assert.InDelta(t, 108, v.Requests, 8)
	})
	t.Run("work that goes on counts as a duration of at least its age", func(t *testing.T) {
		v := only(t, verdicts, "hanging")
		assert.Equal(t, 90*time.Second, v.Running)
		assert.GreaterOrEqual(t, v.Tier, detect.Warning, v.Reason)
	})
	t.Run("what was under way at the last scrape is no hang yet", func(t *testing.T) {
		v := only(t, verdicts, "rare")
		assert.Zero(t, v.Running)
		assert.Equal(t, detect.Normal, v.Tier, v.Reason)
	})
	t.Run("an operation of which only the baseline is left is named and not judged", func(t *testing.T) {
		v := only(t, verdicts, "retired")
		assert.False(t, v.Measured)
		assert.Contains(t, v.Reason, "no requests")
	})
	t.Run("silence is no latency, but a deviation of the rate", func(t *testing.T) {
		assert.Equal(t, detect.Normal, only(t, verdicts, "stopped").Tier)
		request := request
		request.Signal = detect.Rate
		rates, err := New(src, Options{}).Verdicts(context.Background(), request)
		require.NoError(t, err)
		assert.Equal(t, detect.Warning, only(t, rates, "stopped").Tier, only(t, rates, "stopped").Reason)
		assert.Equal(t, detect.Normal, only(t, rates, "steady").Tier)
	})
	t.Run("failures are a deviation of the errors", func(t *testing.T) {
		request := request
		request.Signal = detect.Errors
		errors, err := New(src, Options{}).Verdicts(context.Background(), request)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, only(t, errors, "steady").Tier, detect.Warning, only(t, errors, "steady").Reason)
		assert.Equal(t, detect.Normal, only(t, errors, "slowed").Tier)
	})
	t.Run("two thirds of slow requests are slow runs", func(t *testing.T) {
		assert.Greater(t, only(t, verdicts, "slowed").Slow, 1.0)
		assert.Less(t, only(t, verdicts, "steady").Slow, 1.0)
	})
	t.Run("a choice by name or label changes who is shown, not what is said", func(t *testing.T) {
		request := request
		request.Operations = []string{"slowed", "rare"}
		request.Matchers = []*labels.Matcher{labels.MustNewMatcher(labels.MatchEqual, "operation_type", "slowed")}
		chosen, err := New(src, Options{}).Verdicts(context.Background(), request)
		require.NoError(t, err)
		require.Len(t, chosen, 1)
		assert.Equal(t, withoutNaN(only(t, verdicts, "slowed")), withoutNaN(chosen[0]))
	})
	t.Run("an unknown set is an error that names the known ones", func(t *testing.T) {
		_, err := New(src, Options{}).Verdicts(context.Background(), Request{System: sys, Sets: []string{"nonsense"}, At: noon})
		assert.ErrorContains(t, err, `no operation set "nonsense"; it has operation, conversion`)
	})
	t.Run("the open violation began when the slowdown did", func(t *testing.T) {
		now, err := New(src, Options{}).OpenViolations(context.Background(), request, Left{})
		require.NoError(t, err)
		var found bool
		for _, v := range now.Open {
			if v.Operation == "slowed" {
				found = true
				assert.WithinRange(t, v.Start, noon.Add(-time.Minute), noon)
				assert.GreaterOrEqual(t, v.Delay(), time.Duration(0))
			}
		}
		assert.True(t, found)
	})
}

func TestVerdictsArePure(t *testing.T) {
	src := operations(t)
	sys := kgas()
	baselines := learned(t, src, sys, sys.Operations[0], noon.Add(-3*time.Minute))
	at := func(r *Reader, t *testing.T, moment time.Time) []OperationVerdict {
		verdicts, err := r.Verdicts(context.Background(), Request{System: sys, Sets: []string{"operation"}, Baselines: baselines, At: moment})
		require.NoError(t, err)
		for i := range verdicts {
			verdicts[i] = withoutNaN(verdicts[i])
		}
		return verdicts
	}
	cold := New(src, Options{})
	first := at(cold, t, noon)
	asked := src.all()

	t.Run("the same moment again is the same answer and costs no request", func(t *testing.T) {
		assert.Equal(t, first, at(cold, t, noon.Add(9*time.Second)))
		assert.Equal(t, asked, src.all())
	})
	t.Run("another process that came there step by step says the same", func(t *testing.T) {
		warm := New(src, Options{})
		for moment := noon.Add(-5 * time.Minute); !moment.After(noon); moment = moment.Add(tick) {
			at(warm, t, moment)
		}
		assert.Equal(t, first, at(warm, t, noon))
	})
	t.Run("a new moment costs one question per metric once warm", func(t *testing.T) {
		warm := New(src, Options{})
		for moment := noon.Add(-time.Minute); moment.Before(noon); moment = moment.Add(tick) {
			at(warm, t, moment)
		}
		at(warm, t, noon.Add(-4*time.Minute))
		before, instants := src.windows.Load(), src.instants.Load()
		at(warm, t, noon)
		assert.EqualValues(t, 2, src.windows.Load()-before, "every five minutes a wide window is new, too")
		assert.EqualValues(t, 1, src.instants.Load()-instants, "the start of work under way")
		at(warm, t, noon.Add(tick))
		assert.EqualValues(t, 3, src.windows.Load()-before)
	})
	t.Run("the past can be asked again after the present", func(t *testing.T) {
		earlier := at(New(src, Options{}), t, noon.Add(-20*time.Minute))
		assert.Equal(t, earlier, at(cold, t, noon.Add(-20*time.Minute)))
	})
}

// withoutNaN makes verdicts comparable: NaN is not equal to itself.
func withoutNaN(v OperationVerdict) OperationVerdict {
	for _, f := range []*float64{&v.Rate, &v.ErrorRatio, &v.Slow, &v.Repeated, &v.degraded} {
		if *f != *f {
			*f = -1
		}
	}
	return v
}
