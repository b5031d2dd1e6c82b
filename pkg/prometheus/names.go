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
		whole, _ := cutPart(strings.ToLower(word)) // a part is known as one by the others
		matchers = append(matchers, model.MetricNameLabel+"=~"+Quote("(?i).*"+regexp.QuoteMeta(whole)+".*"))
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
	all := slices.DeleteFunc(based(names), func(m Metric) bool {
		return slices.ContainsFunc(words, func(word string) bool { return !m.called(word) })
	})
	slices.SortStableFunc(all, func(a, b Metric) int { return cmp.Compare(rank(a, search), rank(b, search)) })
	return all, nil
}

// called tells whether a name, or that of a part, has a word of a search.
func (m Metric) called(word string) bool {
	name, word := strings.ToLower(m.Name), strings.ToLower(word)
	whole, part := cutPart(word)
	return strings.Contains(name, word) || part && m.Kind != "" && strings.HasSuffix(strings.TrimSuffix(name, "_total"), whole)
}

// endings are those of names that are parts of a metric.
var endings = []string{"_bucket", "_count", "_sum", "_created"}

func cutPart(name string) (whole string, part bool) {
	for _, ending := range endings {
		if whole, is := strings.CutSuffix(name, ending); is && whole != "" {
			return whole, true
		}
	}
	return name, false
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
	base, part := cutPart(name)
	return part && (kinds[base] != "" || strings.HasSuffix(name, "_created") && (there[base] || there[base+"_total"]))
}
