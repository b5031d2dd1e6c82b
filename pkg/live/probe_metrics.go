package live

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/profile"
)

// This file answers under which names this Prometheus has the metrics of a
// system: the canonical ones, those of another emitter, or none.

// MetricState says how a canonical metric is found.
type MetricState string

// The states; a metric that is missing has a sentence what to emit.
const (
	MetricFound   MetricState = "found"
	MetricOther   MetricState = "other"
	MetricMissing MetricState = "missing"
)

// ProbedMetric is one canonical metric in this Prometheus.
type ProbedMetric struct {
	Metric string
	State  MetricState
	// Emitters are the profiles whose spelling is found here, the first is proposed.
	Emitters []string
	// Known are all profiles that have a spelling of it, found or not.
	Known []string
	// Quantities are the documented quantities that cannot be served without it.
	Quantities []string
	Emit       string
}

// Proposal is the mapping that a probe suggests: the metrics that are found under another name only. Where several
// emitters have one, that which has the most of all is the most likely.
func Proposal(probed []ProbedMetric) catalog.Mapping {
	has := map[string]int{}
	for _, m := range probed {
		for _, emitter := range m.Emitters {
			has[emitter]++
		}
	}
	mapping := catalog.Mapping{}
	for _, m := range probed {
		if m.State == MetricOther {
			likely := slices.MaxFunc(m.Emitters, func(a, b string) int { return has[a] - has[b] }) // of equals the first
			mapping[m.Metric] = catalog.Choice{Emitter: likely}
		}
	}
	return mapping
}

// ProbeMetrics looks for every canonical metric of a system (one that is not
// mapped) and for what other emitters have instead, now or within the last hour.
func (r *Reader) ProbeMetrics(ctx context.Context, known *catalog.Catalog, sys *catalog.System, at time.Time) ([]ProbedMetric, error) {
	canonical := profile.Canonical(*sys)
	others := othersOf(known, sys, canonical)
	exists, err := r.Existing(ctx, sys, seriesNames(canonical, others), at)
	if err != nil {
		return nil, fmt.Errorf("looking for the metrics of %s: %w", sys.Name, err)
	}
	probed := make([]ProbedMetric, 0, len(canonical))
	for _, metric := range canonical {
		m := ProbedMetric{Metric: metric, State: MetricMissing}
		for _, other := range others[metric] {
			m.Known = append(m.Known, other.emitter)
			if other.here(exists) {
				m.Emitters, m.State = append(m.Emitters, other.emitter), MetricOther
			}
		}
		if anyPart(metric, exists) {
			m.State = MetricFound
		}
		m.Quantities, m.Emit = neededBy(sys, metric)
		probed = append(probed, m)
	}
	return probed, nil
}

// other is one emitter's spelling of a canonical metric.
type other struct {
	emitter string
	name    string // of a metric
	expr    string // or PromQL
}

func (o other) here(exists func(string) bool) bool {
	if o.expr == "" {
		return anyPart(o.name, exists)
	}
	served, err := profile.Served(o.expr, exists)
	return err == nil && served
}

// othersOf are the spellings of the profiles by canonical metric.
func othersOf(known *catalog.Catalog, sys *catalog.System, canonical []string) map[string][]other {
	fill := strings.NewReplacer("$app", sys.Selector, "$host", sys.HostSelector)
	all := map[string][]other{}
	for _, p := range known.Profiles {
		for _, metric := range slices.Sorted(maps.Keys(p.Metrics)) {
			base := metric
			if !slices.Contains(canonical, metric) {
				if base = strings.TrimSuffix(metric, "_sum"); !slices.Contains(canonical, base) {
					continue
				}
			}
			a := p.Metrics[metric]
			all[base] = append(all[base], other{p.Emitter, a.Metric, fill.Replace(a.Expr)})
		}
	}
	return all
}

var metricParts = []string{"", "_count", "_total"}

// anyPart tells a metric by its own name, by its count (of a histogram), or by the _total that a client adds.
func anyPart(metric string, exists func(string) bool) bool {
	return slices.ContainsFunc(metricParts, func(part string) bool { return exists(metric + part) })
}

func seriesNames(canonical []string, others map[string][]other) []string {
	names := slices.Clone(canonical)
	for _, list := range others {
		for _, o := range list {
			if o.name != "" {
				names = append(names, o.name)
				continue
			}
			read, err := profile.Metrics(o.expr)
			if err == nil {
				names = append(names, read...)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Existing asks once which of the metrics, or their counts, are there under the system's matchers, now or within
// the last hour. What Yardstick publishes itself and what every Prometheus has counts as there.
func (r *Reader) Existing(ctx context.Context, sys *catalog.System, names []string, at time.Time) (func(string) bool, error) {
	patterns := make([]string, 0, len(names))
	for _, name := range names {
		patterns = append(patterns, regexp.QuoteMeta(name))
	}
	found, err := r.matching(ctx, sys, patterns, histogramParts, at.Truncate(probeStep).UTC())
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{"up": true, "ALERTS": true, "GRAFANA_ALERTS": true}
	for _, name := range found {
		seen[name] = true
	}
	return func(name string) bool { return seen[name] || strings.HasPrefix(name, "yardstick_") }, nil
}

// neededBy are the quantities that name a metric as theirs, and what the first of them says to emit.
func neededBy(sys *catalog.System, metric string) (ids []string, emit string) {
	for _, q := range sys.Quantities {
		if slices.ContainsFunc(q.Metrics, func(name string) bool { return partOf(name, metric) }) {
			ids = append(ids, q.ID)
		}
	}
	emit, said := EmitOf(sys, metric)
	if !said {
		emit = "Emit " + metric + "; the runbooks and the guides of docs/emit say with which labels."
	}
	return ids, emit
}

// EmitOf is what the catalogue says to emit where a metric, or the whole that it is a part of, is missing.
func EmitOf(sys *catalog.System, metric string) (emit string, said bool) {
	for _, q := range sys.Quantities {
		if slices.ContainsFunc(q.Metrics, func(name string) bool {
			return partOf(name, metric) || partOf(metric, name) || whole(name) == whole(metric)
		}) {
			return q.Emit, true
		}
	}
	return "", false
}

func partOf(name, metric string) bool { return name == metric || whole(name) == metric }

// whole is the base name of a part of a histogram.
func whole(name string) string {
	for _, part := range []string{"_bucket", "_sum", "_count"} {
		if base, cut := strings.CutSuffix(name, part); cut {
			return base
		}
	}
	return name
}
