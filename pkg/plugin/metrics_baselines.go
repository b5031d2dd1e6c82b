package plugin

import (
	"context"
	"maps"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/yardstick-baselines/yardstick/pkg/export"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Which baselines are published as metrics? As many as an answer has room for: the text of a scrape passes through
// Grafana's plugin protocol, whose messages end at 16 MiB, and with one byte more there would be no metrics at all.

// publishedText leaves one of those 16 MiB to everything else.
const publishedText = 15 << 20

// collectBaselines publishes those of a source that fit, and tells of how many others. It returns the room that they took.
func (c *stateCollector) collectBaselines(ctx context.Context, out chan<- prometheus.Metric, source string, room int) (taken int) {
	now := c.process.now()
	known, err := c.baselines.at(ctx, source, "", now)
	if err != nil {
		return 0
	}
	left := 0
	for _, b := range known.all {
		labels := publishedLabels(source, b.Operation)
		size := publishedSize(labels, b.Record.Unit)
		if taken+size > room {
			left++
			continue
		}
		taken += size
		r := b.Record
		gauge(out, export.Confidence.Name, export.Confidence.Help, r.Confidence, labels)
		gauge(out, export.Samples.Name, export.Samples.Help, r.Requests, labels)
		of := export.BaselineOf(r.Unit)
		for _, stat := range r.Published(now) {
			with := prometheus.Labels{"stat": stat.Name}
			if r.Unit != "" {
				with["unit"] = r.Unit
			}
			maps.Copy(with, labels)
			gauge(out, of.Name, of.Help, stat.Value, with)
		}
	}
	gauge(out, "yardstick_unpublished_baselines", "Baselines that had no room among the published ones.", float64(left), sourceLabels(source))
	return taken
}

func publishedLabels(source string, operation store.Operation) prometheus.Labels {
	ours := []string{"org", "datasource", "system", "set", "stat", "unit"}
	labels := sourceLabels(source, "system", operation.System, "set", operation.Set)
	export.AddLabels(labels, operation.Labels, ours)
	return labels
}

// publishedSize is at least as many bytes as the lines of one operation have.
func publishedSize(labels prometheus.Labels, unit string) int {
	const (
		perLabel = len(`"",=""`) // a name may be quoted
		number   = len("-1.7976931348623157e+308")
		perLine  = len("{} \n") + number
		perStat  = len(`stat="expected",unit="",`)
		stats    = 6
	)
	size := perLine
	for name, value := range labels {
		size += perLabel + len(name) + len(value) + strings.Count(value, `"`) + strings.Count(value, `\`) + strings.Count(value, "\n")
	}
	return stats*(len(export.BaselineOf("").Name)+perStat+2*len(unit)+size) + len(export.Confidence.Name) + size + len(export.Samples.Name) + size
}
