package live

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers up to which duration the buckets of a histogram can tell:
// a quantile above the highest finite bound is answered by that bound (G-4).

// boundMetric is the base name of a histogram that a target names, without matchers.
func boundMetric(bound string) string {
	name, _, _ := strings.Cut(bound, "{")
	return strings.TrimSuffix(strings.TrimSpace(name), "_bucket")
}

// bounds are the highest finite bounds of the classic histograms that targets
// rest on. Native histograms have none and reach everywhere.
func (r *Reader) bounds(ctx context.Context, sys *catalog.System, t time.Time) (map[string]float64, error) {
	var names []string
	for _, target := range sys.Targets {
		if target.Bound != "" {
			names = append(names, boundMetric(target.Bound)+"_bucket")
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	expr := fmt.Sprintf("count by (__name__, le) ({%s})", prometheus.Matchers(namesPattern(names), sys.Selector))
	if sys.HostSelector != "" { // exporters have histograms too
		expr += fmt.Sprintf(" or count by (__name__, le) ({%s})", prometheus.Matchers(namesPattern(names), sys.HostSelector))
	}
	found, err := r.asks.instant(ctx, expr, t.Truncate(time.Minute))
	highest, scaled := map[string]float64{}, map[string]bool{}
	for _, s := range found {
		le, parseErr := strconv.ParseFloat(string(s.Metric[model.BucketLabel]), 64)
		if parseErr != nil || math.IsInf(le, 0) {
			continue
		}
		name := boundMetric(string(s.Metric[model.MetricNameLabel]))
		if before, ok := highest[name]; !ok || le > before {
			highest[name] = le
		}
	}
	for _, target := range sys.Targets {
		name := boundMetric(target.Bound)
		if le, ok := highest[name]; ok && target.BoundScale > 0 && !scaled[name] {
			highest[name], scaled[name] = le*target.BoundScale, true
		}
	}
	if err != nil {
		return highest, fmt.Errorf("reading the bucket bounds of %s: %w", sys.Name, err)
	}
	return highest, nil
}
