package live

import (
	"cmp"
	"fmt"
	"maps"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// This file answers by which metrics breakers are known that a mapping names
// one by one, without a library's preset.

// withOwn is the preset with metrics of a person's own in the place of the
// canonical ones. An expression has no past states to read and is left out.
func (m breakerMetrics) withOwn(own map[string]catalog.Alternative) (breakerMetrics, error) {
	component := ""
	m.words = maps.Clone(m.words)
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
		*metric = a.Metric
	}
	if component != "" && component != m.component {
		// What the tuning rests on is counted by the canonical label.
		m.component, m.errorPercent, m.recovery = component, "", ""
	}
	return m, nil
}
