// Package export answers how numbers are written for other monitoring systems
// (D5 l.343-364): Prometheus' text format, OpenMetrics, OTLP, Datadog, New Relic.
package export

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// Gauge is one number with its name and labels.
type Gauge struct {
	Name   string // as in Prometheus: yardstick_baseline_seconds
	Help   string
	Labels map[string]string
	Value  float64
	At     time.Time
}

// writers by format.
var writers = map[string]func(io.Writer, []Gauge) error{
	"prometheus": writePrometheus, "openmetrics": writeOpenMetrics, "otlp": writeOTLP, "datadog": writeDatadog, "newrelic": writeNewRelic,
}

// Formats are the names of all formats.
func Formats() []string { return []string{"prometheus", "openmetrics", "otlp", "datadog", "newrelic"} }

// Write writes gauges in a format.
func Write(out io.Writer, format string, gauges []Gauge) error {
	write, known := writers[format]
	if !known {
		return fmt.Errorf("the format %q is unknown: choose from %s", format, strings.Join(Formats(), ", "))
	}
	clean := make([]Gauge, len(gauges))
	for i, g := range gauges {
		clean[i] = g
		clean[i].Labels = make(map[string]string, len(g.Labels))
		for name, value := range g.Labels {
			clean[i].Labels[labelName(name)] = value
		}
	}
	return write(out, clean)
}

// labelName makes a name that every reader accepts: files call their labels http.method or "data set".
func labelName(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, name)
	if plain == "" || plain[0] >= '0' && plain[0] <= '9' {
		return "_" + plain
	}
	return plain
}

// sortedNames are the labels of a gauge in order.
func sortedNames(labels map[string]string) []string { return slices.Sorted(maps.Keys(labels)) }
