package main

// This file reads a mapping from a file.

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// mappingFile is a mapping by system, alone or as `probe --format json` prints it.
type mappingFile struct {
	Mapping map[string]catalog.Mapping `json:"mapping"`
	Systems []struct {
		System   string          `json:"system"`
		Proposal catalog.Mapping `json:"proposal"`
		Metrics  []probedMetric  `json:"metrics"`
	} `json:"systems"`
}

func readMapping(path string, known *catalog.Catalog) (given map[string]catalog.Mapping, missing map[string][]string, err error) {
	if path == "" {
		return nil, nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("--mapping: %w", err)
	}
	var file mappingFile
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, nil, fmt.Errorf("--mapping %s: %w", path, jsonFault(text, err))
	}
	given, missing = file.Mapping, map[string][]string{}
	for _, s := range file.Systems {
		if given == nil {
			given = map[string]catalog.Mapping{}
		}
		given[s.System] = s.Proposal
		for _, m := range s.Metrics {
			if m.State == string(live.MetricMissing) {
				missing[s.System] = append(missing[s.System], m.Metric, m.Metric+"_bucket", m.Metric+"_sum", m.Metric+"_count")
			}
		}
	}
	if given == nil {
		return nil, nil, fmt.Errorf(`--mapping %s: it has neither "mapping" nor "systems"; write {"mapping": {"omninode": {"omninode_circuit_breaker_state": "resilience4j"}}}`, path)
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if _, ok := known.System(name); !ok {
			return nil, nil, fmt.Errorf("--mapping %s: the system %q is not known: choose from %s", path, name, strings.Join(known.Names(), ", "))
		}
	}
	return given, missing, nil
}

// jsonFault says in which line a file is wrong.
func jsonFault(text []byte, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("line %d: %w", 1+strings.Count(string(text[:syntax.Offset]), "\n"), err)
	}
	return err
}
