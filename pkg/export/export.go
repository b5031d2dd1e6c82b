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

func writerOf(format string) (func(io.Writer, []Gauge) error, error) {
	write, known := writers[format]
	if !known {
		return nil, fmt.Errorf("the format %q is unknown: choose from %s", format, strings.Join(Formats(), ", "))
	}
	return write, nil
}

// Write writes gauges in a format.
func Write(out io.Writer, format string, gauges []Gauge) error {
	write, err := writerOf(format)
	if err != nil {
		return err
	}
	clean, err := readable(gauges)
	if err != nil {
		return err
	}
	return write(out, clean)
}

// readable are the same gauges with labels that every reader accepts. A series that is there twice is refused.
func readable(gauges []Gauge) ([]Gauge, error) {
	names := labelNames(gauges)
	clean := make([]Gauge, len(gauges))
	seen := make(map[string]bool, len(gauges))
	for i, g := range gauges {
		clean[i] = g
		clean[i].Labels = make(map[string]string, len(g.Labels))
		for name, value := range g.Labels {
			clean[i].Labels[names[name]] = value
		}
		series := clean[i].series()
		if seen[series] {
			return nil, fmt.Errorf("%s is there twice: no reader takes a series twice, so give one of the two operations another name or label", series)
		}
		seen[series] = true
	}
	return clean, nil
}

// series is how Prometheus writes whose number it is.
func (g Gauge) series() string {
	labels := make([]string, 0, len(g.Labels))
	for _, name := range sortedNames(g.Labels) {
		labels = append(labels, fmt.Sprintf("%s=%q", name, g.Labels[name]))
	}
	return g.Name + "{" + strings.Join(labels, ",") + "}"
}

// labelNames are the names by which labels are written, one for each: a name that every reader accepts stays what it is,
// and another one that would become the same is exported_…, as is one that is called like one of ours.
func labelNames(gauges []Gauge) map[string]string {
	names, taken := map[string]string{}, map[string]bool{}
	for _, g := range gauges {
		for name := range g.Labels {
			names[name] = labelName(name)
			taken[name] = taken[name] || names[name] == name
		}
	}
	for _, name := range sortedNames(names) {
		if names[name] == name {
			continue
		}
		for taken[names[name]] {
			names[name] = "exported_" + names[name]
		}
		taken[names[name]] = true
	}
	return names
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
