package main

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
)

// sampleLine is one sample of the text format: its series and its value.
var sampleLine = regexp.MustCompile(`^(\w+(?:\{.*\})?) (\S+)$`)

// replayed runs a Prometheus that scraped the recordings for an hour before
// noon: counters rise to the recorded values, gauges stay at them.
func replayed(t *testing.T, byJob map[string]string) string {
	t.Helper()
	h := &promtest.History{From: noon.Add(-time.Hour), To: noon, Step: 15 * time.Second}
	for job, recording := range byJob {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", "tests", "profiles", "recordings", recording+".txt"))
		require.NoError(t, err)
		replay(t, h, job, string(text))
	}
	return promtest.Start(t, promtest.Options{History: h.String()}).URL
}

func replay(t *testing.T, h *promtest.History, job, text string) {
	t.Helper()
	kind := ""
	h.Series("up", map[string]string{"job": job, "instance": "recorded"}, constant(h, 1))
	for _, line := range strings.Split(text, "\n") {
		if words := strings.Fields(line); len(words) == 4 && words[1] == "TYPE" {
			kind = words[3]
		}
		found := sampleLine.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		labels, err := parser.NewParser(parser.Options{}).ParseMetric(found[1])
		require.NoError(t, err, line)
		value, err := strconv.ParseFloat(found[2], 64)
		require.NoError(t, err, line)
		all := map[string]string{"job": job, "instance": "recorded"}
		for name, value := range labels.Map() {
			if name != model.MetricNameLabel {
				all[name] = value
			}
		}
		h.Series(labels.Get(model.MetricNameLabel), all, over(h, kind, all["quantile"] != "", value))
	}
}

// over is a recorded value as it came about.
func over(h *promtest.History, kind string, quantile bool, value float64) []float64 {
	if kind == "gauge" || kind == "untyped" || quantile {
		return constant(h, value)
	}
	values := make([]float64, h.Scrapes())
	for i := range values {
		values[i] = math.Floor(value * float64(i) / float64(len(values)-1))
	}
	return values
}
