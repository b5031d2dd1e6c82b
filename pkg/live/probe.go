package live

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus"
)

// This file answers which of a system's quantities this Prometheus has metrics
// for, and what to emit for the others.

// ProbeResult is the answer for one system.
type ProbeResult struct {
	System       string
	Quantities   []ProbedQuantity
	Found, Total int
}

// ProbedQuantity is one documented quantity.
type ProbedQuantity struct {
	ID, Title string
	Found     bool
	Missing   []string // the metrics that are not there
	Emit      string   // what to emit, where something is missing
}

// probeStep is the grid of the moments that are asked for, so that answers can be shared; whoever has just repaired
// something is not told for long that it is missing.
const probeStep = 10 * time.Second

// histogramParts are the series by which a metric is known besides its own name. The
// buckets are left out: there are many, and the count is always with them.
const histogramParts = "(_count|_total)?"

// Probe looks for the metrics of every quantity, now or within the last hour,
// under the system's matchers or those of its hosts. With an error of kind
// prometheus.ErrPartial the answer is there too: what it misses may exist.
func (r *Reader) Probe(ctx context.Context, sys *catalog.System, at time.Time) (ProbeResult, error) {
	out := ProbeResult{System: sys.Name, Total: len(sys.Quantities)}
	exists, err := r.namesSeen(ctx, sys, at.Truncate(probeStep).UTC())
	if err != nil {
		err = fmt.Errorf("looking for the metrics of %s: %w", sys.Name, err)
	}
	if exists == nil {
		return out, err
	}
	for _, q := range sys.Quantities {
		probed := ProbedQuantity{ID: q.ID, Title: q.Title}
		for _, metric := range q.Metrics {
			if !exists(metric) {
				probed.Missing = append(probed.Missing, metric)
			}
		}
		probed.Found = len(probed.Missing) == 0
		if probed.Found {
			out.Found++
		} else {
			probed.Emit = q.Emit
		}
		out.Quantities = append(out.Quantities, probed)
	}
	return out, err
}

// FoundSystems are those of the systems of which this Prometheus has the metric of at least one operation or quantity.
// With an error of kind prometheus.ErrPartial those that were found are there too.
func (r *Reader) FoundSystems(ctx context.Context, systems []*catalog.System, at time.Time) ([]*catalog.System, error) {
	var found []*catalog.System
	var doubt error
	for _, sys := range systems {
		exists, err := r.namesSeen(ctx, sys, at.Truncate(probeStep).UTC())
		if err != nil {
			err = fmt.Errorf("looking for the metrics of %s: %w", sys.Name, err)
		}
		if exists == nil {
			return nil, err
		}
		doubt = errors.Join(doubt, err)
		if slices.ContainsFunc(metricsOf(sys), exists) {
			found = append(found, sys)
		}
	}
	return found, doubt
}

// metricsOf are all metrics that the catalogue knows of a system, as base names.
func metricsOf(sys *catalog.System) []string {
	var names []string
	for _, set := range sys.Operations {
		names = append(names, set.Metric)
	}
	for _, q := range sys.Quantities {
		names = append(names, q.Metrics...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// namesSeen asks once for all names, and tells of one whether it is there; as far as half an answer can, with an error.
func (r *Reader) namesSeen(ctx context.Context, sys *catalog.System, t time.Time) (func(metric string) bool, error) {
	var patterns []string
	for _, name := range metricsOf(sys) {
		patterns = append(patterns, patternOf(name))
	}
	seen, err := r.matching(ctx, sys, patterns, histogramParts, t)
	if _, worse := prometheus.Shown(err); worse != nil {
		return nil, err
	}
	return func(metric string) bool {
		exact := regexp.MustCompile("^(?:" + patternOf(metric) + ")" + histogramParts + "$")
		return slices.ContainsFunc(seen, exact.MatchString)
	}, err
}

// longestPatterns is how many bytes of names one expression asks for, twice where the hosts have matchers of their own:
// Prometheus takes any length, VictoriaMetrics 16 KiB by default.
const longestPatterns = 6_000

// matching lists the names of metrics that match any of the patterns with one of the endings and have series under the
// matchers of the system or of its hosts, now or within the last hour.
func (r *Reader) matching(ctx context.Context, sys *catalog.System, patterns []string, endings string, t time.Time) ([]string, error) {
	var seen []string
	var doubt error
	longest := longestPatterns
	for len(patterns) > 0 {
		n := fitting(patterns, longest)
		vector, err := r.asks.instant(ctx, seenExpr(sys, patterns[:n], endings), t)
		if n > 1 && errors.Is(err, prometheus.ErrTooLarge) { // for a proxy in front
			longest /= 2
			continue
		}
		patterns = patterns[n:]
		if _, worse := prometheus.Shown(err); worse != nil {
			return nil, err
		}
		if err != nil {
			doubt = err // the same with every question
		}
		for _, s := range vector {
			seen = append(seen, string(s.Metric[model.MetricNameLabel]))
		}
	}
	return seen, doubt
}

// fitting is how many of the first patterns are no longer than so many bytes, and at least one.
func fitting(patterns []string, longest int) int {
	n, length := 1, len(patterns[0])
	for n < len(patterns) && length+len(patterns[n]) < longest {
		length += len(patterns[n]) + len("|")
		n++
	}
	return n
}

// seenExpr counts the series of the metrics that match, by name.
func seenExpr(sys *catalog.System, patterns []string, endings string) string {
	wanted := model.MetricNameLabel + "=~" + prometheus.Quote("(?:"+strings.Join(patterns, "|")+")"+endings)
	var parts []string
	for _, selector := range slices.Compact([]string{sys.Selector, sys.HostSelector}) {
		if selector != "" || len(parts) == 0 {
			parts = append(parts, fmt.Sprintf("count by (__name__) (last_over_time({%s}[1h]))", prometheus.Matchers(wanted, selector)))
		}
	}
	return strings.Join(parts, " or ")
}

// patternOf matches a metric, without the endings of its parts. A name that the catalogue gives as a pattern stays one.
func patternOf(metric string) string {
	if _, err := regexp.Compile(metric); err != nil || regexp.QuoteMeta(metric) == metric {
		return regexp.QuoteMeta(strings.TrimSuffix(metric, "_bucket"))
	}
	return "(?:" + metric + ")"
}
