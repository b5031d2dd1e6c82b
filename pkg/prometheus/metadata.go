package prometheus

// What Prometheus knows about a metric besides its samples.

import (
	"context"
	"slices"
	"strings"
)

// MetricType is the type that the targets of a metric declare: counter, gauge,
// histogram, summary; empty where none does. Of a part of a histogram it is the whole's.
func (c *Client) MetricType(ctx context.Context, metric string) (string, error) {
	names := []string{metric}
	for _, part := range []string{"_total", "_bucket", "_sum", "_count"} {
		if base, cut := strings.CutSuffix(metric, part); cut {
			names = append(names, base)
		}
	}
	for _, name := range names {
		found, err := c.api.Metadata(ctx, name, "1")
		if err != nil {
			return "", c.answerError("the metadata of "+name, err)
		}
		for _, entry := range found[name] {
			return string(entry.Type), nil
		}
	}
	return "", nil
}

// OnlyRises tells whether a metric is a counter, or a part of a histogram that is one: so its targets declare, or where they
// declare nothing the end of its name. A gauge may be named as it likes.
func OnlyRises(metric, declared string) bool {
	ends := func(end string) bool { return strings.HasSuffix(metric, end) }
	switch declared {
	case counterKind:
		return true
	case "gauge":
		return false
	case "histogram", "summary":
		return slices.ContainsFunc([]string{"_bucket", "_count", "_sum"}, ends)
	}
	return ends("_total")
}
