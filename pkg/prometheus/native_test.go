package prometheus_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	prom "github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// emitter is a Go program with the same durations as a native, a classic and a double histogram.
type emitter struct {
	native, classic, both *prom.HistogramVec
	observed              []float64
}

const growth = 1.1 // of native buckets

func newEmitter(r *prom.Registry) *emitter {
	vec := func(name string, buckets []float64, factor float64) *prom.HistogramVec {
		v := prom.NewHistogramVec(prom.HistogramOpts{Name: name, Buckets: buckets, NativeHistogramBucketFactor: factor}, []string{"op", "status"})
		r.MustRegister(v)
		v.WithLabelValues("read", "ok") // from 0, so that increase() sees the first requests
		v.WithLabelValues("read", "error")
		return v
	}
	return &emitter{native: vec("native_seconds", nil, growth), classic: vec("classic_seconds", bounds, 0), both: vec("both_seconds", bounds, growth)}
}

func (e *emitter) observe(n int) {
	source := rand.New(rand.NewPCG(7, 7))
	for i := range n {
		v, status := 0.3*lognormal(source, 0.6), "ok"
		if i%10 == 0 {
			status = "error"
		}
		e.observed = append(e.observed, v)
		for _, vec := range []*prom.HistogramVec{e.native, e.classic, e.both} {
			vec.WithLabelValues("read", status).Observe(v)
		}
	}
	slices.Sort(e.observed)
}

func TestNativeHistogramsOfARealScrape(t *testing.T) {
	registry := prom.NewRegistry()
	e := newEmitter(registry)
	server := promtest.Start(t, promtest.Options{Native: true, Targets: []promtest.Target{{Job: "go", Address: promtest.NewTarget(t, registry)}}})
	c, err := prometheus.New(nil, server.URL, prometheus.Options{})
	require.NoError(t, err)
	const n = 5000
	await(t, c, "count_over_time(classic_seconds_count[1m]) >= 2")
	e.observe(n)
	await(t, c, `sum(classic_seconds_count) == 5000 and sum(histogram_count(both_seconds)) == 5000 and sum(histogram_count(native_seconds)) == 5000`)
	now := time.Now()
	window := func(metric string) baseline.Window {
		q := prometheus.WindowQuery{Metric: metric, Selector: `job="go"`, By: []string{"op"}, Errors: `status="error"`, Width: time.Minute}
		return windowsOf(t, ask(t, c, q, now, now, 0), "op", "read")[0]
	}

	t.Run("a native histogram gives the share of requests below each of its bounds", func(t *testing.T) {
		for _, metric := range []string{"native_seconds", "both_seconds"} {
			w := window(metric)
			require.True(t, w.Native, metric)
			requireShares(t, e.observed, w)
		}
	})
	t.Run("native wins over classic of the same name", func(t *testing.T) {
		require.Greater(t, len(window("both_seconds").Bounds), len(bounds))
	})
	t.Run("native buckets are at most as wide as asked for", func(t *testing.T) {
		w := window("native_seconds")
		for i := 1; i < len(w.Bounds); i++ {
			if w.Counts[i] > 0 {
				require.LessOrEqual(t, w.Bounds[i]/w.Bounds[i-1], growth+1e-9)
			}
		}
	})
	t.Run("a classic one beside it is found", func(t *testing.T) {
		w := window("classic_seconds")
		require.False(t, w.Native)
		require.Equal(t, bounds, w.Bounds)
		requireShares(t, e.observed, w)
	})
	t.Run("the failed are a tenth and the mean is exact in every form", func(t *testing.T) {
		exact := 0.0
		for _, v := range e.observed {
			exact += v / n
		}
		for _, metric := range []string{"native_seconds", "both_seconds", "classic_seconds"} {
			w := window(metric)
			total := requests([]baseline.Window{w})
			require.InDelta(t, 0.1, w.Errors/total, 1e-6, metric)
			require.InDelta(t, exact, w.Sum/total, 1e-6, metric)
		}
	})
}

// A scrape with convert_classic_histograms_to_nhcb stores classic buckets as a native histogram. The first has no lower
// bound, and Prometheus interpolates between the others as it does in a classic one.
func TestClassicBucketsScrapedAsNativeOnes(t *testing.T) {
	asked := func(metric, buckets string) baseline.Window {
		c := edge(t, func(w http.ResponseWriter, r *http.Request) {
			answer := `{"status":"success","data":{"resultType":"vector","result":[]}}`
			if q := r.FormValue("query"); !strings.HasPrefix(q, "label_replace") && !strings.Contains(q, "_bucket") {
				answer = `{"status":"success","data":{"resultType":"vector","result":[{"metric":{"op":"a"},"histogram":[1773144000,{"count":"100","sum":"50","buckets":[` + buckets + `]}]}]}}`
			}
			answering(http.StatusOK, "application/json", answer)(w, r)
		}, prometheus.Options{})
		return ask(t, c, prometheus.WindowQuery{Metric: metric, By: []string{"op"}, Width: time.Minute}, noon, noon, 0)[0].Windows[0]
	}
	w := asked("custom", `[3,"-Inf","0.1","60"],[0,"0.1","0.25","20"],[0,"0.5","1","16"],[0,"1","+Inf","4"]`)
	require.Equal(t, []float64{0.1, 0.25, 0.5, 1}, w.Bounds)
	require.Equal(t, []float64{60, 20, 0, 16, 4}, w.Counts)
	p50, _ := w.Quantile(0.5)
	require.InDelta(t, 0.1*50/60, p50, 1e-12)
	p90, _ := w.Quantile(0.9)
	require.InDelta(t, 0.5+0.5*10/16, p90, 1e-12)
	require.False(t, asked("without_the_first", `[0,"0.05","0.1","50"],[0,"0.25","0.5","50"]`).Native)
	require.True(t, asked("native_with_zero", `[3,"-0.001","0.001","50"],[0,"0.001","0.0011613350732448448","25"],[0,"0.5","0.5946035575013605","25"]`).Native)
}

func TestAMetricThatChangesItsForm(t *testing.T) {
	const remembered = `{"status":"success","data":{"resultType":"vector","result":[{"metric":{"form":"classic"},"value":[1773144000,"1"]}]}}`
	const native = `{"status":"success","data":{"resultType":"vector","result":[{"metric":{"op":"a"},"histogram":[1773144000,{"count":"3","sum":"0.9","buckets":[[0,"0.25","0.5","3"]]}]}]}}`
	const nothing = `{"status":"success","data":{"resultType":"vector","result":[]}}`
	c := edge(t, func(w http.ResponseWriter, r *http.Request) {
		answer := nothing
		switch query := r.FormValue("query"); {
		case strings.HasPrefix(query, "label_replace"):
			answer = remembered
		case !strings.Contains(query, "_bucket"):
			answer = native
		}
		answering(http.StatusOK, "application/json", answer)(w, r)
	}, prometheus.Options{})
	ops := ask(t, c, prometheus.WindowQuery{Metric: "m", By: []string{"op"}, Width: time.Minute}, noon, noon, 0)
	require.Equal(t, []float64{0.25, 0.5}, ops[0].Windows[0].Bounds)
	require.Equal(t, []float64{0, 3, 0}, ops[0].Windows[0].Counts)
}

// requireShares compares the cumulative shares with those of the exact durations; increase() scales all buckets alike.
func requireShares(t *testing.T, sorted []float64, w baseline.Window) {
	t.Helper()
	all, below := requests([]baseline.Window{w}), 0.0
	require.Len(t, w.Counts, len(w.Bounds)+1)
	for i, bound := range w.Bounds {
		below += w.Counts[i]
		exact, _ := slices.BinarySearch(sorted, bound)
		require.InDelta(t, float64(exact)/float64(len(sorted)), below/all, 1e-5, "up to %v", bound)
	}
}

func await(t *testing.T, c *prometheus.Client, condition string) {
	t.Helper()
	require.Eventually(t, func() bool {
		answer, err := c.Instant(context.Background(), condition, time.Now())
		return err == nil && len(answer.Value) > 0
	}, time.Minute, 200*time.Millisecond, condition)
}
