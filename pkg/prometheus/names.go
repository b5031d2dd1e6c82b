package prometheus

// This file answers which metrics there are to be learned, by a part of their name.

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	api "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
)

// Metric is one by its base name, as it is learned.
type Metric struct {
	Name string
	Kind string // histogram, summary or counter, where its names tell; else empty
}

// mostNames bounds the names that are read; servers that know no limit answer with all.
const mostNames = 5_000

// Metrics are those of the last hour whose names have every word of a search, whatever its case: first the one that is
// called so, then those that have a distribution.
func (c *Client) Metrics(ctx context.Context, search string, t time.Time) ([]Metric, error) {
	words := strings.Fields(search)
	matchers := []string{model.MetricNameLabel + `!=""`}
	for _, word := range words {
		matchers = append(matchers, model.MetricNameLabel+"=~"+Quote("(?i).*"+regexp.QuoteMeta(word)+".*"))
	}
	selector := "{" + Matchers(matchers...) + "}"
	values, _, _, err := c.api.LabelValues(ctx, model.MetricNameLabel, []string{selector}, t.Add(-describedBack), t, api.WithLimit(mostNames))
	if err != nil {
		return nil, c.answerError(selector, err)
	}
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = string(v)
	}
	all := based(names)
	slices.SortStableFunc(all, func(a, b Metric) int { return cmp.Compare(rank(a, search), rank(b, search)) })
	return all, nil
}

func rank(m Metric, search string) int {
	switch {
	case m.Name == strings.TrimSpace(search):
		return 0
	case m.Kind == "histogram" || m.Kind == "summary":
		return 1
	}
	return 2
}

// based are metrics by their base names, ascending; of names that belong to one it is told once.
func based(names []string) []Metric {
	there := make(map[string]bool, len(names))
	for _, name := range names {
		there[name] = true
	}
	kinds := map[string]string{}
	for _, name := range names {
		base, bucket := strings.CutSuffix(name, "_bucket")
		switch {
		case bucket && there[base+"_count"]:
			kinds[base] = "histogram"
		case there[name+"_count"] && there[name+"_sum"]:
			kinds[name] = "summary"
		}
	}
	var all []Metric
	for _, name := range names {
		if !partOf(name, there, kinds) && kinds[name] == "" {
			kinds[name] = ""
		}
	}
	for name, kind := range kinds {
		if kind == "" && strings.HasSuffix(name, "_total") {
			kind = counterKind
		}
		all = append(all, Metric{name, kind})
	}
	slices.SortFunc(all, func(a, b Metric) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// partOf tells names that are read by another one, and when a metric was created.
func partOf(name string, there map[string]bool, kinds map[string]string) bool {
	for _, ending := range []string{"_bucket", "_count", "_sum", "_created"} {
		if base, is := strings.CutSuffix(name, ending); is && (kinds[base] != "" || ending == "_created" && (there[base] || there[base+"_total"])) {
			return true
		}
	}
	return false
}
