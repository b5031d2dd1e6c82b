package live

import (
	"maps"
	"slices"
	"strings"
)

// Key names an operation of a system: its set and its own labels. An empty
// label value is the same as no label, as in Prometheus.
func Key(set string, labels map[string]string) string {
	var b strings.Builder
	b.WriteString(set)
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		if labels[name] == "" {
			continue
		}
		b.WriteByte(0)
		b.WriteString(name)
		b.WriteByte('=')
		b.WriteString(labels[name])
	}
	return b.String()
}

// parseKey is the way back from Key.
func parseKey(key string) (set string, labels map[string]string) {
	parts := strings.Split(key, "\x00")
	labels = make(map[string]string, len(parts)-1)
	for _, part := range parts[1:] {
		name, value, _ := strings.Cut(part, "=")
		labels[name] = value
	}
	return parts[0], labels
}
