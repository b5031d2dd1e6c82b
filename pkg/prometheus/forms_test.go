package prometheus_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	prom "github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// instance is a program one tenth of whose requests fail.
type instance struct {
	labels      map[string]string
	good, ended []promtest.Observation
}

func instances() (all []instance) {
	for i, name := range []string{"a", "b", "c"} {
		one := instance{labels: map[string]string{"job": "shop", "instance": name, "op": "read"}}
		for k, o := range steady(noon.Add(-70*time.Minute), noon.Add(time.Minute), 100*time.Millisecond, 0.3, uint64(i)) {
			if k%10 > 0 {
				one.good = append(one.good, o)
			} else {
				one.ended = append(one.ended, o)
			}
		}
		all = append(all, one)
	}
	return all
}

// written calls write for the successes and the failures of an instance.
func (i instance) written(write func(labels map[string]string, observed []promtest.Observation)) {
	for status, observed := range map[string][]promtest.Observation{"ok": i.good, "error": i.ended} {
		labels := maps.Clone(i.labels)
		labels["status"] = status
		write(labels, observed)
	}
}

func all(of []instance) []promtest.Observation {
	var observed []promtest.Observation
	for _, i := range of {
		observed = append(append(observed, i.good...), i.ended...)
	}
	slices.SortFunc(observed, func(a, b promtest.Observation) int { return a.At.Compare(b.At) })
	return observed
}

func since(observed []promtest.Observation, at time.Time) []promtest.Observation {
	i := slices.IndexFunc(observed, func(o promtest.Observation) bool { return o.At.After(at) })
	return observed[i:]
}

// Prometheus sums histograms of one form only, and leaves out with a warning what is of two. Programs are
// replaced one by one, and some never are.
func TestInstancesOfDifferentForms(t *testing.T) {
	from, to, step := noon.Add(-70*time.Minute), noon.Add(time.Minute), 15*time.Second
	changes := []time.Time{noon.Add(-33 * time.Minute), noon.Add(-27 * time.Minute), noon.Add(-12 * time.Minute)}
	fine := prom.HistogramOpts{NativeHistogramBucketFactor: growth}
	s := &promtest.Scraped{From: from, To: to, Step: step}
	of := instances()
	for i, one := range of {
		one.written(func(labels map[string]string, observed []promtest.Observation) {
			limited := fine
			if i == 0 {
				limited.NativeHistogramMaxBucketNumber = 24 // then half as many for a factor of two
			}
			s.Native("limited_seconds", labels, limited, observed, changes[i])
			forms := []func(metric string){
				func(metric string) { s.Classic(metric, labels, bounds, observed) },
				func(metric string) { s.Native(metric, labels, fine, observed) },
				func(metric string) {
					s.Classic(metric, labels, bounds, observed)
					s.Native(metric, labels, fine, observed)
				},
			}
			forms[i]("classic_and_native_seconds")
			forms[0] = func(metric string) { s.Custom(metric, labels, bounds, observed) }
			forms[min(i, 1)]("custom_and_native_seconds")
			s.To = changes[i].Add(-step)
			s.Classic("from_classic_seconds", labels, bounds, observed)
			s.Custom("from_custom_seconds", labels, bounds, observed)
			s.From, s.To = changes[i], to
			s.Native("from_classic_seconds", labels, fine, since(observed, changes[i].Add(-step)))
			s.Native("from_custom_seconds", labels, fine, since(observed, changes[i].Add(-step)))
			s.From = from
		})
	}
	other := map[string]string{"job": "shop", "instance": "a", "op": "other", "status": "ok"}
	s.Native("custom_and_native_seconds", other, fine, of[0].good)
	s.Native("from_custom_seconds", other, fine, of[0].good)
	c, err := prometheus.New(nil, promtest.Start(t, promtest.Options{Scraped: s}).URL, prometheus.Options{})
	require.NoError(t, err)

	const width = 5 * time.Minute
	asked := func(t *testing.T, metric string) []prometheus.OpWindows {
		q := prometheus.WindowQuery{Metric: metric, Selector: `job="shop"`, By: []string{"op"}, Errors: `status="error"`, Width: width}
		return ask(t, c, q, noon.Add(-55*time.Minute), noon, width)
	}
	observed := all(of)
	changes = append(changes, noon.Add(time.Hour))
	holdsChange := func(w baseline.Window) bool {
		return slices.ContainsFunc(changes, func(at time.Time) bool { return at.After(w.End.Add(-width)) && at.Add(-step).Before(w.End) })
	}
	whole := func(t *testing.T, w baseline.Window) {
		t.Helper()
		exact := within(observed, w)
		n, below, exactBelow := w.Count(), 0.0, 0.0
		require.InEpsilon(t, 9000, n, 0.03, "%s", w.End)
		require.InEpsilon(t, 0.1, w.Errors/n, 0.05, "%s", w.End)
		require.InEpsilon(t, mean(observed, w.End.Add(-width), w.End), w.Mean(), 0.03, "%s", w.End)
		for i, bound := range w.Bounds {
			below, exactBelow = below+w.Counts[i], exactBelow+exact[i]
			require.InDelta(t, exactBelow/9000, below/n, 0.02, "%s: up to %v", w.End, bound)
		}
	}
	for _, metric := range []string{"limited_seconds", "classic_and_native_seconds", "custom_and_native_seconds", "from_classic_seconds", "from_custom_seconds"} {
		t.Run(metric, func(t *testing.T) {
			seen := 0
			for _, w := range windowsOf(t, asked(t, metric), "op", "read") {
				if holdsChange(w) {
					require.Greater(t, w.Count(), 9000*0.7, "most of it is there, or nothing: %s", w.End)
					continue
				}
				whole(t, w)
				seen++
			}
			require.Equal(t, 9, seen, "windows in which no instance changed")
		})
	}
	t.Run("the window in which custom buckets became native ones in one series is missing", func(t *testing.T) {
		require.Len(t, windowsOf(t, asked(t, "from_custom_seconds"), "op", "read"), 9)
	})
	t.Run("what did not change is there at all times", func(t *testing.T) {
		for _, metric := range []string{"custom_and_native_seconds", "from_custom_seconds"} {
			windows := windowsOf(t, asked(t, metric), "op", "other")
			require.Len(t, windows, 12, metric)
			for _, w := range windows {
				require.InEpsilon(t, 2700, w.Count(), 0.03, fmt.Sprint(metric, w.End))
			}
		}
	})
}
func TestQuantilesOfPowersOfTwoAreThoseOfPrometheus(t *testing.T) {
	powers := []float64{1. / 128, 1. / 32, 1. / 8, 1. / 2, 2}
	s := &promtest.Scraped{From: noon.Add(-10 * time.Minute), To: noon, Step: 15 * time.Second}
	observed := steady(s.From, s.To, 100*time.Millisecond, 0.3, 1)
	s.Custom("custom_seconds", map[string]string{"op": "read"}, powers, observed)
	s.Native("native_seconds", map[string]string{"op": "read"}, prom.HistogramOpts{NativeHistogramBucketFactor: 4}, observed)
	c, err := prometheus.New(nil, promtest.Start(t, promtest.Options{Scraped: s}).URL, prometheus.Options{})
	require.NoError(t, err)
	for metric, native := range map[string]bool{"custom_seconds": false, "native_seconds": true} {
		q := prometheus.WindowQuery{Metric: metric, By: []string{"op"}, Width: 5 * time.Minute}
		w := windowsOf(t, ask(t, c, q, noon, noon, 0), "op", "read")[0]
		require.Equal(t, native, w.Native, metric)
		for _, share := range []float64{0.3, 0.5, 0.95} {
			answer, err := c.Instant(t.Context(), fmt.Sprintf("histogram_quantile(%v, increase(%s[5m]))", share, metric), noon)
			require.NoError(t, err)
			own, _ := w.Quantile(share)
			require.InEpsilon(t, float64(answer.Value[0].Value), own, 1e-3, "p%v of %s", 100*share, metric)
		}
	}
}
