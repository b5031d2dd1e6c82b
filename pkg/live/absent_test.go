package live

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// What has no series at noon: a program that began anew and was not asked since lost them a while ago, what is no more
// lost them for good, and a program of another version took the place of the one before.
func TestAnOperationWithoutSeriesHasStoppedOnlyForAWhile(t *testing.T) {
	var history strings.Builder
	during := func(operation string, from, to time.Duration) {
		h := &promtest.History{From: noon.Add(from), To: noon.Add(to), Step: 5 * time.Second}
		h.Histogram("kgas_operation_duration_seconds", job("operation_type", operation), bounds,
			arrivals(h, 2, 1, func(time.Time) float64 { return 0.1 }))
		history.WriteString(h.String())
	}
	during("steady", -3*time.Hour, time.Minute)
	during("restarted", -3*time.Hour, -40*time.Minute)
	during("just now", -3*time.Hour, -90*time.Second)
	during("retired", -3*time.Hour, -80*time.Minute)
	c, err := prometheus.New(nil, promtest.Start(t, promtest.Options{History: history.String()}).URL, prometheus.Options{})
	require.NoError(t, err)
	src := &counted{Source: c}
	sys := kgas()
	request := Request{System: sys, Sets: []string{"operation"}, At: noon, Signal: detect.Rate, Baselines: map[string]baseline.Record{}}
	known := baseline.Record{State: baseline.Active, Requests: 1e5, RequestRate: 2, From: noon.Add(-28 * 24 * time.Hour)}
	for _, operation := range []string{"steady", "restarted", "just now", "retired"} {
		request.Baselines[Key("operation", map[string]string{"operation_type": operation})] = known
	}
	judged, err := New(src, Options{}).Verdicts(context.Background(), request)
	require.NoError(t, err)
	require.Equal(t, detect.Normal, only(t, judged, "steady").Tier)
	for _, operation := range []string{"restarted", "just now"} {
		require.Equal(t, detect.Warning, only(t, judged, operation).Tier, operation)
	}
	retired := only(t, judged, "retired")
	require.Equal(t, detect.Normal, retired.Tier, retired.Reason)
	require.False(t, retired.Measured)
	require.Equal(t, "not measured: it has had no series for an hour", retired.Reason)
}

// With each version of a program, or each new instance, the operations that bear its name are other ones.
func TestAnOperationInWhosePlaceAnotherHasComeHasNotStopped(t *testing.T) {
	var history strings.Builder
	during := func(route, pod string, from, to time.Duration) {
		h := &promtest.History{From: noon.Add(from), To: noon.Add(to), Step: 5 * time.Second}
		h.Histogram("kgas_operation_duration_seconds", job("route", route, "pod", pod), bounds, arrivals(h, 2, 1, func(time.Time) float64 { return 0.1 }))
		history.WriteString(h.String())
	}
	during("/items", "shop-7f", -2*time.Hour, -20*time.Minute)
	during("/items", "shop-9c", -20*time.Minute, time.Minute)
	during("/cart", "shop-7f", -2*time.Hour, -20*time.Minute) // nobody asked the new one for it yet
	during("/items", "blog-1", -2*time.Hour, time.Minute)
	during("/cart", "blog-1", -2*time.Hour, -20*time.Minute) // it began anew
	c, err := prometheus.New(nil, promtest.Start(t, promtest.Options{History: history.String()}).URL, prometheus.Options{})
	require.NoError(t, err)
	sys := kgas()
	sys.Operations = sys.Operations[:1]
	sys.Operations[0].By = []string{"route", "pod"}
	known := baseline.Record{State: baseline.Active, Requests: 1e5, RequestRate: 2, From: noon.Add(-28 * 24 * time.Hour)}
	of := func(route, pod string) string { return Key("operation", map[string]string{"route": route, "pod": pod}) }
	request := Request{System: sys, At: noon, Signal: detect.Rate, Baselines: map[string]baseline.Record{
		of("/items", "shop-7f"): known, of("/cart", "shop-7f"): known, of("/items", "blog-1"): known, of("/cart", "blog-1"): known,
	}}
	tiers := func() map[string]detect.Tier {
		judged, err := New(&counted{Source: c}, Options{}).Verdicts(context.Background(), request)
		require.NoError(t, err)
		found := map[string]detect.Tier{}
		for _, v := range judged {
			found[v.Labels["route"]+" of "+v.Labels["pod"]] = v.Tier
		}
		return found
	}
	want := map[string]detect.Tier{
		"/items of shop-7f": detect.Normal, "/cart of shop-7f": detect.Normal, "/items of shop-9c": detect.Normal,
		"/items of blog-1": detect.Normal, "/cart of blog-1": detect.Warning,
	}
	require.Equal(t, want, tiers())
	// An hour later the new one has a baseline of its own.
	request.Baselines[of("/items", "shop-9c")] = baseline.Record{State: baseline.Provisional, Requests: 2400, RequestRate: 2, From: noon.Add(-20 * time.Minute)}
	require.Equal(t, want, tiers())
}

// Whose targets cannot be scraped any more is not measured: not even the minutes before say that all of it has stopped.
func TestWhatIsNotScrapedHasNotStopped(t *testing.T) {
	h := &promtest.History{From: noon.Add(-3 * time.Hour), To: noon.Add(-90 * time.Second), Step: 5 * time.Second}
	h.Histogram("kgas_operation_duration_seconds", job("operation_type", "embed"), bounds, arrivals(h, 2, 1, func(time.Time) float64 { return 0.1 }))
	request := Request{System: kgas(), Sets: []string{"operation"}, At: noon, Signal: detect.Rate, Baselines: map[string]baseline.Record{
		Key("operation", map[string]string{"operation_type": "embed"}): {
			State: baseline.Active, Requests: 1e5, RequestRate: 2, From: noon.Add(-28 * 24 * time.Hour),
		},
	}}
	judged, err := New(serve(t, h), Options{}).Verdicts(context.Background(), request)
	require.NoError(t, err)
	require.False(t, only(t, judged, "embed").Measured, only(t, judged, "embed").Reason)
}
