package live

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// rarely is an operation with a request every 40 seconds, eight times as slow in a stretch of time, and its baseline.
func rarely(t *testing.T, from, to time.Time) (Source, *catalog.System, map[string]baseline.Record) {
	t.Helper()
	sys := kgasRequests()
	h := past(3*time.Hour, 15*time.Second)
	h.Histogram("kgas_operation_duration_seconds", job("operation_type", "embed", "status", "success"), bounds, arrivals(h, 1.0/40, 7, func(at time.Time) float64 {
		if at.After(from) && !at.After(to) {
			return 0.8
		}
		return 0.1
	}))
	src := serve(t, h)
	q := QueryOf(sys, sys.Operations[0])
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
		now, err := r.OpenViolations(t.Context(), Request{System: sys, Baselines: baselines, At: noon.Add(-ago)}, Left{})
		require.NoError(t, err)
		require.Len(t, now.Open, 1)
		told = append(told, now.Open...)
	}
	for _, v := range told {
		assert.WithinRange(t, v.Onset, slow, slow.Add(5*time.Minute))
		assert.WithinRange(t, v.Stretch.Start, v.Onset, noon.Add(-20*time.Minute))
		assert.Equal(t, told[0].Stretch.Start, v.Stretch.Start, "whoever asks later is told of the same beginning")
		assert.Equal(t, told[0].Delay(), v.Delay())
	}
}

// The learner has passed the hour until eleven, and left these in violation; it is noon.
func TestWhatWentOnWhenTheHourWasOverEndsWhenTheOperationIsNormalAgain(t *testing.T) {
	ago := func(d time.Duration) time.Time { return noon.Add(-d) }
	began, eleven := ago(100*time.Minute), ago(time.Hour)
	h := past(3*time.Hour, 15*time.Second)
	slowUntil := map[string]time.Time{
		"over": ago(40 * time.Minute), "again": ago(40 * time.Minute), "resting": ago(2 * time.Minute), "goes-on": noon.Add(time.Hour), "just-over": ago(64 * time.Minute),
	}
	for name, end := range slowUntil {
		labels := job("operation_type", name, "status", "success")
		h.Histogram("kgas_operation_duration_seconds", labels, bounds, arrivals(h, 2, uint64(len(name)), func(at time.Time) float64 {
			if at.After(began) && !at.After(end) || name == "again" && at.After(ago(15*time.Minute)) {
				return 0.8
			}
			return 0.1
		}))
	}
	src := serve(t, h)
	sys := kgasRequests()
	key := func(name string) Violated {
		return Violated{detect.Latency, Key("operation", map[string]string{"operation_type": name})}
	}
	known := map[Violated]time.Time{key("vanished"): eleven}
	for name := range slowUntil {
		known[key(name)] = eleven
	}
	request := Request{System: sys, Baselines: learned(t, src, sys, sys.Operations[0], began.Add(-time.Minute)), At: noon}
	now, err := New(src, Options{}).OpenViolations(t.Context(), request, Left{Open: known})
	require.NoError(t, err)

	require.Len(t, now.Over, 3)
	assert.WithinRange(t, now.Over[key("over")], ago(41*time.Minute), ago(37*time.Minute))
	assert.WithinRange(t, now.Over[key("again")], ago(41*time.Minute), ago(37*time.Minute), "what came later is another one")
	assert.Equal(t, eleven, now.Over[key("just-over")], "no breach since then is seen")
	since := map[string]time.Time{}
	for _, v := range now.Open {
		since[v.Operation] = v.Stretch.Start
	}
	require.Len(t, since, 2, "who rests for two minutes is in no breach, and not over either")
	assert.Equal(t, eleven, since["goes-on"])
	assert.WithinRange(t, since["again"], ago(15*time.Minute), ago(12*time.Minute))
}

// What fails is quick, and as much in violation as what is slow: since the first minute of it, beside what is slow.
func TestWhatFailsIsInViolation(t *testing.T) {
	failing, over := noon.Add(-30*time.Minute), noon.Add(-20*time.Minute)
	h := past(3*time.Hour, 15*time.Second)
	for name, until := range map[string]time.Time{"goes-on": noon, "over": over} {
		all := arrivals(h, 2, uint64(len(name)), func(time.Time) float64 { return 0.1 })
		failed := func(o promtest.Observation) bool { return o.At.After(failing) && !o.At.After(until) }
		h.Histogram("kgas_operation_duration_seconds", job("operation_type", name, "status", "error"), bounds,
			slices.DeleteFunc(slices.Clone(all), func(o promtest.Observation) bool { return !failed(o) }))
		h.Histogram("kgas_operation_duration_seconds", job("operation_type", name, "status", "success"), bounds, slices.DeleteFunc(all, failed))
	}
	src := serve(t, h)
	sys := kgas()
	sys.Operations = sys.Operations[:1]
	sys.Operations[0].Runs, sys.Operations[0].Errors = nil, `status="error"`
	key := func(name string) Violated {
		return Violated{detect.Errors, Key("operation", map[string]string{"operation_type": name})}
	}
	request := Request{System: sys, Baselines: learned(t, src, sys, sys.Operations[0], failing.Add(-time.Minute)), At: noon}
	now, err := New(src, Options{}).OpenViolations(t.Context(), request, Left{Open: map[Violated]time.Time{key("over"): noon.Add(-25 * time.Minute)}})
	require.NoError(t, err)
	require.Len(t, now.Open, 1)
	v := now.Open[0]
	assert.Equal(t, key("goes-on"), v.Violated())
	assert.Equal(t, detect.Critical, v.Stretch.Tier)
	assert.WithinRange(t, v.Stretch.Start, failing, failing.Add(2*time.Minute))
	require.Len(t, now.Over, 1)
	assert.WithinRange(t, now.Over[key("over")], over, over.Add(2*time.Minute))
}

// What completes nothing is in violation once a window of five minutes on the clock was without requests: what the learner
// will write down.
func TestWhatHasStoppedIsInViolation(t *testing.T) {
	h := past(3*time.Hour, 15*time.Second)
	stopped, since := noon.Add(-23*time.Minute), noon.Add(-3*time.Minute)
	at := noon.Add(time.Minute)
	for name, idle := range map[string]func(time.Time) bool{
		"goes-on": func(at time.Time) bool { return at.After(stopped) },
		"over":    func(at time.Time) bool { return at.After(stopped) && at.Before(noon.Add(-9*time.Minute)) },
		"newly":   func(at time.Time) bool { return at.After(since) },
	} {
		all := arrivals(h, 2, uint64(len(name)), func(time.Time) float64 { return 0.1 })
		h.Histogram("kgas_operation_duration_seconds", job("operation_type", name, "status", "success"), bounds,
			slices.DeleteFunc(all, func(o promtest.Observation) bool { return idle(o.At) }))
	}
	src := serve(t, h)
	sys := kgasRequests()
	key := func(name string) Violated {
		return Violated{detect.Rate, Key("operation", map[string]string{"operation_type": name})}
	}
	request := Request{System: sys, Baselines: learned(t, src, sys, sys.Operations[0], stopped.Add(-time.Minute)), At: at, Signal: detect.Rate}
	verdicts, err := New(src, Options{}).Verdicts(t.Context(), request)
	require.NoError(t, err)
	for _, name := range []string{"goes-on", "newly"} {
		require.Equal(t, detect.Warning, only(t, verdicts, name).Tier, only(t, verdicts, name).Reason)
	}
	now, err := New(src, Options{}).OpenViolations(t.Context(), request, Left{Open: map[Violated]time.Time{key("over"): noon.Add(-15 * time.Minute)}})
	require.NoError(t, err)
	require.Len(t, now.Open, 1)
	v := now.Open[0]
	assert.Equal(t, key("goes-on"), v.Violated())
	assert.Equal(t, noon.Add(-20*time.Minute), v.Stretch.Start, "in the window before there were some")
	assert.Equal(t, v.Stretch.Start, v.Onset)
	assert.Equal(t, map[Violated]time.Time{key("over"): noon.Add(-10 * time.Minute)}, now.Over)
}

// Work that does not end has no windows that would tell since when it takes too long; it began when it began.
func TestWhatHangsIsInViolationSinceItTookTooLong(t *testing.T) {
	h := past(4*time.Hour, 15*time.Second)
	began := noon.Add(-100 * time.Minute)
	labels := job("operation_type", "hanging", "status", "success")
	h.Histogram("kgas_operation_duration_seconds", labels, bounds,
		slices.DeleteFunc(arrivals(h, 2, 1, func(time.Time) float64 { return 2 }), func(o promtest.Observation) bool { return o.At.After(began) }))
	h.Series("kgas_operation_in_progress_start_timestamp_seconds", job("operation_type", "hanging"), each(h, func(at time.Time) float64 {
		if at.Before(began) {
			return 0
		}
		return float64(began.Unix())
	}))
	src := serve(t, h)
	sys := kgas()
	sys.Operations = sys.Operations[:1]
	request := Request{System: sys, Baselines: learned(t, src, sys, sys.Operations[0], began.Add(-time.Minute))}
	for _, at := range []time.Time{noon.Add(-80 * time.Minute), noon.Add(-10 * time.Second), noon} {
		request.At = at
		now, err := New(src, Options{}).OpenViolations(t.Context(), request, Left{})
		require.NoError(t, err)
		i := slices.IndexFunc(now.Open, func(v OpenViolation) bool { return v.Signal == detect.Latency })
		require.GreaterOrEqual(t, i, 0)
		v := now.Open[i]
		assert.Equal(t, detect.Critical, v.Stretch.Tier)
		assert.WithinRange(t, v.Stretch.Start, began, began.Add(2*time.Minute))
		assert.WithinRange(t, v.Onset, began, v.Stretch.Start)
	}
}

// After a day without the learner the hour that is looked at begins in the middle of the violation.
func TestWhatGoesOnSinceBeforeTheHourThatIsLookedAtIsOne(t *testing.T) {
	yesterday, since, apart := noon.Add(-24*time.Hour), noon.Add(-time.Hour), 5*time.Minute
	whole := detect.Stretch{Start: since, End: noon, Open: true}
	first := detect.Stretch{Start: since, End: noon.Add(-30 * time.Minute)}
	last := detect.Stretch{Start: noon.Add(-10 * time.Minute), End: noon, Open: true}
	for name, c := range map[string]struct {
		breaches []detect.Stretch
		end      time.Time
		over     bool
	}{
		"it goes on":                 {[]detect.Stretch{whole}, noon, false},
		"it ended within the hour":   {[]detect.Stretch{first, last}, first.End, true},
		"another one began since":    {[]detect.Stretch{last}, yesterday, true},
		"there was none in the hour": {nil, yesterday, true},
	} {
		end, over := endOf(yesterday, c.breaches, since, apart)
		assert.Equal(t, c.over, over, name)
		assert.Equal(t, c.end, end, name)
	}
}

// Prometheus was away and is back for minutes: of the window of five in which it came back it has seen seconds.
func TestAWindowThatWasNotSeenWholeIsNoViolation(t *testing.T) {
	var history strings.Builder
	during := func(operation string, from, to time.Duration, asked func(time.Time) bool) {
		h := &promtest.History{From: noon.Add(from), To: noon.Add(to), Step: 5 * time.Second}
		all := arrivals(h, 0.2, 1, func(time.Time) float64 { return 0.1 })
		h.Histogram("kgas_operation_duration_seconds", job("operation_type", operation), bounds,
			slices.DeleteFunc(all, func(o promtest.Observation) bool { return !asked(o.At) }))
		history.WriteString(h.String())
	}
	back := -20*time.Minute - 40*time.Second
	during("seldom", -3*time.Hour, -45*time.Minute, func(time.Time) bool { return true })
	during("seldom", back, time.Minute, func(at time.Time) bool {
		return at.After(noon.Add(-17*time.Minute)) && at.Before(noon.Add(-10*time.Minute))
	})
	c, err := prometheus.New(nil, promtest.Start(t, promtest.Options{History: history.String()}).URL, prometheus.Options{})
	require.NoError(t, err)
	sys := kgasRequests()
	known := baseline.Record{State: baseline.Active, Requests: 1e5, RequestRate: 0.2, From: noon.Add(-28 * 24 * time.Hour)}
	for ago, want := range map[time.Duration]int{18 * time.Minute: 0, 0: 1} {
		request := Request{System: sys, At: noon.Add(-ago), Signal: detect.Rate, Baselines: map[string]baseline.Record{
			Key("operation", map[string]string{"operation_type": "seldom"}): known,
		}}
		src := &counted{Source: c}
		verdicts, err := New(src, Options{}).Verdicts(t.Context(), request)
		require.NoError(t, err)
		require.Equal(t, detect.Warning, only(t, verdicts, "seldom").Tier, only(t, verdicts, "seldom").Reason)
		now, err := New(src, Options{}).OpenViolations(t.Context(), request, Left{})
		require.NoError(t, err)
		require.Len(t, now.Open, want, "%s ago", ago)
		if want > 0 {
			require.Equal(t, noon.Add(-10*time.Minute), now.Open[0].Stretch.Start)
		}
	}
}

// By night fewer are expected: a minute without any says nothing then, five say what the learner will write down.
func TestWhatStopsInAQuietHourIsInViolation(t *testing.T) {
	h := past(3*time.Hour, 15*time.Second)
	all := arrivals(h, 0.25, 1, func(time.Time) float64 { return 0.1 })
	h.Histogram("kgas_operation_duration_seconds", job("operation_type", "embed"), bounds,
		slices.DeleteFunc(all, func(o promtest.Observation) bool { return o.At.After(noon.Add(-20 * time.Minute)) }))
	sys := kgasRequests()
	quiet := &baseline.Profile{TimeZone: "UTC"}
	for hour := range quiet.Factors {
		quiet.Factors[hour] = 1
	}
	quiet.Factors[11] = 0.1
	request := Request{System: sys, At: noon.Add(-time.Minute), Signal: detect.Rate, Baselines: map[string]baseline.Record{
		Key("operation", map[string]string{"operation_type": "embed"}): {
			State: baseline.Active, Requests: 1e5, RequestRate: 2.5, RateProfile: quiet, From: noon.Add(-28 * 24 * time.Hour),
		},
	}}
	r := New(serve(t, h), Options{})
	verdicts, err := r.Verdicts(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, detect.Warning, only(t, verdicts, "embed").Tier, only(t, verdicts, "embed").Reason)
	now, err := r.OpenViolations(t.Context(), request, Left{})
	require.NoError(t, err)
	require.Len(t, now.Open, 1)
	require.Equal(t, noon.Add(-20*time.Minute), now.Open[0].Stretch.Start)
}
