package live

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// The learner has passed the hour until eleven; it is noon. Whoever was called at twenty past and looks now finds what it was.
func TestWhatIsOverAgainSinceTheLearnerLookedIsInViolationUpToItsEnd(t *testing.T) {
	ago := func(minutes int) time.Time { return noon.Add(-time.Duration(minutes) * time.Minute) }
	type stretch struct{ from, to time.Time }
	all := map[string]struct {
		slow, failing, idle stretch
	}{
		"steady":     {},
		"was-slow":   {slow: stretch{ago(40), ago(30)}},
		"just-now":   {slow: stretch{ago(4), ago(2)}},
		"before":     {slow: stretch{ago(75), ago(65)}},
		"goes-on":    {slow: stretch{ago(20), noon.Add(time.Hour)}},
		"has-failed": {failing: stretch{ago(23), ago(13)}},
		"stopped":    {idle: stretch{ago(26), ago(9)}},
		"known":      {slow: stretch{ago(70), ago(50)}},
	}
	within := func(at time.Time, s stretch) bool { return at.After(s.from) && !at.After(s.to) }
	h := past(4*time.Hour, 15*time.Second)
	for name, of := range all {
		came := arrivals(h, 2, uint64(len(name)), func(at time.Time) float64 {
			if within(at, of.slow) {
				return 0.8
			}
			return 0.1
		})
		came = slices.DeleteFunc(came, func(o promtest.Observation) bool { return within(o.At, of.idle) })
		for status, failed := range map[string]bool{"error": true, "success": false} {
			h.Histogram("kgas_operation_duration_seconds", job("operation_type", name, "status", status), bounds,
				slices.DeleteFunc(slices.Clone(came), func(o promtest.Observation) bool { return within(o.At, of.failing) != failed }))
		}
	}
	src := serve(t, h)
	sys := kgasRequests()
	request := Request{System: sys, Baselines: learned(t, src, sys, sys.Operations[0], ago(80)), At: noon}
	known := Violated{detect.Latency, Key("operation", map[string]string{"operation_type": "known"})}
	left := Left{Open: map[Violated]time.Time{known: ago(60)}, Since: map[string]time.Time{"operation": ago(60)}}
	now, err := New(src, Options{}).OpenViolations(t.Context(), request, left)
	require.NoError(t, err)

	require.Len(t, now.Open, 1)
	assert.Equal(t, "goes-on", now.Open[0].Operation)
	assert.WithinRange(t, now.Over[known], ago(51), ago(48))
	ended := map[string]OpenViolation{}
	for _, v := range now.Ended {
		_, twice := ended[v.Operation]
		assert.False(t, twice, v.Operation)
		ended[v.Operation] = v
	}
	require.Len(t, ended, 4)
	for name, want := range map[string]struct {
		signal detect.Signal
		stretch
	}{
		"was-slow":   {detect.Latency, all["was-slow"].slow},
		"just-now":   {detect.Latency, all["just-now"].slow},
		"has-failed": {detect.Errors, all["has-failed"].failing},
		"stopped":    {detect.Rate, stretch{ago(25), ago(10)}}, // windows on the clock
	} {
		v := ended[name]
		assert.Equal(t, want.signal, v.Signal, name)
		assert.WithinRange(t, v.Stretch.Start, want.from, want.from.Add(2*time.Minute), name)
		assert.WithinRange(t, v.End, want.to, want.to.Add(2*time.Minute), name)
	}

	// Some seconds later it is the same.
	request.At = noon.Add(30 * time.Second)
	later, err := New(src, Options{}).OpenViolations(t.Context(), request, left)
	require.NoError(t, err)
	for _, v := range append(later.Ended, later.Open...) {
		first, over := ended[v.Operation]
		if !over {
			first = now.Open[0]
		}
		assert.Equal(t, first.Stretch.Start, v.Stretch.Start, v.Operation)
	}
	require.Len(t, later.Ended, len(ended))

	// Where it is not known up to when the learner has looked, all of the past is its own.
	now, err = New(src, Options{}).OpenViolations(t.Context(), request, Left{})
	require.NoError(t, err)
	require.Empty(t, now.Ended)
}

// warning warns of every answer, as a Thanos does while one of its stores is away.
type warning struct{ Source }

func (w warning) Windows(ctx context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	ops, err := w.Source.Windows(ctx, q, from, to, step)
	if err == nil {
		err = fmt.Errorf("a store is away: %w", prometheus.ErrPartial)
	}
	return ops, err
}

func TestWhatIsOverIsKnownFromAnAnswerThatPrometheusDoubts(t *testing.T) {
	slow, over := noon.Add(-40*time.Minute), noon.Add(-30*time.Minute)
	h := past(3*time.Hour, 15*time.Second)
	h.Histogram("kgas_operation_duration_seconds", job("operation_type", "embed", "status", "success"), bounds, arrivals(h, 2, 7, func(at time.Time) float64 {
		if at.After(slow) && !at.After(over) {
			return 0.8
		}
		return 0.1
	}))
	src := serve(t, h)
	sys := kgasRequests()
	request := Request{System: sys, Baselines: learned(t, src, sys, sys.Operations[0], slow.Add(-time.Minute)), At: noon}
	now, err := New(warning{src}, Options{}).OpenViolations(t.Context(), request, Left{Since: map[string]time.Time{"operation": noon.Add(-time.Hour)}})
	require.ErrorIs(t, err, prometheus.ErrPartial)
	require.Len(t, now.Ended, 1)
	assert.WithinRange(t, now.Ended[0].End, over, over.Add(2*time.Minute))
}

// A run is told for half an hour after its end, or until the next one ends: that is not when it took too long. The learner
// writes down that it did.
func TestForHowLongARunWasToldIsNoViolation(t *testing.T) {
	h := past(3*time.Hour, 15*time.Second)
	ago := func(minutes int) time.Time { return noon.Add(-time.Duration(minutes) * time.Minute) }
	lastRunGauges(h, "kgas_conversion", job("source", "table", "target", "vector", "dataset_size", "small"),
		run{ago(50), 90}, run{ago(30), 20}, run{ago(10), 90})
	now, err := New(serve(t, h), Options{}).OpenViolations(t.Context(), Request{System: kgas(), Sets: []string{"conversion"}, At: noon},
		Left{Since: map[string]time.Time{"conversion": ago(60)}})
	require.NoError(t, err)
	require.Len(t, now.Open, 1)
	require.Empty(t, now.Ended)
}

// incident is a Prometheus of which everything was slow for twenty minutes.
type incident struct{ *made }

func (i incident) Windows(ctx context.Context, q prometheus.WindowQuery, from, to time.Time, step time.Duration) ([]prometheus.OpWindows, error) {
	ops, err := i.made.Windows(ctx, q, from, to, step)
	for _, op := range ops {
		for _, w := range op.Windows {
			if w.End.After(noon.Add(-40*time.Minute)) && !w.End.After(noon.Add(-20*time.Minute)) {
				w.Counts[4], w.Counts[14] = 0, w.Counts[4]
			}
		}
	}
	return ops, err
}

// Every reading of the list would bring hundreds of thousands of windows, more than are kept for the next one.
func TestOfManyThatAreOverAgainAsManyAreLookedAtAsCanBeAndThatIsSaid(t *testing.T) {
	const n = mostSuspects + 200
	baselines := make(map[string]baseline.Record, n)
	for i := range n {
		baselines[Key("set0", map[string]string{"op": strconv.Itoa(i)})] = baseline.Record{
			Quantiles: baseline.Quantiles{P50: 0.05, P95: 0.1, P99: 0.2}, P95Low: 0.09, P95High: 0.11, LogSD: 0.1, Effective: 1000, Requests: 1000, State: baseline.Active,
		}
	}
	r := New(incident{&made{operations: n, scrape: 5 * time.Second}}, Options{})
	left := Left{Since: map[string]time.Time{"set0": noon.Add(-55 * time.Minute)}}
	now, err := r.OpenViolations(t.Context(), Request{System: plain(1), Baselines: baselines, At: noon}, left)
	assert.Len(t, now.Ended, mostSuspects)
	remark, err := prometheus.Shown(err)
	require.NoError(t, err)
	require.Contains(t, remark, strconv.Itoa(n))
}
