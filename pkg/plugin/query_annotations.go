package plugin

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// annotation is one mark on the graphs.
type annotation struct {
	time, end   time.Time
	title, text string
	tags        []string
}

// annotations answers what happened within the range; it is read from our own store.
func (d *Datasource) annotations(ctx context.Context, a asked, q AnnotationsQuery) (data.Frames, error) {
	kind, err := oneOf("kind", q.Kind, "violation", "baseline", "change", "deployment")
	if err != nil {
		return nil, err
	}
	var marks []annotation
	var remarks []string
	switch kind {
	case "violation":
		marks, remarks, err = d.violationMarks(ctx, a, q.Common)
	case "baseline":
		marks, err = d.baselineMarks(ctx, a, q.Common)
	default:
		return nil, badInputf("annotations of the kind %s come with a later version: use violation or baseline", kind)
	}
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(marks, func(x, y annotation) int { return cmp.Compare(x.time.UnixNano(), y.time.UnixNano()) })
	frames := data.Frames{tableOf("annotations", marks,
		moment("time", func(m annotation) time.Time { return m.time }),
		moment("timeEnd", func(m annotation) time.Time { return m.end }),
		text("title", func(m annotation) string { return m.title }),
		text("text", func(m annotation) string { return m.text }),
		text("tags", func(m annotation) string { return strings.Join(m.tags, ",") }),
	)}
	notice(frames, remarks...)
	return frames, nil
}

func (d *Datasource) violationMarks(ctx context.Context, a asked, q Common) ([]annotation, []string, error) {
	l, err := d.violations(ctx, a, q)
	if err != nil {
		return nil, nil, err
	}
	marks := make([]annotation, len(l.rows))
	for i, v := range l.rows {
		word := detect.Tier(v.Tier).String()
		end := v.End
		if end.IsZero() {
			end = a.window.To // it goes on: Grafana draws a region only to a time
		}
		marks[i] = annotation{
			time: v.Start, end: end, title: v.Operation.Name + ": " + word, text: violationText(v),
			tags: []string{"yardstick", "violation", v.Operation.System, word},
		}
	}
	return marks, l.remarks, nil
}

func violationText(v violation) string {
	var parts []string
	if v.Peak > 0 {
		parts = append(parts, fmt.Sprintf("%.1f times normal at the worst", v.Peak))
	}
	if v.Delay > 0 {
		parts = append(parts, fmt.Sprintf("noticed after %s", v.Delay.Round(time.Second)))
	}
	if v.End.IsZero() {
		parts = append(parts, "it goes on")
	}
	return strings.Join(parts, ", ")
}

// maxMarkedOperations bounds how many histories of versions are read for one answer.
const maxMarkedOperations = 500

// baselineMarks marks when baselines changed their state or a person changed them. The learner's hourly
// refinements are left out: they would cover the graph.
func (d *Datasource) baselineMarks(ctx context.Context, a asked, q Common) ([]annotation, error) {
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
		system, event string
		at            time.Time
	}
	names := map[moment][]string{}
	for _, row := range l.rows {
		versions, err := s.Versions(ctx, a.source, row.Operation.ID)
		if err != nil {
			return nil, fromStore("reading the versions of a baseline", err)
		}
		for at, event := range turns(versions, a.window.From, a.window.To) {
			m := moment{row.Operation.System, event, at.Truncate(time.Minute)}
			names[m] = append(names[m], row.Operation.Name)
		}
	}
	var marks []annotation
	for m, operations := range names {
		marks = append(marks, annotation{
			time: m.at, title: fmt.Sprintf("%s: %s", english.Plural(len(operations), "baseline", ""), m.event),
			text: english.OxfordWordSeries(shortened(operations), "and"), tags: []string{"yardstick", "baseline", m.system},
		})
	}
	return marks, nil
}

// turns are the versions within a range that are news: another state than before, or made by a person.
func turns(versions []store.Baseline, from, to time.Time) map[time.Time]string {
	ascending := slices.SortedFunc(slices.Values(versions), func(x, y store.Baseline) int { return cmp.Compare(x.Version, y.Version) })
	news := map[time.Time]string{}
	for i, v := range ascending {
		if v.ValidFrom.Before(from) || v.ValidFrom.After(to) {
			continue
		}
		switch {
		case v.Author != "learner":
			news[v.ValidFrom] = fmt.Sprintf("changed by %s: %s", v.Author, v.Reason)
		case i == 0 || ascending[i-1].Record.State != v.Record.State:
			news[v.ValidFrom] = "now " + string(v.Record.State)
		}
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
