package runs

import (
	"github.com/yardstick-baselines/yardstick/pkg/compare"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers how a comparison is told to a program.

// ComparisonView is a comparison as JSON.
type ComparisonView struct {
	Baseline   string         `json:"baseline"`
	Current    string         `json:"current"`
	System     string         `json:"system"`
	Operations []ComparedView `json:"operations"`
	// New are operations that the baseline does not know.
	New []string `json:"new"`
}

// CompareSets compares operation by operation.
func CompareSets(base, current Set) ComparisonView {
	view := ComparisonView{
		Baseline: base.Title, Current: current.Title, System: current.System,
		Operations: []ComparedView{}, New: append([]string{}, New(base, current)...),
	}
	for _, o := range Pair(base, current, nil) {
		view.Operations = append(view.Operations, comparedOf(compare.Compare(o)))
	}
	return view
}

// ComparedView is one operation; what is not known is null.
type ComparedView struct {
	Operation  string            `json:"operation"`
	Labels     map[string]string `json:"labels"`
	Quantity   string            `json:"quantity"`
	Baseline   *float64          `json:"baseline"` // mean
	Current    *float64          `json:"current"`
	Percent    *float64          `json:"change_percentage"`
	Status     string            `json:"status"`
	Rating     string            `json:"performance_rating,omitempty"`
	Ratio      *float64          `json:"ratio"`
	Low        *float64          `json:"low"`
	High       *float64          `json:"high"`
	Of         string            `json:"of"`
	P          *float64          `json:"p"`
	Delta      *float64          `json:"delta"`
	EffectSize string            `json:"effectSize"`
	P95        *float64          `json:"p95Ratio"`
	P95Low     *float64          `json:"p95Low"`
	P95High    *float64          `json:"p95High"`
	P99        *float64          `json:"p99Ratio"`
	Spread     *float64          `json:"spreadRatio"`
	Verdict    string            `json:"verdict"`
	Where      string            `json:"where,omitempty"`
	Slight     bool              `json:"slight,omitempty"` // certain, and by less than 2 %
	Reason     string            `json:"reason,omitempty"`
}

func comparedOf(c compare.Compared) ComparedView {
	v := ComparedView{
		Operation: c.Name, Labels: orNone(c.Labels), Quantity: c.Quantity, Of: c.Of, Verdict: string(c.Change), Where: c.Where, Slight: c.Slight, Reason: c.Reason,
		Baseline: figure.Known(c.Base.Average()), Status: statusOf(c.Change), EffectSize: compare.EffectSize(c.Delta),
	}
	if c.Missing != "" {
		return v
	}
	v.Current, v.Percent = figure.Known(c.Candidate.Average()), figure.Known(c.Percent)
	v.Rating = ratingOf(c.Candidate.Average(), c.Base.Average(), c.Limit)
	v.Ratio, v.Low, v.High = bounded(c.Ratio)
	v.P95, v.P95Low, v.P95High = bounded(c.P95)
	v.P99, _, _ = bounded(c.P99)
	v.P, v.Delta, v.Spread = figure.Known(c.P), figure.Known(c.Delta), figure.Known(c.Spread.Value)
	return v
}

// bounded is a ratio in JSON: an end that nothing bounds is null.
func bounded(r compare.Ratio) (value, low, high *float64) {
	value, high = figure.Known(r.Value), figure.Known(r.High)
	if r.Low > 0 {
		low = figure.Known(r.Low)
	}
	return value, low, high
}

// statusOf is D5's word for a change (l.213): the document has "improved".
func statusOf(c compare.Change) string {
	switch c {
	case compare.Faster:
		return "improved"
	case compare.Slower:
		return "degraded"
	}
	return "unchanged"
}

// orNone makes an operation without labels have {} in JSON, not null.
func orNone(labels map[string]string) map[string]string {
	if labels == nil {
		return map[string]string{}
	}
	return labels
}
