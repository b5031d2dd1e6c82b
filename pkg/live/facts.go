package live

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

// This file answers which measured conditions hold, and how they read.

// Fact is one measured condition.
type Fact struct {
	Title  string // what is measured; may be empty
	Labels map[string]string
	Value  float64
	Op     string
	Limit  float64
	Unit   string
	Text   string // the fact in words
	// Since is when it began to hold without a break, zero where unknown. SinceAtLeast: it held before anything is known.
	Since        time.Time
	SinceAtLeast bool
}

// factsOf are the series for which a clause holds.
func factsOf(clause catalog.Clause, vector model.Vector) ([]Fact, error) {
	var facts []Fact
	for _, s := range vector {
		holds, err := compare(float64(s.Value), clause.Op, clause.Limit)
		if err != nil {
			return nil, err
		}
		if holds {
			f := Fact{Title: clause.Title, Labels: labelsOf(s.Metric), Value: float64(s.Value), Op: clause.Op, Limit: clause.Limit, Unit: clause.Unit}
			f.Text = fmt.Sprintf("%s%s %s %s", strings.TrimPrefix(named(f.Labels)+": ", ": "), withUnit(f.Value, f.Unit), f.Op, withUnit(f.Limit, f.Unit))
			facts = append(facts, f)
		}
	}
	return facts, nil
}

func named(labels map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		parts = append(parts, name+"="+strconv.Quote(labels[name]))
	}
	return strings.Join(parts, ", ")
}

func supported(labels map[string]string, facts []Fact) bool {
	return slices.ContainsFunc(facts, func(f Fact) bool { return agreeLabels(labels, f.Labels) })
}

// support is the fact that agrees with the labels; there is one.
func support(labels map[string]string, facts []Fact) Fact {
	return facts[slices.IndexFunc(facts, func(f Fact) bool { return agreeLabels(labels, f.Labels) })]
}

func agreeLabels(a, b map[string]string) bool {
	for name, value := range b {
		if own, shared := a[name]; shared && own != value {
			return false
		}
	}
	return true
}

// withUnit writes a value with the units of the catalogue that read well in a sentence.
func withUnit(v float64, unit string) string {
	switch unit {
	case "percent":
		return number(v) + " %"
	case "percentunit":
		return number(100*v) + " %"
	case "s", "ms":
		return figure.Seconds(v / figure.Scale(unit))
	case "bytes", "Bps":
		return figure.In(unit, v)
	}
	return number(v)
}
