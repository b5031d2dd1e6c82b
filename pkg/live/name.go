package live

import (
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// Name is what people call an operation: the set's template over its labels,
// "graph-to-table small", or without one the label values joined by a space.
func Name(set catalog.OperationSet, labels map[string]string) string {
	name := ""
	if set.Name == "" {
		name = joined(set.By, labels)
	} else {
		name = fill(set.Name, labels)
	}
	if name == "" {
		return set.ID // the one operation of a metric without labels
	}
	return name
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

// fill replaces every {{label}} by its value; spaces that an absent label leaves behind are closed.
func fill(template string, labels map[string]string) string {
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
