package report

// This file answers what one should do, what people decided, and which documented targets were met.

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/live"
)

// recommendations have the first measured condition as their value, in its own unit.
func (e engine) recommendations() []Row {
	var rows []Row
	for _, a := range e.req.Kept.Advice {
		row := Row{Name: titled(a.Title, a.Labels), Labels: a.Labels, Text: a.Text}
		for _, fact := range a.Because {
			row.Text += " [" + fact.Text + "]"
		}
		if len(a.Because) > 0 {
			row.Value, row.Unit = figure.Known(a.Because[0].Value), a.Because[0].Unit
			if row.Unit == "x" {
				row.Unit = "suffix:x"
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// acts are what people did to baselines, the oldest first; they have no number. Who looks after what is no decision.
func (e engine) acts() []Row {
	acts := e.req.Kept.Acts
	rows := make([]Row, 0, len(acts))
	for i := len(acts) - 1; i >= 0; i-- {
		a := acts[i]
		if a.Item.Kind != "" {
			continue
		}
		of := a.Operation
		if of == "" {
			of = "all operations"
		}
		reason := a.Reason
		if reason == "" {
			reason = "no reason given"
		}
		rows = append(rows, Row{Name: fmt.Sprintf("%s %s: %s", e.moment(a.At), a.Action, of), Labels: map[string]string{}, Text: a.Author + ": " + reason})
	}
	return rows
}

// outcomeWords are the outcomes of targets in the order in which one wants to read them.
var outcomeWords = []live.Outcome{live.Missed, live.Met, live.NotTested, live.CannotTell}

func (e engine) targets() []Row {
	var rows []Row
	for _, outcome := range outcomeWords {
		for _, t := range e.req.Targets {
			if live.Outcome(t.Outcome) == outcome {
				rows = append(rows, Row{
					Name: titled(t.Title, t.Labels), Labels: t.Labels, Value: t.Value, Unit: t.Unit,
					Text: fmt.Sprintf("%s: %s %s (%s)", t.Outcome, t.Op, quantity(t.Limit, t.Unit), t.ID),
				})
			}
		}
	}
	return rows
}

// titled is a title with the values of the labels that it is about.
func titled(title string, labels map[string]string) string {
	var values []string
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		values = append(values, labels[name])
	}
	if len(values) == 0 {
		return title
	}
	return title + " (" + strings.Join(values, " ") + ")"
}

// quantity says a limit in its unit, where that has a short word.
func quantity(v float64, unit string) string {
	switch unit {
	case "s":
		return figure.Seconds(v)
	case "percentunit":
		return fmt.Sprintf("%.4g %%", 100*v)
	case "percent":
		return fmt.Sprintf("%.4g %%", v)
	case "bytes":
		return fmt.Sprintf("%.4g MiB", v/(1<<20))
	}
	return strings.TrimSpace(fmt.Sprintf("%.4g %s", v, strings.TrimPrefix(strings.TrimPrefix(unit, "suffix:"), "short")))
}
