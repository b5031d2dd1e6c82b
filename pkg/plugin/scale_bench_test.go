package plugin

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"

	"github.com/prometheus/common/expfmt"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// BenchmarkPublished is a scrape of the baselines of ever more operations (docs/scale.md). Its text passes through
// Grafana's plugin protocol, which ends at 16 MiB.
func BenchmarkPublished(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			many := filled()
			many.baselines = nil
			for i := range n {
				name := fmt.Sprintf("operation-%05d", i)
				many.baselines = append(many.baselines, store.BaselineAt{Baseline: store.Baseline{
					Operation: store.Operation{ID: int64(i), Source: "1/yardstick", System: "kgas", Set: "operation", Name: name, Labels: map[string]string{"operation_type": name}},
					Version:   1, Record: normal(0.1), ValidFrom: noon,
				}})
			}
			d, pluginContext := datasource(b, "http://127.0.0.1:1", many, `{"systems":["kgas"],"publish":true}`)
			call(b, d, pluginContext, http.MethodGet, "learner", "")
			registry := collectorOf(d)
			var text bytes.Buffer
			for b.Loop() {
				text.Reset()
				families, err := registry.Gather()
				require.NoError(b, err)
				for _, family := range families {
					_, err := expfmt.MetricFamilyToText(&text, family)
					require.NoError(b, err)
				}
			}
			b.ReportMetric(float64(text.Len())/float64(n), "B/operation")
		})
	}
}
