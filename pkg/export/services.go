package export

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"
)

// This file answers how services that take JSON are told: an OpenTelemetry
// collector, Datadog, New Relic.

func encode(out io.Writer, document any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(document)
}

type object = map[string]any

// writeOTLP is the JSON of OTLP over HTTP (POST /v1/metrics); 64-bit numbers are texts there.
func writeOTLP(out io.Writer, gauges []Gauge) error {
	metrics := []object{}
	at := map[string]int{}
	for _, g := range gauges {
		point := object{"asDouble": g.Value, "timeUnixNano": strconv.FormatInt(g.At.UnixNano(), 10)}
		attributes := []object{}
		for _, name := range sortedNames(g.Labels) {
			attributes = append(attributes, object{"key": name, "value": object{"stringValue": g.Labels[name]}})
		}
		point["attributes"] = attributes
		i, known := at[g.Name]
		if !known {
			i = len(metrics)
			at[g.Name] = i
			metrics = append(metrics, object{"name": g.Name, "description": g.Help, "unit": otlpUnit(g.Name), "gauge": object{"dataPoints": []object{}}})
		}
		gauge := metrics[i]["gauge"].(object)
		gauge["dataPoints"] = append(gauge["dataPoints"].([]object), point)
	}
	return encode(out, object{"resourceMetrics": []object{{
		"resource":     object{"attributes": []object{{"key": "service.name", "value": object{"stringValue": "yardstick"}}}},
		"scopeMetrics": []object{{"scope": object{"name": "yardstick"}, "metrics": metrics}},
	}}})
}

// otlpUnit is "1" of ratios alone: what reads OTLP for Prometheus adds _ratio to the name of a gauge that has it.
func otlpUnit(name string) string {
	if strings.HasSuffix(name, "_ratio") {
		return "1"
	}
	return unitOf(name, "s", "By", "")
}

// unitOf reads the unit off a name by Prometheus' conventions.
func unitOf(name, seconds, bytes, none string) string {
	switch {
	case strings.HasSuffix(name, "_seconds"):
		return seconds
	case strings.HasSuffix(name, "_bytes"):
		return bytes
	}
	return none
}

// datadogGauge is the type of a gauge in Datadog's API (v2).
const datadogGauge = 3

// writeDatadog is the body of POST /api/v2/series.
func writeDatadog(out io.Writer, gauges []Gauge) error {
	all := []object{}
	for _, g := range gauges {
		tags := []string{}
		for _, name := range sortedNames(g.Labels) {
			// A comma ends a tag there.
			tags = append(tags, name+":"+strings.ReplaceAll(g.Labels[name], ",", "_"))
		}
		all = append(all, object{
			"metric": strings.Replace(g.Name, "_", ".", 1), "type": datadogGauge, "unit": unitOf(g.Name, "second", "byte", ""),
			"points": []object{{"timestamp": g.At.Unix(), "value": g.Value}}, "tags": tags,
		})
	}
	return encode(out, object{"series": all})
}

// writeNewRelic is the body of POST /metric/v1.
func writeNewRelic(out io.Writer, gauges []Gauge) error {
	all := []object{}
	for _, g := range gauges {
		attributes := object{}
		for name, value := range g.Labels {
			attributes[name] = value
		}
		all = append(all, object{
			"name": strings.Replace(g.Name, "_", ".", 1), "type": "gauge", "value": g.Value, "timestamp": g.At.UnixMilli(), "attributes": attributes,
		})
	}
	return encode(out, []object{{"metrics": all}})
}
