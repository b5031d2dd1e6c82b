package catalog

import (
	"cmp"
	"strings"
)

// This file answers how the templates of the catalogue are filled in, such as those of the names of operations.

// NameOf is the set's template over the labels of an operation, "graph-to-table small", or without one the label values
// joined by a space.
func (s OperationSet) NameOf(labels map[string]string) string {
	name := Fill(s.Name, labels)
	if s.Name == "" {
		name = joined(s.By, labels)
	}
	return cmp.Or(name, s.ID) // the one operation of a metric without labels
}

func joined(by []string, labels map[string]string) string {
	values := make([]string, 0, len(by))
	for _, label := range by {
		if labels[label] != "" {
			values = append(values, labels[label])
		}
	}
	return strings.Join(values, " ")
}

// Fill replaces every {{label}} by its value; spaces that an absent label leaves behind are closed.
func Fill(template string, labels map[string]string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(template, "{{")
		b.WriteString(before)
		if !found {
			break
		}
		label, after, closed := strings.Cut(rest, "}}")
		if !closed {
			b.WriteString("{{" + rest)
			break
		}
		b.WriteString(labels[strings.TrimSpace(label)])
		template = after
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
