package runs

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what Artillery reported (artillery run --output).

const (
	allRequests      = "http.response_time"
	allSessions      = "vusers.session_length"
	endpointCounters = "plugins.metrics-by-endpoint."
	byEndpoint       = endpointCounters + "response_time."
)

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
	counters := file.Aggregate.Counters
	for _, name := range artilleryNames(file.Aggregate.Summaries, counters) {
		m, wanted := artilleryMeasured(name, file.Aggregate.Summaries[name], counters)
		if !wanted {
			continue
		}
		if err := to.summarise(m); err != nil {
			return in.faultf(lineOf(doc, "aggregate", "summaries", name), "%w", err)
		}
	}
	return nil
}

// artilleryNames are those of the summaries, and what has none because no request of it was answered.
func artilleryNames(summaries map[string]map[string]float64, counters map[string]float64) []string {
	names := maps.Clone(summaries)
	if names == nil {
		names = map[string]map[string]float64{}
	}
	if counters["http.requests"] > 0 {
		names[allRequests] = nil
	}
	if counters["vusers.failed"] > 0 {
		names[allSessions] = nil
	}
	for counter := range counters {
		rest, ofEndpoint := strings.CutPrefix(counter, endpointCounters)
		if at := strings.LastIndex(rest, ".errors."); ofEndpoint && at > 0 && isErrorCode(rest[at+len(".errors."):]) {
			names[byEndpoint+rest[:at]] = nil
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// artilleryMeasured takes requests, sessions and the end points of the plugin for them; the unit of what people add is not known.
func artilleryMeasured(name string, stats, counters map[string]float64) (m store.Measured, wanted bool) {
	m = store.Measured{Operation: name, Count: stats["count"], Stats: map[string]float64{}}
	lost := 0.0
	switch endpoint, isEndpoint := strings.CutPrefix(name, byEndpoint); {
	case name == allRequests:
		// What other engines could not reach is counted by the same names.
		lost = min(unanswered(counters, "errors."), max(0, counters["http.requests"]-counters["http.responses"]))
		m.Failed = failedCodes(counters, "http.codes.")
	case name == allSessions:
		lost = counters["vusers.failed"]
	case isEndpoint:
		m.Operation = endpoint
		lost = unanswered(counters, endpointCounters+endpoint+".errors.")
		m.Failed = failedCodes(counters, endpointCounters+endpoint+".codes.")
	default:
		return m, false
	}
	for theirs, ours := range artilleryStats {
		if v, ok := stats[theirs]; ok {
			m.Stats[ours] = v / 1000
		}
	}
	m.Count = max(m.Count, m.Failed) + lost
	m.Failed += lost
	return m, true
}

// unanswered sums the errors of requests that had no answer: they have codes.
func unanswered(counters map[string]float64, prefix string) (n float64) {
	for name, count := range counters {
		if code, ok := strings.CutPrefix(name, prefix); ok && isErrorCode(code) {
			n += count
		}
	}
	return n
}

// isErrorCode tells ETIMEDOUT from the words of an error of an answer, such as "Failed capture or match".
func isErrorCode(word string) bool {
	return word != "" && !strings.ContainsFunc(word, func(r rune) bool { return r != '_' && (r < 'A' || r > 'Z') && (r < '0' || r > '9') })
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
