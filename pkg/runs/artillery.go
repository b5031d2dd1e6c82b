package runs

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what Artillery reported (artillery run --output).

const byEndpoint = "plugins.metrics-by-endpoint.response_time."

var artilleryStats = map[string]string{
	"min": "min", "max": "max", "mean": "mean", "median": "p50", "p90": "p90", "p95": "p95", "p99": "p99",
}

func readArtillery(in *input, to *collector) error {
	doc, err := in.document()
	if err != nil {
		return err
	}
	var file struct {
		Aggregate struct {
			Counters  map[string]float64            `json:"counters"`
			Summaries map[string]map[string]float64 `json:"summaries"`
			First     float64                       `json:"firstMetricAt"`
		} `json:"aggregate"`
	}
	if err := in.decode(doc, &file); err != nil {
		return err
	}
	if at := file.Aggregate.First; at > 0 {
		to.began(time.UnixMilli(int64(at)))
	}
	for _, name := range slices.Sorted(maps.Keys(file.Aggregate.Summaries)) {
		m, wanted := artilleryMeasured(name, file.Aggregate.Summaries[name], file.Aggregate.Counters)
		if !wanted {
			continue
		}
		if err := to.summarise(m); err != nil {
			return in.faultf(lineOf(doc, "aggregate", "summaries", name), "%w", err)
		}
	}
	return nil
}

// artilleryMeasured takes requests, sessions and the end points of the plugin for them; the unit of what people add is not known.
func artilleryMeasured(name string, stats, counters map[string]float64) (m store.Measured, wanted bool) {
	m = store.Measured{Operation: name, Count: stats["count"], Stats: map[string]float64{}}
	prefix := ""
	switch endpoint, isEndpoint := strings.CutPrefix(name, byEndpoint); {
	case name == "http.response_time":
		prefix = "http."
	case name == "vusers.session_length":
	case isEndpoint:
		m.Operation, prefix = endpoint, "plugins.metrics-by-endpoint."+endpoint+"."
	default:
		return m, false
	}
	for theirs, ours := range artilleryStats {
		if v, ok := stats[theirs]; ok {
			m.Stats[ours] = v / 1000
		}
	}
	if prefix != "" {
		m.Failed = failedCodes(counters, prefix+"codes.")
	}
	m.Count = max(m.Count, m.Failed)
	return m, true
}

// failedCodes sums the answers with a status of 400 or more.
func failedCodes(counters map[string]float64, prefix string) (n float64) {
	for name, count := range counters {
		if code, ok := strings.CutPrefix(name, prefix); ok && code >= "400" && code <= "599" && len(code) == 3 {
			n += count
		}
	}
	return n
}
