package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what github-pm writes of its benchmarks and commands (D5
// l.35-64, l.188-220).

const mebibyte = 1 << 20

// readBenchmarkResults reads `performance benchmark --output` (D5 l.188-220).
func readBenchmarkResults(in *input, to *collector) error {
	doc, err := in.document()
	if err != nil {
		return err
	}
	var file struct {
		Results struct {
			Date    string            `json:"test_date"`
			Version string            `json:"cli_version"`
			Machine map[string]string `json:"system_info"`
			Results []struct {
				Command    string   `json:"command"`
				Iterations float64  `json:"iterations"`
				Average    *float64 `json:"average_ms"`
				Min        *float64 `json:"min_ms"`
				Max        *float64 `json:"max_ms"`
				SD         *float64 `json:"std_deviation"`
				Rating     string   `json:"performance_rating"`
			} `json:"command_results"`
		} `json:"benchmark_results"`
	}
	if err := in.decode(doc, &file); err != nil {
		return err
	}
	results := file.Results
	if err := dated(to, results.Date); err != nil {
		return in.faultf(lineOf(doc, "benchmark_results", "test_date"), "%w", err)
	}
	to.note("version", results.Version)
	for name, value := range results.Machine {
		to.note(name, value)
	}
	if len(results.Results) == 0 {
		return in.faultf(0, "there are no command_results in it")
	}
	for i, r := range results.Results {
		m := store.Measured{Operation: r.Command, Count: r.Iterations, Rating: r.Rating, Stats: map[string]float64{}}
		milliseconds(m.Stats, map[string]*float64{"mean": r.Average, "min": r.Min, "max": r.Max, "sd": r.SD})
		err := to.summarise(m)
		if _, hasMean := m.Stats["mean"]; !hasMean && err == nil {
			err = fmt.Errorf("average_ms of %s is missing", r.Command)
		}
		if err != nil {
			return in.faultf(lineOf(doc, "benchmark_results", "command_results", i), "%w", err)
		}
	}
	return nil
}

// milliseconds fills in what is given, in seconds.
func milliseconds(stats map[string]float64, given map[string]*float64) {
	for name, v := range given {
		if v != nil {
			stats[name] = *v / 1000
		}
	}
}

// dated reads when a run began: a time or a day.
func dated(to *collector, text string) error {
	if text == "" {
		return nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999", "2006-01-02 15:04:05.999999", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			to.began(at)
			return nil
		}
	}
	return fmt.Errorf("%q is not a time", text)
}

// commandMetrics is what a command tells of itself (D5 l.35-64).
type commandMetrics struct {
	Command  string `json:"command"`
	Time     string `json:"timestamp"`
	Duration struct {
		Total  *float64           `json:"total_ms"`
		Phases map[string]float64 `json:"phases"`
	} `json:"duration"`
	Resources struct {
		Peak *float64 `json:"peak_memory_mb"`
		CPU  *float64 `json:"cpu_time_ms"`
	} `json:"resource_usage"`
	API struct {
		Requests  *float64 `json:"requests_made"`
		RateLimit *float64 `json:"rate_limit_consumed"`
	} `json:"github_api"`
	Context map[string]any `json:"context"`
}

// readCommandMetrics reads one or many of them, one after the other.
func readCommandMetrics(in *input, to *collector) error {
	doc, err := in.document()
	if err != nil {
		return err
	}
	return in.each(doc, func(one json.RawMessage, line int) error {
		var file struct {
			Metrics *commandMetrics `json:"performance_metrics"`
		}
		if err := in.decode(one, &file); err != nil {
			var fault *Fault
			if errors.As(err, &fault) {
				return in.faultf(line+max(fault.Line-1, 0), "%w", fault.Err)
			}
			return err
		}
		if file.Metrics == nil {
			return in.faultf(line, "performance_metrics is missing")
		}
		if err := file.Metrics.add(to); err != nil {
			return in.faultf(line, "%w", err)
		}
		return nil
	})
}

func (m commandMetrics) add(to *collector) error {
	if err := dated(to, m.Time); err != nil {
		return err
	}
	if m.Duration.Total == nil {
		return errors.New("duration.total_ms is missing")
	}
	if size, ok := m.Context["project_size"].(string); ok {
		to.note("size", size)
	}
	if err := to.observe(observation{operation: m.Command, value: *m.Duration.Total / 1000}); err != nil {
		return err
	}
	for _, phase := range slices.Sorted(maps.Keys(m.Duration.Phases)) {
		labels := map[string]string{"phase": strings.TrimSuffix(phase, "_ms")}
		if err := to.observe(observation{operation: m.Command, labels: labels, value: m.Duration.Phases[phase] / 1000}); err != nil {
			return fmt.Errorf("the phase %s: %w", phase, err)
		}
	}
	var memory, cpu *float64
	if m.Resources.Peak != nil {
		v := *m.Resources.Peak * mebibyte
		memory = &v
	}
	if m.Resources.CPU != nil {
		v := *m.Resources.CPU / 1000
		cpu = &v
	}
	return used(to, m.Command, nil,
		amount{store.Memory, memory}, amount{store.CPU, cpu}, amount{store.Requests, m.API.Requests}, amount{store.RateLimit, m.API.RateLimit})
}
