package report

// This file answers how often and how long operations were in violation, and what people said of it.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// tally is what one operation's violations by a signal come to.
type tally struct {
	first   Violation
	times   int
	seconds float64
	peak    *float64
	tiers   map[string]int
}

// tallies are by operation, the order that of their first violation.
func (e engine) tallies() []*tally {
	var all []*tally
	by := map[live.Violated]*tally{}
	for _, v := range e.violations {
		key := live.Violated{Signal: v.Signal, Key: live.Key(v.Set, v.Labels)}
		t := by[key]
		if t == nil {
			t = &tally{first: v, tiers: map[string]int{}}
			by[key], all = t, append(all, t)
		}
		t.times++
		t.seconds += v.within(e.from, e.to).Seconds()
		t.tiers[v.Tier]++
		if value(v.Peak) > value(t.peak) {
			t.peak = v.Peak
		}
	}
	return all
}

func (e engine) violated() []Row {
	return e.tallied(func(t *tally) float64 { return float64(t.times) })
}

func (e engine) violationTime() []Row {
	return e.tallied(func(t *tally) float64 { return t.seconds })
}

func (e engine) tallied(of func(*tally) float64) []Row {
	var rows []Row
	for _, t := range e.tallies() {
		parts := t.first.whatFailed()
		for _, tier := range []string{"critical", "warning", "info"} {
			if n := t.tiers[tier]; n > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", n, tier))
			}
		}
		if t.peak != nil {
			parts = append(parts, "peak "+figure.Times(*t.peak))
		}
		rows = append(rows, Row{Name: t.first.Operation, Labels: t.first.Labels, Value: figure.Known(of(t)), Text: strings.Join(parts, ", ")})
	}
	return largestFirst(rows)
}

// incidents are the violations one by one, as they began; the value is how long each took within the period.
func (e engine) incidents() []Row {
	var rows []Row
	for _, v := range e.violations {
		parts := append(v.whatFailed(), v.Tier)
		if v.Peak != nil {
			parts = append(parts, "peak "+figure.Times(*v.Peak))
		}
		if v.Delay != nil && *v.Delay > 0 {
			parts = append(parts, "noticed after "+figure.Seconds(*v.Delay))
		}
		if v.End == nil {
			parts = append(parts, "goes on")
		}
		parts = append(parts, verdictWords(v.verdict))
		rows = append(rows, Row{
			Name: e.moment(v.Start) + " " + v.Operation, Labels: v.Labels, Value: figure.Known(v.within(e.from, e.to).Seconds()), Text: strings.Join(parts, ", "),
		})
	}
	return rows
}

// WhatFailed tells a violation by its errors or its rate from one by its latency, of which nothing has to be said.
func WhatFailed(signal detect.Signal) string {
	switch signal {
	case detect.Errors:
		return "failed requests"
	case detect.Rate:
		return "nothing completed"
	}
	return ""
}

func (v Violation) whatFailed() (parts []string) {
	if word := WhatFailed(v.Signal); word != "" {
		parts = append(parts, word)
	}
	return parts
}

func verdictWords(verdict string) string {
	switch verdict {
	case "true":
		return "confirmed"
	case "false":
		return "called a false alarm"
	case "":
		return "not judged"
	}
	return "called " + verdict
}

// verdicts count what people said of the violations.
func (e engine) verdicts() []Row {
	counts := map[string]float64{}
	for _, v := range e.violations {
		if v.verdict != "" {
			counts[verdictWords(v.verdict)]++
		}
	}
	var rows []Row
	for words, n := range counts {
		rows = append(rows, Row{Name: words, Labels: map[string]string{}, Value: figure.Known(n)})
	}
	return largestFirst(rows)
}

func largestFirst(rows []Row) []Row {
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(value(b.Value), value(a.Value)), cmp.Compare(a.Name, b.Name))
	})
	return rows
}
