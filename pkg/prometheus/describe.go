package prometheus

// What a metric is that somebody wants to learn from: which type, which labels, how many operations, at what cost.

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	v1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
)

// Description is what is known of a metric at a moment.
type Description struct {
	Declared string // by its targets: histogram, summary, gauge, counter; empty where they say nothing
	Kind     string // histogram, summary, gauge or counter: what it can be learned as; empty where it cannot
	Native   bool   // it is a native histogram, perhaps besides a classic one
	// Lacks says why there is no Kind.
	Lacks string
	// Series are read by each question about it.
	Series     float64
	Labels     []LabelValues // by which it can be divided, ascending
	Cut        bool          // there are more series than labels were read from
	Operations float64
	Examples   []map[string]string // labels of a few operations
}

// LabelValues are how many values a label has.
type LabelValues struct {
	Name   string
	Values int
}

const (
	// describedSeries bounds how many series labels are read from.
	describedSeries = 5_000
	// examples is how many operations are named.
	examples = 8
	// describedBack is how old the last sample may be.
	describedBack = time.Hour
)

// Describe looks at a metric by its base name; by are the labels that divide it into operations.
func (c *Client) Describe(ctx context.Context, metric, selector string, by []string, t time.Time) (Description, error) {
	var d Description
	selector, err := canonical(selector)
	if err != nil {
		return d, err
	}
	if d.Declared, err = c.MetricType(ctx, metric); err != nil {
		return d, err
	}
	parts, err := c.partsOf(ctx, metric, selector, t)
	if err != nil {
		return d, err
	}
	d.classify(metric, parts)
	if d.Kind == "" {
		return d, nil
	}
	of := d.series(metric, selector)
	if err := c.labelsOf(ctx, &d, of, t); err != nil {
		return d, err
	}
	return d, c.operationsOf(ctx, &d, of, by, t)
}

// partsOf counts the series of each part that a metric of some type has, in one question.
func (c *Client) partsOf(ctx context.Context, metric, selector string, t time.Time) (map[string]float64, error) {
	count := func(part, expr string) string {
		return fmt.Sprintf(`label_replace(count(%s), "part", %s, "", "")`, expr, Quote(part))
	}
	recent := func(selected string) string {
		return "last_over_time(" + selected + "[" + duration(describedBack) + "])"
	}
	plain := recent(Select(metric, selector))
	questions := []string{
		count("native", "histogram_count("+plain+")"), count("plain", plain), count("quantile", recent(Select(metric, `quantile!=""`, selector))),
		count("bucket", recent(Select(metric+"_bucket", selector))), count("count", recent(Select(metric+"_count", selector))),
	}
	answer, err := c.Instant(ctx, strings.Join(questions, " or "), t)
	if knowsNoNative(err) {
		answer, err = c.Instant(ctx, strings.Join(questions[1:], " or "), t)
	}
	if err != nil {
		return nil, err
	}
	parts := map[string]float64{}
	for _, s := range answer.Value {
		parts[string(s.Metric["part"])] = float64(s.Value)
	}
	return parts, nil
}

func (d *Description) classify(metric string, parts map[string]float64) {
	d.Native = parts["native"] > 0
	switch {
	case d.Native || parts["bucket"] > 0:
		d.Kind, d.Series = "histogram", parts["bucket"]+parts["native"]
	case parts["quantile"] > 0:
		d.Kind, d.Series = "summary", parts["quantile"]
	case parts["plain"] > 0 && d.counts(metric):
		d.Kind, d.Series = counterKind, parts["plain"]
	case parts["plain"] > 0:
		d.Kind, d.Series = "gauge", parts["plain"]
	case parts["count"] > 0:
		d.Series = parts["count"]
		d.Lacks = fmt.Sprintf("%[1]s has a sum and a count, and neither buckets nor quantiles: how slow the slow ones are cannot be read from it. Let the program emit a histogram; how many there are can be learned from the counter %[1]s_count, and their mean as a level of a recording rule with sum(rate(%[1]s_sum[5m])) / sum(rate(%[1]s_count[5m]))", metric)
	default:
		d.Lacks = fmt.Sprintf("this Prometheus has had no series of %s with these matchers in the last hour: check name and selector", metric)
	}
}

// counts tells whether a metric only rises: so its targets say, or where they say nothing the end of its name.
func (d *Description) counts(metric string) bool {
	ends := func(end string) bool { return strings.HasSuffix(metric, end) }
	return d.Declared == "counter" || d.Declared != "gauge" && slices.ContainsFunc([]string{"_total", "_count", "_sum"}, ends)
}

// Absent are the labels of matchers that no series has. All tells that the matchers on them hold without them: of every
// series, where a person meant some.
func (d *Description) Absent(matchers string) (names []string, all bool, err error) {
	named, err := ParseMatchers(matchers)
	if err != nil {
		return nil, false, err
	}
	all = true
	for _, m := range named {
		if len(d.Missing([]string{m.Name})) == 0 {
			continue
		}
		if all = all && m.Matches(""); !slices.Contains(names, m.Name) {
			names = append(names, m.Name)
		}
	}
	return names, all && len(names) > 0, nil
}

// Missing are those of some labels that no series has; none where not all series are known.
func (d *Description) Missing(labels []string) (missing []string) {
	for _, label := range labels {
		has := slices.ContainsFunc(d.Labels, func(l LabelValues) bool { return l.Name == label })
		if !has && d.Kind != "" && !d.Cut {
			missing = append(missing, label)
		}
	}
	return missing
}

// series selects one series for each label set, whatever the number of buckets or quantiles.
func (d *Description) series(metric, selector string) string {
	if d.Kind == "gauge" || d.Kind == counterKind || d.Native {
		return Select(metric, selector)
	}
	return Select(metric+"_count", selector)
}

func (c *Client) labelsOf(ctx context.Context, d *Description, of string, t time.Time) error {
	sets, warnings, _, err := c.api.Series(ctx, []string{of}, t.Add(-describedBack), t, v1.WithLimit(describedSeries))
	if err != nil {
		return c.answerError(of, err)
	}
	d.Cut = len(warnings) > 0 || len(sets) >= describedSeries
	values := map[model.LabelName]map[model.LabelValue]struct{}{}
	for _, set := range sets {
		for name, value := range set {
			if name == model.MetricNameLabel {
				continue
			}
			if values[name] == nil {
				values[name] = map[model.LabelValue]struct{}{}
			}
			values[name][value] = struct{}{}
		}
	}
	for name, seen := range values {
		d.Labels = append(d.Labels, LabelValues{string(name), len(seen)})
	}
	slices.SortFunc(d.Labels, func(a, b LabelValues) int { return cmp.Compare(a.Name, b.Name) })
	return nil
}

func (c *Client) operationsOf(ctx context.Context, d *Description, of string, by []string, t time.Time) error {
	grouped := fmt.Sprintf("count by (%s) (last_over_time(%s[%s]))", byList("", by), of, duration(describedBack))
	answer, err := c.Instant(ctx, "count("+grouped+")", t)
	if err != nil {
		return err
	}
	for _, s := range answer.Value {
		d.Operations = float64(s.Value)
	}
	some, err := c.Instant(ctx, fmt.Sprintf("topk(%d, %s)", examples, grouped), t)
	if err != nil {
		return err
	}
	for _, s := range some.Value {
		labels := map[string]string{}
		for name, value := range s.Metric {
			labels[string(name)] = string(value)
		}
		d.Examples = append(d.Examples, labels)
	}
	return nil
}

// Changes counts the values that the gauges of a metric took in the hour before t: each is a measurement.
func (c *Client) Changes(ctx context.Context, metric, selector string, t time.Time) (float64, error) {
	selector, err := canonical(selector)
	if err != nil {
		return 0, err
	}
	answer, err := c.Instant(ctx, "sum(changes("+Select(metric, selector)+"[1h]))", t)
	if err != nil || len(answer.Value) == 0 {
		return 0, err
	}
	return float64(answer.Value[0].Value), nil
}

// Busiest are the labels of the operations with the most requests in the hour before t, at most so many.
func (c *Client) Busiest(ctx context.Context, q WindowQuery, native bool, most int, t time.Time) ([]map[string]string, error) {
	selector, err := canonical(q.Selector)
	if err != nil {
		return nil, err
	}
	q.Width = time.Hour
	requests := countExpr(q, selector)
	switch {
	case q.Kind == levelKind:
		requests = overTimeExpr("avg_over_time", q, selector)
	case q.Kind == counterKind:
		requests = overTimeExpr("rate", q, selector)
	case q.Kind == "gauge":
		requests = overTimeExpr("changes", q, selector)
	case native:
		requests = nativeCountExpr(q, selector, nativeOnly)
	}
	answer, err := c.Instant(ctx, fmt.Sprintf("topk(%d, %s)", most, requests), t)
	if err != nil {
		return nil, err
	}
	var all []map[string]string
	for _, s := range answer.Value {
		labels := map[string]string{}
		for name, value := range s.Metric {
			labels[string(name)] = string(value)
		}
		all = append(all, labels)
	}
	return all, nil
}
