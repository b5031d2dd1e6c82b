package main

// This file says in words which metrics are missing and what to emit.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/live"
	"github.com/yardstick-baselines/yardstick/pkg/profile"
)

// missing says which metrics expressions lack, and what to emit.
func (m *mappedSystem) missing(exprs []string) string {
	names := m.lacking(exprs)
	text := fmt.Sprintf("Not measured: %s.", strings.Join(names, ", "))
	if emit := emitOf(m.system, names); emit != "" {
		text += " " + emit
	}
	return text
}

// lacking are the metrics of expressions that do not exist.
func (m *mappedSystem) lacking(exprs []string) []string {
	var names []string
	for _, expr := range exprs {
		read, err := profile.Metrics(expr)
		if err != nil {
			continue
		}
		for _, name := range read {
			if !m.exists(name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// emitOf is what the catalogue says to emit for the first metric of which it says anything.
func emitOf(system *catalog.System, names []string) string {
	for _, name := range names {
		if emit, said := live.EmitOf(system, name); said {
			return emit
		}
	}
	return ""
}
