package live

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers by which metrics breakers are known that a mapping names
// one by one, without a library's preset.

// withOwn is the preset with metrics of a person's own in the place of the
// canonical ones. An expression has no past states to read and is left out.
func (m breakerMetrics) withOwn(own map[string]catalog.Alternative) (breakerMetrics, error) {
	component := ""
	m.words, m.own, m.where = maps.Clone(m.words), map[string]catalog.Alternative{}, map[string][]*labels.Matcher{}
	for _, metric := range []*string{&m.state, &m.trips, &m.threshold, &m.timeout} {
		a, mapped := own[*metric]
		if !mapped || a.Metric == "" {
			continue
		}
		label := cmp.Or(a.Labels[m.component], m.component)
		if component != "" && component != label {
			return m, fmt.Errorf("the mapping calls the breaker %s in one metric and %s in another: it must be one label", component, label)
		}
		component = label
		if metric == &m.state {
			m.label = cmp.Or(a.Labels[m.label], m.label)
			for theirs, word := range a.Values["state"] {
				m.words[theirs] = omninode.words[word]
			}
		}
		if metric == &m.trips && a.Metric == m.state {
			*metric = "" // its trips are the rises of the state
			continue
		}
		where, err := prometheus.ParseMatchers(a.Where)
		if err != nil {
			return m, fmt.Errorf("the mapping of %s: %w", *metric, err)
		}
		*metric, m.own[a.Metric], m.where[a.Metric] = a.Metric, a, where
	}
	if component != "" && component != m.component {
		// What the tuning rests on is counted by the canonical label.
		m.component, m.errorPercent, m.recovery = component, "", ""
	}
	return m, nil
}

// holds tells whether the matchers hold that the mapping has for a metric. The names of several are one pattern, in which
// those of one cannot be said.
func (m breakerMetrics) holds(series model.Metric) bool {
	return !slices.ContainsFunc(m.where[string(series[model.MetricNameLabel])], func(w *labels.Matcher) bool {
		return !w.Matches(string(series[model.LabelName(w.Name)]))
	})
}

// largest is the value of a gauge by breaker, in the canonical unit; empty where there is no such gauge.
func (m breakerMetrics) largest(metric, selector string) string {
	if metric == "" {
		return ""
	}
	expr := fmt.Sprintf("max by (%s) (%s)", prometheus.LabelName(m.component), prometheus.Select(metric, selector, m.own[metric].Where))
	if factor := m.own[metric].Factor(); factor != 1 {
		expr = strconv.FormatFloat(factor, 'g', -1, 64) + " * " + expr
	}
	return expr
}
