package live

import (
	"slices"
	"strings"

	"github.com/prometheus/prometheus/model/labels"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers which series of a metric hold the operations asked for, so
// that a panel of three operations does not read ten thousand.

// narrow gives for every set that can hold the operations asked for matchers
// that find at least those. Names are known from the baselines and the
// documented ranges; one that is not known there may be in any set.
func narrow(req Request, sets []catalog.OperationSet) map[string]string {
	matchers := map[string]string{}
	known := knownByName(req, sets)
	allKnown := !slices.ContainsFunc(req.Operations, func(name string) bool { return len(known[name]) == 0 })
	for _, set := range sets {
		if lacks(set, req) {
			continue
		}
		parts := labelMatchers(set, req)
		if len(req.Operations) > 0 && allKnown {
			var own []map[string]string
			for _, name := range req.Operations {
				own = append(own, known[name][set.ID]...)
			}
			if len(own) == 0 {
				continue
			}
			parts = append(parts, prometheus.AnyOf(set.By, own))
		}
		matchers[set.ID] = prometheus.Matchers(parts...)
	}
	return matchers
}

// knownByName are the labels of known operations by name and set.
func knownByName(req Request, sets []catalog.OperationSet) map[string]map[string][]map[string]string {
	known := map[string]map[string][]map[string]string{}
	if len(req.Operations) == 0 {
		return known
	}
	for _, set := range sets {
		for _, key := range unseen(req, set, nil, nil) {
			_, labels := parseKey(key)
			name := set.NameOf(labels)
			if known[name] == nil {
				known[name] = map[string][]map[string]string{}
			}
			known[name][set.ID] = append(known[name][set.ID], labels)
		}
	}
	return known
}

// lacks tells of a set that none of its operations has the labels asked for: it would be read in vain.
func lacks(set catalog.OperationSet, req Request) bool {
	return slices.ContainsFunc(req.Matchers, func(m *labels.Matcher) bool { return !slices.Contains(set.By, m.Name) && !m.Matches("") })
}

func labelMatchers(set catalog.OperationSet, req Request) []string {
	var parts []string
	for _, m := range req.Matchers {
		if slices.Contains(set.By, m.Name) {
			parts = append(parts, prometheus.LabelName(m.Name)+m.Type.String()+prometheus.Quote(m.Value))
		}
	}
	return parts
}

func compareNames(a, b string, labelsA, labelsB map[string]string) int {
	if c := strings.Compare(a, b); c != 0 {
		return c
	}
	return strings.Compare(Key("", labelsA), Key("", labelsB))
}
