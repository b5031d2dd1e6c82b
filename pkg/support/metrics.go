package support

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// What is told of the metrics of the back end? Its own, and those of its process; not the baselines that it publishes.

// ownMetrics begin the names of what is told.
var ownMetrics = []string{"yardstick_", "process_", "go_"}

// published begin the names of what is about a person's operations.
var published = []string{"yardstick_baseline_", "yardstick_recommended_"}

// plainLabels have values that Yardstick itself gives.
var plainLabels = []string{"type", "outcome", "purpose", "code", "memory", "kind", "phase", "version", "revision", "goversion", "le", "quantile", "org"}

var errMetrics = errors.New("what was read is no text of metrics")

// Metrics keeps the metrics of the back end, with the values of other labels hidden.
func (h Hiding) Metrics(text []byte) ([]byte, error) {
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(text))
	if err != nil {
		return nil, errMetrics // without the line, which it would quote
	}
	var names []string
	for name := range families {
		if begins(name, ownMetrics) && !begins(name, published) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out bytes.Buffer
	for _, name := range names {
		family := families[name]
		family.Help = nil // not ours to trust: whoever answered wrote it
		for _, metric := range family.Metric {
			for _, label := range metric.Label {
				if !slices.Contains(plainLabels, label.GetName()) {
					hidden := h.name(label.GetValue())
					label.Value = &hidden
				}
			}
		}
		if _, err := expfmt.MetricFamilyToText(&out, family); err != nil {
			return nil, errMetrics
		}
	}
	return out.Bytes(), nil
}

func begins(name string, with []string) bool {
	return slices.ContainsFunc(with, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}
