package plugin

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/dustin/go-humanize/english"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
	"github.com/yardstick-baselines/yardstick/pkg/figure"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// When did what is normal change? Two kinds of marks: `baseline` for new
// states, `change` for another normal: the learner's hourly refinements are in
// neither, they would cover the graph.

// maxMarkedOperations bounds how many histories of versions are read for one answer.
const maxMarkedOperations = 500

// event is one version that is news.
type event struct {
	at     time.Time
	what   string // "now active"; operations with the same are one mark
	detail string // what is to be said of this operation besides its name
}

// teller finds the news among the versions of one operation, ascending.
type teller func(versions []store.Baseline) []event

// versionMarks marks the news within the range, operations of one minute together.
func (d *Datasource) versionMarks(ctx context.Context, a asked, q Common, tell teller) ([]annotation, error) {
	l, err := d.learnedRows(ctx, a.source, q, a.window.To)
	if err != nil {
		return nil, err
	}
	if len(l.rows) > maxMarkedOperations {
		return nil, badInputf("the histories of %d operations are too many for one graph: choose a system, operations or labels", len(l.rows))
	}
	s, err := d.process.Store(ctx)
	if err != nil {
		return nil, err
	}
	type moment struct {
		system, what string
		at           time.Time
	}
	names := map[moment][]string{}
	for _, row := range l.rows {
		versions, err := s.Versions(ctx, a.source, row.Operation.ID)
		if err != nil {
			return nil, fromStore("reading the versions of a baseline", err)
		}
		slices.SortFunc(versions, func(x, y store.Baseline) int { return cmp.Compare(x.Version, y.Version) })
		for _, e := range tell(versions) {
			if !e.at.Before(a.window.From) && !e.at.After(a.window.To) {
				m := moment{row.Operation.System, e.what, e.at.Truncate(time.Minute)}
				names[m] = append(names[m], row.Operation.Name+e.detail)
			}
		}
	}
	var marks []annotation
	for m, operations := range names {
		marks = append(marks, annotation{
			time: m.at, title: fmt.Sprintf("%s: %s", english.Plural(len(operations), "baseline", ""), m.what),
			text: english.OxfordWordSeries(shortened(operations), "and"), tags: []string{"yardstick", "baseline", m.system},
		})
	}
	return marks, nil
}

// turns are the versions that have another state than the one before, or that a person made.
func turns(versions []store.Baseline) []event {
	var news []event
	for i, v := range versions {
		switch {
		case v.Author != store.Learner:
			news = append(news, chosen(v))
		case i == 0 || versions[i-1].Record.State != v.Record.State:
			news = append(news, event{at: v.ValidFrom, what: "now " + string(v.Record.State)})
		}
	}
	return news
}

func chosen(v store.Baseline) event {
	return event{at: v.ValidFrom, what: fmt.Sprintf("changed by %s: %s", v.Author, v.Reason)}
}

// worthMarking is how far the p95, or the usual value of a level, must have moved since it was marked last: from where the
// documents call a deviation one (D-14).
const worthMarking = 1.1

// moves are the versions with another usual number than that marked before, and those that a person chose. Small steps
// add up: the comparison is with what was marked, not with the version before. What is not active yet wavers.
func moves(versions []store.Baseline) []event {
	var news []event
	marked := math.NaN()
	for _, v := range versions {
		usual := v.Record.Typical()
		byPerson := v.Author != store.Learner
		if byPerson {
			news = append(news, chosen(v))
		}
		if v.Record.State != baseline.Active || !(usual > 0) {
			continue
		}
		switch ratio := usual / marked; {
		case byPerson || math.IsNaN(marked): // the first is nothing new
		case ratio >= worthMarking || ratio <= 1/worthMarking:
			news = append(news, event{
				at: v.ValidFrom, what: baseline.Statistic(v.Record.Level != nil) + " moved", detail: fmt.Sprintf(" from %s to %s", figure.In(v.Record.Unit, marked), figure.In(v.Record.Unit, usual)),
			})
		default:
			continue
		}
		marked = usual
	}
	return news
}

// shortened keeps a list readable.
func shortened(names []string) []string {
	const most = 10
	slices.Sort(names)
	if len(names) <= most {
		return names
	}
	return append(names[:most:most], fmt.Sprintf("%d more", len(names)-most))
}
