package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
)

var gauges = []Gauge{
	{"yardstick_baseline_seconds", "What is normal.", map[string]string{"operation": "say \"hi\"\n\\o/, =1+1", "stat": "p95"}, 0.25, time.UnixMilli(1_700_000_000_500)},
	{"yardstick_run_memory_bytes", "Memory.", map[string]string{"operation": "a"}, 1e8, time.UnixMilli(1_700_000_000_500)},
	{"yardstick_baseline_seconds", "What is normal.", map[string]string{"operation": "b", "stat": "p95"}, 0.5, time.UnixMilli(1_700_000_000_500)},
}

func written(t *testing.T, format string) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, Write(&out, format, gauges))
	return out.String()
}

// What Prometheus' own reader makes of it is what was written, odd names included.
func TestPrometheusReadsWhatWasWritten(t *testing.T) {
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader([]byte(written(t, "prometheus"))))
	require.NoError(t, err)
	require.Len(t, families, 2)
	seconds := families["yardstick_baseline_seconds"].GetMetric()
	require.Len(t, seconds, 2)
	require.Equal(t, "say \"hi\"\n\\o/, =1+1", seconds[0].GetLabel()[0].GetValue())
	require.InDelta(t, 0.25, seconds[0].GetGauge().GetValue(), 0)
}

func TestOpenMetricsHasTimesAndAnEnd(t *testing.T) {
	text := written(t, "openmetrics")
	require.Contains(t, text, `yardstick_run_memory_bytes{operation="a"} 1e+08 1.7000000005e+09`)
	require.Regexp(t, `# EOF\n$`, text)
}

func TestServicesGetTheirJSON(t *testing.T) {
	var otlp struct {
		ResourceMetrics []struct {
			ScopeMetrics []struct {
				Metrics []struct {
					Name  string
					Unit  string
					Gauge struct {
						DataPoints []struct {
							AsDouble     float64
							TimeUnixNano string
						}
					}
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(written(t, "otlp")), &otlp))
	metrics := otlp.ResourceMetrics[0].ScopeMetrics[0].Metrics
	require.Len(t, metrics, 2)
	require.Equal(t, []string{"s", "By"}, []string{metrics[0].Unit, metrics[1].Unit})
	require.Len(t, metrics[0].Gauge.DataPoints, 2)
	require.Equal(t, "1700000000500000000", metrics[0].Gauge.DataPoints[0].TimeUnixNano)

	require.JSONEq(t, `{"series":[
		{"metric":"yardstick.baseline_seconds","type":3,"unit":"second","points":[{"timestamp":1700000000,"value":0.25}],"tags":["operation:say \"hi\"\n\\o/_ =1+1","stat:p95"]},
		{"metric":"yardstick.run_memory_bytes","type":3,"unit":"byte","points":[{"timestamp":1700000000,"value":1e8}],"tags":["operation:a"]},
		{"metric":"yardstick.baseline_seconds","type":3,"unit":"second","points":[{"timestamp":1700000000,"value":0.5}],"tags":["operation:b","stat:p95"]}]}`, written(t, "datadog"))

	var newrelic []struct {
		Metrics []struct {
			Name       string
			Type       string
			Value      float64
			Timestamp  int64
			Attributes map[string]string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(written(t, "newrelic")), &newrelic))
	require.Equal(t, "gauge", newrelic[0].Metrics[0].Type)
	require.Equal(t, int64(1_700_000_000_500), newrelic[0].Metrics[0].Timestamp)
	require.Equal(t, "p95", newrelic[0].Metrics[0].Attributes["stat"])
}

// Prometheus and the Collector call a gauge of unit 1 …_ratio: a number, a tier or a count would be there under another name
// than it is by the other formats.
func TestOnlyRatiosHaveTheUnitOne(t *testing.T) {
	for name, unit := range map[string]string{
		Confidence.Name: "1", "yardstick_deviation_ratio": "1", Samples.Name: "", "yardstick_deviation_tier": "", "yardstick_run_api_requests": "", "yardstick_baseline_value": "",
	} {
		var out bytes.Buffer
		require.NoError(t, Write(&out, "otlp", []Gauge{{Name: name}}))
		require.Contains(t, out.String(), fmt.Sprintf("%q:%q", "unit", unit), name)
	}
}

func TestAnUnknownFormatNamesThoseThereAre(t *testing.T) {
	require.ErrorContains(t, Write(&bytes.Buffer{}, "graphite", nil), "prometheus, openmetrics, otlp, datadog, newrelic")
}

func TestLabelsHaveNamesThatEveryReaderAccepts(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, Write(&out, "prometheus", []Gauge{{Name: "yardstick_run_duration_seconds", Labels: map[string]string{"http.method": "GET", "2nd": "x"}, Value: 1}}))
	require.Contains(t, out.String(), `{_2nd="x",http_method="GET"} 1`)
}

// Names that differ only in signs that no label may have stay apart, within a series and between two.
func TestLabelsThatAreAlikeStayApart(t *testing.T) {
	of := func(labels map[string]string) Gauge {
		return Gauge{Name: "yardstick_run_duration_seconds", Labels: labels, Value: 1}
	}
	for range 20 { // maps have no order
		var out bytes.Buffer
		require.NoError(t, Write(&out, "prometheus", []Gauge{
			of(map[string]string{"a.b": "x"}), of(map[string]string{"a_b": "x"}), of(map[string]string{"a-b": "x"}),
			of(map[string]string{"a.b": "1", "a_b": "2", "a b": "3"}), of(map[string]string{"http.method": "GET"}),
		}))
		for _, series := range []string{
			`{exported_exported_exported_a_b="x"} 1`, `{a_b="x"} 1`, `{exported_exported_a_b="x"} 1`,
			`{a_b="2",exported_a_b="3",exported_exported_exported_a_b="1"} 1`, `{http_method="GET"} 1`,
		} {
			require.Contains(t, out.String(), "yardstick_run_duration_seconds"+series+"\n")
		}
	}
	var out bytes.Buffer
	err := Write(&out, "datadog", []Gauge{of(map[string]string{"a": "x"}), of(map[string]string{"b": "x"}), of(map[string]string{"a": "x"})})
	require.EqualError(t, err, `yardstick_run_duration_seconds{a="x"} is there twice: no reader takes a series twice, so give one of the two operations another name or label`)
	require.Empty(t, out.String())
}

// Services take requests of a bounded size: parts hold every gauge once, in order, each a document of its own.
func TestPartsAreBounded(t *testing.T) {
	var many []Gauge
	for i := range 1000 {
		many = append(many, Gauge{Name: "yardstick_run_duration_seconds", Labels: map[string]string{"a.b": fmt.Sprint(i)}, Value: float64(i), At: time.UnixMilli(1_700_000_000_500)})
	}
	many = append(many, Gauge{Name: "yardstick_run_duration_seconds", Labels: map[string]string{"a_b": "0"}})
	for _, format := range []string{"otlp", "datadog", "newrelic"} {
		const most = 20_000
		parts, err := Parts(format, many, most)
		require.NoError(t, err)
		require.Greater(t, len(parts), 5, format)
		n, names := 0, 0
		for _, p := range parts {
			require.LessOrEqual(t, len(p.Body), most)
			require.True(t, json.Valid(p.Body))
			n += p.Gauges
			names += bytes.Count(p.Body, []byte("exported_a_b"))
		}
		require.Equal(t, len(many), n)
		require.Equal(t, 1000, names, "labels are called the same in all parts")
		require.Less(t, len(parts), 30, "no smaller than need be")

		one, err := Parts(format, many[:1], 1)
		require.NoError(t, err)
		require.Len(t, one, 1, "what cannot be split is one part")
		none, err := Parts(format, nil, most)
		require.NoError(t, err)
		require.Empty(t, none)
	}
	_, err := Parts("graphite", many, 1)
	require.ErrorContains(t, err, "prometheus, openmetrics")
	_, err = Parts("otlp", append(many, many[0]), 1000)
	require.ErrorContains(t, err, "is there twice", "also where they are in two parts")
}
