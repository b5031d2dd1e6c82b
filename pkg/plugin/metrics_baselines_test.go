package plugin

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/common/expfmt"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestBaselinesThatHaveNoRoomAreCountedInstead(t *testing.T) {
	d, context := datasource(t, "http://127.0.0.1:1", filled(), `{"systems":["kgas"],"publish":true}`)
	call(t, d, context, http.MethodGet, "learner", "")
	size := func(i int) int {
		return publishedSize(publishedLabels("1/yardstick", filled().baselines[i].Operation), "")
	}
	for _, c := range []struct {
		name            string
		room            int
		published, left float64
	}{
		{"room for both", size(0) + size(1), 2, 0},
		{"room for the first", size(0), 1, 1},
		{"a byte too few for either", min(size(0), size(1)) - 1, 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			collector := newStateCollector(d.process)
			collector.room = c.room
			registry := prometheus.NewPedanticRegistry()
			registry.MustRegister(collector)
			n, err := testutil.GatherAndCount(registry, "yardstick_baseline_samples")
			require.NoError(t, err)
			require.InDelta(t, c.published, n, 0)
			families, err := registry.Gather()
			require.NoError(t, err)
			for _, family := range families {
				if family.GetName() == "yardstick_unpublished_baselines" {
					require.InDelta(t, c.left, family.GetMetric()[0].GetGauge().GetValue(), 0)
					return
				}
			}
			t.Error("nobody is told how many are left out")
		})
	}
}

func TestPublishedBaselinesTakeNoMoreRoomThanWasCounted(t *testing.T) {
	many := filled()
	for i := range many.baselines {
		many.baselines[i].Operation.Labels = map[string]string{"route": "/\"quoted\"\\\n", "method.name": strings.Repeat("é", 40), "system": "theirs"}
		many.baselines[i].Operation.Labels["n"] = many.baselines[i].Operation.Name
	}
	d, context := datasource(t, "http://127.0.0.1:1", many, `{"systems":["kgas"],"publish":true}`)
	call(t, d, context, http.MethodGet, "learner", "")
	families, err := collectorOf(d).Gather()
	require.NoError(t, err)
	var text bytes.Buffer
	for _, family := range families {
		if strings.HasPrefix(family.GetName(), "yardstick_baseline_") {
			_, err := expfmt.MetricFamilyToText(&text, family)
			require.NoError(t, err)
		}
	}
	lines, counted := 0, 0
	for line := range strings.Lines(text.String()) {
		if !strings.HasPrefix(line, "#") {
			lines += len(line)
		}
	}
	for _, b := range many.baselines {
		counted += publishedSize(publishedLabels("1/yardstick", store.Operation{System: b.Operation.System, Set: b.Operation.Set, Labels: b.Operation.Labels}), "")
	}
	require.LessOrEqual(t, lines, counted)
	require.Greater(t, lines, counted*3/4, "what is counted is near to what is sent")
}

// Prometheus keeps what begins with two underscores for itself; an operation may be divided by it all the same.
func TestALabelThatNoMetricMayHaveEndsNoScrape(t *testing.T) {
	s := filled()
	s.baselines[0].Operation.Labels = map[string]string{"__name__": "shop_wait_seconds"}
	d, context := datasource(t, "http://127.0.0.1:1", s, `{"systems":["kgas"],"publish":true}`)
	call(t, d, context, http.MethodGet, "learner", "")
	out := make(chan prometheus.Metric, 100)
	require.NotPanics(t, func() { newStateCollector(d.process).Collect(out) })
	n, err := testutil.GatherAndCount(collectorOf(d), "yardstick_baseline_samples")
	require.NoError(t, err)
	require.Equal(t, len(s.baselines)-1, n, "the others are published")
}

// Prometheus calls a label of an application exported_system where the target has a label of that name: an operation may
// have both. Two series with the same labels would take all metrics of the scrape with them.
func TestLabelsThatAreCalledAsOursStayApart(t *testing.T) {
	operation := store.Operation{System: "kgas", Set: "operation", Labels: map[string]string{"system": "a", "exported_system": "b"}}
	for range 20 { // maps have no order
		labels := publishedLabels("1/yardstick", operation)
		require.Equal(t, "kgas", labels["system"])
		require.Equal(t, "b", labels["exported_system"])
		require.Equal(t, "a", labels["exported_exported_system"])
	}
	names := map[string]bool{}
	for _, c := range labelColumns([]string{"exported_system", "system"}, func(labels map[string]string) map[string]string { return labels }, operationColumns) {
		names[c.name] = true
	}
	require.Equal(t, map[string]bool{"exported_system": true, "exported_exported_system": true}, names)
}
