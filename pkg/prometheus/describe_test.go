package prometheus_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// VictoriaMetrics counts the first sample as a change.
func TestHowOftenAGaugeChanges(t *testing.T) {
	h := promtest.History{From: noon.Add(-30 * time.Minute), To: noon, Step: 15 * time.Second}
	values := make([]float64, h.Scrapes())
	for i := range values {
		values[i] = float64(i % 7)
	}
	h.Series("shop_wait_seconds", map[string]string{"route": "/a"}, values)
	h.Series("shop_wait_seconds", map[string]string{"route": "/b"}, values)
	changes, err := client(t, h.String()).Changes(context.Background(), "shop_wait_seconds", `route="/a"`, noon)
	require.NoError(t, err)
	require.InDelta(t, 119, changes, 1)
}

func TestAMetricIsDescribed(t *testing.T) { onEachServer(t, metricIsDescribed) }

func metricIsDescribed(t *testing.T, client clientOf) {
	h := promtest.History{From: noon.Add(-30 * time.Minute), To: noon, Step: 15 * time.Second}
	for _, route := range []string{"/a", "/b", "/c"} {
		for _, instance := range []string{"1", "2"} {
			labels := map[string]string{"job": "shop", "instance": instance, "route": route}
			h.Histogram("shop_seconds", labels, []float64{.1, 1}, []promtest.Observation{{At: noon.Add(-20 * time.Minute), Value: .2}})
			values := make([]float64, h.Scrapes())
			for i := range values {
				values[i] = float64(i % 7)
			}
			h.Series("shop_wait_seconds", labels, values)
			for _, q := range []string{"0.5", "0.99"} {
				h.Series("shop_gc_seconds", map[string]string{"job": "shop", "instance": instance, "route": route, "quantile": q}, values)
			}
			h.Series("shop_gc_seconds_count", labels, values)
			h.Series("shop_gc_seconds_sum", labels, values)
			h.Series("shop_only_seconds_count", labels, values)
			h.Series("shop_only_seconds_sum", labels, values)
			h.Series("shop_queue", labels, values)
			h.Series("shop_queue_count", labels, values)
		}
	}
	c := client(t, h.String())
	describe := func(metric, selector string, by ...string) prometheus.Description {
		t.Helper()
		d, err := c.Describe(context.Background(), metric, selector, by, noon)
		require.NoError(t, err)
		return d
	}
	labels := []prometheus.LabelValues{{Name: "instance", Values: 2}, {Name: "job", Values: 1}, {Name: "route", Values: 3}}

	t.Run("a histogram, by its labels without the bounds", func(t *testing.T) {
		d := describe("shop_seconds", `job="shop"`, "route")
		require.Equal(t, "histogram", d.Kind)
		require.False(t, d.Native)
		require.Equal(t, labels, d.Labels)
		require.EqualValues(t, 3, d.Operations)
		require.EqualValues(t, 3*2*3, d.Series, "two bounds and infinity")
		require.Len(t, d.Examples, 3)
		require.False(t, d.Cut)
	})
	t.Run("matchers on labels that it lacks", func(t *testing.T) {
		d := describe("shop_seconds", "")
		for _, c := range []struct {
			matchers string
			names    []string
			all      bool
		}{
			{"", nil, false}, {`route="/a"`, nil, false},
			{`code=~"5.."`, []string{"code"}, false}, {`code!="OK"`, []string{"code"}, true}, {`route="/a",code!="OK"`, []string{"code"}, true},
			{`code!="OK",code=~".+"`, []string{"code"}, false},
		} {
			names, all, err := d.Absent(c.matchers)
			require.NoError(t, err)
			require.Equal(t, c.names, names, c.matchers)
			require.Equal(t, c.all, all, c.matchers)
		}
		_, _, err := d.Absent("code=")
		require.Error(t, err)
	})
	t.Run("without labels there is one operation", func(t *testing.T) {
		require.EqualValues(t, 1, describe("shop_seconds", "").Operations)
	})
	t.Run("a summary", func(t *testing.T) {
		d := describe("shop_gc_seconds", "", "route", "instance")
		require.Equal(t, "summary", d.Kind)
		require.Equal(t, labels, d.Labels, "the quantile divides nothing")
		require.EqualValues(t, 6, d.Operations)
	})
	t.Run("a gauge", func(t *testing.T) {
		require.Equal(t, "gauge", describe("shop_wait_seconds", "", "route").Kind)
	})
	t.Run("a gauge beside one that is called its count", func(t *testing.T) {
		d := describe("shop_queue", "", "route")
		require.Equal(t, "gauge", d.Kind, d.Lacks)
		require.EqualValues(t, 6, d.Series)
	})
	t.Run("a sum and a count alone do not say how slow the slow ones are", func(t *testing.T) {
		d := describe("shop_only_seconds", "")
		require.Empty(t, d.Kind)
		require.Contains(t, d.Lacks, "neither buckets nor quantiles")
	})
	t.Run("what is not there", func(t *testing.T) {
		require.Contains(t, describe("shop_seconds", `job="other"`).Lacks, "no series of shop_seconds with these matchers")
	})
	t.Run("a selector that is none", func(t *testing.T) {
		_, err := c.Describe(context.Background(), "shop_seconds", "job=", nil, noon)
		require.ErrorContains(t, err, "is not valid")
	})
}
