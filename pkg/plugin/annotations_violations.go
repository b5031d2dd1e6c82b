package plugin

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/report"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// When was something slow? Grafana draws a stretch of time as a pane over the
// graph, and many panes on top of each other hide it, in the very minutes that
// somebody looks at. So what became slow together is one mark, and what was slow
// while a pane is drawn already is a line.

const (
	// oneOnset is how far apart the beginnings of violations with one cause lie: operations with few requests are noticed later.
	oneOnset = 2 * time.Minute
	// mostMarked is how many operations a mark names.
	mostMarked = 5
)

func (d *Datasource) violationMarks(ctx context.Context, a asked, q Common) ([]annotation, []string, error) {
	l, err := d.violations(ctx, a, q, "")
	if err != nil {
		return nil, nil, err
	}
	return marksOf(l.rows, a.window.To), l.remarks, nil
}

// marksOf are the marks of violations; those that go on reach up to a moment.
func marksOf(all []violation, to time.Time) []annotation {
	var marks []annotation
	var drawn time.Time // up to when there is a pane
	for _, together := range byOnset(all) {
		mark := markOf(together, to)
		if mark.time.Before(drawn) && !mark.end.After(drawn) {
			if lasted := mark.end.Sub(mark.time); lasted > 0 && !slices.ContainsFunc(together, goesOn) {
				mark.text = strings.TrimPrefix(mark.text+", it lasted "+figure.Seconds(lasted.Seconds()), ", ")
			}
			mark.end = time.Time{}
		} else {
			drawn = mark.end
		}
		marks = append(marks, mark)
	}
	return marks
}

// byOnset groups the violations of a system that began together, in the order of their beginnings.
func byOnset(all []violation) [][]violation {
	var groups [][]violation
	newest := map[string]int{} // by system
	for _, v := range slices.SortedStableFunc(slices.Values(all), func(x, y violation) int { return x.Start.Compare(y.Start) }) {
		i, known := newest[v.Operation.System]
		if known && v.Start.Sub(groups[i][0].Start) <= oneOnset {
			groups[i] = append(groups[i], v)
			continue
		}
		newest[v.Operation.System] = len(groups)
		groups = append(groups, []violation{v})
	}
	return groups
}

// markOf is one mark for what began together, the first one first.
func markOf(together []violation, to time.Time) annotation {
	mark := annotation{time: together[0].Start}
	for _, v := range together {
		end := v.End
		if goesOn(v) {
			end = to // it goes on: Grafana draws a region only to a time
		}
		if end.After(mark.end) {
			mark.end = end
		}
	}
	worst := slices.SortedStableFunc(slices.Values(together), func(x, y violation) int {
		return cmp.Or(cmp.Compare(y.Tier, x.Tier), cmp.Compare(y.Peak, x.Peak))
	})
	word := detect.Tier(worst[0].Tier).String()
	mark.tags = []string{"yardstick", "violation", worst[0].Operation.System, word}
	if len(worst) == 1 {
		mark.title, mark.text = worst[0].Operation.Name+": "+word+failing(worst[0].Violation), violationText(worst[0])
		return mark
	}
	mark.title, mark.text = fmt.Sprintf("%s: %s", markedNames(worst), word), togetherText(worst)
	return mark
}

// markedNames counts the operations; a single one, which is slow and fails, has a name.
func markedNames(all []violation) string {
	names := map[string]bool{}
	for _, v := range all {
		names[v.Operation.Set+"\x00"+v.Operation.Name] = true
	}
	if len(names) == 1 {
		return all[0].Operation.Name
	}
	return fmt.Sprintf("%d operations", len(names))
}

func goesOn(v violation) bool { return v.End.IsZero() }

// failing tells of a violation by its errors or its rate from one by its latency, of which nothing has to be said.
func failing(v store.Violation) string {
	if word := report.WhatFailed(report.SignalOf(v)); word != "" {
		return " (" + word + ")"
	}
	return ""
}

func violationText(v violation) string {
	var parts []string
	if v.Peak > 0 {
		parts = append(parts, fmt.Sprintf("%.1f times normal at the worst", v.Peak))
	}
	if v.Delay > 0 {
		parts = append(parts, fmt.Sprintf("noticed after %s", v.Delay.Round(time.Second)))
	}
	if goesOn(v) {
		parts = append(parts, "it goes on")
	}
	return strings.Join(parts, ", ")
}

func peakText(v store.Violation) string {
	if peak := report.PeakOf(v); peak != nil {
		return " " + figure.Times(*peak)
	}
	return ""
}

// togetherText names the worst of many.
func togetherText(worst []violation) string {
	var parts []string
	goOn := 0
	for i, v := range worst {
		if goesOn(v) {
			goOn++
		}
		if i < mostMarked {
			parts = append(parts, v.Operation.Name+peakText(v.Violation)+failing(v.Violation))
		}
	}
	if rest := len(worst) - mostMarked; rest > 0 {
		parts = append(parts, fmt.Sprintf("%d more", rest))
	}
	if goOn > 0 {
		parts = append(parts, figure.Count(float64(goOn), "goes on", "go on"))
	}
	return strings.Join(parts, ", ")
}
